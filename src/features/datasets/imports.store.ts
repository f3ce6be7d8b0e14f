import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import type { BadRowReport } from '../../compute/panel/import/bad-rows.ts';
import type { ImportProgress } from '../../compute/panel/import/import-options.ts';
import { Refusal } from '../../core/outcome/refusal.ts';
import { Database } from '../../platform/database/database.ts';
import { requireUuid } from '../../platform/paging/ids.ts';
import { decodePageToken, type Page, type PageRequest, toPage } from '../../platform/paging/page.ts';
import type { ImportOrder } from './market-importer.ts';

export type ImportState = 'QUEUED' | 'RUNNING' | 'COMPLETED' | 'FAILED';

/** How far an import is, in its own measures. */
export type ImportStage = Omit<ImportProgress, 'file' | 'share'>;

/** One attempt to import files, without its report of bad rows. */
export interface ImportRecord {
  readonly id: string;
  readonly name: string;
  readonly series: string;
  readonly state: ImportState;
  /** Share done, 0 to 1. */
  readonly progress: number;
  /** Null unless it runs. */
  readonly phase: ImportStage['phase'] | null;
  readonly bytesRead: number | null;
  readonly bytesTotal: number | null;
  /** Why it failed. */
  readonly reason: string | null;
  readonly datasetId: string | null;
  readonly rows: number | null;
  readonly badRows: number | null;
  readonly createdAt: Date;
  readonly finishedAt: Date | null;
}

/** How an import ended. */
export interface ImportEnd {
  readonly datasetId: string | null;
  readonly reason: string | null;
  readonly report: BadRowReport | null;
}

const COLUMNS = `id, request->>'name' AS name, coalesce(request->>'series', request->>'name') AS series, state,
  progress, CASE state WHEN 'RUNNING' THEN stage->>'phase' END AS phase,
  (stage->>'bytesRead')::float8 AS "bytesRead", (stage->>'bytesTotal')::float8 AS "bytesTotal",
  reason, dataset_id AS "datasetId", coalesce(report->>'rows', stage->>'rows')::int AS rows,
  (report->>'badRows')::int AS "badRows", created_at AS "createdAt", finished_at AS "finishedAt"`;

@Injectable()
export class ImportsStore {
  constructor(private readonly database: Database) {}

  /** @returns the import's id: the earlier one's where the idempotency key is known */
  async insert(order: ImportOrder, idempotencyKey: string | null): Promise<string> {
    const { pool } = this.database;
    const inserted = await pool.query<{ id: string }>(
      `INSERT INTO imports (id, request, idempotency_key) VALUES ($1, $2, $3)
       ON CONFLICT (idempotency_key) DO NOTHING RETURNING id`,
      [uuidv7(), JSON.stringify(order), idempotencyKey],
    );
    return inserted.rows[0]?.id ?? ((await this.findByKey(idempotencyKey as string)) as string);
  }

  async findByKey(idempotencyKey: string): Promise<string | null> {
    const found = await this.database.pool.query<{ id: string }>(
      'SELECT id FROM imports WHERE idempotency_key = $1',
      [idempotencyKey],
    );
    return found.rows[0]?.id ?? null;
  }

  /** @throws Refusal NOT_FOUND */
  async get(id: string): Promise<ImportRecord> {
    const found = await this.database.pool.query<ImportRecord>(
      `SELECT ${COLUMNS} FROM imports WHERE id = $1`,
      [requireUuid(id, 'importId')],
    );
    return found.rows[0] ?? refuse(id);
  }

  /** Newest first. */
  async list(page: PageRequest): Promise<Page<ImportRecord>> {
    const after =
      page.pageToken === null ? null : requireUuid(decodePageToken(page.pageToken, 1)[0]!, 'pageToken');
    const found = await this.database.pool.query<ImportRecord>(
      // UUIDv7 ids ascend with time, so the id alone is the order.
      `SELECT ${COLUMNS} FROM imports WHERE ($1::uuid IS NULL OR id < $1) ORDER BY id DESC LIMIT $2`,
      [after, page.pageSize + 1],
    );
    return toPage(found.rows, page.pageSize, (row) => [row.id]);
  }

  /** Null while no row was looked at to the end. @throws Refusal NOT_FOUND */
  async report(id: string): Promise<BadRowReport | null> {
    const found = await this.database.pool.query<{ report: BadRowReport | null }>(
      'SELECT report FROM imports WHERE id = $1',
      [requireUuid(id, 'importId')],
    );
    return found.rows[0] ? found.rows[0].report : refuse(id);
  }

  /** Marks an import as begun; null where nothing is left to do. */
  async begin(id: string): Promise<{ readonly order: ImportOrder; readonly attempts: number } | null> {
    const begun = await this.database.pool.query<{ order: ImportOrder; attempts: number }>(
      `UPDATE imports SET state = 'RUNNING', progress = 0, stage = NULL, attempts = attempts + 1
       WHERE id = $1 AND state IN ('QUEUED', 'RUNNING') RETURNING request AS "order", attempts`,
      [id],
    );
    return begun.rows[0] ?? null;
  }

  async advance(id: string, { file: _file, share, ...stage }: ImportProgress): Promise<void> {
    await this.database.pool.query(
      `UPDATE imports SET progress = $2, stage = $3 WHERE id = $1 AND state = 'RUNNING'`,
      [id, share, JSON.stringify(stage)],
    );
  }

  /** An import that was called off is to be begun again; that attempt does not count. */
  async putBack(id: string): Promise<void> {
    await this.database.pool.query(
      `UPDATE imports SET state = 'QUEUED', progress = 0, stage = NULL, attempts = attempts - 1 WHERE id = $1 AND state = 'RUNNING'`,
      [id],
    );
  }

  async end(id: string, { datasetId, reason, report }: ImportEnd): Promise<void> {
    const state: ImportState = datasetId === null ? 'FAILED' : 'COMPLETED';
    await this.database.pool.query(
      `UPDATE imports SET state = $2::import_state, dataset_id = $3, reason = $4, report = $5, finished_at = now(),
         progress = CASE WHEN $3::uuid IS NULL THEN progress ELSE 1 END
       WHERE id = $1 AND state IN ('QUEUED', 'RUNNING')`,
      [id, state, datasetId, reason, report === null ? null : JSON.stringify(report)],
    );
  }

  /** Imports that a worker has or should have in hand. */
  async underWay(limit: number): Promise<string[]> {
    const found = await this.database.pool.query<{ id: string }>(
      `SELECT id FROM imports WHERE state IN ('QUEUED', 'RUNNING') ORDER BY id LIMIT $1`,
      [limit],
    );
    return found.rows.map(({ id }) => id);
  }
}

function refuse(id: string): never {
  throw new Refusal('NOT_FOUND', `import: no import ${id}`, {
    where: 'importId',
    remedy: 'list the imports to see which there are',
  });
}
