import { Injectable } from '@nestjs/common';
import { catalogOf } from '../../compute/panel/catalog-of.ts';
import { Refusal } from '../../core/outcome/refusal.ts';
import type { Catalog } from '../../core/program/language.ts';
import { Database } from '../../platform/database/database.ts';
import { requireUuid } from '../../platform/paging/ids.ts';

/** What creating a run must know of a dataset. */
export interface MarketSummary {
  readonly id: string;
  readonly hash: string;
  readonly seriesId: string;
  /** `YYYY-MM-DD`. */
  readonly firstDay: string;
  readonly lastDay: string;
  readonly importedAt: Date;
}

/** What formulas and periods are checked against. */
export interface MarketContents {
  readonly catalog: Catalog;
  /** Trading days, ascending, `YYYY-MM-DD`. */
  readonly days: readonly string[];
}

const COLUMNS = `id, hash, series_id AS "seriesId", to_char(first_day, 'YYYY-MM-DD') AS "firstDay",
  to_char(last_day, 'YYYY-MM-DD') AS "lastDay", created_at AS "importedAt"`;

@Injectable()
export class RunMarketsStore {
  constructor(private readonly database: Database) {}

  /** @throws Refusal NOT_FOUND */
  async dataset(id: string): Promise<MarketSummary> {
    const found = await this.database.pool.query<MarketSummary>(
      `SELECT ${COLUMNS} FROM datasets WHERE id = $1`,
      [requireUuid(id, 'datasetId')],
    );
    return found.rows[0] ?? refuse('dataset', id, 'datasetId');
  }

  /** Latest dataset of a series. @throws Refusal NOT_FOUND */
  async latestOf(seriesId: string): Promise<MarketSummary> {
    const found = await this.database.pool.query<MarketSummary>(
      `SELECT ${COLUMNS} FROM datasets WHERE series_id = $1 ORDER BY sequence DESC LIMIT 1`,
      [requireUuid(seriesId, 'seriesId')],
    );
    return found.rows[0] ?? refuse('series with datasets', seriesId, 'seriesId');
  }

  /** @throws Refusal NOT_FOUND, DATASET_CHANGED */
  async contents(datasetId: string): Promise<MarketContents> {
    const found = await this.database.pool.query<{ manifest: { readonly days: readonly string[] } }>(
      'SELECT manifest FROM datasets WHERE id = $1',
      [datasetId],
    );
    const { manifest } = found.rows[0] ?? refuse('dataset', datasetId, 'datasetId');
    return { catalog: catalogOf(manifest), days: manifest.days };
  }
}

function refuse(what: string, id: string, where: string): never {
  throw new Refusal('NOT_FOUND', `run: no ${what} ${id}`, {
    where,
    remedy: 'list the datasets to see which there are; import one if there is none',
  });
}
