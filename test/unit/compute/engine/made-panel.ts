import type { Frame } from '../../../../src/compute/engine/task.ts';
import type { Panel } from '../../../../src/compute/panel/panel.ts';
import { LOT, YUAN } from '../../../../src/core/dimension/dimension.ts';
import { invariant } from '../../../../src/core/outcome/refusal.ts';
import { openLanguage } from '../../../../src/core/program/language.ts';
import { parseProgram } from '../../../../src/core/program/parse.ts';
import type { FieldDefinition, Program } from '../../../../src/core/program/program.ts';
import { minutesFrom } from '../../../support/minute-figures.ts';

/** Deterministic numbers in [0, 1) from a seed: mulberry32. */
export function streamOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

const shared = (length: number): Float64Array =>
  new Float64Array(new SharedArrayBuffer(length * Float64Array.BYTES_PER_ELEMENT));

const field = (name: string): FieldDefinition => {
  const minute = name === name.toLowerCase();
  const dimension = name.toLowerCase() === 'volume' ? LOT : YUAN;
  return {
    name,
    frequency: minute ? 'minute' : 'daily',
    shape: 'matrix',
    dimension,
    meaning: { en: name, zh: name },
  };
};

const DAILY = ['OPEN', 'HIGH', 'LOW', 'CLOSE', 'VOLUME'];
const MINUTE = ['high', 'volume'];
const BARS = 4;

/** A small market with gaps, idle stocks and rounded volumes (ties), made from a seed. */
export function madePanel(days: number, stocks: number, seed = 1): Panel {
  const next = streamOf(seed);
  const daily = new Map(DAILY.map((name) => [name, shared(days * stocks)]));
  const minutes = new Map(MINUTE.map((name) => [name, shared(days * BARS * stocks)]));
  for (let stock = 0; stock < stocks; stock++) {
    let close = 5 + 20 * next();
    for (let day = 0; day < days; day++) {
      const cell = day * stocks + stock;
      const missing = next() < 0.04;
      const idle = next() < 0.05;
      const open = close;
      if (!idle) close *= 1 + 0.05 * (next() - 0.5);
      const row = [
        open,
        Math.max(open, close) * 1.01,
        Math.min(open, close) * 0.99,
        close,
        Math.ceil(next() * 40),
      ];
      DAILY.forEach((name, at) => {
        daily.get(name)![cell] = missing ? Number.NaN : row[at]!;
      });
      for (let bar = 0; bar < BARS; bar++) {
        const at = (day * BARS + bar) * stocks + stock;
        minutes.get('high')![at] = missing ? Number.NaN : close * (1 + 0.01 * next());
        minutes.get('volume')![at] = missing ? Number.NaN : Math.ceil(next() * 10);
      }
    }
  }
  const attributes = {
    isSt: null,
    rawClose: null,
    rawPreviousClose: null,
    limitUp: null,
    limitDown: null,
    amount: null,
    listedOn: null,
  };
  const calendar = Array.from({ length: days }, (_, day) =>
    new Date(Date.UTC(2020, 0, 1 + day)).toISOString().slice(0, 10),
  );
  const symbols = Array.from({ length: stocks }, (_, stock) => `S${String(stock).padStart(4, '0')}`);
  const session = { barStamps: [600, 660, 720, 780], opens: 570 };
  return {
    datasetHash: `made ${days} ${stocks} ${seed}`,
    days: calendar,
    symbols,
    session,
    fields: new Map([...DAILY, ...MINUTE].map((name) => [name, field(name)])),
    matrices: daily,
    vectors: new Map(),
    minutes: minutesFrom(minutes, { days: calendar, symbols, session }),
    attributes,
  };
}

/** Days 30 to the last but ten of a made panel, so that windows reach back and labels end early. */
export const frameOf = (panel: Panel, changes: Partial<Frame['definition']> = {}): Frame => ({
  definition: {
    universe: { excludeSt: false, excludeFirstDays: 0, minimumPrice: null, minimumAmount: null },
    label: { lagDays: 1, holdingDays: 1, dropLimitLocked: 'off' },
    winsorise: 0,
    minimumStocks: 5,
    minimumDateShare: 0.5,
    minimumCoverage: 0.3,
    groups: 5,
    ...changes,
  },
  period: { from: panel.days[30]!, to: panel.days.at(-10)! },
  fitness: 'rank',
});

export function programOf(panel: Panel, formula: string): Program {
  const parsed = parseProgram(formula, openLanguage(panel));
  invariant(parsed.ok, `a test's formula is legal: ${formula}: ${parsed.ok ? '' : parsed.error.message}`);
  return parsed.value;
}

/** Of every kind: rolling, across stocks, minute bars, ties, saturation, constants, and one that has no fitness. */
export const FORMULAS: readonly string[] = [
  'ts_mean(CLOSE,5)/CLOSE',
  'ts_std(CLOSE,10)/CLOSE',
  'cs_norm(VOLUME)',
  'ts_corr(HIGH,VOLUME,20)',
  'ts_norm(cs_norm(HIGH),20)',
  'idx_max(VOLUME,2)',
  'sigmoid(ts_diff(cs_rank(VOLUME),3))',
  'ts_max(ts_min(interval(volume,sum,9:30,11:00)/VOLUME,2)+ts_corr(high,volume,240),5)',
  'ts_skew(VOLUME,7)+ts_kurt(CLOSE,25)',
  'CLOSE/CLOSE',
  'ts_mean(LOW,60)/HIGH',
];
