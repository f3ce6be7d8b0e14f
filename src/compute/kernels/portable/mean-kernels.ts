import { invariant } from '../../../core/outcome/refusal.ts';
import type { Kernel, KernelTable } from '../kernel.ts';
import { type ChunkedWindow, rollChunks, type StockBlock, widthOf } from './chunked-window.ts';

/** Up to this window, adding up row by row from the oldest is as quick as chunks, and has the reference's bits. */
const LONGEST_DIRECT_WINDOW = 10;

interface RollingSum {
  readonly values: Float64Array;
  readonly into: Float64Array;
  readonly width: number;
  readonly window: number;
  /** Divide by the window: a mean. */
  readonly mean: boolean;
}

/** Result of the window that ends in `row`: its rows added up, oldest first. */
function sumRows(rolling: RollingSum, row: number): void {
  const { values, into, width, window } = rolling;
  const newest = row * width;
  const oldest = newest - (window - 1) * width;
  for (let i = 0; i < width; i++) into[newest + i] = values[oldest + i]!;
  let at = oldest + width;
  for (; at + 3 * width <= newest; at += 4 * width) {
    const second = at + width;
    const third = second + width;
    const fourth = third + width;
    for (let i = 0; i < width; i++) {
      into[newest + i] =
        into[newest + i]! + values[at + i]! + values[second + i]! + values[third + i]! + values[fourth + i]!;
    }
  }
  for (; at <= newest; at += width) {
    for (let i = 0; i < width; i++) into[newest + i] = into[newest + i]! + values[at + i]!;
  }
  const divisor = rolling.mean ? window : 1;
  for (let i = 0; i < width; i++) {
    const value = into[newest + i]! / divisor;
    into[newest + i] = value - (value - value);
  }
  if (rolling.mean) settleConstants(rolling, oldest, newest);
}

/** The mean of a constant window is exactly its value: rounding would break ties between idle stocks. */
function settleConstants(rolling: RollingSum, oldest: number, newest: number): void {
  const { values, into, width } = rolling;
  for (let i = 0; i < width; i++) {
    const value = values[newest + i]!;
    if (values[oldest + i] !== value) continue;
    let at = oldest + width + i;
    while (at < newest && values[at] === value) at += width;
    if (at >= newest) into[newest + i] = value;
  }
}

/** Sums about the pivot, so that the mean of a constant window is exactly its value. */
function sumWindow(rolling: RollingSum, block: StockBlock): ChunkedWindow {
  const { values, into, width, window, mean } = rolling;
  const { from, to, suffix, prefix } = block;
  const count = to - from;
  return {
    backward(row, slot, pivotRow) {
      const base = row * width + from;
      const pivots = pivotRow * width + from;
      const older = slot * count;
      const newer = older + count;
      for (let i = 0; i < count; i++) {
        suffix[older + i] = suffix[newer + i]! + (values[base + i]! - values[pivots + i]!);
      }
    },
    begin() {
      prefix.fill(0, 0, count);
    },
    forward(row, slot, pivotRow) {
      const base = row * width + from;
      const pivots = pivotRow * width + from;
      const slots = slot * count;
      for (let i = 0; i < count; i++) {
        const pivot = values[pivots + i]!;
        const before = prefix[i]! + (values[base + i]! - pivot);
        prefix[i] = before;
        const sum = suffix[slots + i]! + before;
        const value = mean ? pivot + sum / window : pivot * window + sum;
        into[base + i] = value - (value - value);
      }
    },
  };
}

const summing =
  (mean: boolean): Kernel =>
  (operands, step, context) => {
    const [operand] = operands;
    const { window } = step;
    invariant(operand !== undefined && window !== null, `${step.operator} has an operand and a window`);
    const width = widthOf(operand, context);
    const { days, firstRow } = context;
    const into = context.allocate(days * width);
    const rolling: RollingSum = { values: operand.values, into, width, window, mean };
    if (window > LONGEST_DIRECT_WINDOW) {
      const size = { width, days, firstRow };
      rollChunks({ window, sums: 1, empty: 0 }, size, into, (block) => sumWindow(rolling, block));
      return into;
    }
    into.fill(Number.NaN, 0, Math.min(days, window - 1) * width);
    for (let row = window - 1; row < days; row++) sumRows(rolling, row);
    return into;
  };

/** Same bits as the reference up to a window of 10, then within 1e-12 of the sum of magnitudes. 3 to 8 ns a cell. */
export const MEAN_KERNELS: KernelTable = new Map<string, Kernel>([
  ['ts_mean', summing(true)],
  ['ts_sum', summing(false)],
]);
