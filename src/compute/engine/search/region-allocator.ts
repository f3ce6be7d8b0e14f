import { invariant } from '../../../core/outcome/refusal.ts';

/** Regions begin at whole rows of a block, which are whole lines of the cache. */
const ALIGNMENT = 64;

interface Span {
  readonly address: number;
  readonly bytes: number;
}

/** Hands out spans of an address range, lowest first, and joins what is given back. Knows no contents. */
export class RegionAllocator {
  /** Ascending, never touching one another. */
  private free: Span[];
  private readonly taken = new Map<number, number>();

  constructor(start: number, end: number) {
    this.free = [{ address: start, bytes: end - start }];
  }

  /** Bytes handed out. */
  get used(): number {
    let sum = 0;
    for (const bytes of this.taken.values()) sum += bytes;
    return sum;
  }

  /** Address of a span, or null where none is large enough. */
  allocate(bytes: number): number | null {
    const size = Math.max(1, Math.ceil(bytes / ALIGNMENT)) * ALIGNMENT;
    const at = this.free.findIndex((span) => span.bytes >= size);
    const span = this.free[at];
    if (span === undefined) return null;
    const rest = { address: span.address + size, bytes: span.bytes - size };
    this.free.splice(at, 1, ...(rest.bytes > 0 ? [rest] : []));
    this.taken.set(span.address, size);
    return span.address;
  }

  release(address: number): void {
    const bytes = this.taken.get(address);
    invariant(bytes !== undefined, `a span at ${address} was handed out`);
    this.taken.delete(address);
    const spans = [...this.free, { address, bytes }].sort((a, b) => a.address - b.address);
    const joined: Span[] = [];
    for (const span of spans) {
      const last = joined.at(-1);
      if (last !== undefined && last.address + last.bytes === span.address) {
        joined[joined.length - 1] = { address: last.address, bytes: last.bytes + span.bytes };
      } else joined.push(span);
    }
    this.free = joined;
  }
}
