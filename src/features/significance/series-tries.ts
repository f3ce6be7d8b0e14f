import { Injectable } from '@nestjs/common';
import DataLoader from 'dataloader';
import { TrialsStore } from '../evaluations/trials.store.ts';
import type { EvaluationModel } from '../factors/factor.models.ts';
import { factorSignificance } from './factor-significance.ts';
import type { FactorSignificanceModel } from './significance.models.ts';

/** Programs tried on the series of a dataset, read once for a whole list. */
@Injectable()
export class SeriesTries {
  private readonly ofDataset: DataLoader<string, number>;

  constructor(trials: TrialsStore) {
    this.ofDataset = new DataLoader<string, number>((ids) => trials.ofDatasets(ids), { cache: false });
  }

  async significance(evaluation: EvaluationModel): Promise<FactorSignificanceModel | null> {
    return factorSignificance(evaluation, 'rank', await this.ofDataset.load(evaluation.datasetId));
  }
}
