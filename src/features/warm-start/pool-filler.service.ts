import { Injectable } from '@nestjs/common';
import { DistinctTopFactors } from '../factors/distinct-top-factors.service.ts';
import { TopFactors } from '../factors/top-factors.service.ts';
import type { TopFactorRow } from '../factors/top-factors.store.ts';
import type { PoolQueryInput, PoolSourcesInput } from './pool.inputs.ts';
import type { PoolSourceTallyModel } from './pool.models.ts';
import { hasSources, nameOf, type PoolDefinition, type PoolSource, sourcesOf } from './pool-definition.ts';
import { type Comparison, PoolDistinct } from './pool-distinct.service.ts';
import { type OfferedProgram, PoolSources } from './pool-sources.service.ts';

const DEFAULT_COUNT = 50;
/** Programs asked of a source for each that is wanted: some are known already, some too alike. */
const SPARE = 3;
/** At most so many are asked of one source. */
const MOST_OFFERED = 600;

export interface FilledPool {
  readonly programs: readonly OfferedProgram[];
  readonly sources: readonly PoolSourceTallyModel[];
  readonly maximumCorrelation: number | null;
}

/** Fills a pool from its sources, one after another: each up to its quota, no program twice, none too alike. */
@Injectable()
export class PoolFiller {
  constructor(
    private readonly sources: PoolSources,
    private readonly distinct: PoolDistinct,
    private readonly top: TopFactors,
    private readonly distinctTop: DistinctTopFactors,
  ) {}

  /** What a definition hands out now. @throws Refusal as `Measurements.resolve` and `fill`, UNAVAILABLE */
  async ask(definition: PoolDefinition): Promise<FilledPool> {
    if (hasSources(definition)) return this.fill(definition);
    return withoutTally((await this.best(definition)).map(offeredBy));
  }

  /** Whether a definition can be asked at all; it may give nothing yet. @throws Refusal as `ask` */
  async check(definition: PoolDefinition): Promise<void> {
    if (!hasSources(definition)) {
      await this.top.page(definition, { pageSize: 1, pageToken: null });
      return;
    }
    if (definition.distinct) await this.distinct.open(definition.distinct);
    for (const source of sourcesOf(definition)) {
      const limit = source.kind === 'formulas' ? source.formulas.length : 1;
      await this.sources.offer(source, limit, definition.datasetId ?? null);
    }
  }

  private async best(query: PoolQueryInput): Promise<readonly TopFactorRow[]> {
    const count = query.count ?? DEFAULT_COUNT;
    const { maximumCorrelation } = query;
    if (maximumCorrelation === undefined || maximumCorrelation === null) {
      return (await this.top.page(query, { pageSize: count, pageToken: null })).items;
    }
    return (await this.distinctTop.select({ ...query, maximumCorrelation, count })).factors;
  }

  /** @throws Refusal INVALID_INPUT, and as `PoolSources.offer` and `PoolDistinct.take` */
  private async fill(definition: PoolSourcesInput): Promise<FilledPool> {
    const sources = sourcesOf(definition);
    const comparison = definition.distinct ? await this.distinct.open(definition.distinct) : null;
    const programs: OfferedProgram[] = [];
    const tallies: PoolSourceTallyModel[] = [];
    for (const source of sources) {
      const limit =
        source.kind === 'formulas' ? source.formulas.length : Math.min(MOST_OFFERED, source.quota * SPARE);
      const offered = await this.sources.offer(source, limit, definition.datasetId ?? null);
      const { taken, tally } = await this.take(source, offered, programs, comparison);
      programs.push(...taken);
      tallies.push(tally);
    }
    return { programs, sources: tallies, maximumCorrelation: comparison?.maximumCorrelation ?? null };
  }

  private async take(
    source: PoolSource,
    offered: readonly OfferedProgram[],
    chosen: readonly OfferedProgram[],
    comparison: Comparison | null,
  ): Promise<{ taken: OfferedProgram[]; tally: PoolSourceTallyModel }> {
    const fresh = unknownTo(chosen, offered);
    const counts = { source: nameOf(source), quota: source.quota, duplicates: offered.length - fresh.length };
    if (!comparison) {
      const taken = fresh.slice(0, source.quota);
      const none = { unfit: 0, alike: 0 };
      return { taken, tally: { ...counts, ...none, offered: offered.length, taken: taken.length } };
    }
    const found = await this.distinct.take(
      comparison,
      chosen.map(({ formula }) => formula),
      fresh.map(({ formula }) => formula),
      source.quota,
    );
    const taken = found.taken.map((at) => fresh[at]!);
    const left = { unfit: found.unfit.length, alike: found.alike.length };
    return { taken, tally: { ...counts, ...left, offered: offered.length, taken: taken.length } };
  }
}

function unknownTo(chosen: readonly OfferedProgram[], offered: readonly OfferedProgram[]): OfferedProgram[] {
  const known = new Set(chosen.map(({ factorId }) => factorId));
  return offered.filter(({ factorId }) => {
    if (known.has(factorId)) return false;
    known.add(factorId);
    return true;
  });
}

export const withoutTally = (programs: readonly OfferedProgram[]): FilledPool => ({
  programs,
  sources: [],
  maximumCorrelation: null,
});

const offeredBy = ({ factor, value }: TopFactorRow): OfferedProgram => ({
  factorId: factor.id,
  formula: factor.formula,
  fields: factor.fields,
  value,
  source: 'top',
});
