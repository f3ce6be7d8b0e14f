import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import type { Period } from '../../core/experiment/experiment.ts';
import { Database } from '../../platform/database/database.ts';
import { requireUuid } from '../../platform/paging/ids.ts';
import { decodePageToken, type Page, type PageRequest, toPage } from '../../platform/paging/page.ts';

export interface NewLook {
  readonly who: string;
  readonly operation: string;
  readonly seriesId: string;
  readonly datasetId: string;
  readonly runId: string | null;
  readonly period: Period;
}

export interface LookRecord {
  readonly id: string;
  /** The first of them, and the last. */
  readonly at: Date;
  readonly lastAt: Date;
  readonly times: number;
  readonly who: string;
  readonly operation: string;
  readonly seriesId: string;
  readonly datasetId: string;
  readonly runId: string | null;
  readonly periodFrom: string;
  readonly periodTo: string;
}

export interface LookFilter {
  readonly seriesId?: string;
  readonly runId?: string;
  readonly who?: string;
}

const COLUMNS = `id, at, last_at AS "lastAt", times, who, operation, series_id AS "seriesId",
  dataset_id AS "datasetId", run_id AS "runId", to_char(period_from, 'YYYY-MM-DD') AS "periodFrom",
  to_char(period_to, 'YYYY-MM-DD') AS "periodTo"`;

@Injectable()
export class TestLooksStore {
  constructor(private readonly database: Database) {}

  /** The same look of the same caller within a minute is one row that counts: a page that refreshes itself fills no table. */
  async record(look: NewLook): Promise<void> {
    const { who, operation, seriesId, datasetId, runId, period } = look;
    await this.database.pool.query(
      `INSERT INTO test_looks (id, minute, who, operation, series_id, dataset_id, run_id, period_from, period_to)
       VALUES ($1, date_trunc('minute', now()), $2, $3, $4, $5, $6, $7, $8)
       ON CONFLICT (minute, who, operation, dataset_id, run_id, period_from, period_to)
       DO UPDATE SET times = test_looks.times + 1, last_at = now()`,
      [uuidv7(), who, operation, seriesId, datasetId, runId, period.from, period.to],
    );
  }

  /** Newest first. @throws Refusal INVALID_INPUT */
  async list({ seriesId, runId, who }: LookFilter, page: PageRequest): Promise<Page<LookRecord>> {
    const after =
      page.pageToken === null ? null : requireUuid(decodePageToken(page.pageToken, 1)[0]!, 'pageToken');
    const found = await this.database.pool.query<LookRecord>(
      `SELECT ${COLUMNS} FROM test_looks
       WHERE ($1::uuid IS NULL OR id < $1) AND ($2::uuid IS NULL OR series_id = $2)
         AND ($3::uuid IS NULL OR run_id = $3) AND ($4::text IS NULL OR who = $4)
       ORDER BY id DESC LIMIT $5`,
      [
        after,
        seriesId ? requireUuid(seriesId, 'seriesId') : null,
        runId ? requireUuid(runId, 'runId') : null,
        who ?? null,
        page.pageSize + 1,
      ],
    );
    return toPage(found.rows, page.pageSize, (look) => [look.id]);
  }

  /** Looks at any test period of a series, refreshed pages counted as often as they were. */
  async count(seriesId: string): Promise<number> {
    const found = await this.database.pool.query<{ looks: number }>(
      'SELECT coalesce(sum(times), 0)::int AS looks FROM test_looks WHERE series_id = $1',
      [seriesId],
    );
    return found.rows[0]!.looks;
  }

  /** Test periods of all runs on a series. */
  async testPeriods(seriesId: string): Promise<Period[]> {
    const found = await this.database.pool.query<{ period: Period }>(
      `SELECT DISTINCT e.configuration->'periods'->'test' AS period
       FROM datasets d JOIN runs r ON r.dataset_id = d.id JOIN experiments e ON e.id = r.experiment_id
       WHERE d.series_id = $1 AND e.configuration->'periods'->'test' <> 'null'::jsonb`,
      [seriesId],
    );
    return found.rows.map((row) => row.period);
  }
}
