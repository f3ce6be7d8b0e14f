import { Injectable } from '@nestjs/common';
import type pg from 'pg';
import { Refusal } from '../../core/outcome/refusal.ts';
import { Database } from '../../platform/database/database.ts';
import { requireUuid } from '../../platform/paging/ids.ts';
import { decodePageToken, type Page, type PageRequest, toPage } from '../../platform/paging/page.ts';
import type { CatchUpPolicy } from './due-slots.ts';
import type { OverlapPolicy, SkipReason, SlotState } from './schedule.enums.ts';
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
  readonly paused: boolean;
  /** Slots up to here have been dealt with. */
  readonly watermark: Date;
  readonly createdAt: Date;
}

export interface SlotRecord {
  readonly slotAt: Date;
  readonly manual: boolean;
  readonly state: SlotState;
  readonly reason: SkipReason | null;
  readonly detail: string | null;
  readonly runId: string | null;
  /** Last day of the dataset that the slot saw, `YYYY-MM-DD`. */
  readonly lastDay: string | null;
}

const COLUMNS = `id, name, cron, time_zone AS "timeZone", series_id AS "seriesId", template, overlap,
  catch_up AS "catchUp", paused, watermark, created_at AS "createdAt"`;

const SLOT_COLUMNS = `slot_at AS "slotAt", manual, state, reason, detail, run_id AS "runId",
  to_char(last_day, 'YYYY-MM-DD') AS "lastDay"`;

/** Runs that are not over: what an overlap policy looks at. */
const LIVE = `('QUEUED', 'RUNNING', 'PAUSED')`;

@Injectable()
export class SchedulesStore {
  constructor(private readonly database: Database) {}

  /** @throws Refusal ALREADY_EXISTS for a name that is taken */
  async insert(schedule: Omit<ScheduleRecord, 'paused' | 'createdAt'>): Promise<void> {
    const inserted = await this.database.pool.query(
      `INSERT INTO schedules (id, name, cron, time_zone, series_id, template, overlap, catch_up, watermark)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (name) DO NOTHING`,
      [
        schedule.id,
        schedule.name,
        schedule.cron,
        schedule.timeZone,
        schedule.seriesId,
        JSON.stringify(schedule.template),
        schedule.overlap,
        schedule.catchUp,
        schedule.watermark,
      ],
    );
    if (inserted.rowCount === 1) return;
    throw new Refusal('ALREADY_EXISTS', `schedule: the name "${schedule.name}" is taken`, {
      where: 'name',
      remedy: 'choose another name',
    });
  }

  /** @throws Refusal NOT_FOUND */
  async get(id: string, client: pg.ClientBase | pg.Pool = this.database.pool): Promise<ScheduleRecord> {
    const found = await client.query<ScheduleRecord>(`SELECT ${COLUMNS} FROM schedules WHERE id = $1`, [
      requireUuid(id, 'scheduleId'),
    ]);
    return found.rows[0] ?? refuse(id);
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

  /** Slots from the latest back. */
  async history(scheduleId: string, page: PageRequest): Promise<Page<SlotRecord>> {
    const after = page.pageToken === null ? null : decodePageToken(page.pageToken, 1)[0]!;
    const found = await this.database.pool.query<SlotRecord>(
      `SELECT ${SLOT_COLUMNS} FROM schedule_slots
       WHERE schedule_id = $1 AND ($2::float8 IS NULL OR slot_at < to_timestamp($2::float8 / 1000))
       ORDER BY slot_at DESC LIMIT $3`,
      [requireUuid(scheduleId, 'scheduleId'), after === null ? null : Number(after), page.pageSize + 1],
    );
    return toPage(found.rows, page.pageSize, (slot) => [String(slot.slotAt.getTime())]);
  }

  async activeIds(): Promise<string[]> {
    const found = await this.database.pool.query<{ id: string }>(
      'SELECT id FROM schedules WHERE NOT paused ORDER BY id',
    );
    return found.rows.map((row) => row.id);
  }

  /** A resumed schedule looks forward: what passed while it was paused is no downtime. */
  async setPaused(id: string, paused: boolean, now: Date): Promise<ScheduleRecord> {
    const found = await this.database.pool.query<ScheduleRecord>(
      `UPDATE schedules SET paused = $2, watermark = CASE WHEN paused AND NOT $2 THEN $3 ELSE watermark END
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
    work: (schedule: ScheduleRecord, client: pg.ClientBase) => Promise<void>,
  ): Promise<void> {
    await this.database.transaction(async (client) => {
      const found = await client.query<ScheduleRecord>(
        `SELECT ${COLUMNS} FROM schedules WHERE id = $1 FOR UPDATE SKIP LOCKED`,
        [id],
      );
      if (found.rows[0]) await work(found.rows[0], client);
    });
  }

  /** @returns false where the slot has been recorded before: then nobody may fire it */
  async recordSlot(client: pg.ClientBase, scheduleId: string, slot: SlotRecord): Promise<boolean> {
    const inserted = await client.query(
      `INSERT INTO schedule_slots (schedule_id, slot_at, manual, state, reason, detail, run_id, last_day)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING`,
      [scheduleId, slot.slotAt, slot.manual, slot.state, slot.reason, slot.detail, slot.runId, slot.lastDay],
    );
    return inserted.rowCount === 1;
  }

  async hasSlot(client: pg.ClientBase, scheduleId: string, slotAt: Date): Promise<boolean> {
    const found = await client.query('SELECT 1 FROM schedule_slots WHERE schedule_id = $1 AND slot_at = $2', [
      scheduleId,
      slotAt,
    ]);
    return found.rows.length > 0;
  }

  async setWatermark(client: pg.ClientBase, scheduleId: string, watermark: Date): Promise<void> {
    await client.query('UPDATE schedules SET watermark = greatest(watermark, $2) WHERE id = $1', [
      scheduleId,
      watermark,
    ]);
  }

  /** Last day that a fired slot saw, and the schedule's runs that are not over. */
  async past(
    client: pg.ClientBase,
    scheduleId: string,
  ): Promise<{ lastDay: string | null; liveRunId: string | null }> {
    const found = await client.query<{ lastDay: string | null; liveRunId: string | null }>(
      `SELECT (SELECT to_char(max(last_day), 'YYYY-MM-DD') FROM schedule_slots
               WHERE schedule_id = $1 AND state = 'FIRED') AS "lastDay",
              (SELECT id FROM runs WHERE schedule_id = $1 AND state IN ${LIVE} LIMIT 1) AS "liveRunId"`,
      [scheduleId],
    );
    return found.rows[0]!;
  }
}

function refuse(id: string): never {
  throw new Refusal('NOT_FOUND', `schedule: no schedule ${id}`, {
    where: 'scheduleId',
    remedy: 'list the schedules to see which there are',
  });
}
