import { Injectable, Optional } from '@nestjs/common';
import { SketchShelf } from '../../compute/sketch/sketch-shelf.ts';
import { SKETCH_SIZE } from '../../compute/sketch/sketch-size.ts';
import { SketchesStore } from './sketches.store.ts';

/** Main memory that the sketches of all libraries may take: some ten libraries of 10,000 factors. */
const MOST_BYTES = 512 * 1024 * 1024;

/** A library's sketches on one grid, as of one version of it. */
export interface LibraryShelf {
  readonly shelf: SketchShelf;
  /** Factors in the order of their sketches; some may have left the library. */
  readonly factorIds: readonly string[];
  /** Present members. */
  readonly members: ReadonlySet<string>;
  /** Present members without a sketch. */
  readonly lacking: readonly string[];
}

interface Held extends LibraryShelf {
  readonly factorIds: string[];
  readonly version: number;
}

/**
 * Sketches of libraries in the memory of a worker process, the longest unused going first. A cheap look at the library's version
 * says whether they are up to date; only what is new is read.
 */
@Injectable()
export class LibraryShelves {
  private readonly held = new Map<string, Promise<Held>>();

  /** @param mostBytes for tests; the machine's share else */
  constructor(
    private readonly store: SketchesStore,
    @Optional() private readonly mostBytes: number = MOST_BYTES,
  ) {}

  /** @param threads of the pool that will compare @throws Refusal NOT_FOUND */
  async of(libraryId: string, gridId: number, threads: number): Promise<LibraryShelf> {
    const version = await this.store.libraryVersion(libraryId);
    const key = `${libraryId} ${gridId}`;
    // One after another: two that refresh at once would both add what is new.
    const before = this.held.get(key)?.catch(() => null) ?? Promise.resolve(null);
    const now = before.then((held) => this.refresh(held, { libraryId, gridId, threads, version }));
    this.held.delete(key);
    this.held.set(key, now);
    try {
      const found = await now;
      await this.evict(key);
      return found;
    } catch (error) {
      if (this.held.get(key) === now) this.held.delete(key);
      throw error;
    }
  }

  private async refresh(
    held: Held | null,
    wanted: {
      readonly libraryId: string;
      readonly gridId: number;
      readonly threads: number;
      readonly version: number;
    },
  ): Promise<Held> {
    const { libraryId, gridId, threads, version } = wanted;
    if (held !== null && held.version >= version) return held;
    const memberIds = await this.store.memberIds(libraryId);
    const crowded = held !== null && held.factorIds.length > 2 * memberIds.length + 100;
    const kept = crowded ? null : held;
    const shelf = kept?.shelf ?? new SketchShelf(SKETCH_SIZE, threads);
    const factorIds = kept?.factorIds ?? [];
    const known = new Set(factorIds);
    const found = await this.store.read(
      gridId,
      memberIds.filter((id) => !known.has(id)),
    );
    for (const { factorId, scores } of found) {
      shelf.add(scores);
      factorIds.push(factorId);
      known.add(factorId);
    }
    const lacking = memberIds.filter((id) => !known.has(id));
    return { shelf, factorIds, members: new Set(memberIds), lacking, version };
  }

  private async evict(used: string): Promise<void> {
    let bytes = 0;
    for (const [key, held] of [...this.held].reverse()) {
      bytes += await held.then(
        ({ shelf }) => shelf.bytes,
        () => 0,
      );
      if (bytes > this.mostBytes && key !== used) this.held.delete(key);
    }
  }
}
