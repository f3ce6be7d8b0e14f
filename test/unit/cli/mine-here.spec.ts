import { expect, test } from 'vitest';
import { mineHere } from '../../../src/cli/mine-here.ts';
import type { ServiceParts } from '../../../src/cli/service-session.ts';
import type { StoredRunState } from '../../../src/features/runs/run-transitions.ts';
import { RunWorkers } from '../../../src/features/runs/run-workers.ts';

/** A run whose state is the next of the list each time that somebody looks; counts the attempts to mine it. */
function runOf(states: readonly StoredRunState[]): { parts: ServiceParts; attempts: () => number } {
  const left = [...states];
  let attempts = 0;
  const workers = { miner: { mineWhileWanted: async () => void attempts++ } };
  const runs = { get: async () => ({ storedState: left.shift() }) };
  const get = (part: unknown): unknown => (part === RunWorkers ? workers : runs);
  return { parts: { get } as unknown as ServiceParts, attempts: () => attempts };
}

test.each<StoredRunState>(['COMPLETED', 'PAUSED', 'CANCELLED', 'FAILED'])(
  'a run that is %s rests',
  async (state) => {
    const { parts, attempts } = runOf([state]);
    await mineHere(parts, 'run');
    expect(attempts()).toBe(1);
  },
);

test('a run that another process has claimed is waited for, and asked for again until it rests', async () => {
  const { parts, attempts } = runOf(['RUNNING', 'QUEUED', 'COMPLETED']);
  await mineHere(parts, 'run');
  expect(attempts()).toBe(3);
});
