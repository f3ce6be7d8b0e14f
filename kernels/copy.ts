import { load, ROW_BYTES, store, VECTOR_BYTES } from './lanes';

/** Copies bytes (a multiple of 64) by vectors: what benchmarks call the memory copy, and measure everything else against. */
export function copy(out: usize, from: usize, bytes: usize): void {
  for (let at: usize = 0; at < bytes; at += ROW_BYTES) {
    store(out + at, load(from + at));
    store(out + at + VECTOR_BYTES, load(from + at + VECTOR_BYTES));
    store(out + at + 2 * VECTOR_BYTES, load(from + at + 2 * VECTOR_BYTES));
    store(out + at + 3 * VECTOR_BYTES, load(from + at + 3 * VECTOR_BYTES));
  }
}
