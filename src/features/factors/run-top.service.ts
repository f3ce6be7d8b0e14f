import { InjectQueue } from '@nestjs/bullmq';
import { Injectable, Logger } from '@nestjs/common';
import type { Queue } from 'bullmq';
import { EvaluationRequests } from '../evaluations/evaluation-requests.service.ts';
import type { RunRestedListener } from '../runs/run-rested.ts';
import type { PeriodRole } from './factor.enums.ts';
import { FactorPrograms } from './factor-programs.service.ts';
import { FactorQueriesStore } from './factor-queries.store.ts';
import { FactorStatisticsService } from './factor-statistics.service.ts';
import { MeasurementFactsStore } from './measurement-facts.store.ts';
import { type Measurement, Measurements } from './measurements.service.ts';

export const RUN_TOP_QUEUE = 'run-top';
const DEFAULT_COUNT = 50;
export const MAXIMUM_RUN_TOP = 500;
/** Factors that one question to a worker has sketched. */
const SKETCHED_AT_A_TIME = 100;
const ROLES: readonly PeriodRole[] = ['train', 'validation', 'test'];

export interface RunTopJob {
  readonly runId: string;
  readonly count: number;
}

/**
 * After mining: the best factors of a run, measured in full on train, validation and test and kept, so that
 * they can be ordered by what fitness never saw.
 */
@Injectable()
export class RunTopEvaluations implements RunRestedListener {
  private readonly logger = new Logger(RunTopEvaluations.name);

  constructor(
    @InjectQueue(RUN_TOP_QUEUE) private readonly queue: Queue<RunTopJob>,
    private readonly facts: MeasurementFactsStore,
    private readonly factors: FactorQueriesStore,
    private readonly programs: FactorPrograms,
    private readonly measurements: Measurements,
    private readonly statistics: FactorStatisticsService,
    private readonly requests: EvaluationRequests,
  ) {}

  /** Has a worker do it in the background; the same wish while one waits is one. @throws Refusal NOT_FOUND */
  async request(runId: string, count = DEFAULT_COUNT): Promise<RunTopJob> {
    const run = await this.facts.run(runId);
    const job = { runId: run.id, count: Math.min(Math.max(1, count), MAXIMUM_RUN_TOP) };
    await this.queue.add('evaluate', job, {
      jobId: `${run.id}-${job.count}`,
      attempts: 3,
      backoff: { type: 'exponential', delay: 10_000 },
      removeOnComplete: true,
      removeOnFail: true,
    });
    return job;
  }

  /** Told when a run rests; nobody waits for it. */
  rested(runId: string): void {
    this.request(runId).catch((error: unknown) => {
      this.logger.warn(
        `run ${runId}: its best factors were not queued: ${String(error)}; POST /v1/runs/${runId}/evaluate-top asks again`,
      );
    });
  }

  /** Whether the job is done with the run: it measures the fittest first, so the last of them tells. */
  async isMeasured(runId: string, count = DEFAULT_COUNT): Promise<boolean> {
    const { experiment } = await this.facts.run(runId);
    const last = (await this.factors.fittestOf(runId, count)).at(-1);
    if (!last) return true;
    for (const role of ROLES.filter((name) => experiment.periods[name] !== null)) {
      const stored = await this.statistics.find(last.id, await this.measurements.resolve({ runId, role }));
      if (!stored?.hasStatistics) return false;
    }
    return true;
  }

  /** What is kept already is not measured again, so an interrupted job goes on where it was. */
  async evaluateRunTop(
    { runId, count }: RunTopJob,
    onProgress: (share: number) => Promise<void> = async () => undefined,
  ): Promise<number> {
    const { experiment } = await this.facts.run(runId);
    const roles = ROLES.filter((role) => experiment.periods[role] !== null);
    const fittest = await this.factors.fittestOf(runId, count);
    let done = 0;
    for (const factor of fittest) {
      for (const role of roles) {
        const measurement = await this.measurements.resolve({ runId, role });
        const stored = await this.statistics.find(factor.id, measurement);
        if (!stored?.hasStatistics) {
          const program = await this.programs.parse(factor.formula, measurement.market.id);
          await this.statistics.measureOn(program, measurement);
        }
      }
      done += 1;
      await onProgress(done / fittest.length);
    }
    for (const role of roles) await this.sketch(fittest, await this.measurements.resolve({ runId, role }));
    return done;
  }

  /** What a run found is compared with libraries and selected from: its sketches are kept, on each of its periods. */
  private async sketch(
    factors: readonly { readonly formula: string }[],
    { market, period, definition }: Measurement,
  ): Promise<void> {
    for (let at = 0; at < factors.length; at += SKETCHED_AT_A_TIME) {
      const formulas = factors.slice(at, at + SKETCHED_AT_A_TIME).map(({ formula }) => formula);
      await this.requests.sketch({ datasetId: market.id, period, definition, formulas });
    }
  }
}
