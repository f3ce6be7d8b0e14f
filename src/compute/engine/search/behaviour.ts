import { createHash } from 'node:crypto';
import type { CorrelationKind } from '../../../core/experiment/experiment.ts';
import { winsorise } from '../../../core/statistics/winsorise.ts';

/**
 * Values of one day that differ by less than this share of the day's largest count as equal. Rounding in float64
 * parts equal values by some 1e-16, unequal ones lie 1e-6 apart: nothing stands near this border, so that a sigmoid or
 * an added constant moves no value across it.
 */
const TIE_SHARE = 1e-11;
/** Standardised values are told apart down to this; rounding errors are ten million times smaller. */
const STEP = 1e-6;
/** Where a value is missing. No rank is 0, and no standardised value so low. */
const NO_RANK = 0;
const NO_SCORE = -0x8000_0000;

/** Days of a few stocks, as a fitness sees them. */
export interface BehaviourOptions {
  readonly stocks: number;
  readonly kind: CorrelationKind;
  /** Fraction clipped at either end of each day, for the Pearson IC alone. */
  readonly winsorise: number;
}

/**
 * A name for what a fitness can see of factor values: their order of each day (rank), or their distances in units
 * of the day's standard deviation (pearson). So f, sigmoid(f), cs_norm(f) and f + MARKET_RETURN have one name by rank,
 * and f, 2 f and cs_norm(f) by Pearson. A day on which a factor says nothing, because fewer than two stocks have a value
 * or all have the same, is as good as missing.
 * @param values [days x stocks], NaN = missing or not labelled
 */
export function behaviourOf(values: Float64Array, options: BehaviourOptions): string {
  const { stocks, kind } = options;
  const marks = new Int32Array(values.length).fill(kind === 'rank' ? NO_RANK : NO_SCORE);
  for (let start = 0; start < values.length; start += stocks) {
    const cells: number[] = [];
    for (let cell = start; cell < start + stocks; cell++) if (!Number.isNaN(values[cell]!)) cells.push(cell);
    if (cells.length < 2) continue;
    if (kind === 'rank') markRanks(values, cells, marks);
    else markScores(values, cells, options.winsorise, marks);
  }
  return createHash('sha256').update(kind).update(marks).digest('base64url');
}

/** Twice the average rank of each cell; of a day without an order none. */
function markRanks(values: Float64Array, cells: readonly number[], marks: Int32Array): void {
  const sorted = [...cells].sort((a, b) => values[a]! - values[b]!);
  const near = Math.max(Math.abs(values[sorted[0]!]!), Math.abs(values[sorted.at(-1)!]!)) * TIE_SHARE;
  for (let first = 0; first < sorted.length; ) {
    let end = first + 1;
    while (end < sorted.length && values[sorted[end]!]! - values[sorted[end - 1]!]! <= near) end++;
    if (first === 0 && end === sorted.length) return;
    for (let at = first; at < end; at++) marks[sorted[at]!] = first + 1 + end;
    first = end;
  }
}

function markScores(
  values: Float64Array,
  cells: readonly number[],
  fraction: number,
  marks: Int32Array,
): void {
  const clipped = winsorise(
    Float64Array.from(cells, (cell) => values[cell]!),
    cells.length,
    fraction,
  );
  let mean = 0;
  let largest = 0;
  for (const value of clipped) {
    mean += value / clipped.length;
    largest = Math.max(largest, Math.abs(value));
  }
  let squares = 0;
  for (const value of clipped) squares += (value - mean) * (value - mean);
  const std = Math.sqrt(squares / clipped.length);
  if (!(std > largest * TIE_SHARE)) return;
  cells.forEach((cell, at) => {
    marks[cell] = Math.round((clipped[at]! - mean) / std / STEP);
  });
}
