import { Injectable } from '@nestjs/common';
import { EXPERIMENT_DEFAULTS } from '../../core/experiment/defaults.ts';
import type {
  CorrelationKind,
  EvaluationDefinition,
  Period,
  Periods,
} from '../../core/experiment/experiment.ts';
import { definitionHash } from '../../core/experiment/experiment-hash.ts';
import { freezeExperiment } from '../../core/experiment/freeze-experiment.ts';
import { correlationOf } from '../../core/experiment/styles.ts';
import { Refusal } from '../../core/outcome/refusal.ts';
import { TestLooks } from '../test-looks/test-looks.service.ts';
import type { PeriodRole } from './factor.enums.ts';
import type { MeasurementInput } from './measurement.inputs.ts';
import { type MeasuredMarket, MeasurementFactsStore, type MeasuringRun } from './measurement-facts.store.ts';

/** Where factors are measured, every part settled. */
export interface Measurement {
  readonly market: MeasuredMarket;
  readonly period: Period;
  readonly definition: EvaluationDefinition;
  readonly definitionHash: string;
  /** Whose sign orients groups. */
  readonly fitness: CorrelationKind;
}

/** What a worker is asked where factors are compared: everywhere the same similarity, by ranks. */
export const similarityOn = ({ market, period, definition }: Measurement) => ({
  datasetId: market.id,
  period,
  definition,
  correlation: 'rank' as const,
});

/** Turns "the validation period of that run" into a market, days and a definition. */
@Injectable()
export class Measurements {
  constructor(
    private readonly facts: MeasurementFactsStore,
    private readonly looks: TestLooks,
  ) {}

  /**
   * Whoever asks for days of a test period is recorded: see `TestLooks`.
   * @throws Refusal NOT_FOUND, INVALID_INPUT, PERIOD_INVALID, EXPERIMENT_INVALID for a faulty definition
   */
  async resolve(wish: MeasurementInput): Promise<Measurement> {
    const named = wish.runId ? await this.facts.run(wish.runId) : null;
    const market = await this.market(wish, named);
    const run = named ?? (await this.facts.newestRun(market.seriesId));
    const period = periodOf(wish, market, run);
    const definition = await this.definition(wish, run);
    const fitness = correlationOf(run?.experiment.fitness ?? EXPERIMENT_DEFAULTS.fitness);
    if (wish.role === 'test') await this.looks.atTest({ market, period, runId: run?.id ?? null });
    if (wish.period) await this.looks.atDays({ market, period, runId: null });
    return { market, period, definition, definitionHash: definitionHash(definition), fitness };
  }

  /** The periods of a run's experiment. @throws Refusal NOT_FOUND */
  async periodsOf(runId: string): Promise<Periods> {
    return (await this.facts.run(runId)).experiment.periods;
  }

  /** Datasets under whose names evaluations of a measurement are kept. */
  holders({ market, period }: Measurement): Promise<string[]> {
    return this.facts.holders(market, period.to);
  }

  /** The definition of a hash. @throws Refusal NOT_FOUND */
  async definitionOf(hash: string): Promise<EvaluationDefinition> {
    const found = (await this.facts.definitions()).find((definition) => definitionHash(definition) === hash);
    if (found) return found;
    throw new Refusal(
      'NOT_FOUND',
      `definition: none of an experiment or library has the hash ${hash.slice(0, 64)}`,
      {
        where: 'definitionHash',
        remedy: 'give the definition itself, or the run that used it',
      },
    );
  }

  private market(
    { datasetId, seriesId }: MeasurementInput,
    run: MeasuringRun | null,
  ): Promise<MeasuredMarket> {
    if (datasetId) return this.facts.market(datasetId);
    if (seriesId) return this.facts.latestOf(seriesId);
    if (run) return this.facts.market(run.datasetId);
    throw new Refusal('INVALID_INPUT', 'measurement: expected a datasetId, a seriesId or a runId', {
      expected: 'a market, or a run that has one',
      actual: 'none',
      where: 'datasetId',
      remedy: 'list the datasets to see which there are',
    });
  }

  private async definition(wish: MeasurementInput, run: MeasuringRun | null): Promise<EvaluationDefinition> {
    if (wish.definition && wish.definitionHash) throw eitherOr('definition', 'definitionHash');
    if (wish.definition) return frozenDefinition(wish.definition);
    if (wish.definitionHash) return this.definitionOf(wish.definitionHash);
    return run?.experiment.evaluation ?? EXPERIMENT_DEFAULTS.evaluation;
  }
}

/** A definition is checked as part of an experiment: the rules stand in one place. The periods play no part. */
function frozenDefinition(definition: unknown): EvaluationDefinition {
  const days = { from: '2000-01-01', to: '2099-12-31' };
  // Plain records alone: decorated classes carry their keys as undefined.
  const evaluation: unknown = JSON.parse(JSON.stringify(definition));
  const frozen = freezeExperiment({ evaluation, periods: { train: days } });
  if (!frozen.ok) throw frozen.error;
  return frozen.value.evaluation;
}

function periodOf(wish: MeasurementInput, market: MeasuredMarket, run: MeasuringRun | null): Period {
  if (wish.period && wish.role) throw eitherOr('period', 'role');
  const period = wish.period
    ? { from: wish.period.from, to: wish.period.to }
    : periodByRole(wish.role, market, run);
  const ordered = period.from <= period.to;
  if (ordered && period.from <= market.lastDay && period.to >= market.firstDay) return period;
  throw new Refusal('PERIOD_INVALID', 'period: no day of the dataset lies in it', {
    expected: `days between ${market.firstDay} and ${market.lastDay}, the first not after the last`,
    actual: `${period.from} to ${period.to}`,
    where: 'period',
    remedy: 'choose days within the dataset, or another dataset',
  });
}

function periodByRole(
  role: PeriodRole | undefined,
  market: MeasuredMarket,
  run: MeasuringRun | null,
): Period {
  if (!run && !role) return { from: market.firstDay, to: market.lastDay };
  const period = run?.experiment.periods[role ?? 'train'] ?? null;
  if (period) return period;
  const name = (role ?? 'train').toUpperCase();
  throw new Refusal('PERIOD_INVALID', `role: there is no ${name} period`, {
    expected: run ? `an experiment with a ${name} period` : 'a run on this market, whose periods have roles',
    actual: run ? `run ${run.id} has none` : 'no run',
    where: 'role',
    remedy: 'give the days as `period`',
  });
}

const eitherOr = (one: string, other: string): Refusal =>
  new Refusal('INVALID_INPUT', `expected either ${one} or ${other}, not both`, {
    expected: `at most one of ${one}, ${other}`,
    actual: 'both',
    where: one,
    remedy: `leave out ${other}`,
  });
