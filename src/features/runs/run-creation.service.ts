import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import type { Experiment, StopConditions } from '../../core/experiment/experiment.ts';
import { Refusal } from '../../core/outcome/refusal.ts';
import type { UnlikeKnown } from '../../mining/ports.ts';
import { ExperimentsService } from '../experiments/experiments.service.ts';
import type { ExperimentRecord } from '../experiments/experiments.store.ts';
import { mergeStop } from './merge-stop.ts';
import type { CreateRunInput } from './run.inputs.ts';
import { type MarketSummary, RunMarketsStore } from './run-markets.store.ts';
import type { NewRun } from './run-record.ts';
import { RunRecordsStore } from './run-records.store.ts';
import { UnlikeResolver } from './unlike-resolver.ts';
import type { WarmStartInput } from './warm-start.inputs.ts';
import { WarmStartResolver } from './warm-start-resolver.ts';

/** Bytes of a drawn seed: enough that no two runs share one by chance. */
const SEED_BYTES = 16;

/** What a run is made of, each part already resolved. */
export interface RunParts {
  readonly name: string | null;
  readonly market: MarketSummary;
  readonly experiment: ExperimentRecord;
  readonly scheduleId: string | null;
  readonly seed: string;
  readonly warmStart: NewRun['warmStart'];
  readonly stop: StopConditions;
  readonly start: boolean;
  readonly idempotencyKey: string | null;
  readonly controlOfId?: string;
  readonly unlike?: UnlikeKnown | null;
  readonly improves?: boolean;
}

/** Turns what a user asks for into a row that never has to ask again. */
@Injectable()
export class RunCreation {
  constructor(
    private readonly experiments: ExperimentsService,
    private readonly markets: RunMarketsStore,
    private readonly warmStarts: WarmStartResolver,
    private readonly unlikes: UnlikeResolver,
    private readonly records: RunRecordsStore,
  ) {}

  /**
   * @returns the run's id; the earlier run's where the idempotency key is known
   * @throws Refusal NOT_FOUND, EXPERIMENT_INVALID, PERIOD_INVALID, POOL_EMPTY, or what a formula earned
   */
  async create(input: CreateRunInput): Promise<string> {
    const earlier = input.idempotencyKey ? await this.records.findByKey(input.idempotencyKey) : null;
    if (earlier) return earlier;
    const market = await this.market(input);
    const experiment = await this.experiment(input);
    return this.records.insert(
      newRun({
        name: input.name ?? null,
        market,
        experiment,
        scheduleId: null,
        seed: input.seed ?? drawSeed(),
        warmStart: await this.warmStarts.resolve(warmStartOf(input), market, experiment.configuration),
        unlike: input.unlike
          ? await this.unlikes.resolve(input.unlike, market, experiment.configuration.periods.train)
          : null,
        improves: Boolean(input.improve),
        stop: mergeStop(experiment.configuration.stop, input.stop),
        start: input.start ?? false,
        idempotencyKey: input.idempotencyKey ?? null,
      }),
    );
  }

  private market({ datasetId, seriesId }: CreateRunInput): Promise<MarketSummary> {
    if (datasetId && !seriesId) return this.markets.dataset(datasetId);
    if (seriesId && !datasetId) return this.markets.latestOf(seriesId);
    throw eitherOr('datasetId', 'seriesId');
  }

  private experiment({ experimentId, experiment }: CreateRunInput): Promise<ExperimentRecord> {
    if (experimentId && !experiment) return this.experiments.get(experimentId);
    if (experiment && !experimentId) return this.experiments.create(experiment);
    throw eitherOr('experimentId', 'experiment');
  }
}

/** The factor that is to be improved comes first. */
function warmStartOf({ improve, warmStart }: CreateRunInput): WarmStartInput | undefined {
  if (!improve) return warmStart;
  return { ...warmStart, formulas: [improve, ...(warmStart?.formulas ?? [])] };
}

export const drawSeed = (): string => randomBytes(SEED_BYTES).toString('hex');

/** @throws Refusal PERIOD_INVALID where a period lies outside the market's days */
export function newRun(parts: RunParts): NewRun {
  requirePeriods(parts.experiment.configuration, parts.market);
  return {
    id: uuidv7(),
    name: parts.name,
    experimentId: parts.experiment.id,
    datasetId: parts.market.id,
    scheduleId: parts.scheduleId,
    seed: parts.seed,
    warmStart: parts.warmStart,
    stop: parts.stop,
    state: parts.start ? 'QUEUED' : 'CREATED',
    idempotencyKey: parts.idempotencyKey,
    controlOfId: parts.controlOfId ?? null,
    unlike: parts.unlike ?? null,
    improves: parts.improves ?? false,
  };
}

function requirePeriods(experiment: Experiment, market: MarketSummary): void {
  for (const [name, period] of Object.entries(experiment.periods)) {
    if (period === null || (period.from <= market.lastDay && period.to >= market.firstDay)) continue;
    throw new Refusal('PERIOD_INVALID', `periods.${name}: no day of the dataset lies in it`, {
      expected: `days between ${market.firstDay} and ${market.lastDay}`,
      actual: `${period.from} to ${period.to}`,
      where: `periods.${name}`,
      remedy: 'choose periods within the dataset, or another dataset',
    });
  }
}

function eitherOr(one: string, other: string): Refusal {
  return new Refusal('INVALID_INPUT', `expected either ${one} or ${other}`, {
    expected: `exactly one of ${one}, ${other}`,
    actual: 'both or none',
    where: one,
    remedy: `give ${one} or ${other}`,
  });
}
