import { invariant } from '../outcome/refusal.ts';
import type { RandomStream } from './random-stream.ts';

const TWO_TO_32 = 4294967296;
const TWO_TO_26 = 67108864;
const TWO_TO_53 = 9007199254740992;

/** Uniform in [0, 1) with 53 random bits. */
export function drawUniform(stream: RandomStream): number {
  const high = stream.uint32() >>> 5;
  const low = stream.uint32() >>> 6;
  return (high * TWO_TO_26 + low) / TWO_TO_53;
}

/** Whole number in [0, count), without the bias of a plain remainder: the uneven tail is drawn again. */
export function drawBelow(stream: RandomStream, count: number): number {
  invariant(
    Number.isInteger(count) && count > 0 && count <= TWO_TO_32,
    `a count from 1 to 2^32, got ${count}`,
  );
  const fair = TWO_TO_32 - (TWO_TO_32 % count);
  let value = stream.uint32();
  while (value >= fair) value = stream.uint32();
  return value % count;
}

/** Whole number in [minimum, maximum]. */
export function drawBetween(stream: RandomStream, minimum: number, maximum: number): number {
  return minimum + drawBelow(stream, maximum - minimum + 1);
}

/** One of a list that is not empty, each alike. */
export function drawOne<T>(stream: RandomStream, choices: readonly T[]): T {
  return choices[drawBelow(stream, choices.length)] as T;
}

/**
 * Index drawn in proportion to its weight. Weights are summed in their order, so equal lists give equal
 * draws. Where no weight is positive each index is alike. Cost O(weights).
 */
export function drawWeighted(stream: RandomStream, weights: readonly number[]): number {
  let total = 0;
  for (const weight of weights) total += Math.max(0, weight);
  if (!(total > 0)) return drawBelow(stream, weights.length);
  const mark = drawUniform(stream) * total;
  let reached = 0;
  let last = 0;
  for (const [index, weight] of weights.entries()) {
    if (weight <= 0) continue;
    reached += weight;
    last = index;
    if (mark < reached) return index;
  }
  return last;
}

/**
 * `size` different whole numbers of [0, count) in the order drawn (all of them, shuffled, when size >= count).
 * Partial Fisher-Yates over a sparse list. Cost O(size).
 */
export function drawSample(stream: RandomStream, count: number, size: number): number[] {
  const moved = new Map<number, number>();
  const sample: number[] = [];
  for (let position = 0; position < Math.min(size, count); position++) {
    const other = drawBetween(stream, position, count - 1);
    sample.push(moved.get(other) ?? other);
    moved.set(other, moved.get(position) ?? position);
  }
  return sample;
}
