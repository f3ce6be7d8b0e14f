import { join } from 'node:path';
import { EvaluationPool, type PanelHandle } from '../../compute/engine/evaluation-pool.ts';
import { type LoadedPanel, PanelCache, type PanelLease } from '../../compute/engine/panel-cache.ts';
import type { ImportedSource } from '../../compute/imported/imported-source.ts';
import { loadPanel } from '../../compute/panel/load-panel.ts';
import type { MinuteReductions } from '../../compute/reduction/minute-reductions.ts';

export interface EngineHostOptions {
  /** Threads of the pool. */
  readonly threads: number;
  /** Bytes of all panels at once: their arrays, and what the search holds beside them. */
  readonly panelBytes: number;
  /** Where datasets lie, each in a folder named by its hash. */
  readonly datasetsFolder: string;
  /** Where values of formulas are left for exports. */
  readonly valuesFolder: string;
  /** Daily reductions of minute bars. */
  readonly reductions: MinuteReductions;
  /** Where imported values are found. */
  readonly imported: ImportedSource;
  /** Told what a panel takes of memory as soon as it is loaded. */
  readonly onLoaded: (panel: LoadedPanel) => void;
}

/**
 * The one pool of threads of a worker process, with the panels that it computes on: runs and questions of people
 * share both. Threads start with the first use.
 */
export class EngineHost {
  private readonly slices = new Map<string, Promise<string>>();
  private open: { readonly pool: EvaluationPool; readonly panels: PanelCache } | null = null;
  private closed = false;

  constructor(private readonly options: EngineHostOptions) {}

  /** True once the process stops: what fails from now on is nobody's fault, and another process does it again. */
  get isClosed(): boolean {
    return this.closed;
  }

  get valuesFolder(): string {
    return this.options.valuesFolder;
  }

  get pool(): EvaluationPool {
    return this.opened().pool;
  }

  /**
   * A panel in use; whoever has it releases it.
   * @throws Refusal NOT_FOUND, DATASET_CHANGED where the files differ from the manifest, DATASET_TOO_LARGE, UNAVAILABLE
   */
  lease(datasetHash: string): Promise<PanelLease> {
    return this.opened().panels.lease(datasetHash);
  }

  /** Content hash of the rows up to a day; a panel never changes, so each is read once. */
  sliceHash(handle: PanelHandle, lastDay: string): Promise<string> {
    const key = `${handle.datasetHash} ${lastDay}`;
    const known = this.slices.get(key);
    if (known) return known;
    const asked = this.pool.sliceHash(handle, lastDay);
    this.slices.set(key, asked);
    asked.catch(() => this.slices.delete(key));
    return asked;
  }

  /** For good: a job that the queue hands out again while the process ends must not open the pool anew. */
  async close(): Promise<void> {
    this.closed = true;
    await this.open?.pool.close();
    this.open = null;
  }

  private opened(): { readonly pool: EvaluationPool; readonly panels: PanelCache } {
    // No refusal: that would be an answer, and the question is to be put to another worker.
    if (this.closed) throw new Error('the engine of this process is closed');
    if (this.open) return this.open;
    const { threads, panelBytes: limitBytes, datasetsFolder, reductions, imported, onLoaded } = this.options;
    const pool = new EvaluationPool({ threads, reductions, imported });
    const load = (datasetHash: string) => loadPanel(join(datasetsFolder, datasetHash), datasetHash);
    this.open = { pool, panels: new PanelCache({ pool, limitBytes, load, onLoaded }) };
    return this.open;
  }
}
