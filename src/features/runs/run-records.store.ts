import { Injectable } from '@nestjs/common';
import type pg from 'pg';
import { v7 as uuidv7 } from 'uuid';
import type { StopConditions } from '../../core/experiment/experiment.ts';
import { Refusal } from '../../core/outcome/refusal.ts';
import type { UnlikeKnown, WarmStartProgram } from '../../mining/ports.ts';
import { Database } from '../../platform/database/database.ts';
import { inOrderOf } from '../../platform/database/in-order-of.ts';
import { rowsOfEach } from '../../platform/database/rows-of-each.ts';
import { requireUuid } from '../../platform/paging/ids.ts';
import { decodePageToken, type Page, type PageRequest, toPage } from '../../platform/paging/page.ts';
import { recordRunOver } from './run-over.store.ts';
import type { NewRun, RunEventRecord, RunFilter, RunRecord, RunToLook } from './run-record.ts';
import type { RunStanding, StoredRunState } from './run-transitions.ts';

const SHOWN_STATE = `CASE WHEN r.state = 'RUNNING' AND (r.lease_expires_at IS NULL OR r.lease_expires_at < now())
  THEN 'STALLED' ELSE r.state::text END`;

/** Without the formulas, which may be thousands. */
const UNLIKE = `CASE WHEN r.unlike IS NOT NULL THEN jsonb_build_object('mode', r.unlike -> 'mode', 'limit', r.unlike -> 'limit',
  'source', r.unlike -> 'source', 'known', jsonb_array_length(r.unlike -> 'formulas')) END AS unlike`;

const COLUMNS = `r.id, r.name, r.experiment_id AS "experimentId", r.dataset_id AS "datasetId",
  r.schedule_id AS "scheduleId", r.control_of_id AS "controlOfId", r.seed,
  r.improves, ${UNLIKE}, r.stop, r.state AS "storedState", ${SHOWN_STATE} AS state, r.directive,
  r.reason, r.epoch, r.generation, r.evaluations, r.best_ever_fitness AS "bestEverFitness",
  f.formula AS "bestEverFormula", r.population_hash AS "populationHash", r.mined_ms AS "minedMs",
  r.created_at AS "createdAt", r.started_at AS "startedAt", r.finished_at AS "finishedAt"`;

const FROM = 'FROM runs r LEFT JOIN factors f ON f.id = r.best_ever_factor_id';

/** Waits for a worker, or was left by one: what the reconciler puts up again. */
const UNOWNED = `(r.state = 'QUEUED' OR (r.state = 'RUNNING' AND (r.lease_expires_at IS NULL OR r.lease_expires_at < now())))`;

/** Rows of runs as users see and change them; what a run's owner writes is in `run.store.ts`. */
@Injectable()
export class RunRecordsStore {
  constructor(private readonly database: Database) {}

  /** @returns the run's id: the earlier run's where the idempotency key is known */
  async insert(run: NewRun, client: pg.ClientBase | pg.Pool = this.database.pool): Promise<string> {
    const inserted = await client.query<{ id: string }>(
      `INSERT INTO runs (id, name, experiment_id, dataset_id, schedule_id, seed, warm_start, stop, state, idempotency_key,
         control_of_id, unlike, improves)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
       ON CONFLICT (idempotency_key) DO NOTHING RETURNING id`,
      [
        run.id,
        run.name,
        run.experimentId,
        run.datasetId,
        run.scheduleId,
        run.seed,
        JSON.stringify(run.warmStart),
        JSON.stringify(run.stop),
        run.state,
        run.idempotencyKey,
        run.controlOfId,
        run.unlike && JSON.stringify(run.unlike),
        run.improves,
      ],
    );
    if (inserted.rows[0]) return inserted.rows[0].id;
    const earlier = await client.query<{ id: string }>('SELECT id FROM runs WHERE idempotency_key = $1', [
      run.idempotencyKey,
    ]);
    return earlier.rows[0]!.id;
  }

  async findByKey(idempotencyKey: string): Promise<string | null> {
    const found = await this.database.pool.query<{ id: string }>(
      'SELECT id FROM runs WHERE idempotency_key = $1',
      [idempotencyKey],
    );
    return found.rows[0]?.id ?? null;
  }

  /** @throws Refusal NOT_FOUND */
  async get(runId: string): Promise<RunRecord> {
    const found = await this.database.pool.query<RunRecord>(`SELECT ${COLUMNS} ${FROM} WHERE r.id = $1`, [
      runId,
    ]);
    const run = found.rows[0];
    if (!run) throw noSuchRun(runId);
    return run;
  }

  /** In the order of the ids; null where there is none. */
  async byIds(ids: readonly string[]): Promise<(RunRecord | null)[]> {
    const { rows } = await this.database.pool.query<RunRecord>(
      `SELECT ${COLUMNS} ${FROM} WHERE r.id = ANY($1::uuid[])`,
      [ids],
    );
    return inOrderOf(ids, rows);
  }

  /** Newest first. */
  async list(filter: RunFilter, page: PageRequest): Promise<Page<RunRecord>> {
    const after =
      page.pageToken === null ? null : requireUuid(decodePageToken(page.pageToken, 1)[0]!, 'pageToken');
    const found = await this.database.pool.query<RunRecord>(
      // UUIDv7 ids ascend with time, so the id alone is the order.
      `SELECT ${COLUMNS} ${FROM}
       WHERE ($1::uuid IS NULL OR r.id < $1) AND ($2::uuid IS NULL OR r.dataset_id = $2)
         AND ($3::uuid IS NULL OR r.experiment_id = $3) AND ($4::uuid IS NULL OR r.schedule_id = $4)
         AND ($5::text IS NULL OR ${SHOWN_STATE} = $5)
       ORDER BY r.id DESC LIMIT $6`,
      [
        after,
        filter.datasetId ?? null,
        filter.experimentId ?? null,
        filter.scheduleId ?? null,
        filter.state ?? null,
        page.pageSize + 1,
      ],
    );
    return toPage(found.rows, page.pageSize, (run) => [run.id]);
  }

  async warmStartOf(runId: string): Promise<readonly WarmStartProgram[]> {
    const [found] = await this.warmStartsOf([runId]);
    if (!found) throw noSuchRun(runId);
    return found;
  }

  /** In the order of the ids; null where there is no such run. */
  async warmStartsOf(runIds: readonly string[]): Promise<(readonly WarmStartProgram[] | null)[]> {
    const rows = await rowsOfEach<{ warmStart: WarmStartProgram[] }>(
      this.database.pool,
      runIds,
      'SELECT warm_start AS "warmStart" FROM runs WHERE id = p.id',
    );
    return rows.map(([row]) => row?.warmStart ?? null);
  }

  /** What a run is to keep away from; null where nothing. @throws Refusal NOT_FOUND */
  async unlikeOf(runId: string): Promise<UnlikeKnown | null> {
    const found = await this.database.pool.query<{ unlike: UnlikeKnown | null }>(
      'SELECT unlike FROM runs WHERE id = $1',
      [requireUuid(runId, 'runId')],
    );
    if (!found.rows[0]) throw noSuchRun(runId);
    return found.rows[0].unlike;
  }

  /** What became of each run, newest first, at most so many each. */
  eventsOf(runIds: readonly string[], limit: number): Promise<RunEventRecord[][]> {
    return rowsOfEach<RunEventRecord>(
      this.database.pool,
      runIds,
      'SELECT at, kind, detail FROM run_events WHERE run_id = p.id ORDER BY at DESC, id DESC LIMIT $2',
      [limit],
    );
  }

  /**
   * Changes a run's standing under its row lock; what `decide` throws leaves the row as it was.
   * @param decide the new standing, or the same to change nothing
   */
  async changeStanding(
    runId: string,
    kind: string,
    decide: (now: RunStanding) => RunStanding,
  ): Promise<void> {
    await this.database.transaction(async (client) => {
      const now = await lockRun(client, runId);
      const next = decide(now);
      if (next.state === now.state && next.directive === now.directive) return;
      const over = next.state === 'CANCELLED';
      await client.query(
        `UPDATE runs SET state = $2, directive = $3, reason = NULL,
           finished_at = CASE WHEN $4 THEN now() ELSE NULL END WHERE id = $1`,
        [runId, next.state, next.directive, over],
      );
      await logEvent(client, runId, kind, `${now.state}/${now.directive} -> ${next.state}/${next.directive}`);
      if (over) await recordRunOver(client, runId);
    });
  }

  /** Replaces the stop conditions and logs both sides. */
  async changeStop(
    runId: string,
    decide: (now: StopConditions, state: StoredRunState) => StopConditions,
  ): Promise<void> {
    await this.database.transaction(async (client) => {
      const { stop, state } = await lockRun(client, runId);
      const next = decide(stop, state);
      await client.query('UPDATE runs SET stop = $2 WHERE id = $1', [runId, JSON.stringify(next)]);
      await logEvent(client, runId, 'STOP_CHANGED', `${JSON.stringify(stop)} -> ${JSON.stringify(next)}`);
    });
  }

  /** A completed run whose limits were changed while it ended goes on: nobody else would tell it. */
  async requeueIfExtended(runId: string, minedUnder: StopConditions): Promise<void> {
    await this.database.pool.query(
      `UPDATE runs SET state = 'QUEUED', reason = NULL, finished_at = NULL
       WHERE id = $1 AND state = 'COMPLETED' AND stop <> $2::jsonb`,
      [runId, JSON.stringify(minedUnder)],
    );
  }

  /** Runs that should be mined and have no live owner. */
  async withoutOwner(limit: number): Promise<RunToLook[]> {
    const found = await this.database.pool.query<RunToLook>(
      `SELECT r.id, r.epoch FROM runs r WHERE ${UNOWNED} ORDER BY r.id LIMIT $1`,
      [limit],
    );
    return found.rows;
  }

  /** Whether a run must wait because an earlier one of its schedule is not over. */
  async waitsForEarlier(runId: string): Promise<boolean> {
    return (await this.waitingForEarlier([runId]))[0]!;
  }

  /** The same of many. */
  async waitingForEarlier(runIds: readonly string[]): Promise<boolean[]> {
    const rows = await rowsOfEach(
      this.database.pool,
      runIds,
      `SELECT 1 AS one FROM runs r JOIN runs e ON e.schedule_id = r.schedule_id AND e.id < r.id
       WHERE r.id = p.id AND e.state IN ('QUEUED', 'RUNNING') LIMIT 1`,
    );
    return rows.map((earlier) => earlier.length > 0);
  }
}

async function lockRun(
  client: pg.ClientBase,
  runId: string,
): Promise<RunStanding & { stop: StopConditions }> {
  const found = await client.query<RunStanding & { stop: StopConditions }>(
    'SELECT state, directive, stop FROM runs WHERE id = $1 FOR UPDATE',
    [runId],
  );
  if (!found.rows[0]) throw noSuchRun(runId);
  return found.rows[0];
}

async function logEvent(client: pg.ClientBase, runId: string, kind: string, detail: string): Promise<void> {
  await client.query('INSERT INTO run_events (id, run_id, kind, detail) VALUES ($1, $2, $3, $4)', [
    uuidv7(),
    runId,
    kind,
    detail,
  ]);
}

export function noSuchRun(runId: string): Refusal {
  return new Refusal('NOT_FOUND', `run: no run ${runId}`, {
    where: 'runId',
    remedy: 'list the runs to see which there are',
  });
}
