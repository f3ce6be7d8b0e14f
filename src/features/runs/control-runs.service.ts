import { Injectable } from '@nestjs/common';
import { Refusal } from '../../core/outcome/refusal.ts';
import { ExperimentsService } from '../experiments/experiments.service.ts';
import { newRun } from './run-creation.service.ts';
import { RunMarketsStore } from './run-markets.store.ts';
import type { RunRecord } from './run-record.ts';
import { RunRecordsStore } from './run-records.store.ts';
import { RunsService } from './runs.service.ts';

/** Random searches of equal budget: what evolution adds is what it finds beyond them. */
@Injectable()
export class ControlRuns {
  constructor(
    private readonly runs: RunsService,
    private readonly experiments: ExperimentsService,
    private readonly markets: RunMarketsStore,
    private readonly records: RunRecordsStore,
  ) {}

  /**
   * Dataset, periods, language and seed are the run's; nothing is bred and nothing is handed over, and it stops after as many
   * distinct programs as the run has tried by now.
   * @throws Refusal NOT_FOUND, CONFLICT for a run that has tried nothing yet, or is a random search itself
   */
  async create(runId: string, start: boolean): Promise<RunRecord> {
    const run = await this.runs.get(runId);
    if (start) await this.runs.requireRoom();
    const { configuration } = await this.experiments.get(run.experimentId);
    if (configuration.evolution.search === 'random') throw refuse('a run that breeds', 'a random search');
    if (run.evaluations === 0) throw refuse('a run that has tried programs', 'none so far');
    const stop = {
      generations: null,
      evaluations: run.evaluations,
      seconds: null,
      targetFitness: null,
      stagnation: null,
    };
    const evolution = { ...configuration.evolution, search: 'random' as const };
    const id = await this.records.insert(
      newRun({
        name: `control of ${run.name ?? run.id}`.slice(0, MOST_CHARACTERS),
        market: await this.markets.dataset(run.datasetId),
        experiment: await this.experiments.create({ ...configuration, evolution, stop }),
        scheduleId: null,
        seed: run.seed,
        warmStart: [],
        stop,
        start: false,
        idempotencyKey: null,
        controlOfId: run.id,
      }),
    );
    return start ? this.runs.start(id) : this.runs.get(id);
  }
}

const MOST_CHARACTERS = 200;

const refuse = (expected: string, actual: string): Refusal =>
  new Refusal('CONFLICT', `control: expected ${expected}, got ${actual}`, {
    expected,
    actual,
    where: 'runId',
    remedy: 'let a run mine for at least a generation, then make its control',
  });
