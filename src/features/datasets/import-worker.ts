import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { type BadRowReport, BadRowsRefusal } from '../../compute/panel/import/bad-rows.ts';
import type { ImportProgress } from '../../compute/panel/import/import-options.ts';
import { removeAbandoned } from '../../compute/panel/unfinished-folders.ts';
import { Refusal } from '../../core/outcome/refusal.ts';
import { Config, minesRuns } from '../../platform/config/config.ts';
import { databaseFull } from '../../platform/disk/database-full.ts';
import { DatasetsFolder } from './datasets-folder.ts';
import { ImportFolder } from './import-folder.ts';
import { ImportsService } from './imports.service.ts';
import { type ImportEnd, ImportsStore } from './imports.store.ts';
import { type ImportOrder, MarketImporter } from './market-importer.ts';

const ROUND_MS = 15_000;
const IMPORTS_A_ROUND = 100;
const PROGRESS_MS = 300;
/** An import that was begun so often without an end has killed its workers. */
const MAXIMUM_ATTEMPTS = 3;

/** The worker side of imports: does what the rows ask for, and sees that none is forgotten. */
@Injectable()
export class ImportWorker implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger(ImportWorker.name);
  private readonly stopping = new AbortController();
  private timer: NodeJS.Timeout | null = null;

  constructor(
    private readonly config: Config,
    private readonly store: ImportsStore,
    private readonly imports: ImportsService,
    private readonly importer: MarketImporter,
    private readonly folder: ImportFolder,
    private readonly datasets: DatasetsFolder,
  ) {}

  onApplicationBootstrap(): void {
    if (minesRuns(this.config)) void this.begin();
  }

  onModuleDestroy(): void {
    if (this.timer) clearTimeout(this.timer);
    this.stopping.abort(new Error('the process shuts down'));
  }

  /** Twice is no harm: the same files give the same dataset. */
  async work(importId: string): Promise<void> {
    const begun = await this.store.begin(importId);
    if (begun === null) return;
    await this.imports.tellChanged(importId);
    const end = begun.attempts > MAXIMUM_ATTEMPTS ? killsWorkers : await this.attempt(importId, begun.order);
    if (end === null) await this.store.putBack(importId);
    else await this.store.end(importId, end);
    await this.imports.tellChanged(importId);
  }

  /** @returns how it ended; null when the process shuts down in between */
  private async attempt(importId: string, order: ImportOrder): Promise<ImportEnd | null> {
    try {
      const market = await this.imports.resolveFiles(order.market);
      const onProgress = this.progressOf(importId);
      const { dataset, badRows } = await this.importer.import(
        { ...order, market },
        onProgress,
        this.stopping.signal,
      );
      return { datasetId: dataset.id, reason: null, report: this.shown(badRows) };
    } catch (error) {
      if (this.stopping.signal.aborted) return null;
      const refusal = error instanceof Refusal ? error : databaseFull(error);
      if (refusal !== null) return this.refused(refusal);
      this.logger.error(error);
      const reason = "a fault of the service or of its machine; the worker's log tells more";
      return { datasetId: null, reason, report: null };
    }
  }

  private refused(refusal: Refusal): ImportEnd {
    const { remedy } = refusal.details;
    const reason = `${refusal.code}: ${refusal.message}${remedy ? `. ${remedy}` : ''}`;
    const report = refusal instanceof BadRowsRefusal ? this.shown(refusal.report) : null;
    return { datasetId: null, reason: this.folder.withoutFolder(reason), report };
  }

  private shown(report: BadRowReport): BadRowReport {
    const first = report.first.map((row) => ({ ...row, file: this.folder.withoutFolder(row.file) }));
    return { ...report, first };
  }

  private progressOf(importId: string): (progress: ImportProgress) => void {
    let last = 0;
    return (progress) => {
      const now = performance.now();
      if (now - last < PROGRESS_MS) return;
      last = now;
      this.store
        .advance(importId, progress)
        .then(() => this.imports.tellChanged(importId))
        .catch((error: unknown) =>
          this.logger.warn(`progress was not written, the import goes on: ${String(error)}`),
        );
    };
  }

  /** What a killed import left in the data folder goes first. */
  private async begin(): Promise<void> {
    await removeAbandoned(this.datasets.path).catch((error: unknown) =>
      this.logger.warn(
        `what killed imports left is not removed, \`factormine clean\` lists it: ${String(error)}`,
      ),
    );
    await this.round();
  }

  /** After a killed worker, a wiped queue or a lost wish. The queue ignores what it has already. */
  private async round(): Promise<void> {
    try {
      for (const id of await this.store.underWay(IMPORTS_A_ROUND)) await this.imports.putUp(id);
    } catch (error) {
      this.logger.warn(`imports are looked for again in ${ROUND_MS / 1000} s: ${String(error)}`);
    }
    if (this.stopping.signal.aborted) return;
    this.timer = setTimeout(() => void this.round(), ROUND_MS);
    this.timer.unref();
  }
}

const killsWorkers: ImportEnd = {
  datasetId: null,
  reason: `begun ${MAXIMUM_ATTEMPTS} times without an end: the worker died each time, perhaps for want of memory`,
  report: null,
};
