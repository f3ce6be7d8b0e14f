import { Injectable } from '@nestjs/common';
import type pg from 'pg';
import { v7 as uuidv7 } from 'uuid';
import type { QualityReport } from '../../compute/panel/import/quality-report.ts';
import type { PanelManifest } from '../../compute/panel/panel-manifest.ts';
import { Refusal } from '../../core/outcome/refusal.ts';
import { Database } from '../../platform/database/database.ts';
import { inOrderOf } from '../../platform/database/in-order-of.ts';
import { requireUuid } from '../../platform/paging/ids.ts';
import { decodePageToken, type Page, type PageRequest, toPage } from '../../platform/paging/page.ts';

/** A dataset without its manifest, which lists every day and symbol. */
export interface DatasetRecord {
  readonly id: string;
  readonly hash: string;
  readonly name: string;
  readonly seriesId: string;
  readonly seriesName: string;
  /** Position in the series, from 1. */
  readonly sequence: number;
  /** `YYYY-MM-DD`. */
  readonly firstDay: string;
  readonly lastDay: string;
  readonly dayCount: number;
  readonly symbolCount: number;
  readonly barCount: number | null;
  readonly currency: string;
  readonly adjustment: PanelManifest['provenance']['adjustment'];
  readonly labels: readonly string[];
  readonly createdAt: Date;
}

/** What a new row is made of; the files are in place already. */
export interface NewDataset {
  readonly name: string;
  readonly manifest: PanelManifest;
  readonly quality: QualityReport;
}

const COLUMNS = `d.id, d.hash, d.name, d.series_id AS "seriesId", s.name AS "seriesName", d.sequence,
  d.first_day AS "firstDay", d.last_day AS "lastDay", d.day_count AS "dayCount", d.symbol_count AS "symbolCount",
  d.bar_count AS "barCount", d.manifest->'provenance'->>'currency' AS currency,
  d.manifest->'provenance'->>'adjustment' AS adjustment, d.manifest->'provenance'->'labels' AS labels,
  d.created_at AS "createdAt"`;

const FROM = 'FROM datasets d JOIN series s ON s.id = d.series_id';

type Client = pg.ClientBase | pg.Pool;

@Injectable()
export class DatasetsStore {
  constructor(private readonly database: Database) {}

  /** @throws Refusal NOT_FOUND */
  async get(id: string): Promise<DatasetRecord> {
    const rows = await this.select('WHERE d.id = $1', [requireUuid(id, 'datasetId')]);
    return rows[0] ?? refuse(id);
  }

  /** In the order of the ids; null where there is none. */
  async byIds(ids: readonly string[]): Promise<(DatasetRecord | null)[]> {
    return inOrderOf(ids, await this.select('WHERE d.id = ANY($1::uuid[])', [ids]));
  }

  async findByHash(hash: string, client: Client = this.database.pool): Promise<DatasetRecord | null> {
    const rows = await this.select('WHERE d.hash = $1', [hash], client);
    return rows[0] ?? null;
  }

  /** Newest first, of one series or of all. */
  async list(seriesId: string | null, page: PageRequest): Promise<Page<DatasetRecord>> {
    const after =
      page.pageToken === null ? null : requireUuid(decodePageToken(page.pageToken, 1)[0]!, 'pageToken');
    const rows = await this.select(
      // UUIDv7 ids ascend with time, so the id alone is the order.
      `WHERE ($1::uuid IS NULL OR d.id < $1) AND ($2::uuid IS NULL OR d.series_id = $2)
       ORDER BY d.id DESC LIMIT $3`,
      [after, seriesId, page.pageSize + 1],
    );
    return toPage(rows, page.pageSize, ({ id }) => [id]);
  }

  /** Latest dataset of the series of this name; null where there is none. */
  async latestOfSeriesNamed(
    name: string,
    client: Client = this.database.pool,
  ): Promise<DatasetRecord | null> {
    const rows = await this.select('WHERE s.name = $1 ORDER BY d.sequence DESC LIMIT 1', [name], client);
    return rows[0] ?? null;
  }

  /** @throws Refusal NOT_FOUND */
  async manifest(id: string): Promise<unknown> {
    return (await this.part('manifest', id)) as unknown;
  }

  /** As it was when the dataset was imported. @throws Refusal NOT_FOUND */
  async qualityReport(id: string): Promise<QualityReport> {
    return (await this.part('quality_report', id)) as QualityReport;
  }

  /** In the order of the ids; null where there is no such dataset. */
  async qualityReportsOf(ids: readonly string[]): Promise<(QualityReport | null)[]> {
    const { rows } = await this.database.pool.query<{ id: string; report: QualityReport }>(
      'SELECT id, quality_report AS report FROM datasets WHERE id = ANY($1::uuid[])',
      [ids],
    );
    const found = new Map(rows.map(({ id, report }) => [id, report]));
    return ids.map((id) => found.get(id) ?? null);
  }

  /** The series of this name, made if there is none; its row stays locked until the transaction ends. */
  async lockSeries(client: pg.ClientBase, name: string): Promise<string> {
    await client.query('INSERT INTO series (id, name) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING', [
      uuidv7(),
      name,
    ]);
    const found = await client.query<{ id: string }>('SELECT id FROM series WHERE name = $1 FOR UPDATE', [
      name,
    ]);
    return found.rows[0]!.id;
  }

  /**
   * @param sequence position in the series, whose row the caller has locked
   * @returns false where the same content stands in another series already
   */
  async insert(
    client: pg.ClientBase,
    seriesId: string,
    sequence: number,
    { name, manifest, quality }: NewDataset,
  ): Promise<boolean> {
    const inserted = await client.query(
      `INSERT INTO datasets (id, hash, name, series_id, sequence, first_day, last_day, day_count, symbol_count,
         bar_count, manifest, quality_report)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) ON CONFLICT (hash) DO NOTHING`,
      [
        uuidv7(),
        manifest.datasetHash,
        name,
        seriesId,
        sequence,
        manifest.days[0],
        manifest.days.at(-1),
        manifest.days.length,
        manifest.symbols.length,
        manifest.session?.barStamps.length ?? null,
        JSON.stringify(manifest),
        JSON.stringify(quality),
      ],
    );
    return inserted.rowCount === 1;
  }

  private async select(
    clause: string,
    values: readonly unknown[],
    client: Client = this.database.pool,
  ): Promise<DatasetRecord[]> {
    return (await client.query<DatasetRecord>(`SELECT ${COLUMNS} ${FROM} ${clause}`, [...values])).rows;
  }

  private async part(column: 'manifest' | 'quality_report', id: string): Promise<unknown> {
    const found = await this.database.pool.query<{ part: unknown }>(
      `SELECT ${column} AS part FROM datasets WHERE id = $1`,
      [requireUuid(id, 'datasetId')],
    );
    return found.rows[0] ? found.rows[0].part : refuse(id);
  }
}

function refuse(id: string): never {
  throw new Refusal('NOT_FOUND', `dataset: no dataset ${id}`, {
    where: 'datasetId',
    remedy: 'list the datasets to see which there are; import one if there is none',
  });
}
