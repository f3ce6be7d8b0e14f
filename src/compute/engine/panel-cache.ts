import { Refusal } from '../../core/outcome/refusal.ts';
import { MOST_STOCKS } from '../kernels/wasm/day-exports.ts';
import { minuteMemory } from '../panel/minute/minute-source.ts';
import type { Panel } from '../panel/panel.ts';
import { arraysOf } from '../panel/panel-content.ts';
import type { EvaluationPool, PanelHandle } from './evaluation-pool.ts';
import { type SearchBudget, searchBudget } from './search/search-budget.ts';
import { MOST_BYTES } from './search/shared-panel.ts';

export interface PanelCacheOptions {
  readonly pool: EvaluationPool;
  /** Bytes of all panels at once, of both engines. Panels in use are never dropped. */
  readonly limitBytes: number;
  /** Reads a dataset from where it is stored. */
  readonly load: (datasetHash: string) => Promise<Panel>;
  /** Told what a panel takes as soon as it is in memory. */
  readonly onLoaded?: (panel: LoadedPanel) => void;
}

/** What a panel takes of memory. */
export interface LoadedPanel {
  readonly datasetHash: string;
  /** Its float64 arrays. */
  readonly arrayBytes: number;
  /** The most that its float32 side may grow to. */
  readonly searchBytes: number;
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

  /** Bytes that the panels take, or are promised for the search. */
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
    const { pool, load, onLoaded } = this.options;
    const panel = await load(datasetHash);
    requireFewStocks(panel);
    const arrays = arraysOf(panel).reduce((sum, [, values]) => sum + values.byteLength, 0);
    const arrayBytes = arrays + minuteMemory(panel.minutes);
    const search = searchBudget(panel, pool.threads);
    const searchBytes = this.makeRoom(datasetHash, arrayBytes, search);
    const handle = pool.addPanel(panel, searchBytes);
    const bytes = arrayBytes + searchBytes;
    Object.assign(entryOf(), { bytes, handle });
    onLoaded?.({ datasetHash, arrayBytes, searchBytes });
    return { panel, handle, bytes };
  }

  /** Drops unused panels until this one has ample room. @returns what is left for its search */
  private makeRoom(datasetHash: string, arrayBytes: number, search: SearchBudget): number {
    const { limitBytes, pool } = this.options;
    const free = (): number => limitBytes - this.bytes - arrayBytes;
    for (const [hash, entry] of this.entries) {
      if (free() >= search.ample) break;
      if (entry.users > 0 || entry.handle === null) continue;
      this.entries.delete(hash);
      pool.removePanel(entry.handle);
    }
    if (free() >= search.least && search.least <= MOST_BYTES) return Math.min(free(), search.ample);
    const least = arrayBytes + search.least;
    throw new Refusal(
      least > limitBytes || search.least > MOST_BYTES ? 'DATASET_TOO_LARGE' : 'UNAVAILABLE',
      `dataset ${datasetHash} needs ${megabytes(least)} of memory, ${megabytes(search.least)} of it for the search`,
      {
        expected: `at most ${megabytes(limitBytes)} for all datasets in use, ${megabytes(MOST_BYTES)} for one search`,
        actual: `${megabytes(least)} needed, ${megabytes(this.bytes)} in use by others`,
        remedy:
          'Raise the memory limit of datasets, import fewer days or fields, or wait for other runs to end.',
      },
    );
  }
}

function requireFewStocks({ datasetHash, symbols }: Panel): void {
  if (symbols.length <= MOST_STOCKS) return;
  throw new Refusal('DATASET_TOO_LARGE', `dataset ${datasetHash} has ${symbols.length} stocks`, {
    expected: `at most ${MOST_STOCKS} stocks`,
    actual: String(symbols.length),
    remedy: 'Import fewer symbols.',
  });
}

const megabytes = (bytes: number): string => `${Math.ceil(bytes / (1024 * 1024))} MB`;
