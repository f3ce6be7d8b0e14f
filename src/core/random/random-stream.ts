import { createHash } from 'node:crypto';

/**
 * What a stream is opened for: two draws that must not depend on each other have two purposes, so that adding
 * a draw to one never shifts the other.
 */
export type StreamPurpose =
  | 'initialise'
  | 'select'
  | 'breed'
  | 'refill'
  | 'catastrophe'
  | 'audit'
  | 'permute';

/** Where in a run a stream stands. */
export interface StreamPlace {
  readonly generation: number;
  readonly slot: number;
  readonly purpose: StreamPurpose;
}

/** A sequence of random numbers; its only state is its own. */
export interface RandomStream {
  /** Whole number in [0, 2^32), uniform. */
  uint32(): number;
}

/**
 * The stream of one (seed, generation, slot, purpose): xoshiro128** started from the SHA-256 of the place.
 * The same place gives the same bits on every machine and in any order of opening: only 32-bit integer
 * arithmetic is used. Source: Blackman and Vigna, "Scrambled linear pseudorandom number generators" (2021).
 * @param seed any text; seeds that differ in one character give unrelated streams
 */
export function openStream(seed: string, place: StreamPlace): RandomStream {
  // The seed comes last: it may hold any character, the parts before it none that separates.
  const key = `${place.purpose}/${place.generation}/${place.slot}/${seed}`;
  const digest = createHash('sha256').update(key, 'utf8').digest();
  const state = Int32Array.from([0, 4, 8, 12], (offset) => digest.readInt32LE(offset));
  // All zeros is the one state that the generator cannot leave.
  if (state.every((word) => word === 0)) state[0] = 1;
  return { uint32: () => nextOf(state) };
}

const rotateLeft = (value: number, bits: number): number => (value << bits) | (value >>> (32 - bits));

function nextOf(state: Int32Array): number {
  const result = Math.imul(rotateLeft(Math.imul(state[1]!, 5), 7), 9);
  const shifted = state[1]! << 9;
  state[2]! ^= state[0]!;
  state[3]! ^= state[1]!;
  state[1]! ^= state[2]!;
  state[0]! ^= state[3]!;
  state[2]! ^= shifted;
  state[3] = rotateLeft(state[3]!, 11);
  return result >>> 0;
}
