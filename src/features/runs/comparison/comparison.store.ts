import { Injectable } from '@nestjs/common';
import { Database } from '../../../platform/database/database.ts';

export interface ComparedRun {
  readonly id: string;
  readonly configuration: unknown;
  readonly datasetId: string;
  readonly seed: string;
  readonly stop: unknown;
  readonly warmStartPrograms: number;
}

export interface CurvePoint {
  readonly runId: string;
  readonly generation: number;
  readonly meanFitness: number | null;
  readonly bestFitness: number | null;
  readonly bestEverFitness: number | null;
  readonly diversity: number;
  /** Distinct programs tried up to here. */
  readonly programs: number;
  /** Of mining, up to here. */
  readonly seconds: number;
}

export interface SharedFactor {
  readonly factorId: string;
  readonly formula: string;
  readonly runIds: readonly string[];
  readonly fitness: number;
}

@Injectable()
export class ComparisonStore {
  constructor(private readonly database: Database) {}

  async runs(runIds: readonly string[]): Promise<ComparedRun[]> {
    const found = await this.database.pool.query<ComparedRun>(
      `SELECT r.id, e.configuration, r.dataset_id AS "datasetId", r.seed, r.stop,
         jsonb_array_length(r.warm_start) AS "warmStartPrograms"
       FROM runs r JOIN experiments e ON e.id = r.experiment_id WHERE r.id = ANY($1::uuid[])`,
      [runIds],
    );
    return found.rows;
  }

  /** Generations of each run, ascending; of long runs every n-th and the last, so that no curve has more than `most` points. */
  async curves(runIds: readonly string[], most: number): Promise<CurvePoint[]> {
    const found = await this.database.pool.query<CurvePoint>(
      `WITH each AS (
         SELECT run_id, generation, mean_fitness, best_fitness, best_ever_fitness, diversity,
           sum(new_programs) OVER past AS programs,
           sum(breed_ms + evaluate_ms + persist_ms) OVER past / 1000 AS seconds,
           max(generation) OVER (PARTITION BY run_id) AS last
         FROM generations WHERE run_id = ANY($1::uuid[])
         WINDOW past AS (PARTITION BY run_id ORDER BY generation))
       SELECT run_id AS "runId", generation, mean_fitness AS "meanFitness", best_fitness AS "bestFitness",
         best_ever_fitness AS "bestEverFitness", diversity, programs::int AS programs, seconds::float8 AS seconds
       FROM each WHERE generation = last OR generation % (last / $2 + 1) = 0 ORDER BY run_id, generation`,
      [runIds, most],
    );
    return found.rows;
  }

  /** Factors among the `top` fittest of more than one of the runs, fittest first. */
  async shared(runIds: readonly string[], top: number): Promise<SharedFactor[]> {
    const found = await this.database.pool.query<SharedFactor>(
      `WITH best AS (
         SELECT r.id AS run_id, b.factor_id, b.fitness FROM unnest($1::uuid[]) AS r(id) CROSS JOIN LATERAL (
           SELECT factor_id, max(fitness) AS fitness FROM individuals
           WHERE run_id = r.id AND fitness IS NOT NULL GROUP BY factor_id
           ORDER BY fitness DESC, factor_id DESC LIMIT $2) b)
       SELECT f.id AS "factorId", f.formula, array_agg(best.run_id ORDER BY best.run_id) AS "runIds",
         max(best.fitness) AS fitness
       FROM best JOIN factors f ON f.id = best.factor_id GROUP BY f.id HAVING count(*) > 1
       ORDER BY max(best.fitness) DESC, f.id DESC`,
      [runIds, top],
    );
    return found.rows;
  }
}
