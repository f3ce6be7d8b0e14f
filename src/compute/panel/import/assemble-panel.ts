import { Refusal } from '../../../core/outcome/refusal.ts';
import { declaredField, isFieldName, STANDARD_FIELDS } from '../../../core/program/fields.ts';
import type { FieldDefinition } from '../../../core/program/program.ts';
import { memoryMinutes } from '../minute/memory-minutes.ts';
import type { PanelContent } from '../panel-content.ts';
import { type Adjustment, adjustmentOf, type KnownBases, multiply } from './adjustment.ts';
import { declaredName } from './column-plan.ts';
import { dailyFromBars } from './daily-from-bars.ts';
import type { MarketImport } from './import-options.ts';
import type { MarketFrame } from './market-frame.ts';
import { attributesOf } from './panel-attributes.ts';
import type { PlacedFigures } from './place-rows.ts';
import type { BarSession } from './session.ts';

const PRICES = ['open', 'high', 'low', 'close'] as const;

/** Field of each optional daily column. */
const OPTIONAL_FIELDS = {
  amount: 'AMOUNT',
  turnover: 'TURNOVER_RATE',
  vwap: 'VWAP',
  float_cap: 'FLOAT_CAP',
} as const;

export interface PanelParts {
  readonly frame: MarketFrame;
  readonly session: BarSession | null;
  /** As the file gives them; empty without a daily file. Consumed: prices are adjusted in place. */
  readonly daily: PlacedFigures;
  /** As `daily`; empty without minute files. */
  readonly minutes: PlacedFigures;
  readonly vectors: ReadonlyMap<string, Float64Array>;
  readonly options: MarketImport;
  readonly bases: KnownBases | null;
}

/** Joins what was read into a panel: chooses the daily bars' source, adjusts prices, names the fields. */
export function assemblePanel(parts: PanelParts): PanelContent {
  const { frame, session, options, minutes } = parts;
  const columns = frame.symbols.length;
  const daily = chooseDaily(parts);
  const adjustment = adjustmentOf(parts.daily.get('adj_factor') ?? null, frame, options, parts.bases);
  const attributes = attributesOf(frame, parts.daily, daily, adjustment);
  const { matrices, fields } = dailyFields(daily, options);
  for (const name of minutes.keys()) fields.set(name, fieldNamed(name, 'minute', options));
  for (const name of parts.vectors.keys()) fields.set(name, vectorField(name));
  adjustPrices(matrices, minutes, { columns, bars: session?.stamps.length ?? 1, adjustment, options });
  return {
    days: frame.days,
    symbols: frame.symbols,
    session: session && { barStamps: session.barStamps, opens: session.opens },
    fields,
    matrices,
    vectors: parts.vectors,
    minutes: memoryMinutes(minutes, {
      days: frame.days.length,
      bars: session?.stamps.length ?? 0,
      symbols: columns,
    }),
    attributes,
    provenance: {
      currency: options.currency ?? 'CNY',
      adjustment: adjustment.policy,
      labels: labelsOf(adjustment),
      baseFactors: adjustment.baseFactors,
    },
  };
}

/** Multiplies everything that follows the adjustment, daily and minute alike, in place. */
function adjustPrices(
  matrices: ReadonlyMap<string, Float64Array>,
  minutes: ReadonlyMap<string, Float64Array>,
  how: {
    readonly columns: number;
    readonly bars: number;
    readonly adjustment: Adjustment;
    readonly options: MarketImport;
  },
): void {
  const declared = (how.options.fields ?? []).filter((column) => column.adjusted).map(declaredName);
  const daily = new Set([...PRICES.map((name) => name.toUpperCase()), 'VWAP', ...declared]);
  const bars = new Set<string>([...PRICES, ...declared]);
  const { toAdjusted } = how.adjustment;
  for (const [name, values] of matrices) if (daily.has(name)) multiply(values, toAdjusted, how.columns);
  for (const [name, values] of minutes)
    if (bars.has(name)) multiply(values, toAdjusted, how.columns, how.bars);
}

/** Raw daily figures by role, from the daily file or from the bars as the options say. */
function chooseDaily({ frame, session, daily, minutes, options }: PanelParts): PlacedFigures {
  if (session === null) return daily;
  const shape = { days: frame.days.length, bars: session.stamps.length, symbols: frame.symbols.length };
  const fromBars = dailyFromBars(minutes, shape);
  if (daily.size === 0) return fromBars;
  const chosen = new Map(daily);
  const take = (name: string): void => {
    const values = fromBars.get(name);
    if (values !== undefined) chosen.set(name, values);
  };
  if (options.dailyFrom === 'bars') for (const name of PRICES) take(name);
  if (options.volumeFrom !== 'file') take('volume');
  if (!daily.has('amount')) take('amount');
  return chosen;
}

function dailyFields(
  daily: PlacedFigures,
  options: MarketImport,
): { matrices: Map<string, Float64Array>; fields: Map<string, FieldDefinition> } {
  const matrices = new Map<string, Float64Array>();
  const fields = new Map<string, FieldDefinition>();
  const take = (role: string, name: string): void => {
    const values = daily.get(role);
    if (values === undefined) return;
    matrices.set(name, values);
    fields.set(name, fieldNamed(name, 'daily', options));
  };
  for (const role of [...PRICES, 'volume']) take(role, role.toUpperCase());
  for (const [role, name] of Object.entries(OPTIONAL_FIELDS)) take(role, name);
  for (const declared of options.fields ?? []) {
    if (declared.file !== 'minutes') take(declaredName(declared), declaredName(declared));
  }
  return { matrices, fields };
}

function fieldNamed(name: string, frequency: 'daily' | 'minute', options: MarketImport): FieldDefinition {
  const file = frequency === 'minute' ? 'minutes' : 'daily';
  const declared = (options.fields ?? []).find(
    (column) => (column.file ?? 'daily') === file && declaredName(column) === name,
  );
  if (declared === undefined) return STANDARD_FIELDS.get(name)!;
  return declaredField(name, { frequency, shape: 'matrix', dimension: declared.dimension });
}

const vectorField = (name: string): FieldDefinition =>
  STANDARD_FIELDS.get(name) ??
  declaredField(name, { frequency: 'daily', shape: 'vector', dimension: { yuan: 0, lot: 0 } });

function labelsOf({ policy, forwardAdjusted }: Adjustment): string[] {
  const labels: string[] = [];
  if (forwardAdjusted) labels.push('FORWARD_ADJUSTED');
  if (policy === 'none') labels.push('NO_ADJUSTMENT_FACTOR');
  return labels.sort();
}

/** @throws Refusal INVALID_INPUT when a declared field's name is taken or cannot be written in a formula */
export function checkDeclaredFields(options: MarketImport): void {
  const names = new Set<string>();
  for (const declared of options.fields ?? []) {
    const name = declaredName(declared);
    const frequency = declared.file === 'minutes' ? 'minute' : 'daily';
    if (isFieldName(name, frequency) && !STANDARD_FIELDS.has(name) && !names.has(name)) {
      names.add(name);
      continue;
    }
    throw new Refusal('INVALID_INPUT', `${name} cannot name a declared field`, {
      expected: `a free name in ${frequency === 'daily' ? 'upper' : 'lower'} case, at most 40 letters, digits and underscores`,
      actual: name,
      where: `fields: ${declared.column}`,
      remedy: 'Give the column another name (name).',
    });
  }
}
