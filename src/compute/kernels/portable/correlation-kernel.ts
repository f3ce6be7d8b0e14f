import { invariant } from '../../../core/outcome/refusal.ts';
import type { Kernel, Operand } from '../kernel.ts';
import { LARGEST_VALUE } from '../limits.ts';
import { type ChunkedWindow, rollChunks, type StockBlock } from './chunked-window.ts';
import { flatSquares } from './flat-squares.ts';

interface RollingPair {
  readonly left: Float64Array;
  readonly right: Float64Array;
  /** Columns of each operand; a vector has one, which meets every stock. */
  readonly leftWidth: number;
  readonly rightWidth: number;
  readonly into: Float64Array;
  readonly width: number;
  readonly window: number;
}

const SUMS = 5;

/** Neither constant nor beyond what float32 squares hold: the rule of every backend. */
const measurable = (squares: number, value: number): boolean =>
  squares >= flatSquares(value) && squares <= LARGEST_VALUE;

/** Sums about the pivots: dx, dy, dx dx, dy dy, dx dy. */
function pairWindow(pair: RollingPair, block: StockBlock): ChunkedWindow {
  const { left, right, into, width, window } = pair;
  const { from, to, suffix, prefix } = block;
  const count = to - from;
  const share = 1 / window;
  const leftStep = pair.leftWidth === width ? 1 : 0;
  const rightStep = pair.rightWidth === width ? 1 : 0;
  const leftBase = (row: number): number => row * pair.leftWidth + from * leftStep;
  const rightBase = (row: number): number => row * pair.rightWidth + from * rightStep;
  return {
    backward(row, slot, pivotRow) {
      const x = leftBase(row);
      const y = rightBase(row);
      const pivotX = leftBase(pivotRow);
      const pivotY = rightBase(pivotRow);
      const older = slot * count * SUMS;
      const newer = older + count * SUMS;
      for (let i = 0, k = 0; i < count; i++, k += SUMS) {
        const dx = left[x + i * leftStep]! - left[pivotX + i * leftStep]!;
        const dy = right[y + i * rightStep]! - right[pivotY + i * rightStep]!;
        suffix[older + k] = suffix[newer + k]! + dx;
        suffix[older + k + 1] = suffix[newer + k + 1]! + dy;
        suffix[older + k + 2] = suffix[newer + k + 2]! + dx * dx;
        suffix[older + k + 3] = suffix[newer + k + 3]! + dy * dy;
        suffix[older + k + 4] = suffix[newer + k + 4]! + dx * dy;
      }
    },
    begin() {
      prefix.fill(0, 0, count * SUMS);
    },
    forward(row, slot, pivotRow) {
      const x = leftBase(row);
      const y = rightBase(row);
      const pivotX = leftBase(pivotRow);
      const pivotY = rightBase(pivotRow);
      const slots = slot * count * SUMS;
      const base = row * width + from;
      for (let i = 0, k = 0; i < count; i++, k += SUMS) {
        const dx = left[x + i * leftStep]! - left[pivotX + i * leftStep]!;
        const dy = right[y + i * rightStep]! - right[pivotY + i * rightStep]!;
        const x1 = prefix[k]! + dx;
        const y1 = prefix[k + 1]! + dy;
        const x2 = prefix[k + 2]! + dx * dx;
        const y2 = prefix[k + 3]! + dy * dy;
        const x1y1 = prefix[k + 4]! + dx * dy;
        prefix[k] = x1;
        prefix[k + 1] = y1;
        prefix[k + 2] = x2;
        prefix[k + 3] = y2;
        prefix[k + 4] = x1y1;
        const sumX = suffix[slots + k]! + x1;
        const sumY = suffix[slots + k + 1]! + y1;
        const xx = suffix[slots + k + 2]! + x2 - sumX * sumX * share;
        const yy = suffix[slots + k + 3]! + y2 - sumY * sumY * share;
        const xy = suffix[slots + k + 4]! + x1y1 - sumX * sumY * share;
        const value =
          measurable(xx, left[pivotX + i * leftStep]!) && measurable(yy, right[pivotY + i * rightStep]!)
            ? xy / (Math.sqrt(xx) * Math.sqrt(yy))
            : Number.NaN;
        into[base + i] = Math.max(-1, Math.min(1, value)) - (value - value);
      }
    },
  };
}

/**
 * ts_corr: rolling Pearson correlation of two daily values.
 * Within 1e-9 of the reference where the window's spread is above rounding. 15 to 20 ns a cell.
 */
export const correlationKernel: Kernel = (operands, step, context) => {
  const [left, right] = operands;
  invariant(left !== undefined && right !== undefined, 'ts_corr has two operands');
  const window = step.window;
  invariant(window !== null, 'ts_corr has a window');
  const widthOf = (operand: Operand): number => (operand.shape === 'vector' ? 1 : context.stocks);
  const width = step.shape === 'vector' ? 1 : context.stocks;
  const into = context.allocate(context.days * width);
  const pair: RollingPair = {
    left: left.values,
    right: right.values,
    leftWidth: widthOf(left),
    rightWidth: widthOf(right),
    into,
    width,
    window,
  };
  const size = { width, days: context.days, firstRow: context.firstRow };
  rollChunks({ window, sums: SUMS, empty: 0 }, size, into, (block) => pairWindow(pair, block));
  return into;
};
