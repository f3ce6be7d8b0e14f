import type { Catalog } from '../../core/program/language.ts';
import { createEvaluator } from '../../mining/create-evaluator.ts';
import { createLikeness } from '../../mining/create-likeness.ts';
import type { ClaimedRun, EvaluationMemo, Evaluator, Likeness } from '../../mining/ports.ts';
import type { Database } from '../../platform/database/database.ts';
import type { EngineHost } from '../evaluations/engine-host.ts';
import { evaluationKeyOf } from '../evaluations/evaluation-key.ts';
import { PostgresEvaluationMemo } from '../evaluations/evaluations.store.ts';
import type { PostgresRunStore } from './run.store.ts';

/** What mining a claimed run takes of the process: panel, threads and what is known already. */
export interface MiningDesk {
  readonly catalog: Catalog;
  readonly evaluator: Evaluator;
  readonly memo: EvaluationMemo;
  /** Null where the run has nothing to be unlike. */
  readonly likeness: Likeness | null;
  /** The store, keeping judgements under this run's key. */
  readonly store: PostgresRunStore;
  /** Gives panel and threads back. */
  close(): Promise<void>;
}

export interface DeskParts {
  readonly engine: EngineHost;
  readonly database: Database;
  readonly store: PostgresRunStore;
}

/** @throws Refusal where the dataset's files are gone or changed, or do not bear the experiment */
export async function openDesk(parts: DeskParts, claimed: ClaimedRun): Promise<MiningDesk> {
  const { engine, database, store } = parts;
  const { experiment, datasetId, datasetHash } = claimed;
  const lease = await engine.lease(datasetHash);
  try {
    const period = experiment.periods.train;
    const definition = experiment.evaluation;
    const sliceHash = await engine.pool.sliceHash(lease.handle, period.to);
    const key = evaluationKeyOf({ datasetId, sliceHash, period, definition });
    const evaluator = await createEvaluator(engine.pool, lease.handle, experiment);
    return {
      catalog: lease.panel,
      evaluator,
      likeness: claimed.unlike
        ? await createLikeness(
            { pool: engine.pool, panel: lease.panel, handle: lease.handle },
            experiment,
            claimed.unlike.formulas,
          )
        : null,
      memo: new PostgresEvaluationMemo(database, key, definition, experiment.fitness),
      store: store.keepingEvaluations({ key, fitness: experiment.fitness }),
      close: async () => {
        await evaluator.close();
        lease.release();
      },
    };
  } catch (error) {
    lease.release();
    throw error;
  }
}
