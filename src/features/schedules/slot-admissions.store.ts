import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { Database } from '../../platform/database/database.ts';
import { recordEvent } from '../../platform/events/events.store.ts';
import type { Verdict } from './schedule.enums.ts';
import type { AdmissionStep } from './schedule-template.ts';

/** A slot whose admission one process has claimed, until its claim runs out. */
export interface ClaimedAdmission {
  readonly scheduleId: string;
  readonly slotAt: Date;
  readonly claim: string;
  /** Attempts that failed before. */
  readonly attempts: number;
  readonly runId: string | null;
  /** Null where the run is gone. */
  readonly runState: string | null;
  readonly runFinishedAt: Date | null;
  /** As the schedule wants it now; null where it wants none any more. */
  readonly step: AdmissionStep | null;
  /** Server's time of the first claim after the run was over. */
  readonly beganAt: Date | null;
}

export interface Candidate {
  readonly scheduleId: string;
  readonly slotAt: Date;
  readonly position: number;
  readonly factorId: string;
  /** Figure by which it was chosen. */
  readonly value: number | null;
  readonly verdict: Verdict | null;
  readonly reason: string | null;
  readonly checks: unknown;
  readonly decidedAt: Date | null;
}

export interface Decision {
  readonly verdict: Verdict;
  readonly reason: string | null;
  readonly checks: unknown;
}

type Place = Pick<ClaimedAdmission, 'scheduleId' | 'slotAt' | 'claim'>;

const CANDIDATE = `schedule_id AS "scheduleId", slot_at AS "slotAt", position, factor_id AS "factorId", value, verdict,
  reason, checks, decided_at AS "decidedAt"`;

/** Admissions of slots: each is done by one process at a time, and goes on where a killed one left it. */
@Injectable()
export class SlotAdmissionsStore {
  constructor(private readonly database: Database) {}

  /** Takes the one that is due longest; until `claimedUntil` nobody else takes it. */
  async claim(now: Date, claimedUntil: Date): Promise<ClaimedAdmission | null> {
    const { rows } = await this.database.pool.query<ClaimedAdmission>(
      `WITH due AS (
         SELECT schedule_id, slot_at FROM schedule_slots WHERE admission = 'WAITING' AND admission_due_at <= $1
         ORDER BY admission_due_at, schedule_id LIMIT 1 FOR UPDATE SKIP LOCKED
       ), claimed AS (
         UPDATE schedule_slots s SET admission_claim = $3, admission_due_at = $2 FROM due
         WHERE s.schedule_id = due.schedule_id AND s.slot_at = due.slot_at RETURNING s.*
       )
       SELECT c.schedule_id AS "scheduleId", c.slot_at AS "slotAt", c.admission_claim AS claim,
         c.admission_attempts AS attempts, c.run_id AS "runId", r.state::text AS "runState",
         r.finished_at AS "runFinishedAt", o.template -> 'admission' AS step, c.admission_began_at AS "beganAt"
       FROM claimed c JOIN schedules o ON o.id = c.schedule_id LEFT JOIN runs r ON r.id = c.run_id`,
      [now, claimedUntil, uuidv7()],
    );
    return rows[0] ?? null;
  }

  /** The claim holds until then. @returns false where another has taken it */
  async renew(place: Place, claimedUntil: Date): Promise<boolean> {
    return this.change(place, 'admission_due_at = $4', [claimedUntil]);
  }

  /** From now on what joins the library joined by this slot. @returns server's time of the first call */
  async begin(place: Place): Promise<Date | null> {
    await this.change(place, 'admission_began_at = coalesce(admission_began_at, now())', []);
    const { rows } = await this.database.pool.query<{ beganAt: Date | null }>(
      'SELECT admission_began_at AS "beganAt" FROM schedule_slots WHERE schedule_id = $1 AND slot_at = $2',
      [place.scheduleId, place.slotAt],
    );
    return rows[0]?.beganAt ?? null;
  }

  /** To be looked at again. @param failed whether an attempt went wrong */
  async postpone(place: Place, dueAt: Date, detail: string, failed: boolean): Promise<void> {
    await this.change(
      place,
      `admission_due_at = $4, admission_detail = $5, admission_claim = NULL,
       admission_attempts = admission_attempts + CASE WHEN $6 THEN 1 ELSE 0 END`,
      [dueAt, detail, failed],
    );
  }

  /** Ends it, and tells of it in the same transaction, unless another has taken the claim. */
  async finish(
    claimed: ClaimedAdmission,
    state: 'DONE' | 'FAILED' | 'SKIPPED',
    detail: string,
  ): Promise<void> {
    const { scheduleId, slotAt, claim, runId, step } = claimed;
    await this.database.transaction(async (client) => {
      const { rowCount } = await client.query(
        `UPDATE schedule_slots SET admission = $4, admission_detail = $5, admission_due_at = NULL, admission_claim = NULL
         WHERE schedule_id = $1 AND slot_at = $2 AND admission_claim = $3`,
        [scheduleId, slotAt, claim, state, detail],
      );
      if (rowCount === 0 || state === 'SKIPPED') return;
      const { rows } = await client.query<{ factorId: string }>(
        `SELECT factor_id AS "factorId" FROM schedule_candidates
         WHERE schedule_id = $1 AND slot_at = $2 AND verdict = 'ADMITTED' ORDER BY position`,
        [scheduleId, slotAt],
      );
      await recordEvent(client, {
        kind: 'ADMISSION_DECIDED',
        subjectId: scheduleId,
        detail: {
          state,
          detail,
          slotAt,
          runId,
          libraryId: step?.libraryId ?? null,
          admitted: rows.map(({ factorId }) => factorId),
        },
        once: `schedule:${scheduleId}:admission:${slotAt.toISOString()}`,
      });
    });
  }

  /** Writes down who is put forward, once: an admission that goes on elsewhere decides on the same ones. */
  async propose(
    { scheduleId, slotAt }: Place,
    candidates: readonly { readonly factorId: string; readonly value: number }[],
  ): Promise<void> {
    await this.database.pool.query(
      `INSERT INTO schedule_candidates (schedule_id, slot_at, position, factor_id, value)
       SELECT $1, $2, c.position - 1, c.factor_id, c.value
       FROM unnest($3::uuid[], $4::float8[]) WITH ORDINALITY AS c(factor_id, value, position)
       ON CONFLICT DO NOTHING`,
      [scheduleId, slotAt, candidates.map((one) => one.factorId), candidates.map((one) => one.value)],
    );
  }

  async decide({ scheduleId, slotAt, position }: Candidate, decision: Decision): Promise<void> {
    await this.database.pool.query(
      `UPDATE schedule_candidates SET verdict = $4, reason = $5, checks = $6, decided_at = now()
       WHERE schedule_id = $1 AND slot_at = $2 AND position = $3 AND verdict IS NULL`,
      [
        scheduleId,
        slotAt,
        position,
        decision.verdict,
        decision.reason,
        decision.checks === null ? null : JSON.stringify(decision.checks),
      ],
    );
  }

  /** Candidates of each slot, best first. */
  async candidatesOf(
    slots: readonly { readonly scheduleId: string; readonly slotAt: Date }[],
  ): Promise<Candidate[][]> {
    const { rows } = await this.database.pool.query<Candidate>(
      `SELECT ${CANDIDATE} FROM schedule_candidates
       WHERE (schedule_id, slot_at) IN (SELECT * FROM unnest($1::uuid[], $2::timestamptz[]))
       ORDER BY schedule_id, slot_at, position`,
      [slots.map(({ scheduleId }) => scheduleId), slots.map(({ slotAt }) => slotAt)],
    );
    const isOf = (slot: (typeof slots)[number]) => (row: Candidate) =>
      row.scheduleId === slot.scheduleId && row.slotAt.getTime() === slot.slotAt.getTime();
    return slots.map((slot) => rows.filter(isOf(slot)));
  }

  /** @param assignments with parameters from $4 on @returns false where another has taken the claim */
  private async change(place: Place, assignments: string, values: readonly unknown[]): Promise<boolean> {
    const { rowCount } = await this.database.pool.query(
      `UPDATE schedule_slots SET ${assignments} WHERE schedule_id = $1 AND slot_at = $2 AND admission_claim = $3`,
      [place.scheduleId, place.slotAt, place.claim, ...values],
    );
    return rowCount === 1;
  }
}
