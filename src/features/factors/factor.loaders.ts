import { Injectable } from '@nestjs/common';
import DataLoader from 'dataloader';
import type { FactorStatistics } from '../../core/statistics/factor-statistics.ts';
import { Database } from '../../platform/database/database.ts';
import { loadAlike } from '../../platform/paging/load-alike.ts';
import type { Page, PageRequest } from '../../platform/paging/page.ts';
import {
  type EvaluationFilter,
  type EvaluationRow,
  FactorQueriesStore,
  type FactorRow,
} from './factor-queries.store.ts';
import { birthView } from './factor-views.ts';
import type { LineageEdgeModel } from './lineage.models.ts';
import { LineageStore } from './lineage.store.ts';

/** Not cached: a loader outlives the request, and joins only what is asked for in the same moment. */
const OPTIONS = { cache: false, maxBatchSize: 1000 } as const;

interface EvaluationsWish {
  readonly factorId: string;
  readonly filter: EvaluationFilter;
  readonly page: PageRequest;
}

/** Nested fields of lists, read in one statement for the whole list, and not at all while nothing has changed. */
@Injectable()
export class FactorLoaders {
  readonly factor: DataLoader<string, FactorRow | null>;
  /** Newest first. */
  readonly evaluations: DataLoader<EvaluationsWish, Page<EvaluationRow>>;
  /** Of evaluations; null where only figures were kept. */
  readonly statistics: DataLoader<string, FactorStatistics | null>;
  /** Latest births of each factor, latest first. */
  readonly parents: DataLoader<string, readonly LineageEdgeModel[]>;

  constructor(store: FactorQueriesStore, lineage: LineageStore, database: Database) {
    const kept = <T>(name: string, read: (ids: readonly string[]) => Promise<T[]>) =>
      new DataLoader<string, T>(
        (ids) =>
          database.unchanged.of(
            `${name} ${ids.join()}`,
            () => read(ids),
            (rows) => rows.length,
          ),
        OPTIONS,
      );
    this.factor = kept('factors', (ids) => store.byIds(ids));
    this.evaluations = new DataLoader(
      (wishes: readonly EvaluationsWish[]) =>
        loadAlike(
          wishes,
          ({ factorId: _, ...like }) => like,
          (alike) => {
            const ids = alike.map(({ factorId }) => factorId);
            return store.evaluationPagesOf(ids, alike[0]!.filter, alike[0]!.page);
          },
        ),
      OPTIONS,
    );
    // Not kept: series of years are large, and seldom asked for again.
    this.statistics = new DataLoader((ids: readonly string[]) => store.statisticsOf(ids), OPTIONS);
    this.parents = kept('parents', async (ids) =>
      (await lineage.parentsOf(ids)).map((births) => births.map(birthView)),
    );
  }
}
