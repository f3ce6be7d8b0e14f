import type { DayFigures, MinuteBars, MinuteSource } from '../minute/minute-source.ts';
import { minuteFieldsOf } from '../minute/minute-source.ts';
import { openMinutes } from '../minute/open-minutes.ts';
import { MinuteTileWriter } from '../minute/tile-writer.ts';
import type { PanelContent } from '../panel-content.ts';
import { checkHistory, type Join } from './join-arrays.ts';

/** Minute bars of one panel, and where its rows and columns lie in the joined one. */
interface Side {
  readonly bars: MinuteBars;
  readonly rowOf: ReadonlyMap<string, number>;
  /** Joined column of each symbol. */
  readonly columns: readonly number[];
}

/**
 * Writes the minute bars of two panels as tiles over the union of their days and symbols, in the memory of a few days;
 * where both have a figure, the former's stays.
 * @throws Refusal CONFLICT naming the first figure in which they differ
 */
export function joinMinutes(join: Join, folder: string): MinuteSource | null {
  const { former, content, days, symbols } = join;
  if (former.minutes === null || content.minutes === null) return null;
  const sides = [sideOf(former, former.minutes, symbols), sideOf(content, content.minutes, symbols)] as const;
  const fields = minuteFieldsOf(former.minutes);
  const writer = new MinuteTileWriter(folder, { fields, bars: sides[0].bars.shape.bars, symbols });
  try {
    for (const day of days) {
      writer.addDay(new Map(fields.map((field) => [field, joinDay(join, sides, field, day)])));
    }
    return writer.finish();
  } finally {
    writer.close();
    for (const { bars } of sides) bars.close();
  }
}

function sideOf(panel: PanelContent, source: MinuteSource, symbols: readonly string[]): Side {
  const columnOf = new Map(symbols.map((symbol, column) => [symbol, column]));
  return {
    bars: openMinutes(source),
    rowOf: new Map(panel.days.map((day, row) => [day, row])),
    columns: panel.symbols.map((symbol) => columnOf.get(symbol)!),
  };
}

function joinDay(join: Join, [former, added]: readonly [Side, Side], field: string, day: string): DayFigures {
  const width = join.symbols.length;
  const before = readDay(former, field, day, width);
  const now = readDay(added, field, day, width);
  if (before === null || now === null) return (before ?? now)!;
  for (let cell = 0; cell < before.figures.length; cell += width) {
    for (const column of former.columns) {
      const [old, given] = [before, now].map((side) => adjusted(side, cell + column, column)) as [
        number,
        number,
      ];
      checkHistory(old, given, () => `minute ${field}, ${day}, ${join.symbols[column]}`);
      now.figures[cell + column] = before.figures[cell + column]!;
    }
  }
  return { figures: now.figures, factors: joinFactors(before, now, former.columns) };
}

const adjusted = ({ figures, factors }: DayFigures, cell: number, column: number): number =>
  factors === null ? figures[cell]! : figures[cell]! * factors[column]!;

function joinFactors(before: DayFigures, now: DayFigures, columns: readonly number[]): Float64Array | null {
  if (before.factors === null && now.factors === null) return null;
  const factors = now.factors ?? new Float64Array(before.factors!.length).fill(1);
  for (const column of columns) factors[column] = before.factors?.[column] ?? 1;
  return factors;
}

/** One day over the joined columns; null where the panel has not that day. */
function readDay(
  { bars, rowOf, columns }: Side,
  field: string,
  day: string,
  width: number,
): DayFigures | null {
  const row = rowOf.get(day);
  if (row === undefined) return null;
  const given = bars.readDay(field, row);
  if (columns.length === width) return given;
  const figures = new Float64Array(bars.shape.bars * width).fill(Number.NaN);
  for (let from = 0, to = 0; from < given.figures.length; from += columns.length, to += width) {
    for (let s = 0; s < columns.length; s++) figures[to + columns[s]!] = given.figures[from + s]!;
  }
  if (given.factors === null) return { figures, factors: null };
  const factors = new Float64Array(width).fill(1);
  for (let s = 0; s < columns.length; s++) factors[columns[s]!] = given.factors[s]!;
  return { figures, factors };
}
