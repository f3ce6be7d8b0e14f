import { Injectable } from '@nestjs/common';
import { Refusal } from '../../core/outcome/refusal.ts';
import { Database } from '../../platform/database/database.ts';
import { inOrderOf } from '../../platform/database/in-order-of.ts';
import { requireUuid } from '../../platform/paging/ids.ts';
import { decodePageToken, type Page, type PageRequest, toPage } from '../../platform/paging/page.ts';

/** Datasets that continue one another, and how far they have come. */
export interface SeriesRecord {
  readonly id: string;
  readonly name: string;
  readonly datasetCount: number;
  /** Null while the first dataset is being registered. */
  readonly latestDatasetId: string | null;
  /** Last trading day of the latest dataset, `YYYY-MM-DD`. */
  readonly lastDay: string | null;
  readonly createdAt: Date;
}

const SELECT = `SELECT s.id, s.name, s.created_at AS "createdAt", coalesce(l.sequence, 0) AS "datasetCount",
    l.id AS "latestDatasetId", l.last_day AS "lastDay"
  FROM series s LEFT JOIN LATERAL (
    SELECT id, sequence, last_day FROM datasets d WHERE d.series_id = s.id ORDER BY sequence DESC LIMIT 1
  ) l ON true`;

@Injectable()
export class SeriesStore {
  constructor(private readonly database: Database) {}

  /** @throws Refusal NOT_FOUND */
  async get(id: string): Promise<SeriesRecord> {
    const found = await this.database.pool.query<SeriesRecord>(`${SELECT} WHERE s.id = $1`, [
      requireUuid(id, 'seriesId'),
    ]);
    if (found.rows[0]) return found.rows[0];
    throw new Refusal('NOT_FOUND', `series: no series ${id}`, {
      where: 'seriesId',
      remedy: 'list the series to see which there are; an import makes one',
    });
  }

  /** In the order of the ids; null where there is none. */
  async byIds(ids: readonly string[]): Promise<(SeriesRecord | null)[]> {
    const { rows } = await this.database.pool.query<SeriesRecord>(`${SELECT} WHERE s.id = ANY($1::uuid[])`, [
      ids,
    ]);
    return inOrderOf(ids, rows);
  }

  /** Newest first. */
  async list(page: PageRequest): Promise<Page<SeriesRecord>> {
    const after =
      page.pageToken === null ? null : requireUuid(decodePageToken(page.pageToken, 1)[0]!, 'pageToken');
    const found = await this.database.pool.query<SeriesRecord>(
      `${SELECT} WHERE ($1::uuid IS NULL OR s.id < $1) ORDER BY s.id DESC LIMIT $2`,
      [after, page.pageSize + 1],
    );
    return toPage(found.rows, page.pageSize, ({ id }) => [id]);
  }
}
