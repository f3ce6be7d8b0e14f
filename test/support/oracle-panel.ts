import { minuteFieldsOf } from '../../src/compute/panel/minute/minute-source.ts';
import type { Panel } from '../../src/compute/panel/panel.ts';
import { STANDARD_FIELDS } from '../../src/core/program/fields.ts';
import { minutesFrom } from './minute-figures.ts';
import { readColumns } from './oracle-files.ts';

type Columns = ReadonlyMap<string, string[]>;

const PRICES = ['open', 'high', 'low', 'close'];

/** A panel of a daily file as the oracle defines it: prices x adj_factor as given, volume as it is. */
export function dailyPanel(file: string): Panel {
  const table = readColumns(file);
  const days = distinct(columnOf(table, 'date'));
  const symbols = distinct(columnOf(table, 'symbol'));
  const cells = cellsOf(table, days, symbols);
  const adjust = columnOf(table, 'adj_factor');
  const matrices = new Map<string, Float64Array>();
  for (const name of [...PRICES, 'volume']) {
    const texts = columnOf(table, name);
    const values = new Float64Array(days.length * symbols.length).fill(Number.NaN);
    cells.forEach((cell, row) => {
      values[cell] = numberOf(texts[row]!) * (name === 'volume' ? 1 : Number(adjust[row]));
    });
    matrices.set(name.toUpperCase(), values);
  }
  return panelOf({ days, symbols, matrices });
}

interface MinuteOptions {
  readonly from: string;
  /** Leave out each day's first bar (the oracle's "b" variants). */
  readonly withoutFirstBar: boolean;
  /** Daily file whose close and adj_factor are taken; else the last bar's close, unadjusted. */
  readonly dailyFile: string | null;
}

/**
 * A panel of a minute file as the oracle defines it: the universe is the file's symbols, VOLUME the sum of all
 * the day's bars, and prices are adjusted by the daily companion's factor where there is one.
 */
export function minutePanel(file: string, options: MinuteOptions): Panel {
  const table = readColumns(file);
  const dates = columnOf(table, 'date');
  const days = distinct(dates.filter((date) => date >= options.from));
  const symbols = distinct(columnOf(table, 'symbol'));
  const times = distinct(columnOf(table, 'time'));
  const cells = cellsOf(table, days, symbols);
  const bars = positions(times);
  const barOf = columnOf(table, 'time').map((time) => bars.get(time)!);
  const daily = companion(options.dailyFile, days, symbols);
  const width = symbols.length;
  const numbers = (name: string): number[] => columnOf(table, name).map(numberOf);

  const volumes = numbers('volume');
  const closes = numbers('close');
  const volume = new Float64Array(days.length * width).fill(Number.NaN);
  const close = daily?.close ?? new Float64Array(days.length * width).fill(Number.NaN);
  cells.forEach((cell, row) => {
    if (cell < 0) return;
    volume[cell] = (Number.isNaN(volume[cell]!) ? 0 : volume[cell]!) + volumes[row]!;
    if (daily === null) close[cell] = closes[row]!;
  });

  const minutes = new Map<string, Float64Array>();
  for (const name of ['high', 'close', 'volume']) {
    const source = numbers(name);
    const values = new Float64Array(days.length * times.length * width).fill(Number.NaN);
    cells.forEach((cell, row) => {
      if (cell < 0 || (options.withoutFirstBar && barOf[row] === 0)) return;
      const day = Math.floor(cell / width);
      const scale = name === 'volume' ? 1 : (daily?.factor[cell] ?? 1);
      values[(day * times.length + barOf[row]!) * width + (cell % width)] = source[row]! * scale;
    });
    minutes.set(name, values);
  }
  const matrices = new Map([
    ['CLOSE', close],
    ['VOLUME', volume],
  ]);
  const barStamps = times.map((time) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5)));
  const session = { opens: 570, barStamps };
  return panelOf({
    days,
    symbols,
    matrices,
    minutes: minutesFrom(minutes, { days, symbols, session }),
    session,
  });
}

function companion(
  file: string | null,
  days: readonly string[],
  symbols: readonly string[],
): { close: Float64Array; factor: Float64Array } | null {
  if (file === null) return null;
  const table = readColumns(file);
  const close = new Float64Array(days.length * symbols.length).fill(Number.NaN);
  const factor = close.slice();
  const factors = columnOf(table, 'adj_factor');
  const closes = columnOf(table, 'close');
  cellsOf(table, days, symbols).forEach((cell, row) => {
    if (cell < 0) return;
    factor[cell] = Number(factors[row]);
    close[cell] = Number(closes[row]) * factor[cell]!;
  });
  return { close, factor };
}

/** Cell of each row of a table, -1 where its day or symbol is not wanted. */
function cellsOf(table: Columns, days: readonly string[], symbols: readonly string[]): number[] {
  const rowOf = positions(days);
  const stockOf = positions(symbols);
  const names = columnOf(table, 'symbol');
  return columnOf(table, 'date').map((date, row) => {
    const day = rowOf.get(date) ?? -1;
    const stock = stockOf.get(names[row]!) ?? -1;
    return day < 0 || stock < 0 ? -1 : day * symbols.length + stock;
  });
}

function panelOf(parts: Pick<Panel, 'days' | 'symbols' | 'matrices'> & Partial<Panel>): Panel {
  const minutes = parts.minutes ?? null;
  const names = [...parts.matrices.keys(), ...minuteFieldsOf(minutes)];
  return {
    datasetHash: 'oracle',
    session: null,
    vectors: new Map(),
    minutes,
    fields: new Map(names.map((name) => [name, STANDARD_FIELDS.get(name)!])),
    attributes: {
      isSt: null,
      rawClose: null,
      rawPreviousClose: null,
      limitUp: null,
      limitDown: null,
      amount: null,
      listedOn: null,
    },
    ...parts,
  };
}

/** An empty cell is missing, not zero. */
const numberOf = (text: string): number => (text === '' ? Number.NaN : Number(text));

const columnOf = (table: Columns, name: string): string[] => table.get(name) ?? [];
const distinct = (values: readonly string[]): string[] => [...new Set(values)].sort();
const positions = (values: readonly string[]): Map<string, number> =>
  new Map(values.map((value, index) => [value, index]));
