import { statfs } from 'node:fs/promises';
import { Injectable } from '@nestjs/common';
import { Config } from '../../../platform/config/config.ts';
import { requireUuid } from '../../../platform/paging/ids.ts';
import { RunRecordsStore } from '../run-records.store.ts';
import { WorkersStore } from '../workers.store.ts';
import { type Diagnosis, type DiagnosisFacts, diagnose } from './diagnose.ts';
import { DiagnosisStore } from './diagnosis.store.ts';

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
  async of(runId: string): Promise<Diagnosis & { readonly facts: DiagnosisFacts }> {
    const id = requireUuid(runId, 'runId');
    const stored = await this.store.facts(id);
    const alive = (await this.workers.list()).filter((worker) => worker.alive);
    const facts: DiagnosisFacts = {
      ...stored,
      waitsForEarlier: await this.records.waitsForEarlier(id),
      workersAlive: alive.length,
      slots: alive.reduce((sum, worker) => sum + worker.concurrentRuns, 0),
      busySlots: alive.reduce((sum, worker) => sum + worker.runs, 0),
      freeDiskBytes: await this.freeDiskBytes(),
    };
    return { ...diagnose(facts), facts };
  }

  /** Of the data folder, as this process sees it; null where that cannot be told. */
  private async freeDiskBytes(): Promise<number | null> {
    try {
      const { bavail, bsize } = await statfs(this.config.dataFolder);
      return bavail * bsize;
    } catch {
      return null;
    }
  }
}
