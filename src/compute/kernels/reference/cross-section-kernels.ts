import { invariant } from '../../../core/outcome/refusal.ts';
import { averageRanks } from '../../../core/statistics/average-ranks.ts';
import type { Kernel, KernelTable } from '../kernel.ts';
import { finiteOrMissing } from './element-kernels.ts';
import { flatSquares } from './window-limits.ts';
import { centralSum, meanOf, standardDeviationOf } from './window-statistics.ts';

/** Lifts a transformation of one day's present values of the universe; every other stock is missing. */
function acrossStocks(transform: (values: readonly number[]) => ArrayLike<number>): Kernel {
  return ([operand], step, context) => {
    invariant(operand?.shape === 'matrix', `${step.operator} runs across stocks`);
    const result = new Float64Array(operand.values.length).fill(Number.NaN);
    for (let row = 0; row < context.days; row++) {
      const cells: number[] = [];
      for (let stock = 0; stock < context.stocks; stock++) {
        const cell = row * context.stocks + stock;
        const inUniverse = context.universe === null || context.universe[cell] === 1;
        if (inUniverse && !Number.isNaN(operand.values[cell]!)) cells.push(cell);
      }
      const transformed = transform(cells.map((cell) => operand.values[cell]!));
      cells.forEach((cell, index) => {
        result[cell] = finiteOrMissing(transformed[index]!);
      });
    }
    return result;
  };
}

/** z-score; a constant day is missing. */
function normalised(values: readonly number[]): number[] {
  const mean = meanOf(values);
  const isFlat = centralSum(values, 2) < flatSquares(values);
  const std = isFlat ? 0 : standardDeviationOf(values);
  return values.map((value) => (std > 0 ? (value - mean) / std : Number.NaN));
}

/** Average rank / number of values. */
function ranked(values: readonly number[]): Float64Array {
  const ranks = new Float64Array(values.length);
  averageRanks(Float64Array.from(values), values.length, ranks);
  return ranks.map((rank) => rank / values.length);
}

/** Kernels across the stocks of one day. Source: report table 1 (cs_norm); cs_rank is the extended set's. */
export const CROSS_SECTION_KERNELS: KernelTable = new Map<string, Kernel>([
  ['cs_norm', acrossStocks(normalised)],
  ['cs_rank', acrossStocks(ranked)],
]);
