import { Refusal } from '../../core/outcome/refusal.ts';
import { BAD_ROW_REASONS, BadRowLog, type BadRowReason } from '../panel/import/bad-rows.ts';
import {
  type Cell,
  type DayKey,
  keyOfDay,
  NOT_FINITE,
  readDay,
  readNumber,
  readSymbol,
} from '../panel/import/cell-readers.ts';
import { ownText } from '../panel/import/own-text.ts';
import { readTable } from '../panel/import/read-table.ts';
import type { OnBytes } from '../panel/import/table-sink.ts';
import { planColumns, type ValuesPlan } from './values-columns.ts';
import type { ValuesImport } from './values-options.ts';
import { ValuesTable } from './values-table.ts';

export interface ReadValues {
  readonly table: ValuesTable;
  readonly form: ValuesPlan['form'];
}

/** Faults that a refusal lists; the rest are counted. */
const MOST_PROBLEMS = 20;

/**
 * Reads a file of values in either form; rows may come in any order. A blank, and a NaN, is a missing value.
 * @throws Refusal FILE_NOT_FOUND, FILE_UNREADABLE; DATASET_INVALID naming row and column of the first faults;
 *   DATASET_TOO_LARGE
 */
export async function readValues(
  options: ValuesImport,
  onBytes: OnBytes = () => undefined,
): Promise<ReadValues> {
  const reader = new ValuesReader(options);
  try {
    await readTable(options.file, reader, onBytes);
  } catch (error) {
    throw error instanceof Refusal ? named(error, options) : error;
  }
  return reader.finish();
}

class ValuesReader {
  private readonly table = new ValuesTable();
  private readonly log = new BadRowLog();
  private readonly trading: ReadonlySet<DayKey>;
  private readonly first: DayKey;
  private readonly last: DayKey;
  private readonly today: DayKey;
  private readonly dayOfText = new Map<string, DayKey>();
  private columns: readonly string[] = [];
  private plan: ValuesPlan | null = null;

  constructor(private readonly options: ValuesImport) {
    const days = options.market.days.map(keyOfDay);
    this.trading = new Set(days);
    this.first = days[0] ?? 0;
    this.last = days.at(-1) ?? 0;
    this.today = keyOfDay(options.today);
  }

  header(columns: readonly string[]): void {
    const { columns: asked, name, fileName } = this.options;
    this.columns = columns.map(ownText);
    this.plan = planColumns(this.columns, asked, { name, file: fileName });
  }

  row(line: number, cells: readonly Cell[]): void {
    this.log.rows++;
    const plan = this.plan!;
    if (cells.length !== this.columns.length) {
      this.bad(line, 0, `${cells.length} of ${this.columns.length}`, 'COLUMN_COUNT');
      return;
    }
    const day = this.dayOf(cells[plan.date]);
    if (typeof day !== 'number') this.bad(line, plan.date, cells[plan.date], day);
    else if (plan.form === 'LONG') this.longRow(plan, { line, day }, cells);
    else this.wideRow(plan, { line, day }, cells);
  }

  finish(): ReadValues {
    if (this.log.hasBadRows) throw this.refusal();
    return { table: this.table, form: this.plan!.form };
  }

  private longRow(
    { symbol: at, value }: Extract<ValuesPlan, { form: 'LONG' }>,
    { line, day }: { readonly line: number; readonly day: DayKey },
    cells: readonly Cell[],
  ): void {
    const symbol = readSymbol(cells[at]);
    if (symbol === null) {
      this.bad(line, at, cells[at], 'NO_SYMBOL');
      return;
    }
    const figure = readFigure(cells[value]);
    if (figure === NOT_FINITE) this.bad(line, value, cells[value], 'NOT_A_NUMBER');
    else if (!this.table.put(day, this.table.columnOf(symbol), figure))
      this.bad(line, at, symbol, 'DUPLICATE');
  }

  private wideRow(
    { symbols, date }: Extract<ValuesPlan, { form: 'WIDE' }>,
    { line, day }: { readonly line: number; readonly day: DayKey },
    cells: readonly Cell[],
  ): void {
    if (this.table.hasDay(day)) {
      this.bad(line, date, cells[date], 'DUPLICATE');
      return;
    }
    this.table.addDay(day);
    for (const { symbol, at } of symbols) {
      const figure = readFigure(cells[at]);
      if (figure === NOT_FINITE) this.bad(line, at, cells[at], 'NOT_A_NUMBER');
      else this.table.put(day, this.table.columnOf(symbol), figure);
    }
  }

  private dayOf(cell: Cell): DayKey | BadRowReason {
    const known = typeof cell === 'string' ? this.dayOfText.get(cell) : undefined;
    if (known !== undefined) return known;
    const day = readDay(cell);
    if (typeof day !== 'number') return day;
    if (day > this.today) return 'FUTURE_DATE';
    if (day >= this.first && day <= this.last && !this.trading.has(day)) return 'NOT_A_TRADING_DAY';
    if (typeof cell === 'string') this.dayOfText.set(ownText(cell), day);
    return day;
  }

  private bad(line: number, column: number, value: unknown, reason: BadRowReason): void {
    this.log.add({ file: this.options.fileName, line, column: this.columns[column] ?? '', value, reason });
  }

  private refusal(): Refusal {
    const { rows, badRows, counts, first } = this.log.report();
    const problems = first.slice(0, MOST_PROBLEMS).map(({ file, line, column, value, reason }) => ({
      where: `${file}:${line}, column ${column}`,
      expected: BAD_ROW_REASONS[reason],
      actual: `'${value}'`,
    }));
    const [{ where, expected: fault, actual }] = problems as [(typeof problems)[number]];
    const kinds = Object.entries(counts).map(([reason, count]) => `${count} ${reason}`);
    return new Refusal(
      'DATASET_INVALID',
      `${this.options.fileName}: ${badRows} faults in ${rows} rows (${kinds.join(', ')}); the first: ${actual} at ${where}: ${fault}`,
      {
        expected:
          'a trading day, a symbol and a finite number, or a blank, in every row; each day and symbol once',
        actual: `${actual}: ${fault}`,
        where,
        problems: problems.map((problem) => ({
          ...problem,
          expected: `sound rows: this one is ${problem.expected}`,
        })),
        remedy: 'mend the file and import it again; nothing was stored',
      },
    );
  }
}

/** NaN of Parquet, and the word of CSV files, is a missing value; NOT_FINITE stands for what is no number. */
function readFigure(cell: Cell): number {
  if (typeof cell === 'number' && Number.isNaN(cell)) return Number.NaN;
  if (typeof cell === 'string' && cell.length < 8 && cell.trim().toLowerCase() === 'nan') return Number.NaN;
  return readNumber(cell);
}

/** The same refusal with the name of the file that people know. */
function named({ code, message, details }: Refusal, { file, fileName }: ValuesImport): Refusal {
  const rename = (text: string): string => text.replaceAll(file, fileName);
  const { where, actual } = details;
  return new Refusal(code, rename(message), {
    ...details,
    ...(where === undefined ? {} : { where: rename(where) }),
    ...(actual === undefined ? {} : { actual: rename(actual) }),
  });
}
