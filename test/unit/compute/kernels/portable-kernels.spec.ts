import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { KernelContext, Operand } from '../../../../src/compute/kernels/kernel.ts';
import { PORTABLE_KERNELS } from '../../../../src/compute/kernels/portable/portable-kernels.ts';
import { REFERENCE_KERNELS } from '../../../../src/compute/kernels/reference/reference-kernels.ts';
import type { OperationStep } from '../../../../src/compute/plan/plan.ts';
import { INTERVAL_REDUCERS } from '../../../../src/core/operator/operator.ts';
import { OPERATORS } from '../../../../src/core/operator/operators.ts';

/** Deterministic numbers in [0, 1) from a seed: mulberry32. */
function streamOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

const TASTES = ['prices', 'ties', 'constants', 'mixedSigns', 'huge'] as const;
type Taste = (typeof TASTES)[number];

/** Values as they come in markets and in bad luck: missing, tied, constant, of both signs, near overflow. */
function valuesOf(length: number, taste: Taste, missingShare: number, next: () => number): Float64Array {
  const one = (): number => {
    switch (taste) {
      case 'prices':
        return 5 + 40 * next();
      case 'ties':
        return Math.floor(next() * 4) - 1;
      case 'constants':
        return next() < 0.9 ? 7.25 : 7.5;
      case 'mixedSigns':
        return (next() - 0.5) * (next() < 0.1 ? 1e6 : 1);
      case 'huge':
        return (next() - 0.5) * (next() < 0.3 ? 1e308 : 1);
    }
  };
  return Float64Array.from({ length }, () => (next() < missingShare ? Number.NaN : one()));
}

interface Case {
  readonly days: number;
  readonly stocks: number;
  readonly bars: number;
  readonly firstRow: number;
  readonly window: number;
  readonly seed: number;
  readonly taste: Taste;
  readonly missing: number;
}

const cases = fc.record<Case>({
  days: fc.integer({ min: 1, max: 45 }),
  stocks: fc.oneof(fc.constant(1), fc.integer({ min: 1, max: 9 }), fc.constant(70)),
  bars: fc.integer({ min: 1, max: 9 }),
  firstRow: fc.nat({ max: 50 }),
  window: fc.oneof(fc.integer({ min: 1, max: 8 }), fc.constantFrom(10, 20, 21, 30, 60)),
  seed: fc.nat(),
  taste: fc.constantFrom(...TASTES),
  missing: fc.constantFrom(0, 0.03, 0.5, 1),
});

function contextOf(given: Case, next: () => number): KernelContext {
  const { days, stocks, bars, firstRow } = given;
  const universe =
    next() < 0.5 ? null : Uint8Array.from({ length: days * stocks }, () => (next() < 0.8 ? 1 : 0));
  const session = { barStamps: Array.from({ length: bars }, (_, bar) => 570 + bar * 30), opens: 570 };
  // Memory is handed out dirty, as the engine does.
  const allocate = (length: number): Float64Array => new Float64Array(length).fill(12345);
  return { days, stocks, bars, firstRow, session, universe, allocate };
}

const dailyOperand = (given: Case, shape: Operand['shape'], next: () => number): Operand => ({
  frequency: 'daily',
  shape,
  values: valuesOf(given.days * (shape === 'vector' ? 1 : given.stocks), given.taste, given.missing, next),
});

const minuteOperand = (given: Case, next: () => number): Operand => ({
  frequency: 'minute',
  shape: 'matrix',
  values: valuesOf(given.days * given.bars * given.stocks, given.taste, given.missing, next),
});

const stepOf = (operator: string, given: Case, extra: Partial<OperationStep> = {}): OperationStep => ({
  kind: 'operation',
  operator,
  operands: [],
  window: given.window,
  interval: null,
  frequency: 'daily',
  shape: 'matrix',
  ...extra,
});

/** Relative to the values' own size; 0 = the same bits. */
const TOLERANCES: ReadonlyMap<string, number> = new Map([
  ['ts_std', 1e-9],
  ['ts_norm', 1e-9],
  ['ts_skew', 1e-9],
  ['ts_kurt', 1e-8],
  ['ts_corr', 1e-9],
  ['ts_mean', 1e-12],
  ['ts_sum', 1e-12],
]);

function expectAlike(actual: Float64Array, expected: Float64Array, tolerance: number): void {
  expect(actual.length).toBe(expected.length);
  for (let cell = 0; cell < expected.length; cell++) {
    const [got, wanted] = [actual[cell]!, expected[cell]!];
    if (Number.isNaN(got) !== Number.isNaN(wanted)) {
      expect.fail(`cell ${cell}: expected ${wanted}, got ${got} (a missing value on one side alone)`);
    }
    const difference = Number.isNaN(wanted) ? 0 : Math.abs(got - wanted);
    if (difference > tolerance * Math.max(1, Math.abs(wanted))) {
      expect.fail(`cell ${cell}: expected ${wanted}, got ${got}`);
    }
  }
}

function compare(step: OperationStep, operands: readonly Operand[], context: KernelContext): void {
  const portable = PORTABLE_KERNELS.get(step.operator);
  const reference = REFERENCE_KERNELS.get(step.operator);
  if (portable === undefined || reference === undefined) throw new Error(`no kernel for ${step.operator}`);
  const before = operands.map((operand) => operand.values.slice());
  const actual = portable(operands, step, context);
  expectAlike(actual, reference(operands, step, context), TOLERANCES.get(step.operator) ?? 0);
  expect(operands.map((operand) => operand.values)).toEqual(before);
}

/** Sums of numbers near the largest overflow in one order of adding and not in another: no rule can hold there. */
const orderMatters = (operator: string, given: Case): boolean =>
  given.taste === 'huge' && /ts_(mean|sum|std|norm|skew|kurt|corr)/.test(operator) && given.window > 1;

describe('portable kernels against the reference', () => {
  it('covers every operator', () => {
    expect([...PORTABLE_KERNELS.keys()].sort()).toEqual([...OPERATORS.keys()].sort());
  });

  const daily = [...OPERATORS.values()].filter((operator) => operator.family !== 'interval');
  it.each(daily.map((operator) => operator.name))('%s on daily matrices', (name) => {
    const operator = OPERATORS.get(name)!;
    fc.assert(
      fc.property(cases, (given) => {
        fc.pre(given.window >= (operator.minimumWindow ?? 1) && !orderMatters(name, given));
        const next = streamOf(given.seed);
        const context = contextOf(given, next);
        const operands = operator.operands.map(() => dailyOperand(given, 'matrix', next));
        compare(stepOf(name, given), operands, context);
      }),
      { numRuns: 60 },
    );
  });

  it.each(['add', 'subtract', 'multiply', 'protecteddiv', 'ts_corr'])(
    '%s where one side is a market vector',
    (name) => {
      fc.assert(
        fc.property(cases, fc.boolean(), (given, first) => {
          fc.pre(given.window >= 2 && !orderMatters(name, given));
          const next = streamOf(given.seed);
          const context = contextOf(given, next);
          const shapes = first ? (['vector', 'matrix'] as const) : (['matrix', 'vector'] as const);
          const operands = shapes.map((shape) => dailyOperand(given, shape, next));
          compare(stepOf(name, given), operands, context);
        }),
        { numRuns: 40 },
      );
    },
  );

  it.each(['add', 'log', 'ts_mean', 'ts_std', 'ts_max', 'idx_min', 'ts_delay', 'ts_rank'])(
    '%s of market vectors',
    (name) => {
      fc.assert(
        fc.property(cases, (given) => {
          fc.pre(given.window >= 2 && !orderMatters(name, given));
          const next = streamOf(given.seed);
          const context = contextOf(given, next);
          const operands = OPERATORS.get(name)!.operands.map(() => dailyOperand(given, 'vector', next));
          compare(stepOf(name, given, { shape: 'vector' }), operands, context);
        }),
        { numRuns: 25 },
      );
    },
  );

  const reducers = daily.filter((operator) => operator.reducesMinutes);
  it.each(reducers.map((operator) => operator.name))('%s of a session of minute bars', (name) => {
    const operator = OPERATORS.get(name)!;
    fc.assert(
      fc.property(cases, (given) => {
        const next = streamOf(given.seed);
        const context = contextOf(given, next);
        const operands = operator.operands.map(() => minuteOperand(given, next));
        compare(stepOf(name, given, { window: 240 }), operands, context);
      }),
      { numRuns: 25 },
    );
  });

  it.each(INTERVAL_REDUCERS)('interval %s', (reducer) => {
    fc.assert(
      fc.property(cases, fc.nat({ max: 5 }), fc.nat({ max: 5 }), (given, start, length) => {
        const next = streamOf(given.seed);
        const context = contextOf({ ...given, bars: 9 }, next);
        const operand = minuteOperand({ ...given, bars: 9 }, next);
        const interval = { reducer, from: 570 + start * 30, to: 600 + (start + length) * 30 };
        compare(stepOf('interval', given, { window: null, interval }), [operand], context);
      }),
      { numRuns: 25 },
    );
  });

  it.each(daily.map((operator) => operator.name))('%s: later rows alone give the same bytes', (name) => {
    const operator = OPERATORS.get(name)!;
    fc.assert(
      fc.property(cases, fc.nat({ max: 30 }), (given, skipped) => {
        const window = Math.max(given.window, operator.minimumWindow ?? 1);
        const reach = operator.minimumWindow === null ? 0 : window;
        fc.pre(skipped + reach < given.days);
        const next = streamOf(given.seed);
        const context: KernelContext = { ...contextOf(given, next), universe: null };
        const operands = operator.operands.map(() => dailyOperand(given, 'matrix', next));
        const kernel = PORTABLE_KERNELS.get(name)!;
        const step = stepOf(name, { ...given, window });
        const all = kernel(operands, step, context);
        const later = operands.map((operand) => ({
          ...operand,
          values: operand.values.subarray(skipped * given.stocks),
        }));
        const part = kernel(later, step, {
          ...context,
          days: given.days - skipped,
          firstRow: given.firstRow + skipped,
        });
        const wanted = all.subarray((skipped + reach) * given.stocks);
        expect(Buffer.from(part.slice(reach * given.stocks).buffer)).toEqual(
          Buffer.from(wanted.slice().buffer),
        );
      }),
      { numRuns: 30 },
    );
  });
});
