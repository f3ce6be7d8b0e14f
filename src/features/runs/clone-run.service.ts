import { Injectable } from '@nestjs/common';
import { ExperimentsService } from '../experiments/experiments.service.ts';
import { mergeSettings } from './merge-settings.ts';
import { mergeStop } from './merge-stop.ts';
import type { CloneRunInput } from './run.inputs.ts';
import { drawSeed, newRun } from './run-creation.service.ts';
import { RunMarketsStore } from './run-markets.store.ts';
import type { RunRecord } from './run-record.ts';
import { RunRecordsStore } from './run-records.store.ts';
import { RunsService } from './runs.service.ts';

/** Runs like an earlier one, with what is to be different. */
@Injectable()
export class CloneRun {
  constructor(
    private readonly runs: RunsService,
    private readonly experiments: ExperimentsService,
    private readonly markets: RunMarketsStore,
    private readonly records: RunRecordsStore,
  ) {}

  /**
   * Dataset, configuration and the programs that were handed over are those of the earlier run; the seed is drawn anew unless
   * told. @throws Refusal NOT_FOUND, EXPERIMENT_INVALID, PERIOD_INVALID, DISK_FULL
   */
  async clone(runId: string, input: CloneRunInput): Promise<RunRecord> {
    const run = await this.runs.get(runId);
    if (input.start) await this.runs.requireRoom();
    const { configuration } = await this.experiments.get(run.experimentId);
    const experiment = input.experiment
      ? await this.experiments.create(mergeSettings(configuration, input.experiment))
      : await this.experiments.get(run.experimentId);
    const keepsWarmStart = input.warmStart ?? true;
    const id = await this.records.insert(
      newRun({
        name: input.name ?? run.name,
        market: await this.markets.dataset(input.datasetId ?? run.datasetId),
        experiment,
        scheduleId: null,
        seed: input.seed ?? drawSeed(),
        warmStart: keepsWarmStart ? await this.runs.warmStart(run.id) : [],
        unlike: await this.records.unlikeOf(run.id),
        improves: keepsWarmStart && run.improves,
        stop: mergeStop(run.stop, input.stop),
        start: false,
        idempotencyKey: null,
      }),
    );
    return input.start ? this.runs.start(id) : this.runs.get(id);
  }
}
