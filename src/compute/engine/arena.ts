import { keyOfLeaf, type LeafValues } from '../plan/leaf.ts';
import type { Workspace } from '../plan/workspace.ts';

/** A request takes a free block of up to this many times its size rather than a new one. */
const SLACK = 2;

/**
 * Memory of one thread: blocks that results of one evaluation leave behind serve the next. Reductions of minute bars
 * are given to it, on memory that all threads share.
 */
export class Arena implements Workspace {
  private readonly free: ArrayBuffer[] = [];
  private readonly lent = new Set<ArrayBufferLike>();
  private given: ReadonlyMap<string, Float64Array> = new Map();

  /** @param blockBytes the least that a block of some size is made with, so that blocks fit most requests */
  constructor(private readonly blockBytes: number) {}

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
    return this.given.get(key) ?? make();
  }

  /** Takes over the reductions that the evaluations to come need, by leaf. */
  give(reductions: readonly LeafValues[]): void {
    this.given = new Map(reductions.map(({ leaf, values }) => [keyOfLeaf(leaf), values]));
  }
}
