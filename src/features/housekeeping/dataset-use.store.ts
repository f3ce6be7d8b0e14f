import { Injectable } from '@nestjs/common';
import type { ClientBase, Pool } from 'pg';
import { Database } from '../../platform/database/database.ts';

export const DATASET_USER_KINDS = ['RUN', 'SCHEDULE', 'LIBRARY', 'POOL'] as const;

/** What would miss a dataset. */
export interface DatasetUser {
  readonly kind: (typeof DATASET_USER_KINDS)[number];
  readonly id: string;
  readonly name: string | null;
  readonly why: string;
}

/** Rows that go with a dataset. */
export interface DependentRows {
  readonly runs: number;
  readonly generations: number;
  readonly individuals: number;
  readonly lineageEdges: number;
  readonly evaluations: number;
  readonly tierScores: number;
  readonly sketches: number;
  readonly tearSheets: number;
}

type Client = ClientBase | Pool;

/** Runs that are over need their dataset for a second look alone, and go with it. */
const USERS = `
  SELECT 'RUN' AS kind, id, name, 'it is ' || state AS why FROM runs
  WHERE dataset_id = $1 AND state IN ('CREATED', 'QUEUED', 'RUNNING', 'PAUSED')
  UNION ALL
  SELECT 'SCHEDULE', s.id, s.name, 'it mines the newest dataset of the series, which is this one' FROM schedules s
  WHERE $1 = (SELECT d.id FROM datasets d WHERE d.series_id = s.series_id ORDER BY d.sequence DESC LIMIT 1)
  UNION ALL
  SELECT 'LIBRARY', id, name, 'its rules measure on it' FROM libraries WHERE strpos(rules::text, $1::text) > 0
  UNION ALL
  SELECT 'POOL', id, name, 'its query reads it' FROM warm_start_pools WHERE strpos(query::text, $1::text) > 0
  ORDER BY 1, 2`;

const ROWS = `WITH r AS (SELECT id FROM runs WHERE dataset_id = $1),
    k AS (SELECT id FROM evaluation_keys WHERE dataset_id = $1)
  SELECT (SELECT count(*) FROM r)::float8 AS runs,
    (SELECT count(*) FROM generations WHERE run_id IN (SELECT id FROM r))::float8 AS generations,
    (SELECT count(*) FROM individuals WHERE run_id IN (SELECT id FROM r))::float8 AS individuals,
    (SELECT count(*) FROM lineage WHERE run_id IN (SELECT id FROM r))::float8 AS "lineageEdges",
    (SELECT count(*) FROM evaluations WHERE key_id IN (SELECT id FROM k))::float8 AS evaluations,
    (SELECT count(*) FROM tier_scores WHERE key_id IN (SELECT id FROM k))::float8 AS "tierScores",
    (SELECT count(*) FROM sketches s JOIN sketch_grids g ON g.id = s.grid_id WHERE g.dataset_id = $1)::float8 AS sketches,
    (SELECT count(*) FROM tear_sheets WHERE key_id IN (SELECT id FROM k))::float8 AS "tearSheets"`;

/** What hangs on a dataset, and its deletion. */
@Injectable()
export class DatasetUseStore {
  constructor(private readonly database: Database) {}

  async users(datasetId: string, client: Client = this.database.pool): Promise<DatasetUser[]> {
    return (await client.query<DatasetUser>(USERS, [datasetId])).rows;
  }

  async rows(datasetId: string, client: Client = this.database.pool): Promise<DependentRows> {
    return (await client.query<DependentRows>(ROWS, [datasetId])).rows[0]!;
  }

  /**
   * All or nothing. `decide` is asked while nobody can begin to use the dataset, and stops the deletion by throwing.
   * A worker that mines one of the runs finds itself fenced out.
   * @returns what went with it; null where it was gone already
   */
  delete(datasetId: string, decide: (users: readonly DatasetUser[]) => void): Promise<DependentRows | null> {
    return this.database.transaction(async (client) => {
      // A generation that is committed holds its run first and then the dataset: the other way round, both would wait.
      await client.query('SELECT 1 FROM runs WHERE dataset_id = $1 ORDER BY id FOR UPDATE', [datasetId]);
      const held = await client.query('SELECT 1 FROM datasets WHERE id = $1 FOR UPDATE', [datasetId]);
      if (held.rowCount === 0) return null;
      decide(await this.users(datasetId, client));
      const rows = await this.rows(datasetId, client);
      await client.query('DELETE FROM runs WHERE dataset_id = $1', [datasetId]);
      await client.query('DELETE FROM datasets WHERE id = $1', [datasetId]);
      return rows;
    });
  }

  /** Content hashes of all datasets. */
  async hashes(): Promise<ReadonlySet<string>> {
    const found = await this.database.pool.query<{ hash: string }>('SELECT hash FROM datasets');
    return new Set(found.rows.map(({ hash }) => hash));
  }
}
