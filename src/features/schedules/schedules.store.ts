import { Injectable } from '@nestjs/common';
import type pg from 'pg';
import { Refusal } from '../../core/outcome/refusal.ts';
import { Database } from '../../platform/database/database.ts';
import { inOrderOf } from '../../platform/database/in-order-of.ts';
import { requireUuid } from '../../platform/paging/ids.ts';
import { decodePageToken, type Page, type PageRequest, toPage } from '../../platform/paging/page.ts';
import type { CatchUpPolicy } from './due-slots.ts';
import type { OverlapPolicy } from './schedule.enums.ts';
import type { ScheduleCare } from './schedule-care.ts';
import type { ScheduleTemplate } from './schedule-template.ts';

export interface ScheduleRecord {
  readonly id: string;
  readonly name: string;
  readonly cron: string;
  readonly timeZone: string;
  readonly seriesId: string;
  readonly template: ScheduleTemplate;
  readonly overlap: OverlapPolicy;
  readonly catchUp: CatchUpPolicy;
  readonly care: ScheduleCare;
  readonly paused: boolean;
  /** Why the service paused it; null when a user did. */
  readonly pauseReason: string | null;
  /** Slots up to here have been dealt with. */
  readonly watermark: Date;
  /** Failures before this count no more. */
  readonly resumedAt: Date | null;
  readonly createdAt: Date;
}

/** What a user may say of a schedule. */
export type ScheduleSettings = Omit<
  ScheduleRecord,
  'id' | 'paused' | 'pauseReason' | 'resumedAt' | 'createdAt'
>;

const COLUMNS = `id, name, cron, time_zone AS "timeZone", series_id AS "seriesId", template, overlap,
  catch_up AS "catchUp", care, paused, pause_reason AS "pauseReason", watermark,
  resumed_at AS "resumedAt", created_at AS "createdAt"`;

@Injectable()
export class SchedulesStore {
  constructor(private readonly database: Database) {}

  /** @throws Refusal ALREADY_EXISTS for a name that is taken */
  async insert(id: string, settings: ScheduleSettings): Promise<void> {
    const inserted = await this.database.pool.query(
      `INSERT INTO schedules (id, name, cron, time_zone, series_id, template, overlap, catch_up, care, watermark)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT (name) DO NOTHING`,
      [id, ...valuesOf(settings)],
    );
    if (inserted.rowCount === 0) refuseName(settings.name);
  }

  /** @throws Refusal NOT_FOUND, ALREADY_EXISTS for a name that is taken */
  async update(id: string, settings: ScheduleSettings): Promise<ScheduleRecord> {
    const updated = await this.database.pool
      .query<ScheduleRecord>(
        `UPDATE schedules SET name = $2, cron = $3, time_zone = $4, series_id = $5, template = $6, overlap = $7,
           catch_up = $8, care = $9, watermark = $10 WHERE id = $1 RETURNING ${COLUMNS}`,
        [id, ...valuesOf(settings)],
      )
      .catch((error: unknown) => {
        if ((error as { code?: unknown }).code === TAKEN) refuseName(settings.name);
        throw error;
      });
    return updated.rows[0] ?? refuse(id);
  }

  /** With its history; its runs stay. @throws Refusal NOT_FOUND */
  async delete(id: string): Promise<ScheduleRecord> {
    const deleted = await this.database.pool.query<ScheduleRecord>(
      `DELETE FROM schedules WHERE id = $1 RETURNING ${COLUMNS}`,
      [requireUuid(id, 'scheduleId')],
    );
    return deleted.rows[0] ?? refuse(id);
  }

  /** @throws Refusal NOT_FOUND */
  async get(id: string, client: pg.ClientBase | pg.Pool = this.database.pool): Promise<ScheduleRecord> {
    const found = await client.query<ScheduleRecord>(`SELECT ${COLUMNS} FROM schedules WHERE id = $1`, [
      requireUuid(id, 'scheduleId'),
    ]);
    return found.rows[0] ?? refuse(id);
  }

  /** In the order of the ids; null where there is none. */
  async byIds(ids: readonly string[]): Promise<(ScheduleRecord | null)[]> {
    const { rows } = await this.database.pool.query<ScheduleRecord>(
      `SELECT ${COLUMNS} FROM schedules WHERE id = ANY($1::uuid[])`,
      [ids],
    );
    return inOrderOf(ids, rows);
  }

  /** Newest first. */
  async list(page: PageRequest): Promise<Page<ScheduleRecord>> {
    const after =
      page.pageToken === null ? null : requireUuid(decodePageToken(page.pageToken, 1)[0]!, 'pageToken');
    const found = await this.database.pool.query<ScheduleRecord>(
      `SELECT ${COLUMNS} FROM schedules WHERE ($1::uuid IS NULL OR id < $1) ORDER BY id DESC LIMIT $2`,
      [after, page.pageSize + 1],
    );
    return toPage(found.rows, page.pageSize, (schedule) => [schedule.id]);
  }

  /** All that are not paused. */
  async active(): Promise<ScheduleRecord[]> {
    const found = await this.database.pool.query<ScheduleRecord>(
      `SELECT ${COLUMNS} FROM schedules WHERE NOT paused ORDER BY id`,
    );
    return found.rows;
  }

  /** A resumed schedule looks forward: what passed while it was paused is no downtime. */
  async setPaused(id: string, paused: boolean, now: Date): Promise<ScheduleRecord> {
    const found = await this.database.pool.query<ScheduleRecord>(
      `UPDATE schedules SET paused = $2, pause_reason = CASE WHEN paused AND $2 THEN pause_reason END,
         resumed_at = CASE WHEN paused AND NOT $2 THEN $3 ELSE resumed_at END,
         watermark = CASE WHEN paused AND NOT $2 THEN $3 ELSE watermark END
       WHERE id = $1 RETURNING ${COLUMNS}`,
      [requireUuid(id, 'scheduleId'), paused, now],
    );
    return found.rows[0] ?? refuse(id);
  }

  /**
   * Works on a schedule under its row lock, in one transaction: slots, runs and watermark change together
   * or not at all. Does nothing where another ticker has the lock, or where it is gone.
   */
  async whileLocked(
    id: string,
    work: (schedule: ScheduleRecord, client: pg.PoolClient) => Promise<void>,
  ): Promise<void> {
    await this.database.transaction(async (client) => {
      const found = await client.query<ScheduleRecord>(
        `SELECT ${COLUMNS} FROM schedules WHERE id = $1 FOR UPDATE SKIP LOCKED`,
        [id],
      );
      if (found.rows[0]) await work(found.rows[0], client);
    });
  }

  async setWatermark(client: pg.ClientBase, scheduleId: string, watermark: Date): Promise<void> {
    await client.query('UPDATE schedules SET watermark = greatest(watermark, $2) WHERE id = $1', [
      scheduleId,
      watermark,
    ]);
  }

  /** Paused by the service itself, with the reason, in the caller's transaction. */
  async pauseFor(client: pg.ClientBase, scheduleId: string, reason: string): Promise<void> {
    await client.query('UPDATE schedules SET paused = true, pause_reason = $2 WHERE id = $1', [
      scheduleId,
      reason,
    ]);
  }
}

/** Code of Postgres for a unique name that is taken. */
const TAKEN = '23505';

const valuesOf = (settings: ScheduleSettings): unknown[] => [
  settings.name,
  settings.cron,
  settings.timeZone,
  settings.seriesId,
  JSON.stringify(settings.template),
  settings.overlap,
  settings.catchUp,
  JSON.stringify(settings.care),
  settings.watermark,
];

function refuseName(name: string): never {
  throw new Refusal('ALREADY_EXISTS', `schedule: the name "${name}" is taken`, {
    where: 'name',
    remedy: 'choose another name',
  });
}

function refuse(id: string): never {
  throw new Refusal('NOT_FOUND', `schedule: no schedule ${id}`, {
    where: 'scheduleId',
    remedy: 'list the schedules to see which there are',
  });
}
