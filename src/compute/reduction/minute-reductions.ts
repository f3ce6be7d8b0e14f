import type { Panel } from '../panel/panel.ts';
import { sharedFloats } from '../panel/shared-arrays.ts';
import type { LeafFiles } from './leaf-files.ts';
import { keyOfLeaf, type MinuteLeaf } from './minute-leaf.ts';
import type { LeafTarget } from './tile-reducer.ts';

/** Raised when a leaf's values come out differently: what was kept on disk is then made anew. */
const REDUCTION_VERSION = 1;

/** Fills the targets over all days of the panel, by as many threads as there are. */
export type ReduceInThreads = (targets: readonly LeafTarget[]) => Promise<void>;

interface Kept {
  readonly values: Promise<Float64Array>;
  readonly bytes: number;
}

/**
 * Daily reductions of minute bars: made once for all threads and engines, so that a leaf has one value; kept in memory
 * while there is room, and on disk. All leaves that are asked for at a time and are nowhere yet share one pass over the
 * minute tiles.
 */
export class MinuteReductions {
  private readonly kept = new Map<string, Kept>();
  private keptBytes = 0;

  /** @param limitBytes of reductions in memory; more are held while they are in use */
  constructor(
    private readonly files: LeafFiles | null,
    private readonly limitBytes: number,
  ) {}

  /** Bytes of the reductions in memory. */
  get bytes(): number {
    return this.keptBytes;
  }

  /** Leaves of a panel that fit into memory together. */
  leavesThatFit(panel: Panel): number {
    return Math.max(1, Math.floor(this.limitBytes / (panel.days.length * panel.symbols.length * 8)));
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
    const values = await Promise.all(keys.map((key) => this.use(key)));
    this.makeRoom(new Set(keys));
    return leaves.map((leaf, at) => ({ leaf, values: values[at]! }));
  }

  /** Registers all at once, so that others who ask meanwhile wait for the same pass. */
  private begin(panel: Panel, fresh: ReadonlyMap<string, MinuteLeaf>, inThreads: ReduceInThreads): void {
    const length = panel.days.length * panel.symbols.length;
    const made = this.make(fresh, length, inThreads);
    for (const key of fresh.keys()) {
      const values = made.then((found) => found.get(key)!);
      this.kept.set(key, { values, bytes: length * 8 });
      this.keptBytes += length * 8;
      values.catch(() => this.drop(key));
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

  private use(key: string): Promise<Float64Array> {
    const kept = this.kept.get(key)!;
    this.kept.delete(key);
    this.kept.set(key, kept);
    return kept.values;
  }

  private makeRoom(inUse: ReadonlySet<string>): void {
    for (const key of [...this.kept.keys()]) {
      if (this.keptBytes <= this.limitBytes) return;
      if (!inUse.has(key)) this.drop(key);
    }
  }

  private drop(key: string): void {
    const kept = this.kept.get(key);
    if (kept !== undefined && this.kept.delete(key)) this.keptBytes -= kept.bytes;
  }
}
