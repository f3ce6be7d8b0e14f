import type { PoolClient } from 'pg';
import { recordEvent } from '../../platform/events/events.store.ts';

interface RunAtItsEnd {
  readonly state: string;
  readonly epoch: number;
  readonly name: string | null;
  readonly reason: string | null;
  readonly datasetId: string;
  readonly scheduleId: string | null;
  readonly generation: number | null;
  readonly evaluations: number;
  readonly bestFitness: number | null;
  readonly bestFactorId: string | null;
  readonly bestFormula: string | null;
}

/**
 * Records RUN_FINISHED for a run that is COMPLETED or CANCELLED and RUN_FAILED for one that is FAILED, in the transaction
 * that made it so; nothing otherwise. A run that was extended and ends again is another occurrence.
 */
export async function recordRunOver(client: PoolClient, runId: string): Promise<void> {
  const { rows } = await client.query<RunAtItsEnd>(
    `SELECT r.state::text, r.epoch, r.name, r.reason, r.dataset_id AS "datasetId", r.schedule_id AS "scheduleId",
       r.generation, r.evaluations, r.best_ever_fitness AS "bestFitness", r.best_ever_factor_id AS "bestFactorId",
       f.formula AS "bestFormula"
     FROM runs r LEFT JOIN factors f ON f.id = r.best_ever_factor_id
     WHERE r.id = $1 AND r.state IN ('COMPLETED', 'CANCELLED', 'FAILED')`,
    [runId],
  );
  const run = rows[0];
  if (!run) return;
  const { epoch, ...detail } = run;
  await recordEvent(client, {
    kind: run.state === 'FAILED' ? 'RUN_FAILED' : 'RUN_FINISHED',
    subjectId: runId,
    detail,
    once: `run:${runId}:${epoch}:${run.state}`,
  });
}
