import type { EvaluationPool, PanelHandle } from '../compute/engine/evaluation-pool.ts';
import type { Frame } from '../compute/engine/task.ts';
import type { Experiment } from '../core/experiment/experiment.ts';
import type { Evaluator } from './ports.ts';

/** The frame of a run's fitness: its train period, by its definition. */
export const trainFrame = (experiment: Experiment): Frame => ({
  definition: experiment.evaluation,
  period: experiment.periods.train,
  fitness: experiment.fitness,
});

/**
 * The evaluator of a run: its train period on the pool's threads. Closing it stops what still waits, and
 * leaves the pool, which others use too, as it is.
 * @throws Refusal UNIVERSE_UNAVAILABLE, PERIOD_INVALID when the dataset does not bear the experiment
 */
export async function createEvaluator(
  pool: EvaluationPool,
  panel: PanelHandle,
  experiment: Experiment,
): Promise<Evaluator> {
  const frame = trainFrame(experiment);
  const { stocks, labelledDays } = await pool.period(panel, frame);
  const closing = new AbortController();
  const either = (signal?: AbortSignal): AbortSignal =>
    signal ? AbortSignal.any([signal, closing.signal]) : closing.signal;
  return {
    stocks,
    labelledDays,
    judge: (programs, signal) => pool.judge(panel, frame, programs, either(signal)),
    score: (programs, share, signal) => pool.score(panel, { frame, programs, share }, either(signal)),
    fingerprints: (programs, signal) => pool.fingerprints(panel, { frame, programs }, either(signal)),
    similarity: (programs, days, kind) =>
      pool.similarity(panel, { frame, programs, days, kind, engine: 'search' }, closing.signal),
    close: async () => closing.abort(new Error('the evaluator was closed')),
  };
}
