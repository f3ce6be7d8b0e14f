import { Injectable } from '@nestjs/common';
import { Refusal } from '../../core/outcome/refusal.ts';
import { EvaluationRequests } from '../evaluations/evaluation-requests.service.ts';
import { Measurements } from '../factors/measurements.service.ts';
import { LibrariesStore, type LibraryRecord } from './libraries.store.ts';
import type { CompositeInput, CompositeModel } from './library-process.models.ts';

const DEFAULT_SHRINKAGE = 0.5;
/** Each is left out once: the work grows with their square. */
const MOST_MEMBERS = 100;

interface NamedPeriod {
  readonly role: 'train' | 'validation' | 'test';
  readonly period: { readonly from: string; readonly to: string };
}

/** A library as one signal, computed by a worker. */
@Injectable()
export class LibraryComposite {
  constructor(
    private readonly store: LibrariesStore,
    private readonly measurements: Measurements,
    private readonly requests: EvaluationRequests,
  ) {}

  /** A look at a test period is recorded. @throws Refusal NOT_FOUND, INVALID_INPUT, POOL_EMPTY without members, UNAVAILABLE */
  async of(libraryId: string, input: CompositeInput): Promise<CompositeModel> {
    const library = await this.store.get(libraryId);
    const members = await this.store.members(library.id, false);
    if (members.length === 0 || members.length > MOST_MEMBERS) throw refuseCount(members.length);
    const [train, ...others] = await this.periodsOf(library, input);
    const shrinkage = input.shrinkage ?? DEFAULT_SHRINKAGE;
    const { datasetId, definition } = library.rules;
    const found = await this.requests.composite({
      datasetId,
      definition,
      period: train!.period,
      others: others.map(({ period }) => period),
      formulas: members.map(({ formula }) => formula),
      shrinkage,
    });
    const periods = [train!, ...others].map((named, at) => {
      const { equal, fitted } = found.periods[at]!;
      return { ...named, equal, fitted };
    });
    return {
      shrinkage,
      periods,
      members: members.map(({ factorId, formula }, at) => ({
        factorId,
        formula,
        equalWeight: found.equalWeights[at]!,
        fittedWeight: found.fittedWeights[at]!,
        own: found.periods.map(({ own }) => own[at] ?? null),
        incremental: found.periods.map(({ incremental }) => incremental[at] ?? null),
        fittedIncremental: found.periods.map(({ fittedIncremental }) => fittedIncremental[at] ?? null),
      })),
    };
  }

  private async periodsOf({ rules }: LibraryRecord, input: CompositeInput): Promise<NamedPeriod[]> {
    if (input.runId && input.periods) throw eitherRunOrPeriods();
    const given = input.runId ? await this.measurements.periodsOf(input.runId) : input.periods;
    if (!given) return [{ role: 'train', period: rules.period }];
    const named = (['train', 'validation', 'test'] as const).flatMap((role) => {
      const period = given[role];
      return period ? [{ role, period: { from: period.from, to: period.to } }] : [];
    });
    // Settled as every question about days is: they must lie in the market, and a look at the test is recorded.
    for (const { period } of named) await this.measurements.resolve({ datasetId: rules.datasetId, period });
    return named;
  }
}

const refuseCount = (count: number): Refusal =>
  new Refusal('INVALID_INPUT', `composite: expected 1 to ${MOST_MEMBERS} members, got ${count}`, {
    expected: `1 to ${MOST_MEMBERS} members`,
    actual: String(count),
    where: 'libraryId',
    remedy: count === 0 ? 'admit a factor first' : 'retire members, or combine a smaller library',
  });

const eitherRunOrPeriods = (): Refusal =>
  new Refusal('INVALID_INPUT', 'composite: expected either runId or periods, got both', {
    expected: 'at most one of runId, periods',
    actual: 'both',
    where: 'periods',
    remedy: 'leave one of them out',
  });
