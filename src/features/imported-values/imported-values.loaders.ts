import { Injectable } from '@nestjs/common';
import DataLoader from 'dataloader';
import { type ImportedValuesRecord, ImportedValuesStore } from './imported-values.store.ts';

/** Imported values that hang on the items of a list, read in one statement for the whole list. */
@Injectable()
export class ImportedValuesLoaders {
  /** By name; null where they were deleted. Not cached: a loader outlives the request. */
  readonly ofName: DataLoader<string, ImportedValuesRecord | null>;

  constructor(store: ImportedValuesStore) {
    this.ofName = new DataLoader(
      async (names) => {
        const found = new Map((await store.ofNames(names)).map((record) => [record.name, record]));
        return names.map((name) => found.get(name) ?? null);
      },
      { cache: false, maxBatchSize: 1000 },
    );
  }
}
