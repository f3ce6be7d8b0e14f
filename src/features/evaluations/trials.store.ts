import { Injectable } from '@nestjs/common';
import type { ClientBase } from 'pg';
import { factorIdOf } from '../../core/program/factor-id.ts';
import { Database } from '../../platform/database/database.ts';

/** Stands for everybody who tries a formula by hand. */
export const BY_HAND = '00000000-0000-0000-0000-000000000000';

/**
 * Counts programs that were judged or scored on a dataset, each once for its whole series, whoever tried it first.
 * @param sourceId the run, or `BY_HAND`
 * What a run tries after somebody else is kept for the run alone.
 * @param hashes canonical hashes
 * Cost: one statement, which writes nothing where nothing is new. Rows go in by the order of their ids, so that runs side by side cannot deadlock.
 */
export async function recordTrials(
  client: Pick<ClientBase, 'query'>,
  { datasetId, sourceId }: { readonly datasetId: string; readonly sourceId: string },
  hashes: readonly string[],
): Promise<void> {
  if (hashes.length === 0) return;
  const factorIds = [...new Set(hashes.map(factorIdOf))].sort();
  await client.query(
    `WITH series AS (SELECT series_id AS id FROM datasets WHERE id = $1), tried AS (
       SELECT series.id AS series_id, factor.id FROM series, unnest($3::uuid[]) AS factor(id)), added AS (
       INSERT INTO trials (series_id, factor_id, source_id) SELECT series_id, id, $2 FROM tried
       ON CONFLICT DO NOTHING RETURNING factor_id), repeated AS (
       INSERT INTO repeated_trials (run_id, factor_id)
       SELECT $2, tried.id FROM tried LEFT JOIN trials t ON t.series_id = tried.series_id AND t.factor_id = tried.id
       WHERE $2 <> $4 AND t.source_id IS DISTINCT FROM $2 AND tried.id NOT IN (SELECT factor_id FROM added)
       ON CONFLICT DO NOTHING RETURNING factor_id)
     INSERT INTO trial_counts (series_id, source_id, programs, repeated)
     SELECT id, $2, (SELECT count(*) FROM added), (SELECT count(*) FROM repeated) FROM series
     WHERE EXISTS (SELECT FROM added) OR EXISTS (SELECT FROM repeated)
     ON CONFLICT (series_id, source_id) DO UPDATE SET programs = trial_counts.programs + excluded.programs,
       repeated = trial_counts.repeated + excluded.repeated`,
    [datasetId, sourceId, factorIds, BY_HAND],
  );
}

/** How many distinct programs were tried. */
@Injectable()
export class TrialsStore {
  constructor(private readonly database: Database) {}

  /** Somebody tried a formula. */
  async byHand(datasetId: string, hash: string): Promise<void> {
    await recordTrials(this.database.pool, { datasetId, sourceId: BY_HAND }, [hash]);
  }

  /** By a run, each once; null where that is not known: the run tried nothing yet, or began before it was counted. */
  async ofRun(seriesId: string, runId: string): Promise<number | null> {
    const found = await this.database.pool.query<{ programs: string | null }>(
      'SELECT programs + repeated AS programs FROM trial_counts WHERE series_id = $1 AND source_id = $2',
      [seriesId, runId],
    );
    const programs = found.rows[0]?.programs ?? null;
    return programs === null ? null : Number(programs);
  }

  /** Of the series of each dataset, in the order asked; 0 where nothing was. */
  async ofDatasets(datasetIds: readonly string[]): Promise<number[]> {
    const found = await this.database.pool.query<{ datasetId: string; programs: string }>(
      `SELECT d.id AS "datasetId", coalesce(sum(c.programs), 0) AS programs
       FROM datasets d LEFT JOIN trial_counts c ON c.series_id = d.series_id WHERE d.id = ANY($1::uuid[]) GROUP BY d.id`,
      [[...new Set(datasetIds)]],
    );
    const counts = new Map(found.rows.map((row) => [row.datasetId, Number(row.programs)]));
    return datasetIds.map((id) => counts.get(id) ?? 0);
  }

  /** Of each series, in the order asked; 0 where nothing was. */
  async ofSeries(seriesIds: readonly string[]): Promise<number[]> {
    const found = await this.database.pool.query<{ seriesId: string; programs: string }>(
      `SELECT series_id AS "seriesId", sum(programs) AS programs FROM trial_counts
       WHERE series_id = ANY($1::uuid[]) GROUP BY series_id`,
      [seriesIds],
    );
    const counts = new Map(found.rows.map((row) => [row.seriesId, Number(row.programs)]));
    return seriesIds.map((id) => counts.get(id) ?? 0);
  }
}
