import { Injectable } from '@nestjs/common';
import DataLoader from 'dataloader';
import type { RunModel } from './run.models.ts';
import { RunRecordsStore } from './run-records.store.ts';
import { runView } from './run-views.ts';

/** Not cached: a loader outlives the request, and joins only what is asked for in the same moment. */
const OPTIONS = { cache: false, maxBatchSize: 500 } as const;

/** Runs that hang on rows of a list, read in one statement for the whole list. */
@Injectable()
export class RunLoaders {
  readonly run: DataLoader<string, RunModel | null>;

  constructor(records: RunRecordsStore) {
    this.run = new DataLoader<string, RunModel | null>(
      async (ids) => (await records.byIds(ids)).map((run) => run && runView(run)),
      OPTIONS,
    );
  }
}
