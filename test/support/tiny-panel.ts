import type { Panel, PanelAttributes } from '../../src/compute/panel/panel.ts';
import { STANDARD_FIELDS } from '../../src/core/program/fields.ts';
import { openLanguage } from '../../src/core/program/language.ts';
import { parseProgram } from '../../src/core/program/parse.ts';
import type { Program, Session } from '../../src/core/program/program.ts';
import { minutesFrom } from './minute-figures.ts';

type Rows = readonly (readonly number[])[];

export interface TinyPanelOptions {
  readonly days?: readonly string[];
  readonly symbols?: readonly string[];
  /** Daily matrices by field: [days][symbols]. */
  readonly matrices: Readonly<Record<string, Rows>>;
  readonly vectors?: Readonly<Record<string, readonly number[]>>;
  /** Minute fields: [days x bars][symbols]. */
  readonly minutes?: Readonly<Record<string, Rows>>;
  readonly session?: Session;
  readonly attributes?: Partial<PanelAttributes>;
}

const NO_ATTRIBUTES: PanelAttributes = {
  isSt: null,
  rawClose: null,
  rawPreviousClose: null,
  limitUp: null,
  limitDown: null,
  amount: null,
  listedOn: null,
};

/** Consecutive days from 2024-01-01 on, weekends and all: calendars do not matter to most tests. */
export function consecutiveDays(count: number): string[] {
  return Array.from({ length: count }, (_, day) =>
    new Date(Date.UTC(2024, 0, 1 + day)).toISOString().slice(0, 10),
  );
}

/** A panel small enough to be written by hand. */
export function tinyPanel(options: TinyPanelOptions): Panel {
  const { matrices, vectors = {}, minutes = {} } = options;
  const first = Object.values(matrices)[0] ?? [];
  const symbols = options.symbols ?? (first[0] ?? []).map((_, stock) => `S${stock}`);
  const flat = (group: Readonly<Record<string, Rows>>): Map<string, Float64Array> =>
    new Map(Object.entries(group).map(([name, rows]) => [name, Float64Array.from(rows.flat())]));
  const names = [...Object.keys(matrices), ...Object.keys(vectors), ...Object.keys(minutes)];
  const days = options.days ?? consecutiveDays(first.length);
  const session = options.session ?? null;
  return {
    datasetHash: 'tiny',
    days,
    symbols,
    session,
    fields: new Map(names.map((name) => [name, STANDARD_FIELDS.get(name)!])),
    matrices: flat(matrices),
    vectors: new Map(Object.entries(vectors).map(([name, values]) => [name, Float64Array.from(values)])),
    minutes: minutesFrom(flat(minutes), { days, symbols, session }),
    attributes: { ...NO_ATTRIBUTES, ...options.attributes },
  };
}

/** The program of a formula over a panel's fields; throws the refusal of an illegal one. */
export function programOf(formula: string, panel: Panel): Program {
  const parsed = parseProgram(formula, openLanguage(panel));
  if (!parsed.ok) throw parsed.error;
  return parsed.value;
}
