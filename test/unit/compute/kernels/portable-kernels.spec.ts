import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { KernelContext, Operand } from '../../../../src/compute/kernels/kernel.ts';
import { PORTABLE_KERNELS } from '../../../../src/compute/kernels/portable/portable-kernels.ts';
import { REFERENCE_KERNELS } from '../../../../src/compute/kernels/reference/reference-kernels.ts';
import type { OperationStep } from '../../../../src/compute/plan/plan.ts';
import { OPERATORS } from '../../../../src/core/operator/operators.ts';
import { streamOf } from '../engine/made-panel.ts';
import { type Case, cases, contextOf, dailyOperand, stepOf } from './kernel-cases.ts';

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
  it('covers every operator of daily values', () => {
    const names = [...OPERATORS.keys()].filter((name) => name !== 'interval');
    expect([...PORTABLE_KERNELS.keys()].sort()).toEqual(names.sort());
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
