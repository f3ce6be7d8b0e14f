import { invariant } from '../../../core/outcome/refusal.ts';
import type { Kernel, KernelTable } from '../kernel.ts';
import { widthOf } from './chunked-window.ts';

/** Where the rows of one window lie. */
interface WindowRows {
  readonly oldest: number;
  readonly newest: number;
  readonly width: number;
  readonly window: number;
}

/** Average rank of the newest value in its window / window: half a point for each equal, a whole for each smaller. */
function rankRow(values: Float64Array, into: Float64Array, rows: WindowRows): void {
  const { oldest, newest, width, window } = rows;
  into.fill(0.5, newest, newest + width);
  for (let row = oldest; row <= newest; row += width) {
    for (let i = 0; i < width; i++) {
      const value = values[row + i]!;
      const today = values[newest + i]!;
      into[newest + i] =
        into[newest + i]! + (value > today ? 0 : value < today ? 1 : value === today ? 0.5 : Number.NaN);
    }
  }
  for (let i = 0; i < width; i++) into[newest + i] = into[newest + i]! / window;
}

/** Weighted mean, weights 1 (oldest) to window (newest). */
function decayRow(values: Float64Array, into: Float64Array, rows: WindowRows): void {
  const { oldest, newest, width, window } = rows;
  for (let i = 0; i < width; i++) into[newest + i] = values[oldest + i]!;
  for (let row = oldest + width, weight = 2; row <= newest; row += width, weight++) {
    for (let i = 0; i < width; i++) into[newest + i] = into[newest + i]! + weight * values[row + i]!;
  }
  const weights = (window * (window + 1)) / 2;
  for (let i = 0; i < width; i++) {
    const value = into[newest + i]! / weights;
    into[newest + i] = value - (value - value);
  }
}

const rowByRow =
  (compute: (values: Float64Array, into: Float64Array, rows: WindowRows) => void): Kernel =>
  (operands, step, context) => {
    const [operand] = operands;
    const { window } = step;
    invariant(operand !== undefined && window !== null, `${step.operator} has an operand and a window`);
    const width = widthOf(operand, context);
    const into = context.allocate(context.days * width);
    into.fill(Number.NaN, 0, Math.min(context.days, window - 1) * width);
    for (let row = window - 1; row < context.days; row++) {
      const rows = { oldest: (row - window + 1) * width, newest: row * width, width, window };
      compute(operand.values, into, rows);
    }
    return into;
  };

/** Same bits as the reference, at a cost of about 1 ns a cell for each row of the window. */
export const WEIGHT_KERNELS: KernelTable = new Map<string, Kernel>([
  ['ts_rank', rowByRow(rankRow)],
  ['ts_decay_linear', rowByRow(decayRow)],
]);
