import { Injectable } from '@nestjs/common';
import { Config } from '../../../platform/config/config.ts';
import { freeDiskBytes } from '../../../platform/disk/free-disk-bytes.ts';
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
      freeDiskBytes: await freeDiskBytes(this.config.dataFolder),
    };
    return { ...diagnose(facts), facts };
  }
}
