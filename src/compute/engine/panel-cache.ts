import { Refusal } from '../../core/outcome/refusal.ts';
import { minuteMemory } from '../panel/minute/minute-source.ts';
import type { Panel } from '../panel/panel.ts';
import { arraysOf } from '../panel/panel-content.ts';
import type { EvaluationPool, PanelHandle } from './evaluation-pool.ts';

export interface PanelCacheOptions {
  readonly pool: EvaluationPool;
  /** Bytes of all panels in memory at once. Panels in use are never dropped. */
  readonly limitBytes: number;
  /** Reads a dataset from where it is stored. */
  readonly load: (datasetHash: string) => Promise<Panel>;
}

/** A panel in use. Whoever has one gives it back by `release`, once. */
export interface PanelLease {
  readonly panel: Panel;
  readonly handle: PanelHandle;
  release(): void;
}

interface Entry {
  readonly loaded: Promise<{ readonly panel: Panel; readonly handle: PanelHandle; readonly bytes: number }>;
  users: number;
  bytes: number;
  handle: PanelHandle | null;
}

/** Panels that the pool computes on, by dataset hash: loaded once, and dropped, longest unused first, for lack of room. */
export class PanelCache {
  private readonly entries = new Map<string, Entry>();

  constructor(private readonly options: PanelCacheOptions) {}

  /**
   * @throws Refusal DATASET_TOO_LARGE when the dataset alone is above the limit, UNAVAILABLE when there is no room
   * beside those in use; and whatever loading throws
   */
  async lease(datasetHash: string): Promise<PanelLease> {
    const entry = this.entries.get(datasetHash) ?? this.begin(datasetHash);
    this.entries.delete(datasetHash);
    this.entries.set(datasetHash, entry);
    entry.users++;
    const { panel, handle } = await entry.loaded;
    let released = false;
    const release = (): void => {
      if (released) return;
      released = true;
      entry.users--;
    };
    return { panel, handle, release };
  }

  /** Bytes of the panels in memory. */
  get bytes(): number {
    let sum = 0;
    for (const entry of this.entries.values()) sum += entry.bytes;
    return sum;
  }

  private begin(datasetHash: string): Entry {
    const entry: Entry = { loaded: this.load(datasetHash, () => entry), users: 0, bytes: 0, handle: null };
    entry.loaded.catch(() => this.entries.delete(datasetHash));
    return entry;
  }

  private async load(datasetHash: string, entryOf: () => Entry): Entry['loaded'] {
    const panel = await this.options.load(datasetHash);
    const arrays = arraysOf(panel).reduce((sum, [, values]) => sum + values.byteLength, 0);
    const bytes = arrays + minuteMemory(panel.minutes);
    this.makeRoom(datasetHash, bytes);
    const handle = this.options.pool.addPanel(panel);
    Object.assign(entryOf(), { bytes, handle });
    return { panel, handle, bytes };
  }

  private makeRoom(datasetHash: string, bytes: number): void {
    const { limitBytes, pool } = this.options;
    for (const [hash, entry] of this.entries) {
      if (this.bytes + bytes <= limitBytes) return;
      if (entry.users > 0 || entry.handle === null) continue;
      this.entries.delete(hash);
      pool.removePanel(entry.handle);
    }
    if (this.bytes + bytes <= limitBytes) return;
    throw new Refusal(
      bytes > limitBytes ? 'DATASET_TOO_LARGE' : 'UNAVAILABLE',
      `dataset ${datasetHash} needs ${megabytes(bytes)} of memory`,
      {
        expected: `at most ${megabytes(limitBytes)} for all datasets in use`,
        actual: `${megabytes(this.bytes)} in use by others`,
        remedy:
          'Raise the memory limit of datasets, import fewer days or fields, or wait for other runs to end.',
      },
    );
  }
}

const megabytes = (bytes: number): string => `${Math.ceil(bytes / (1024 * 1024))} MB`;
