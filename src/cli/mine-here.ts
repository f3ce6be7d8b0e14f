import { setTimeout as sleep } from 'node:timers/promises';
import { RunWorkers } from '../features/runs/run-workers.ts';
import { RunsService } from '../features/runs/runs.service.ts';
import type { ServiceParts } from './service-session.ts';

/** How often a run that somebody else mines is looked at. */
const LOOK_MS = 500;

/**
 * Mines a run in this process until it rests. A service on the same store may have claimed it first: then that one
 * mines and here it is waited for; should its owner die, the run is mined here after all.
 */
export async function mineHere(parts: ServiceParts, runId: string): Promise<void> {
  const { miner } = parts.get(RunWorkers);
  for (;;) {
    await miner.mineWhileWanted(runId);
    const { storedState } = await parts.get(RunsService).get(runId);
    if (storedState !== 'QUEUED' && storedState !== 'RUNNING') return;
    await sleep(LOOK_MS);
  }
}
