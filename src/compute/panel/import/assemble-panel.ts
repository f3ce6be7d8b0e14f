import { declaredField, STANDARD_FIELDS } from '../../../core/program/fields.ts';
import type { FieldDefinition } from '../../../core/program/program.ts';
import { type MinuteSource, minuteFieldsOf } from '../minute/minute-source.ts';
import type { PanelContent } from '../panel-content.ts';
import { type Adjustment, multiply } from './adjustment.ts';
import { declaredName } from './column-plan.ts';
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
  /** Daily bars made of minute bars, not adjusted; empty without minute files. */
  readonly fromBars: PlacedFigures;
  /** Adjusted already. */
  readonly minutes: MinuteSource | null;
  readonly vectors: ReadonlyMap<string, Float64Array>;
  readonly options: MarketImport;
  readonly adjustment: Adjustment;
}

/** Joins what was read into a panel: chooses the daily bars' source, adjusts prices, names the fields. */
export function assemblePanel(parts: PanelParts): PanelContent {
  const { frame, session, options, minutes, adjustment } = parts;
  const daily = chooseDaily(parts);
  const attributes = attributesOf(frame, parts.daily, daily, adjustment);
  const { matrices, fields } = dailyFields(daily, options);
  for (const name of minuteFieldsOf(minutes)) fields.set(name, fieldNamed(name, 'minute', options));
  for (const name of parts.vectors.keys()) fields.set(name, vectorField(name));
  const follows = adjustedFields('daily', options);
  for (const [name, values] of matrices) {
    if (follows.has(name)) multiply(values, adjustment.toAdjusted);
  }
  return {
    days: frame.days,
    symbols: frame.symbols,
    session: session && { barStamps: session.barStamps, opens: session.opens },
    fields,
    matrices,
    vectors: parts.vectors,
    minutes,
    attributes,
    provenance: {
      currency: options.currency ?? 'CNY',
      adjustment: adjustment.policy,
      labels: labelsOf(adjustment),
      baseFactors: adjustment.baseFactors,
    },
  };
}

/** Names of the fields whose figures follow the adjustment of prices. */
export function adjustedFields(file: 'daily' | 'minutes', options: MarketImport): ReadonlySet<string> {
  const declared = (options.fields ?? []).filter((column) => column.adjusted).map(declaredName);
  const standard = file === 'daily' ? [...PRICES.map((name) => name.toUpperCase()), 'VWAP'] : PRICES;
  return new Set([...standard, ...declared]);
}

/** Raw daily figures by role, from the daily file or from the bars as the options say. */
function chooseDaily({ session, daily, fromBars, options }: PanelParts): PlacedFigures {
  if (session === null) return daily;
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
