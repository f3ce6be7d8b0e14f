import { Injectable } from '@nestjs/common';
import { Config } from '../../../platform/config/config.ts';
import { freeDiskBytes } from '../../../platform/disk/free-disk-bytes.ts';
import { requireUuid } from '../../../platform/paging/ids.ts';
import { noSuchRun, RunRecordsStore } from '../run-records.store.ts';
import { WorkersStore } from '../workers.store.ts';
import { type Diagnosis, type DiagnosisFacts, diagnose } from './diagnose.ts';
import { DiagnosisStore } from './diagnosis.store.ts';

export type DiagnosedRun = Diagnosis & { readonly facts: DiagnosisFacts };

/** Answers "why is this run not moving". */
@Injectable()
export class RunDiagnosis {
  constructor(
    private readonly store: DiagnosisStore,
    private readonly workers: WorkersStore,
    private readonly records: RunRecordsStore,
    private readonly config: Config,
  ) {}

  /** @throws Refusal NOT_FOUND */
  async of(runId: string): Promise<DiagnosedRun> {
    const [found] = await this.ofMany([requireUuid(runId, 'runId')]);
    if (!found) throw noSuchRun(runId);
    return found;
  }

  /** In the order of the ids; null where there is no such run. */
  async ofMany(runIds: readonly string[]): Promise<(DiagnosedRun | null)[]> {
    const [stored, waiting, workers, free] = await Promise.all([
      this.store.factsOf(runIds),
      this.records.waitingForEarlier(runIds),
      this.workers.list(),
      freeDiskBytes(this.config.dataFolder),
    ]);
    const alive = workers.filter((worker) => worker.alive);
    const around = {
      workersAlive: alive.length,
      slots: alive.reduce((sum, worker) => sum + worker.concurrentRuns, 0),
      busySlots: alive.reduce((sum, worker) => sum + worker.runs, 0),
      freeDiskBytes: free,
    };
    return stored.map((row, at) => {
      if (row === null) return null;
      const facts: DiagnosisFacts = { ...row, ...around, waitsForEarlier: waiting[at]! };
      return { ...diagnose(facts), facts };
    });
  }
}
