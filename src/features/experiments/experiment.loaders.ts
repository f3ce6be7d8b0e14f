import { Injectable } from '@nestjs/common';
import DataLoader from 'dataloader';
import { type ExperimentRecord, ExperimentsStore } from './experiments.store.ts';

/** Experiments that rows of a list name, read in one statement for the whole list. */
@Injectable()
export class ExperimentLoaders {
  /** Not cached: it outlives the request, and joins only what is asked for in the same moment. */
  readonly experiment: DataLoader<string, ExperimentRecord | null>;

  constructor(experiments: ExperimentsStore) {
    this.experiment = new DataLoader((ids: readonly string[]) => experiments.byIds(ids), { cache: false });
  }
}
