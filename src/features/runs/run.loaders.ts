import { Injectable } from '@nestjs/common';
import DataLoader from 'dataloader';
import { Database } from '../../platform/database/database.ts';
import { LineageStore } from '../factors/lineage.store.ts';
import type { RunModel } from './run.models.ts';
import { RunRecordsStore } from './run-records.store.ts';
import { runView } from './run-views.ts';

/** Not cached: a loader outlives the request, and joins only what is asked for in the same moment. */
const OPTIONS = { cache: false, maxBatchSize: 500 } as const;

/** Runs that hang on rows of a list, read in one statement for the whole list. */
@Injectable()
export class RunLoaders {
  /** Read each time: whether a run stands still is told by the clock, not by the store alone. */
  readonly run: DataLoader<string, RunModel | null>;
  /** Id of the first run in which a factor lived. */
  readonly firstRunOf: DataLoader<string, string | null>;

  constructor(records: RunRecordsStore, lineage: LineageStore, database: Database) {
    this.run = new DataLoader<string, RunModel | null>(
      async (ids) => (await records.byIds(ids)).map((run) => run && runView(run)),
      OPTIONS,
    );
    this.firstRunOf = new DataLoader<string, string | null>((ids) => {
      const read = async () => (await lineage.firstRunsOf(ids)).map((run) => run?.id ?? null);
      return database.unchanged.of(`first runs ${ids.join()}`, read, (rows) => rows.length);
    }, OPTIONS);
  }
}
