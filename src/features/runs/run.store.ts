import { v7 as uuidv7 } from 'uuid';
import type { Experiment, StopConditions } from '../../core/experiment/experiment.ts';
import { reviveExperiment } from '../../core/experiment/revive-experiment.ts';
import { Refusal } from '../../core/outcome/refusal.ts';
import type { GenerationRecord } from '../../mining/generation-record.ts';
import type {
  ClaimedRun,
  Fence,
  RunDirective,
  RunOutcome,
  RunStore,
  UnlikeKnown,
  WarmStartProgram,
} from '../../mining/ports.ts';
import type { Database } from '../../platform/database/database.ts';
import { type Keeping, writeGeneration } from './generation-writer.store.ts';
import { recordRunOver } from './run-over.store.ts';
import { readPosition } from './run-position.store.ts';

/** Claims in a row without a committed generation after which a run is taken for poison and given up. */
export const MAXIMUM_BARREN_CLAIMS = 3;

interface ClaimedRow {
  readonly epoch: number;
  readonly datasetId: string;
  readonly seed: string;
  readonly warmStart: WarmStartProgram[];
  readonly unlike: UnlikeKnown | null;
  readonly improves: boolean;
  readonly stop: StopConditions;
  readonly generation: number | null;
  readonly minedMs: number;
  readonly experimentId: string;
}

/**
 * The runs of Postgres as their owner writes them. Every write names the epoch under which the run was claimed,
 * and changes nothing once another owner has raised it. A generation is one transaction (ADR 0007).
 */
export class PostgresRunStore implements RunStore {
  /**
   * @param keeping under what the measurements of a generation are kept as evaluations and scores; null keeps none
   */
  constructor(
    private readonly database: Database,
    private readonly keeping: Keeping | null = null,
  ) {}

  /** The same store, keeping what the generations that it commits measured. */
  keepingEvaluations(keeping: Keeping): PostgresRunStore {
    return new PostgresRunStore(this.database, keeping);
  }

  async claim(runId: string, owner: string, leaseMs: number): Promise<ClaimedRun | null> {
    const claimed = await this.database.pool.query<ClaimedRow>(
      `UPDATE runs SET state = 'RUNNING', owner = $2, lease_expires_at = now() + $3 * interval '1 ms',
         epoch = epoch + 1, barren_claims = barren_claims + 1, started_at = coalesce(started_at, now())
       WHERE id = $1 AND barren_claims < $4
         AND (state = 'QUEUED' OR (state = 'RUNNING' AND (lease_expires_at IS NULL OR lease_expires_at < now())))
       RETURNING epoch, dataset_id AS "datasetId", seed, warm_start AS "warmStart", unlike, improves, stop, generation,
         mined_ms AS "minedMs", experiment_id AS "experimentId"`,
      [runId, owner, leaseMs, MAXIMUM_BARREN_CLAIMS],
    );
    const row = claimed.rows[0];
    if (row === undefined) {
      await this.quarantine(runId);
      return null;
    }
    return this.describe(runId, row);
  }

  async heartbeat(fence: Fence, leaseMs: number): Promise<RunDirective> {
    const kept = await this.database.pool.query<{ directive: RunDirective }>(
      `UPDATE runs SET lease_expires_at = now() + $3 * interval '1 ms'
       WHERE id = $1 AND epoch = $2 AND state = 'RUNNING' RETURNING directive`,
      [fence.runId, fence.epoch, leaseMs],
    );
    return kept.rows[0]?.directive ?? fenced(fence);
  }

  commitGeneration(fence: Fence, record: GenerationRecord): Promise<RunDirective> {
    return this.database.transaction(async (client) => {
      const held = await client.query<{ generation: number | null; directive: RunDirective }>(
        `SELECT generation, directive FROM runs WHERE id = $1 AND epoch = $2 AND state = 'RUNNING' FOR UPDATE`,
        [fence.runId, fence.epoch],
      );
      const run = held.rows[0] ?? fenced(fence);
      const next = run.generation === null ? 0 : run.generation + 1;
      if (record.statistics.generation !== next) {
        throw new Refusal(
          'CONFLICT',
          `run ${fence.runId}: expected generation ${next} to be committed next`,
          {
            expected: String(next),
            actual: String(record.statistics.generation),
          },
        );
      }
      await writeGeneration(client, fence.runId, record, this.keeping);
      return run.directive;
    });
  }

  async release(fence: Fence, outcome: RunOutcome, reason: string): Promise<void> {
    await this.giveUp(fence, outcome, reason, outcome !== 'PAUSED');
  }

  /** Gives a run back to the queue untouched: a worker that shuts down leaves it to the next one. */
  async handBack(fence: Fence): Promise<void> {
    await this.giveUp(fence, 'QUEUED', 'its worker was shut down', false);
  }

  private async giveUp(
    fence: Fence,
    state: RunOutcome | 'QUEUED',
    reason: string,
    over: boolean,
  ): Promise<void> {
    await this.database.transaction(async (client) => {
      const released = await client.query(
        `UPDATE runs SET state = $3::run_state, reason = $4, owner = NULL, lease_expires_at = NULL,
           barren_claims = 0, finished_at = CASE WHEN $5 THEN now() END,
           directive = CASE WHEN $3 = 'QUEUED' THEN directive ELSE 'continue' END
         WHERE id = $1 AND epoch = $2 AND state = 'RUNNING'`,
        [fence.runId, fence.epoch, state, reason, over],
      );
      if (released.rowCount === 0) fenced(fence);
      await client.query('INSERT INTO run_events (id, run_id, kind, detail) VALUES ($1, $2, $3, $4)', [
        uuidv7(),
        fence.runId,
        state,
        reason,
      ]);
      if (over) await recordRunOver(client, fence.runId);
    });
  }

  /** A run that killed its owners time and again is set aside with its last generation, so that others go on. */
  private async quarantine(runId: string): Promise<void> {
    await this.database.transaction(async (client) => {
      const given = await client.query(
        `WITH given_up AS (
           UPDATE runs SET state = 'FAILED', owner = NULL, lease_expires_at = NULL, finished_at = now(),
             reason = 'quarantined: ' || barren_claims || ' owners died or stalled without finishing a generation'
           WHERE id = $1 AND barren_claims >= $2
             AND state = 'RUNNING' AND (lease_expires_at IS NULL OR lease_expires_at < now())
           RETURNING id, reason)
         INSERT INTO run_events (id, run_id, kind, detail) SELECT $3, id, 'FAILED', reason FROM given_up`,
        [runId, MAXIMUM_BARREN_CLAIMS, uuidv7()],
      );
      if (given.rowCount === 1) await recordRunOver(client, runId);
    });
  }

  private async describe(runId: string, row: ClaimedRow): Promise<ClaimedRun> {
    const found = await this.database.prisma.experiment.findUniqueOrThrow({
      where: { id: row.experimentId },
      include: {
        runs: { where: { id: runId }, select: { dataset: { select: { hash: true, manifest: true } } } },
      },
    });
    const frozen = reviveExperiment(found.configuration as unknown as Experiment);
    const experiment: Experiment = { ...frozen, stop: row.stop };
    const { hash, manifest } = found.runs[0]!.dataset;
    return {
      fence: { runId, epoch: row.epoch },
      datasetId: row.datasetId,
      datasetHash: hash,
      experiment,
      seed: row.seed,
      warmStart: row.warmStart,
      unlike: row.unlike,
      improves: row.improves,
      position:
        row.generation === null ? null : await readPosition(this.database.pool, runId, experiment, manifest),
      minedMs: row.minedMs,
    };
  }
}

function fenced({ runId, epoch }: Fence): never {
  throw new Refusal('RUN_FENCED', `run ${runId} is no longer owned under epoch ${epoch}`, {
    expected: 'to own the run',
    actual: 'another owner took it over, or it ended',
    where: `run ${runId}`,
    remedy: 'Nothing to do: the present owner goes on from the last generation.',
  });
}
