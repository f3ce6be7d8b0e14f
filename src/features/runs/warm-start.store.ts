import { Injectable } from '@nestjs/common';
import type { WarmStartProgram } from '../../mining/ports.ts';
import { Database } from '../../platform/database/database.ts';

export interface EarlierFactorsQuery {
  /** Null = every run on a dataset of the series. */
  readonly runIds: readonly string[] | null;
  readonly seriesId: string;
  readonly minimumFitness: number;
  readonly limit: number;
}

@Injectable()
export class WarmStartStore {
  constructor(private readonly database: Database) {}

  /** Factors of earlier runs, fittest first, each once with the run in which it was fittest. */
  async earlierFactors(query: EarlierFactorsQuery): Promise<WarmStartProgram[]> {
    const found = await this.database.pool.query<WarmStartProgram>(
      `SELECT f.formula, 'run:' || best.run_id AS source
       FROM (
         SELECT DISTINCT ON (i.factor_id) i.factor_id, i.run_id, i.fitness
         FROM individuals i JOIN runs r ON r.id = i.run_id JOIN datasets d ON d.id = r.dataset_id
         WHERE i.fitness >= $1 AND CASE WHEN $2::uuid[] IS NULL THEN d.series_id = $3 ELSE i.run_id = ANY ($2) END
         ORDER BY i.factor_id, i.fitness DESC, i.run_id
       ) best JOIN factors f ON f.id = best.factor_id
       ORDER BY best.fitness DESC, best.factor_id LIMIT $4`,
      [query.minimumFitness, query.runIds, query.seriesId, query.limit],
    );
    return found.rows;
  }
}
