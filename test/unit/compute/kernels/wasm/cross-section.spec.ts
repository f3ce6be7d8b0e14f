import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { REFERENCE_KERNELS } from '../../../../../src/compute/kernels/reference/reference-kernels.ts';
import { streamOf } from '../../engine/made-panel.ts';
import { cases, contextOf, dailyOperand, stepOf } from '../kernel-cases.ts';
import { DayMemory } from './day-memory.ts';

describe('operators across stocks against the float64 reference', () => {
  it.each([
    ['cs_norm', 'csNorm', 1e-6],
    ['cs_rank', 'csRank', 1e-7],
  ] as const)('%s', (name, kernel, tolerance) => {
    fc.assert(
      fc.property(cases, (given) => {
        const { days, stocks } = given;
        const next = streamOf(given.seed);
        const context = contextOf(given, next);
        const operand = dailyOperand(given, 'matrix', next);
        const figures = Float32Array.from(operand.values);
        const held = Float64Array.from(figures, (value) => (Number.isFinite(value) ? value : Number.NaN));
        const memory = new DayMemory(days, stocks);
        const inside = Float32Array.from({ length: days * stocks }, (_, cell) =>
          context.universe === null || context.universe[cell] === 1 ? 0 : Number.NaN,
        );
        const actual = memory.read(memory.across(kernel, memory.lay(figures), memory.lay(inside)));
        const expected = REFERENCE_KERNELS.get(name)!(
          [{ ...operand, values: held }],
          stepOf(name, given),
          context,
        );
        expected.forEach((wanted, cell) => {
          const got = actual[cell]!;
          const near = Math.abs(got - wanted) <= tolerance * Math.max(1, Math.abs(wanted));
          if (Number.isNaN(wanted) ? !Number.isNaN(got) : !near) {
            expect.fail(`cell ${cell}: expected ${wanted}, got ${got}`);
          }
        });
      }),
      { numRuns: 200 },
    );
  });
});
