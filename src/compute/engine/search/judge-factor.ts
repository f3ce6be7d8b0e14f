import type { CorrelationKind } from '../../../core/experiment/experiment.ts';
import type { DailyIc } from '../../../core/statistics/daily-ic.ts';
import { WANTED } from '../../kernels/wasm/day-exports.ts';
import type { KernelExports } from '../../kernels/wasm/kernel-exports.ts';
import { BLOCK_STOCKS } from './block-layout.ts';
import type { Factor } from './stage-runner.ts';

export interface FactorQuestion {
  readonly factor: Factor;
  /** Address of the labels of as many rows and blocks. */
  readonly labels: number;
  /** A day counts from this many pairs on. */
  readonly minimumStocks: number;
}

export interface JudgeQuestion extends FactorQuestion {
  /** Null: both. */
  readonly kind: CorrelationKind | null;
  readonly winsorise: number;
  readonly scratch: number;
}

/** Labels of a period on the stocks that were looked at. */
export interface LabelCounts {
  readonly labelledCells: number;
  /** Rows of the period with enough labels to count. */
  readonly labelledDays: readonly number[];
}

/** Daily ICs of a factor; of a kind that is not wanted all are NaN. Copies, so that memory may be used again. */
export function judgeFactor(
  kernels: KernelExports,
  memory: SharedArrayBuffer,
  question: JudgeQuestion,
): DailyIc {
  const { factor, labels, minimumStocks, kind, winsorise, scratch } = question;
  const { address, stride, rows, blocks, verdict } = factor;
  const wanted = kind === null ? WANTED.pearson + WANTED.rank : WANTED[kind];
  kernels.judge(address, stride, labels, rows, blocks, minimumStocks, wanted, winsorise, verdict, scratch);
  const numbers = new Float64Array(memory, verdict, 2 * rows);
  const counts = new Int32Array(memory, verdict + numbers.byteLength, 2 * rows);
  return {
    ic: Float64Array.from(numbers.subarray(0, rows)),
    rankIc: Float64Array.from(numbers.subarray(rows)),
    pairs: Int32Array.from(counts.subarray(0, rows)),
    tied: Int32Array.from(counts.subarray(rows)),
  };
}

/** Counts the labels that a factor was judged by. */
export function labelCounts(memory: SharedArrayBuffer, question: FactorQuestion): LabelCounts {
  const { factor, labels, minimumStocks } = question;
  const { rows, blocks } = factor;
  // After values (float32) and order (uint16) of each row.
  const counts = new Int32Array(memory, labels + rows * blocks * BLOCK_STOCKS * 6, rows);
  let labelledCells = 0;
  const labelledDays: number[] = [];
  counts.forEach((count, row) => {
    labelledCells += count;
    if (count >= minimumStocks) labelledDays.push(row);
  });
  return { labelledCells, labelledDays };
}
