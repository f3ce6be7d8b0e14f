import type { Panel } from '../panel/panel.ts';
import { sharedFloats } from '../panel/shared-arrays.ts';
import { keyOfLeaf, type MinuteLeaf } from '../plan/leaf.ts';
import { KeptLeaves } from './kept-leaves.ts';
import type { LeafFiles } from './leaf-files.ts';
import type { LeafTarget } from './tile-reducer.ts';

/** Raised when a leaf's values come out differently: what was kept on disk is then made anew. */
const REDUCTION_VERSION = 1;

/** Fills the targets over all days of the panel, by as many threads as there are. */
export type ReduceInThreads = (targets: readonly LeafTarget[]) => Promise<void>;

/**
 * Daily reductions of minute bars: made once for all threads and engines, so that a leaf has one value; kept in memory
 * while there is room, and on disk. All leaves that are asked for at a time and are nowhere yet share one pass over the
 * minute tiles.
 */
export class MinuteReductions {
  /** What is in memory: other leaves may be kept with it, within the same limit. */
  readonly kept: KeptLeaves;

  /** @param limitBytes of reductions in memory; more are held while they are in use */
  constructor(
    private readonly files: LeafFiles | null,
    limitBytes: number,
  ) {
    this.kept = new KeptLeaves(limitBytes);
  }

  /** Bytes of the reductions in memory. */
  get bytes(): number {
    return this.kept.bytes;
  }

  /** Leaves of a panel that fit into memory together. */
  leavesThatFit(panel: Panel): number {
    return Math.max(1, Math.floor(this.kept.limitBytes / (panel.days.length * panel.symbols.length * 8)));
  }

  /**
   * The leaves with their values [days x symbols] on shared memory, in their order; NaN = missing. Read only.
   * @throws what reducing throws: Refusal DATASET_CHANGED when minute tiles are not what was imported
   */
  async reduce(
    panel: Panel,
    leaves: readonly MinuteLeaf[],
    inThreads: ReduceInThreads,
  ): Promise<LeafTarget[]> {
    const keys = leaves.map((leaf) =>
      JSON.stringify([panel.datasetHash, keyOfLeaf(leaf), REDUCTION_VERSION]),
    );
    const fresh = new Map(
      keys.flatMap((key, at) => (this.kept.has(key) ? [] : [[key, leaves[at]!] as const])),
    );
    if (fresh.size > 0) this.begin(panel, fresh, inThreads);
    const values = await Promise.all(keys.map((key) => this.kept.use(key)));
    this.kept.makeRoom(new Set(keys));
    return leaves.map((leaf, at) => ({ leaf, values: values[at]! }));
  }

  /** Registers all at once, so that others who ask meanwhile wait for the same pass. */
  private begin(panel: Panel, fresh: ReadonlyMap<string, MinuteLeaf>, inThreads: ReduceInThreads): void {
    const length = panel.days.length * panel.symbols.length;
    const made = this.make(fresh, length, inThreads);
    for (const key of fresh.keys()) {
      const values = made.then((found) => found.get(key)!);
      this.kept.keep(key, values, length * 8);
    }
  }

  private async make(
    fresh: ReadonlyMap<string, MinuteLeaf>,
    length: number,
    inThreads: ReduceInThreads,
  ): Promise<Map<string, Float64Array>> {
    const found = new Map<string, Float64Array>();
    for (const key of fresh.keys()) {
      const values = await this.files?.read(key, length);
      if (values) found.set(key, values);
    }
    const missing = [...fresh].filter(([key]) => !found.has(key));
    if (missing.length === 0) return found;
    const targets = missing.map(([, leaf]) => ({ leaf, values: sharedFloats(length, 0) }));
    await inThreads(targets);
    missing.forEach(([key], at) => {
      found.set(key, targets[at]!.values);
    });
    void this.store(missing.map(([key]) => [key, found.get(key)!]));
    return found;
  }

  /** One after the other, lest a pass's leaves lie in memory twice. Nobody waits for it. */
  private async store(made: readonly (readonly [string, Float64Array])[]): Promise<void> {
    for (const [key, values] of made) await this.files?.write(key, values);
  }
}
