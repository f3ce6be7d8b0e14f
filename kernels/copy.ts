/** Copies bytes by vectors of 16: what benchmarks call the memory copy, and measure everything else against. */
export function copy(out: usize, from: usize, bytes: usize): void {
  for (let at: usize = 0; at < bytes; at += 64) {
    v128.store(out + at, v128.load(from + at));
    v128.store(out + at, v128.load(from + at, 16), 16);
    v128.store(out + at, v128.load(from + at, 32), 32);
    v128.store(out + at, v128.load(from + at, 48), 48);
  }
}
