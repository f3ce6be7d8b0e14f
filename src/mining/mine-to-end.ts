import type { Claim } from './claim.ts';
import type { FinishedGeneration } from './finish-generation.ts';
import { firstGeneration, nextGeneration } from './generation.ts';
import type { RunDirective, RunOutcome, RunPosition } from './ports.ts';
import { stopReason } from './stop-reason.ts';
import { duringStorage } from './store-fault.ts';

export interface Ending {
  readonly outcome: Exclude<RunOutcome, 'FAILED'>;
  readonly reason: string;
}

/**
 * Generation after generation. While one is written the next is made already: it depends on nothing that the store
 * could say. What the users want, and whether the run is still ours, is known once the writing is done: then what
 * was begun is given up where the run does not go on.
 */
export async function mineToEnd(claim: Claim, stopped: AbortSignal): Promise<Ending> {
  const { store, claimed, leaseMs } = claim.options;
  let directive = await duringStorage(store.heartbeat(claimed.fence, leaseMs));
  let ahead: Promise<FinishedGeneration> | null = null;
  try {
    for (;;) {
      const ending = endingOf(claim, directive);
      if (ending !== null) return ending;
      stopped.throwIfAborted();
      const finished: FinishedGeneration = await (ahead ?? oneGeneration(claim, claim.position));
      const committing = commit(claim, finished);
      ahead =
        reasonToStop(claim, finished.position) === null ? oneGeneration(claim, finished.position) : null;
      // Its failure is met where it is awaited, after the writing has ended.
      ahead?.catch(() => undefined);
      directive = await committing;
    }
  } finally {
    claim.over.abort(new Error('the claim ended'));
    await ahead?.catch(() => undefined);
  }
}

/** Decided at generation boundaries alone. A run that is done is completed even if a pause was asked for. */
function endingOf(claim: Claim, directive: RunDirective): Ending | null {
  if (directive === 'cancel') return { outcome: 'CANCELLED', reason: 'cancelled' };
  const reason = reasonToStop(claim, claim.position);
  if (reason !== null) return { outcome: 'COMPLETED', reason };
  return directive === 'pause' ? { outcome: 'PAUSED', reason: 'paused' } : null;
}

const reasonToStop = ({ options, minedMs }: Claim, position: RunPosition | null): string | null =>
  position === null ? null : stopReason(options.claimed.experiment.stop, position, minedMs());

async function oneGeneration(
  { options, context }: Claim,
  before: RunPosition | null,
): Promise<FinishedGeneration> {
  if (before !== null) return nextGeneration(context, before);
  const first = await firstGeneration(context, options.claimed);
  if (first.refused.length > 0) options.onRefusedWarmStart?.(first.refused);
  return first;
}

async function commit(claim: Claim, { position, record }: FinishedGeneration): Promise<RunDirective> {
  const { store, claimed, progress } = claim.options;
  const minedMs = claim.minedMs();
  const directive = await claim.context.stopwatch.persisting(() =>
    duringStorage(store.commitGeneration(claimed.fence, { ...record, minedMs })),
  );
  claim.position = position;
  progress.generation(claimed.fence.runId, position.generation);
  return directive;
}
