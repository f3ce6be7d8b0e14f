import { invariant, Refusal } from '../../../core/outcome/refusal.ts';
import type { Region, RegionNeed } from './region.ts';
import { RegionAllocator } from './region-allocator.ts';
import { abandon, empty, newStates, STATE_WORDS } from './region-state.ts';

const PAGE_BYTES = 65_536;
/** wasm32 addresses no more. */
export const MOST_BYTES = 65_536 * PAGE_BYTES;
const MEGABYTE = 1024 * 1024;

/** What threads must know of a panel's memory: it crosses to them without a copy. */
export interface SharedMemory {
  readonly memory: WebAssembly.Memory;
  readonly states: Int32Array;
}

/** Regions that a task may use until it is released. */
export interface RegionLease {
  readonly regions: readonly Region[];
  readonly thread: number;
}

export interface SharedPanelUse {
  readonly limitBytes: number;
  /** Taken from the machine so far. */
  readonly memoryBytes: number;
  /** Held by regions. */
  readonly usedBytes: number;
  /** Keys of the regions, the longest unused first. */
  readonly regions: readonly string[];
}

interface Held {
  readonly region: Region;
  users: number;
}

/**
 * The float32 side of a panel, as its host sees it: one memory that all threads share, and who may use which region of
 * it. The host hands out addresses and never touches contents; threads lay regions out when a task first needs them.
 * Regions are kept until their room is needed, the longest unused go first, and none in use goes.
 */
export class SharedPanel {
  readonly shared: SharedMemory;
  private readonly allocator: RegionAllocator;
  /** By key, the longest unused first. */
  private readonly held = new Map<string, Held>();
  private readonly freeWords = Array.from({ length: STATE_WORDS }, (_, at) => STATE_WORDS - 1 - at);
  private readonly limitBytes: number;

  /** @param limitBytes the most that the memory may grow to; whole pages of it are used, 4 GiB at most */
  constructor(
    private readonly name: string,
    limitBytes: number,
  ) {
    const pages = Math.max(2, Math.floor(Math.min(limitBytes, MOST_BYTES) / PAGE_BYTES));
    this.limitBytes = pages * PAGE_BYTES;
    // The first page is the kernels' own.
    this.allocator = new RegionAllocator(PAGE_BYTES, this.limitBytes);
    const memory = new WebAssembly.Memory({ initial: 1, maximum: pages, shared: true });
    this.shared = { memory, states: newStates() };
  }

  /**
   * Room for all that a task of a thread needs.
   * @returns null when there is none until other tasks end
   * @throws Refusal DATASET_TOO_LARGE when there is none at all
   */
  reserve(thread: number, needs: readonly RegionNeed[]): RegionLease | null {
    const regions = this.holdAll(needs);
    if (regions !== null) return { regions, thread };
    if ([...this.held.values()].some(({ users }) => users > 0)) return null;
    // What is kept may lie so that the rest is in pieces: an empty memory holds whatever fits at all.
    for (const kept of [...this.held.values()]) this.drop(kept);
    const afresh = this.holdAll(needs);
    if (afresh === null) throw this.tooLarge(needs);
    return { regions: afresh, thread };
  }

  /** All of them, or none and null. */
  private holdAll(needs: readonly RegionNeed[]): Region[] | null {
    const regions: Region[] = [];
    for (const need of needs) {
      const region = this.hold(need);
      if (region === null) {
        this.unpin(regions);
        return null;
      }
      regions.push(region);
    }
    return regions;
  }

  release({ regions }: RegionLease): void {
    this.unpin(regions);
  }

  /** As `release`, for a task whose thread died: nobody else would finish what it was laying out. */
  abandon(lease: RegionLease): void {
    for (const { word } of lease.regions) abandon(this.shared.states, word, lease.thread);
    this.unpin(lease.regions);
  }

  get use(): SharedPanelUse {
    const { limitBytes, allocator, shared } = this;
    const memoryBytes = shared.memory.buffer.byteLength;
    return { limitBytes, memoryBytes, usedBytes: allocator.used, regions: [...this.held.keys()] };
  }

  /** Finds or makes a region and pins it; null where there is no room beside those in use. */
  private hold(need: RegionNeed): Region | null {
    const known = this.held.get(need.key);
    if (known !== undefined && known.region.bytes >= need.bytes) {
      this.held.delete(need.key);
      this.held.set(need.key, known);
      known.users++;
      return known.region;
    }
    if (known !== undefined) {
      invariant(known.users === 0, `only the workspace of an idle thread is made anew, not ${need.key}`);
      this.drop(known);
    }
    const address = this.makeRoom(need.bytes);
    const word = address === null ? undefined : this.freeWords.pop();
    if (address === null || word === undefined) return null;
    empty(this.shared.states, word);
    const region = { ...need, address, word };
    this.held.set(need.key, { region, users: 1 });
    return region;
  }

  private makeRoom(bytes: number): number | null {
    for (;;) {
      const address = this.freeWords.length > 0 ? this.allocator.allocate(bytes) : null;
      if (address !== null) {
        if (this.grow(address + bytes)) return address;
        this.allocator.release(address);
      }
      const unused = [...this.held.values()].find(({ users }) => users === 0);
      if (unused === undefined) return null;
      this.drop(unused);
    }
  }

  private drop({ region }: Held): void {
    this.held.delete(region.key);
    this.allocator.release(region.address);
    this.freeWords.push(region.word);
  }

  /** False when the machine has not so much. */
  private grow(end: number): boolean {
    const { memory } = this.shared;
    const pages = Math.ceil((end - memory.buffer.byteLength) / PAGE_BYTES);
    if (pages <= 0) return true;
    try {
      memory.grow(pages);
      return true;
    } catch (error) {
      if (error instanceof RangeError) return false;
      throw error;
    }
  }

  private unpin(regions: readonly Region[]): void {
    for (const { key } of regions) {
      const held = this.held.get(key);
      invariant(held !== undefined && held.users > 0, `region ${key} was in use`);
      held.users--;
    }
  }

  private tooLarge(needs: readonly RegionNeed[]): Refusal {
    const needed = needs.reduce((sum, { bytes }) => sum + bytes, PAGE_BYTES);
    return new Refusal(
      'DATASET_TOO_LARGE',
      `one formula on dataset ${this.name} needs ${Math.ceil(needed / MEGABYTE)} MB of search memory`,
      {
        expected: `at most ${Math.floor(this.limitBytes / MEGABYTE)} MB for the search on this dataset`,
        actual: `${Math.ceil(needed / MEGABYTE)} MB`,
        remedy: 'Raise the memory limit of datasets, shorten the period, or use fewer fields in one formula.',
      },
    );
  }
}
