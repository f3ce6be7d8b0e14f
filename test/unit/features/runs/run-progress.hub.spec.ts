import { describe, expect, it } from 'vitest';
import type { RunProgressModel } from '../../../../src/features/runs/run.models.ts';
import { RunProgressHub } from '../../../../src/features/runs/run-progress.hub.ts';

const progress = (generation: number, state: RunProgressModel['state'] = 'RUNNING'): RunProgressModel => ({
  runId: 'r',
  state,
  generation,
  generations: 10,
  evaluations: generation * 10,
  evaluationsPerSecond: 1,
  meanFitness: null,
  bestFitness: null,
  bestFormula: null,
  diversity: null,
  etaSeconds: null,
});

const settle = () => new Promise((resolve) => setTimeout(resolve, 5));

describe('RunProgressHub', () => {
  it('begins with the present state and ends when the run is over', async () => {
    let now = progress(1);
    const hub = new RunProgressHub(
      async () => now,
      (error) => {
        throw error;
      },
    );
    const stream = await hub.watch('r');
    now = progress(2);
    hub.changed('r');
    await settle();
    now = progress(3, 'COMPLETED');
    hub.changed('r');
    const seen: (number | null)[] = [];
    for await (const item of stream) seen.push(item.generation);
    expect(seen).toEqual([1, 2, 3]);
  });

  it('reads nothing for runs that nobody watches, and once for a burst', async () => {
    let reads = 0;
    const hub = new RunProgressHub(
      async () => {
        reads += 1;
        await settle();
        return progress(reads);
      },
      () => {},
    );
    hub.changed('other');
    await settle();
    expect(reads).toBe(0);
    const stream = await hub.watch('r');
    for (let k = 0; k < 100; k++) hub.changed('r');
    await settle();
    await settle();
    await settle();
    await settle();
    // The present state, the first of the burst, and one more for all that came meanwhile.
    expect(reads).toBe(3);
    await stream.return();
    hub.changed('r');
    expect(reads).toBe(3);
  });

  it('passes on the refusal of a run that does not exist, and keeps no stream', async () => {
    const hub = new RunProgressHub(
      () => Promise.reject(new Error('no such run')),
      () => {},
    );
    await expect(hub.watch('r')).rejects.toThrow('no such run');
    hub.refresh();
    hub.close();
  });
});
