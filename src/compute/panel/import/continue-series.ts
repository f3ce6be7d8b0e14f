import { Refusal } from '../../../core/outcome/refusal.ts';
import { arraysOf, emptyArray, type PanelContent, shapeOf } from '../panel-content.ts';
import type { PanelArray } from '../panel-manifest.ts';
import type { KnownBases } from './adjustment.ts';
import { assessQuality } from './assess-quality.ts';
import type { MarketReading } from './read-market.ts';

/** History that was rounded or rebased again may differ by this much, relatively. */
const HISTORY_TOLERANCE = 1e-9;

/** Bases to go on with: those of the former import, for files that begin after its first day. */
export function basesOf(former: PanelContent, firstDay: string): KnownBases | null {
  const bases = former.provenance.baseFactors;
  if (bases === null || firstDay <= former.days[0]!) return null;
  return new Map(
    former.symbols.flatMap((symbol, s): [string, number][] => {
      const base = bases[s];
      return typeof base === 'number' ? [[symbol, base]] : [];
    }),
  );
}

/**
 * Puts the new days of a reading behind a former dataset. What both hold must agree; the former figures stay, byte
 * for byte. Symbols may come anew; none may vanish from a day that both hold.
 * @throws Refusal CONFLICT naming the first difference
 */
export function continueSeries(former: PanelContent, reading: MarketReading): MarketReading {
  const { content } = reading;
  checkKinds(former, content);
  const days = [...new Set([...former.days, ...content.days])].sort();
  const symbols = [...new Set([...former.symbols, ...content.symbols])].sort((a, b) => (a < b ? -1 : 1));
  checkDays(former, content);
  const joined = joinArrays({ former, content, days, symbols });
  const pick = <T>(of: readonly (T | null)[] | null, symbol: string, names: readonly string[]): T | null =>
    of?.[names.indexOf(symbol)] ?? null;
  const base = (symbol: string): number | null =>
    pick(former.provenance.baseFactors, symbol, former.symbols) ??
    pick(content.provenance.baseFactors, symbol, content.symbols);
  const listed = (symbol: string): string | null =>
    pick(former.attributes.listedOn, symbol, former.symbols) ??
    pick(content.attributes.listedOn, symbol, content.symbols);
  const merged: PanelContent = {
    ...joined,
    provenance: {
      ...former.provenance,
      labels: [...new Set([...former.provenance.labels, ...content.provenance.labels])].sort(),
      baseFactors: former.provenance.baseFactors && symbols.map(base),
    },
    attributes: { ...joined.attributes, listedOn: former.attributes.listedOn && symbols.map(listed) },
  };
  const facts = {
    suspendedRows: reading.quality.suspensions.rows,
    ignoredColumns: reading.quality.ignoredColumns,
    daysWithoutMarket: null,
  };
  return { ...reading, content: merged, quality: assessQuality(merged, facts) };
}

const conflict = (what: string, expected: string, actual: string, where?: string): Refusal =>
  new Refusal('CONFLICT', `the import does not continue the dataset: ${what}`, {
    expected,
    actual,
    ...(where === undefined ? {} : { where }),
    remedy: 'Mend the files, or import them as a dataset of their own (without continues).',
  });

function checkKinds(former: PanelContent, content: PanelContent): void {
  const kinds = (panel: PanelContent): string =>
    arraysOf(panel)
      .map(([{ kind, name }]) => `${kind} ${name}`)
      .join(', ');
  const session = (panel: PanelContent): string => JSON.stringify(panel.session);
  const meaning = ({ provenance }: PanelContent): string => `${provenance.currency} ${provenance.adjustment}`;
  const checks: [string, string, string][] = [
    ['other columns', kinds(former), kinds(content)],
    ['another session', session(former), session(content)],
    ['another currency or adjustment', meaning(former), meaning(content)],
  ];
  for (const [what, expected, actual] of checks) {
    if (expected !== actual) throw conflict(what, expected, actual);
  }
}

/** New days come after the former ones, and days that both cover are the same. */
function checkDays(former: PanelContent, content: PanelContent): void {
  const last = former.days[former.days.length - 1]!;
  const known = new Set(former.days);
  const early = content.days.find((day) => day <= last && !known.has(day));
  if (early !== undefined) throw conflict('a day within its history', `no day ${early}`, 'one', early);
  const given = new Set(content.days);
  const from = content.days[0]!;
  const gone = former.days.find((day) => day >= from && !given.has(day));
  if (gone !== undefined) throw conflict('a day is gone', `rows on ${gone}`, 'none', gone);
}

interface Join {
  readonly former: PanelContent;
  readonly content: PanelContent;
  readonly days: readonly string[];
  readonly symbols: readonly string[];
}

type JoinedArrays = Omit<PanelContent, 'provenance'>;

function joinArrays(join: Join): JoinedArrays {
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
  const maps = { matrix: new Map(), vector: new Map(), minute: new Map() } as Record<
    'matrix' | 'vector' | 'minute',
    Map<string, Float64Array>
  >;
  for (const [index, [array, old]] of arraysOf(former).entries()) {
    const values = emptyArray(array.kind, shape);
    // The new figures first, so that the former ones meet them and then stay.
    copyInto(values, added[index]![1], place(join, array, content));
    compareAndCopy(values, old, place(join, array, former), join, array);
    if (array.kind === 'attribute' || array.kind === 'flags') attributes[array.name] = values;
    else maps[array.kind].set(array.name, values as Float64Array);
  }
  return {
    days,
    symbols,
    session: former.session,
    fields: former.fields,
    matrices: maps.matrix,
    vectors: maps.vector,
    minutes: maps.minute,
    attributes: attributes as unknown as PanelContent['attributes'],
  };
}

/** Where the rows and columns of one panel's array lie in the joined one. */
interface Placement {
  readonly rows: readonly number[];
  readonly columns: readonly number[];
  readonly bars: number;
  readonly width: number;
}

function place({ days, symbols, former }: Join, { kind }: PanelArray, panel: PanelContent): Placement {
  const rowOf = new Map(days.map((day, row) => [day, row]));
  const columnOf = new Map(symbols.map((symbol, column) => [symbol, column]));
  const vector = kind === 'vector';
  return {
    rows: panel.days.map((day) => rowOf.get(day)!),
    columns: vector ? [0] : panel.symbols.map((symbol) => columnOf.get(symbol)!),
    bars: kind === 'minute' ? (former.session?.barStamps.length ?? 1) : 1,
    width: vector ? 1 : symbols.length,
  };
}

type Visit = (from: number, to: number, row: number, column: number) => void;

function eachCell({ rows, columns, bars, width }: Placement, visit: Visit): void {
  let from = 0;
  for (const row of rows) {
    for (let bar = 0; bar < bars; bar++) {
      for (const column of columns) visit(from++, (row * bars + bar) * width + column, row, column);
    }
  }
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
    if (given.has(row) && !agree(before, now) && !(mayBeMissing && Number.isNaN(now))) {
      const where = `${kind} ${name}, ${days[row]}${kind === 'vector' ? '' : `, ${symbols[column]}`}`;
      throw conflict('its history differs', shown(before), shown(now), where);
    }
    target[to] = before;
  });
}

const shown = (value: number): string => (Number.isNaN(value) ? 'missing' : String(value));

function agree(a: number, b: number): boolean {
  if (Number.isNaN(a) || Number.isNaN(b)) return Number.isNaN(a) && Number.isNaN(b);
  return Math.abs(a - b) <= HISTORY_TOLERANCE * Math.max(1, Math.abs(a), Math.abs(b));
}
