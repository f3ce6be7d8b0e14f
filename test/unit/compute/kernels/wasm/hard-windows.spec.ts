import { describe, expect, it } from 'vitest';
import type { KernelContext } from '../../../../../src/compute/kernels/kernel.ts';
import { REFERENCE_KERNELS } from '../../../../../src/compute/kernels/reference/reference-kernels.ts';
import { OPERATOR_OPCODES } from '../../../../../src/compute/kernels/wasm/opcodes.ts';
import { OPERATORS } from '../../../../../src/core/operator/operators.ts';
import { streamOf } from '../../engine/made-panel.ts';
import { type Case, stepOf } from '../kernel-cases.ts';
import { runOperator } from './block-memory.ts';

type Draw = (next: () => number) => number;

/** Values at which float32 sums of powers lose their digits or their range, and those of the market that come near. */
const VALUES: Readonly<Record<string, Draw>> = {
  returns: (next) => (next() < 0.05 ? 0 : (next() - 0.5) * 0.05),
  amounts: (next) => 1e9 * (1 + next()),
  squaredAmounts: (next) => 1e18 * (1 + next()),
  inverseAmounts: (next) => 1e-12 * (1 + next()),
  smallAboutZero: (next) => (next() < 0.3 ? 0 : (next() - 0.5) * 1e-10),
  tinyAboutZero: (next) => (next() < 0.3 ? 0 : (next() - 0.5) * 1e-13),
  flat: (next) => 1e-30 * (1 + next()),
  subnormal: (next) => 1e-41 * next(),
  thirtyDecades: (next) => (next() < 0.5 ? -1 : 1) * Math.exp(70 * (next() - 0.5)),
  farFromZero: (next) => 1e4 + 0.05 * next(),
  constantButForRounding: (next) => 123.4 * (1 + (next() < 0.5 ? 0 : 1e-7)),
  nearlyConstant: (next) => 1e4 + (next() < 0.1 ? 0.05 : 0),
  outliers: (next) => (next() < 0.02 ? 1e4 : next()),
  steps: (next) => Math.floor(3 * next()),
  infinities: (next) => (next() < 0.03 ? (next() < 0.5 ? 1 : -1) * Number.POSITIVE_INFINITY : next()),
};

/** Subnormal numbers are this far apart, over a long window. */
const SUBNORMAL_STEPS = 1e-43;

/** Allowed beside the value: relative to the largest magnitude among the operands, or to the result (absolute below 1). */
const TOLERANCES: ReadonlyMap<string, { readonly size?: number; readonly value?: number }> = new Map([
  ['ts_diff', { size: 2e-7 }],
  ['ts_mean', { size: 1e-6 }],
  ['ts_sum', { size: 2.5e-4 }],
  ['ts_decay_linear', { size: 2e-6 }],
  ['ts_std', { size: 4e-6 }],
  ['ts_norm', { value: 1e-4 }],
  ['ts_skew', { value: 2e-4 }],
  ['ts_kurt', { value: 4e-4 }],
  ['ts_corr', { value: 4e-5 }],
  ['ts_rank', { value: 1e-7 }],
]);

const SIZES = [
  { window: 5, days: 60, stocks: 17, missing: 0.01 },
  { window: 20, days: 90, stocks: 20, missing: 0.01 },
  { window: 250, days: 520, stocks: 4, missing: 0.0005 },
  { window: 60, days: 40, stocks: 3, missing: 0 },
  { window: 4, days: 1, stocks: 1, missing: 0 },
  { window: 10, days: 300, stocks: 1, missing: 0.02 },
];

const contextOf = (days: number, stocks: number): KernelContext => ({
  days,
  stocks,
  bars: 0,
  firstRow: 0,
  session: null,
  universe: null,
  allocate: (length) => new Float64Array(length),
});

/** The reference sees what a kernel must make of its operands: what is not finite is missing. */
const exactly = (values: Float32Array): Float64Array =>
  Float64Array.from(values, (value) => (Number.isFinite(value) ? value : Number.NaN));

function expectAlike(operator: string, size: (typeof SIZES)[number], draw: Draw, seed: number): number {
  const { window, days, stocks, missing } = size;
  const next = streamOf(seed);
  const operands = OPERATORS.get(operator)!.operands.map(() =>
    Float32Array.from({ length: days * stocks }, () => (next() < missing ? Number.NaN : draw(next))),
  );
  const actual = runOperator({ operator, window, phase: seed, days, stocks, operands });
  const expected = REFERENCE_KERNELS.get(operator)!(
    operands.map((values) => ({ frequency: 'daily', shape: 'matrix', values: exactly(values) })),
    stepOf(operator, { window } as Case),
    contextOf(days, stocks),
  );
  const tolerance = TOLERANCES.get(operator) ?? {};
  const largest = Math.max(
    ...operands.flatMap((values) => [...values].filter(Number.isFinite).map(Math.abs)),
  );
  let present = 0;
  for (let cell = 0; cell < expected.length; cell++) {
    const [got, wanted] = [actual[cell]!, expected[cell]!];
    if (Number.isNaN(got) !== Number.isNaN(wanted)) {
      expect.fail(`cell ${cell}: expected ${wanted}, got ${got} (a missing value on one side alone)`);
    }
    if (Number.isNaN(wanted)) continue;
    present++;
    const relative = (tolerance.size ?? 0) * largest + (tolerance.value ?? 0) * Math.max(1, Math.abs(wanted));
    const allowed = relative === 0 ? 0 : relative + SUBNORMAL_STEPS;
    if (Math.abs(got - wanted) > allowed) expect.fail(`cell ${cell}: expected ${wanted}, got ${got}`);
  }
  return present;
}

const rolling = [...OPERATOR_OPCODES.keys()].filter((name) => (OPERATORS.get(name)!.minimumWindow ?? 0) > 0);

describe('windows that are hard on float32, against the float64 reference', () => {
  it.each(rolling)('%s', (name) => {
    let present = 0;
    for (const [taste, draw] of Object.entries(VALUES)) {
      SIZES.forEach((size, at) => {
        try {
          present += expectAlike(name, size, draw, 13 * (at + 1));
        } catch (error) {
          throw new Error(`${taste}, window ${size.window}`, { cause: error });
        }
      });
    }
    expect(present).toBeGreaterThan(10_000);
  });

  it.each(['ts_skew', 'ts_kurt'])(
    '%s settles each window by itself: later rows alone, same bytes',
    (name) => {
      for (const taste of ['smallAboutZero', 'thirtyDecades', 'steps']) {
        const [days, stocks, window, skipped] = [80, 6, 12, 23];
        const next = streamOf(taste.length);
        const values = Float32Array.from({ length: days * stocks }, () => VALUES[taste]!(next));
        const run = { operator: name, window, stocks };
        const all = runOperator({ ...run, phase: 7, days, operands: [values] });
        const later = values.subarray(skipped * stocks);
        const part = runOperator({ ...run, phase: 7 + skipped, days: days - skipped, operands: [later] });
        expect(part.subarray(window * stocks)).toEqual(all.subarray((skipped + window) * stocks));
        expect(all.some((value) => !Number.isNaN(value))).toBe(true);
      }
    },
  );

  it.each([...OPERATOR_OPCODES.keys()])('%s gives the same bytes at each call', (name) => {
    const next = streamOf(5);
    const operands = [0, 1].map(() => Float32Array.from({ length: 40 * 18 }, () => next() - 0.3));
    const run = { operator: name, window: 6, phase: 3, days: 40, stocks: 18, operands };
    expect(runOperator(run)).toEqual(runOperator(run));
  });
});
