import type { Workspace } from '../plan/workspace.ts';

/** A request takes a free block of up to this many times its size rather than a new one. */
const SLACK = 2;

/**
 * Memory of one thread: blocks that results of one evaluation leave behind serve the next, and reductions of
 * minute bars are kept while they fit, the longest unused going first.
 */
export class Arena implements Workspace {
  private readonly free: ArrayBuffer[] = [];
  private readonly lent = new Set<ArrayBufferLike>();
  private readonly reductions = new Map<string, Float64Array>();
  private reductionBytes = 0;

  /**
   * @param blockBytes the least that a block of some size is made with, so that blocks fit most requests
   * @param reductionLimitBytes room for reductions of minute bars
   */
  constructor(
    private readonly blockBytes: number,
    private readonly reductionLimitBytes: number,
  ) {}

  allocate(length: number): Float64Array {
    const bytes = length * Float64Array.BYTES_PER_ELEMENT;
    const large = bytes * SLACK >= this.blockBytes;
    const at = this.free.findIndex(
      (block) => block.byteLength >= bytes && (large || block.byteLength <= bytes * SLACK),
    );
    const [known] = at < 0 ? [] : this.free.splice(at, 1);
    const block = known ?? new ArrayBuffer(large ? Math.max(bytes, this.blockBytes) : bytes);
    this.lent.add(block);
    return new Float64Array(block, 0, length);
  }

  release(values: Float64Array): void {
    const { buffer } = values;
    if (this.lent.delete(buffer) && buffer instanceof ArrayBuffer) this.free.push(buffer);
  }

  /** Takes back whatever an evaluation that failed half-way still held. */
  reclaim(): void {
    for (const block of this.lent) if (block instanceof ArrayBuffer) this.free.push(block);
    this.lent.clear();
  }

  reduction(key: string, make: () => Float64Array): Float64Array {
    const known = this.reductions.get(key);
    const values = known ?? make();
    this.reductions.delete(key);
    this.reductions.set(key, values);
    if (known === undefined) this.reductionBytes += values.byteLength;
    for (const [oldest, old] of this.reductions) {
      if (this.reductionBytes <= this.reductionLimitBytes || oldest === key) break;
      this.reductions.delete(oldest);
      this.reductionBytes -= old.byteLength;
    }
    return values;
  }
}
