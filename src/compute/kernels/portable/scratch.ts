/**
 * Working memory of this thread's kernels, by use. It grows to the largest request and is then used again, so
 * that a million evaluations cost one allocation. Contents are whatever the last user left there.
 */
const buffers = new Map<string, Float64Array>();

/** A buffer of at least `length` numbers. A kernel asks by names of its own and never keeps what it got. */
export function scratchOf(use: string, length: number): Float64Array {
  const known = buffers.get(use);
  if (known !== undefined && known.length >= length) return known;
  const made = new Float64Array(length);
  buffers.set(use, made);
  return made;
}
