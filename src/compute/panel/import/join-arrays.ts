import { arraysOf, emptyArray, type PanelContent, shapeOf } from '../panel-content.ts';
import type { PanelArray } from '../panel-manifest.ts';
import { conflict } from './series-conflict.ts';

/** History that was rounded or rebased again may differ by this much, relatively. */
const HISTORY_TOLERANCE = 1e-9;

/** Two panels and the rows and columns of their union. */
export interface Join {
  readonly former: PanelContent;
  readonly content: PanelContent;
  readonly days: readonly string[];
  readonly symbols: readonly string[];
}

/** Everything but the minute bars. */
export type JoinedArrays = Omit<PanelContent, 'provenance' | 'minutes'>;

/**
 * Arrays over the union; where both panels have a day, the former's figures stay.
 * @throws Refusal CONFLICT naming the first figure in which they differ
 */
export function joinArrays(join: Join): JoinedArrays {
  const { former, content, days, symbols } = join;
  const shape = shapeOf({ days, symbols, session: former.session });
  const added = arraysOf(content);
  const attributes: Record<string, Float64Array | Uint8Array | null> = {
    rawClose: null,
    rawPreviousClose: null,
    limitUp: null,
    limitDown: null,
    amount: null,
    isSt: null,
  };
  const maps = { matrix: new Map(), vector: new Map() } as Record<
    'matrix' | 'vector',
    Map<string, Float64Array>
  >;
  for (const [index, [array, old]] of arraysOf(former).entries()) {
    const values = emptyArray(array.kind, shape);
    // The new figures first, so that the former ones meet them and then stay.
    copyInto(values, added[index]![1], place(join, array, content));
    compareAndCopy(values, old, place(join, array, former), join, array);
    if (array.kind === 'attribute' || array.kind === 'flags') attributes[array.name] = values;
    else maps[array.kind as 'matrix' | 'vector'].set(array.name, values as Float64Array);
  }
  return {
    days,
    symbols,
    session: former.session,
    fields: former.fields,
    matrices: maps.matrix,
    vectors: maps.vector,
    attributes: attributes as unknown as PanelContent['attributes'],
  };
}

/** Where the rows and columns of one panel's array lie in the joined one. */
interface Placement {
  readonly rows: readonly number[];
  readonly columns: readonly number[];
  readonly width: number;
}

function place({ days, symbols }: Join, { kind }: PanelArray, panel: PanelContent): Placement {
  const rowOf = new Map(days.map((day, row) => [day, row]));
  const columnOf = new Map(symbols.map((symbol, column) => [symbol, column]));
  const vector = kind === 'vector';
  return {
    rows: panel.days.map((day) => rowOf.get(day)!),
    columns: vector ? [0] : panel.symbols.map((symbol) => columnOf.get(symbol)!),
    width: vector ? 1 : symbols.length,
  };
}

type Visit = (from: number, to: number, row: number, column: number) => void;

function eachCell({ rows, columns, width }: Placement, visit: Visit): void {
  let from = 0;
  for (const row of rows) for (const column of columns) visit(from++, row * width + column, row, column);
}

function copyInto(target: Float64Array | Uint8Array, source: Float64Array | Uint8Array, at: Placement): void {
  eachCell(at, (from, to) => {
    target[to] = source[from]!;
  });
}

function compareAndCopy(
  target: Float64Array | Uint8Array,
  old: Float64Array | Uint8Array,
  at: Placement,
  { content, days, symbols }: Join,
  { kind, name }: PanelArray,
): void {
  const given = new Set(content.days.map((day) => days.indexOf(day)));
  // The first row of a continuation knows no close before it; the former import may have known one.
  const mayBeMissing = name === 'rawPreviousClose';
  eachCell(at, (from, to, row, column) => {
    const [before, now] = [old[from]!, target[to]!];
    if (given.has(row) && !(mayBeMissing && Number.isNaN(now))) {
      const symbol = kind === 'vector' ? '' : `, ${symbols[column]}`;
      checkHistory(before, now, () => `${kind} ${name}, ${days[row]}${symbol}`);
    }
    target[to] = before;
  });
}

/** @throws Refusal CONFLICT when a figure of the past is another one now */
export function checkHistory(before: number, now: number, where: () => string): void {
  if (!agree(before, now)) throw conflict('its history differs', shown(before), shown(now), where());
}

const shown = (value: number): string => (Number.isNaN(value) ? 'missing' : String(value));

function agree(a: number, b: number): boolean {
  if (Number.isNaN(a) || Number.isNaN(b)) return Number.isNaN(a) && Number.isNaN(b);
  return Math.abs(a - b) <= HISTORY_TOLERANCE * Math.max(1, Math.abs(a), Math.abs(b));
}
