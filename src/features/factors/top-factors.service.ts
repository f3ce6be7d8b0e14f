import { Injectable } from '@nestjs/common';
import type { Page, PageRequest } from '../../platform/paging/page.ts';
import { MeasurementFactsStore } from './measurement-facts.store.ts';
import { type Measurement, Measurements } from './measurements.service.ts';
import type { TopFactorsInput } from './top-factors.inputs.ts';
import { type TopFactorRow, type TopFactorsSearch, TopFactorsStore } from './top-factors.store.ts';

/** The best factors of a market's period. */
@Injectable()
export class TopFactors {
  constructor(
    private readonly measurements: Measurements,
    private readonly facts: MeasurementFactsStore,
    private readonly store: TopFactorsStore,
  ) {}

  /** @throws Refusal as `Measurements.resolve`, INVALID_INPUT for a foreign page token */
  async page(query: TopFactorsInput, page: PageRequest): Promise<Page<TopFactorRow>> {
    return this.read(await this.settle(query), page);
  }

  /** @throws Refusal as `Measurements.resolve` */
  async settle(query: TopFactorsInput): Promise<TopFactorsSearch> {
    return this.search(query, await this.measurements.resolve(query));
  }

  /** @throws Refusal INVALID_INPUT for a foreign page token */
  read(search: TopFactorsSearch, page: PageRequest): Promise<Page<TopFactorRow>> {
    return this.store.page(search, page);
  }

  /** What to search for, once the measurement is settled. */
  async search(query: TopFactorsInput, measurement: Measurement): Promise<TopFactorsSearch> {
    const { market, period, definition, definitionHash } = measurement;
    return {
      datasetIds: await this.facts.holders(market, period.to),
      period,
      definitionHash,
      metric: query.metric ?? 'RANK_IC',
      minimumCoverage: query.minimumCoverage ?? definition.minimumCoverage,
      minimumDateShare: (query.minimumCoverage ?? null) === null ? definition.minimumDateShare : 0,
      minimumResidualRankIc: query.minimumResidualRankIc ?? null,
      foundByRun: query.foundByRun ?? null,
      operators: query.operators ?? [],
      fields: query.fields ?? [],
      maximumSize: query.maximumSize ?? null,
    };
  }
}
