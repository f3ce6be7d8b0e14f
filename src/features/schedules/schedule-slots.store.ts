import { Injectable } from '@nestjs/common';
import type pg from 'pg';
import { Refusal } from '../../core/outcome/refusal.ts';
import { Database } from '../../platform/database/database.ts';
import { decodePageToken, type Page, type PageRequest, toPage } from '../../platform/paging/page.ts';
import type { AdmissionState, SkipReason, SlotState } from './schedule.enums.ts';

export interface SlotRecord {
  readonly scheduleId: string;
  readonly slotAt: Date;
  readonly manual: boolean;
  readonly state: SlotState;
  readonly reason: SkipReason | null;
  readonly detail: string | null;
  readonly runId: string | null;
  /** Last day of the dataset that the slot saw, `YYYY-MM-DD`. */
  readonly lastDay: string | null;
  /** Null where no admission was wanted. */
  readonly admission: AdmissionState | null;
  readonly admissionDetail: string | null;
}

/** The history of one of several schedules. */
export interface HistoryOf {
  readonly scheduleId: string;
  readonly page: PageRequest;
}

const SLOT_COLUMNS = `schedule_id AS "scheduleId", slot_at AS "slotAt", manual, state, reason, detail, run_id AS "runId",
  to_char(last_day, 'YYYY-MM-DD') AS "lastDay", admission, admission_detail AS "admissionDetail"`;

/** Runs that are not over: what an overlap policy looks at. */
const LIVE = `('QUEUED', 'RUNNING', 'PAUSED')`;

/** What became of a slot, once that is known: whether it failed. What was skipped for good reason or cancelled says nothing. */
const FAILED = `CASE
  WHEN s.reason = 'UNRESOLVABLE' OR r.state = 'FAILED' OR s.admission = 'FAILED' THEN true
  WHEN r.state = 'COMPLETED' AND s.admission IS DISTINCT FROM 'WAITING' THEN false END`;

/** Position of a slot in a history, the latest first. */
export const slotPosition = ({ slotAt }: Pick<SlotRecord, 'slotAt'>): string[] => [String(slotAt.getTime())];

/** Firing times of schedules and what became of each. */
@Injectable()
export class ScheduleSlotsStore {
  constructor(private readonly database: Database) {}

  /** Of several schedules in one statement, from the latest back; the page is that of the first. */
  async histories(wishes: readonly HistoryOf[]): Promise<Page<SlotRecord>[]> {
    const [{ page }] = wishes as [HistoryOf];
    const { rows } = await this.database.pool.query<SlotRecord>(
      `SELECT s.* FROM unnest($1::uuid[]) AS wanted(id) CROSS JOIN LATERAL (
         SELECT ${SLOT_COLUMNS} FROM schedule_slots
         WHERE schedule_id = wanted.id AND ($2::timestamptz IS NULL OR slot_at < $2)
         ORDER BY slot_at DESC LIMIT $3) s`,
      [wishes.map(({ scheduleId }) => scheduleId), positionOf(page), page.pageSize + 1],
    );
    return wishes.map(({ scheduleId }) =>
      toPage(
        rows.filter((row) => row.scheduleId === scheduleId),
        page.pageSize,
        slotPosition,
      ),
    );
  }

  /** @throws Refusal NOT_FOUND */
  async get(scheduleId: string, slotAt: Date): Promise<SlotRecord> {
    const { rows } = await this.database.pool.query<SlotRecord>(
      `SELECT ${SLOT_COLUMNS} FROM schedule_slots WHERE schedule_id = $1 AND slot_at = $2`,
      [scheduleId, slotAt],
    );
    if (rows[0]) return rows[0];
    throw new Refusal('NOT_FOUND', `schedule: no slot ${slotAt.toISOString()}`, {
      where: 'slotAt',
      remedy: "list the schedule's history to see which there are",
    });
  }

  /** @returns false where the slot has been recorded before: then nobody may fire it */
  async record(client: pg.ClientBase, slot: SlotRecord): Promise<boolean> {
    const inserted = await client.query(
      `INSERT INTO schedule_slots (schedule_id, slot_at, manual, state, reason, detail, run_id, last_day, admission,
         admission_due_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, CASE WHEN $9 = 'WAITING' THEN $2::timestamptz END)
       ON CONFLICT DO NOTHING`,
      [
        slot.scheduleId,
        slot.slotAt,
        slot.manual,
        slot.state,
        slot.reason,
        slot.detail,
        slot.runId,
        slot.lastDay,
        slot.admission,
      ],
    );
    return inserted.rowCount === 1;
  }

  async has(
    scheduleId: string,
    slotAt: Date,
    client: pg.ClientBase | pg.Pool = this.database.pool,
  ): Promise<boolean> {
    const found = await client.query('SELECT 1 FROM schedule_slots WHERE schedule_id = $1 AND slot_at = $2', [
      scheduleId,
      slotAt,
    ]);
    return found.rows.length > 0;
  }

  /** Last day that a fired slot saw, and a run of the schedule that is not over. */
  async past(
    scheduleId: string,
    client: pg.ClientBase | pg.Pool = this.database.pool,
  ): Promise<{ lastDay: string | null; liveRunId: string | null }> {
    const found = await client.query<{ lastDay: string | null; liveRunId: string | null }>(
      `SELECT (SELECT to_char(max(last_day), 'YYYY-MM-DD') FROM schedule_slots
               WHERE schedule_id = $1 AND state = 'FIRED') AS "lastDay",
              (SELECT id FROM runs WHERE schedule_id = $1 AND state IN ${LIVE} LIMIT 1) AS "liveRunId"`,
      [scheduleId],
    );
    return found.rows[0]!;
  }

  /** Latest slots of which is known what became of them, the latest first; at most so many. */
  async outcomes(
    schedule: { readonly id: string; readonly resumedAt: Date | null },
    most: number,
    client: pg.ClientBase | pg.Pool = this.database.pool,
  ): Promise<{ slotAt: Date; failed: boolean; why: string | null }[]> {
    const { rows } = await client.query<{ slotAt: Date; failed: boolean; why: string | null }>(
      `SELECT s.slot_at AS "slotAt", ${FAILED} AS failed, coalesce(s.admission_detail, r.reason, s.detail) AS why
       FROM schedule_slots s LEFT JOIN runs r ON r.id = s.run_id
       WHERE s.schedule_id = $1 AND ($2::timestamptz IS NULL OR s.slot_at >= $2) AND ${FAILED} IS NOT NULL
       ORDER BY s.slot_at DESC LIMIT $3`,
      [schedule.id, schedule.resumedAt, most],
    );
    return rows;
  }
}

function positionOf(page: PageRequest): Date | null {
  if (page.pageToken === null) return null;
  const position = new Date(Number(decodePageToken(page.pageToken, 1)[0]));
  if (!Number.isNaN(position.getTime())) return position;
  throw new Refusal('INVALID_INPUT', 'page token: not one of this list', {
    where: 'pageToken',
    remedy: 'start again from the first page',
  });
}
