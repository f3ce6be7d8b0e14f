import { describe, expect, it, vi } from 'vitest';
import { Refusal } from '../../../src/core/outcome/refusal.ts';
import { MemoryRunStore } from '../../support/memory-run-store.ts';
import { fullMemo, ToyEvaluator } from '../../support/toy-evaluator.ts';
import { decided, mineToy, programsOf, runToy, toySetup } from '../../support/toy-run.ts';

const place = (one: { birthGeneration: number; slot: number }): string =>
  `${one.birthGeneration}/${one.slot}`;

describe('a mined run', () => {
  it('keeps its size, lets the oldest die and becomes fitter', async () => {
    const { result, records } = await runToy(toySetup());
    expect(result).toMatchObject({ ending: 'COMPLETED', reason: 'generation 12 reached' });
    expect(records.map(({ statistics }) => statistics.generation)).toEqual([...Array(13).keys()]);
    expect(records[0]?.joined).toHaveLength(40);
    const [first, last] = [records[0]?.statistics, records.at(-1)?.statistics];
    expect(last?.meanFitness).toBeGreaterThan((first?.meanFitness ?? 1) * 1.2);
    expect(result.position?.population).toHaveLength(40);
    const aged = records[1]?.left.filter(({ cause }) => cause === 'age').map(place);
    expect(aged).toEqual([...Array(10).keys()].map((slot) => `0/${slot}`));
    expect(result.populationHash).toBe(records.at(-1)?.populationHash);
  });

  it('breeds each child from a parent that lived, and counts births by mutation', async () => {
    const { records } = await runToy(
      toySetup({ catastrophe: { ...toySetup().experiment.evolution.catastrophe, everyGenerations: 0 } }),
    );
    const ever = new Set(records[0]?.joined.map(({ program }) => program.hash));
    for (const { joined, statistics } of records.slice(1)) {
      for (const { origin, program } of joined) {
        expect(origin.kind).toBe('mutation');
        if (origin.kind !== 'mutation') continue;
        expect(ever.has(origin.parentHash)).toBe(true);
        expect(origin.parentHash).not.toBe(program.hash);
      }
      for (const { program } of joined) ever.add(program.hash);
      const births = Object.values(statistics.mutations).reduce((sum, kind) => sum + kind.births, 0);
      expect(births).toBe(10);
    }
  });

  it('strikes the catastrophe when it is due, says who died for whom, and refills both ways', async () => {
    const { records } = await runToy(toySetup());
    const struck = records.filter(({ statistics }) => statistics.catastrophe !== null);
    expect(struck.map(({ statistics }) => statistics.generation)).toEqual([5, 10]);
    const died = struck.flatMap(({ statistics }) => statistics.catastrophe?.deaths ?? []);
    expect(died.length).toBeGreaterThan(0);
    for (const { statistics, left, joined } of struck) {
      const event = statistics.catastrophe;
      const deaths = event?.deaths ?? [];
      expect(left.filter(({ cause }) => cause === 'catastrophe').map(place)).toEqual(deaths.map(place));
      expect((event?.refilledInitial ?? 0) + (event?.refilledChildren ?? 0)).toBe(deaths.length);
      expect(joined).toHaveLength(10 + deaths.length);
      expect(joined.slice(10).map(({ slot }) => slot)).toEqual(deaths.map((_, vacancy) => 10 + vacancy));
      for (const { similarity } of deaths) expect(Math.abs(similarity)).toBeGreaterThanOrEqual(0.8);
    }
  });

  it('refills from its own first generation when asked', async () => {
    const catastrophe = { ...toySetup().experiment.evolution.catastrophe, initialShare: 1, threshold: 0.3 };
    const { records } = await runToy(
      toySetup({ catastrophe: { ...catastrophe, initialSource: 'firstGeneration' } }),
    );
    const copies = records
      .flatMap(({ joined }) => joined)
      .filter(({ origin }) => origin.kind === 'initialCopy');
    expect(copies.length).toBeGreaterThan(0);
    for (const { origin, program } of copies) {
      const from = origin.kind === 'initialCopy' ? origin.fromSlot : -1;
      expect(records[0]?.joined[from]?.program.hash).toBe(program.hash);
    }
  });

  it('keeps the best ever when the best alive has died of age', async () => {
    const { records } = await runToy(
      toySetup({ selection: 'roulette', populationSize: 12, childrenPerGeneration: 11 }),
    );
    const lost = records.filter(
      ({ statistics }) => (statistics.bestFitness ?? 0) < (statistics.bestEverFitness ?? 0),
    );
    expect(lost.length).toBeGreaterThan(0);
    const bestEver = records.map(({ statistics }) => statistics.bestEverFitness ?? 0);
    expect(bestEver).toEqual([...bestEver].sort((a, b) => a - b));
  });

  it('finds more than a random search of equal budget', async () => {
    const random = await runToy(toySetup({ search: 'random' }, { generations: 30 }));
    const bred = await runToy(toySetup({}, { generations: 30 }));
    const [drawn, evolved] = [random, bred].map(({ records }) => records.at(-1)?.statistics);
    expect(evolved?.meanFitness).toBeGreaterThan((drawn?.meanFitness ?? 1) * 1.3);
  });

  it('breeds nothing in a random search of equal budget', async () => {
    const { records } = await runToy(toySetup({ search: 'random' }));
    const origins = new Set(records.flatMap(({ joined }) => joined.map(({ origin }) => origin.kind)));
    expect([...origins]).toEqual(['random']);
    expect(records.every(({ statistics }) => statistics.catastrophe === null)).toBe(true);
    expect(records.slice(1).every(({ joined }) => joined.length === 10)).toBe(true);
  });

  it('places warm-start programs first and says why one was refused', async () => {
    const warmStart = [
      { formula: 'ts_norm(cs_norm(HIGH),20)', source: 'formula' },
      { formula: 'CLOSE', source: 'pool:7' },
      { formula: 'ts_norm(cs_norm(HIGH),20)', source: 'run:1' },
    ];
    const refused = vi.fn();
    const { records } = await runToy({ ...toySetup(), warmStart }, { onRefusedWarmStart: refused });
    expect(records[0]?.joined[0]).toMatchObject({
      program: { text: 'ts_norm(cs_norm(HIGH),20)' },
      origin: { kind: 'warmStart', source: 'formula' },
    });
    expect(records[0]?.joined[1]?.origin).toEqual({ kind: 'random' });
    expect(refused.mock.calls[0]?.[0]).toEqual([
      { ...warmStart[1], reason: expect.stringContaining('dimensionless') },
      { ...warmStart[2], reason: 'the same program as an earlier one' },
    ]);
  });

  it('tells its progress after each generation', async () => {
    const told: unknown[] = [];
    await runToy(toySetup(), { progress: { generation: (...progress) => told.push(progress) } });
    expect(told).toEqual([...Array(13).keys()].map((generation) => ['run-1', generation]));
  });
});

describe('what is known already', () => {
  it('replaces work and decides nothing', async () => {
    const empty = await runToy(toySetup());
    const evaluator = new ToyEvaluator();
    const memo = fullMemo(programsOf(empty.records));
    const full = await runToy(toySetup(), { evaluator, memo });
    expect(decided(full.records)).toEqual(decided(empty.records));
    expect(evaluator.judged).toEqual([]);
    expect(full.records.every(({ statistics }) => statistics.computed === 0)).toBe(true);
    expect(empty.records[0]?.statistics.computed).toBe(40);
  });

  it('is not put to the evaluator twice', async () => {
    const evaluator = new ToyEvaluator();
    await runToy(toySetup(), { evaluator });
    expect(new Set(evaluator.judged).size).toBe(evaluator.judged.length);
  });
});

describe('a run that stops and goes on', () => {
  it('decides the same as one that never stopped', async () => {
    const whole = await runToy(toySetup());
    const store = new MemoryRunStore();
    const runId = store.createRun(toySetup());
    for (const stopAt of [0, 3, 5, 8]) {
      const progress = {
        generation: (_: string, generation: number) => {
          if (generation === stopAt) store.request(runId, 'pause');
        },
      };
      // The wish is met one generation later: at 1, 4 (the catastrophe is next), 6 and 9.
      expect(await mineToy(store, runId, { progress })).toMatchObject({ ending: 'PAUSED' });
      store.request(runId, 'resume');
    }
    const { ending, populationHash } = await mineToy(store, runId);
    expect(ending).toBe('COMPLETED');
    expect(populationHash).toBe(whole.result.populationHash);
    expect(decided(store.records.get(runId) ?? [])).toEqual(decided(whole.records));
  });

  it('goes on when its limit was extended', async () => {
    const whole = await runToy(toySetup());
    const store = new MemoryRunStore();
    const runId = store.createRun(toySetup({}, { generations: 3 }));
    expect(await mineToy(store, runId)).toMatchObject({ reason: 'generation 3 reached' });
    store.request(runId, 'resume');
    store.extend(runId, toySetup().experiment.stop);
    const result = await mineToy(store, runId);
    expect(result.populationHash).toBe(whole.result.populationHash);
  });

  it('pauses before generation 0 and cancels at a boundary', async () => {
    const store = new MemoryRunStore();
    const paused = store.createRun(toySetup());
    store.request(paused, 'pause');
    expect(await mineToy(store, paused)).toMatchObject({ ending: 'PAUSED', position: null });
    const cancelled = store.createRun(toySetup());
    const progress = { generation: () => store.request(cancelled, 'cancel') };
    const result = await mineToy(store, cancelled, { progress });
    expect(result).toMatchObject({ ending: 'CANCELLED', position: { generation: 1 } });
    expect(store.outcomeOf(cancelled).outcome).toBe('CANCELLED');
  });
});

describe('a generation that is being written', () => {
  it('does not hold up the next one, which is not written before it', async () => {
    const store = new MemoryRunStore();
    const runId = store.createRun(toySetup({}, { generations: 3 }));
    const evaluator = new ToyEvaluator();
    const commit = store.commitGeneration.bind(store);
    const seen: number[][] = [];
    vi.spyOn(store, 'commitGeneration').mockImplementation(async (fence, record) => {
      const before = evaluator.judged.length;
      await vi.waitUntil(() => record.statistics.generation === 3 || evaluator.judged.length > before);
      seen.push([record.statistics.generation, store.records.get(runId)!.length]);
      return commit(fence, record);
    });
    const { populationHash } = await mineToy(store, runId, { evaluator });
    expect(seen).toEqual([
      [0, 0],
      [1, 1],
      [2, 2],
      [3, 3],
    ]);
    const whole = await runToy(toySetup({}, { generations: 3 }));
    expect(populationHash).toBe(whole.result.populationHash);
  });

  it.each([
    ['pauses', 'pause', 'PAUSED'],
    ['is cancelled', 'cancel', 'CANCELLED'],
  ] as const)('gives up what was begun of the next when the run %s', async (_, wish, ending) => {
    const store = new MemoryRunStore();
    const runId = store.createRun(toySetup());
    const evaluator = new ToyEvaluator();
    const judge = evaluator.judge.bind(evaluator);
    let calls = 0;
    let given = 0;
    evaluator.judge = (programs, signal) => {
      calls += 1;
      if (calls <= 2) return judge(programs, signal);
      return new Promise((_resolve, reject) =>
        signal?.addEventListener('abort', () => {
          given += 1;
          reject(signal.reason);
        }),
      );
    };
    const commit = store.commitGeneration.bind(store);
    vi.spyOn(store, 'commitGeneration').mockImplementation(async (fence, record) => {
      if (record.statistics.generation === 0) return commit(fence, record);
      await vi.waitUntil(() => calls === 3);
      store.request(runId, wish);
      return commit(fence, record);
    });
    expect(await mineToy(store, runId, { evaluator })).toMatchObject({ ending, position: { generation: 1 } });
    expect(given).toBe(1);
    expect(store.records.get(runId)).toHaveLength(2);
  });

  it('that cannot be written ends the next one too', async () => {
    const store = new MemoryRunStore();
    const runId = store.createRun(toySetup());
    const evaluator = new ToyEvaluator();
    const judge = evaluator.judge.bind(evaluator);
    let calls = 0;
    evaluator.judge = (programs, signal) =>
      calls++ === 0
        ? judge(programs, signal)
        : new Promise((_resolve, reject) => signal?.addEventListener('abort', () => reject(signal.reason)));
    vi.spyOn(store, 'commitGeneration').mockImplementation(async () => {
      await vi.waitUntil(() => calls === 2);
      throw new Error('connection reset');
    });
    await expect(mineToy(store, runId, { evaluator })).rejects.toThrow('connection reset');
    expect(store.outcomeOf(runId).outcome).toBeNull();
  });
});

describe('a run that meets trouble', () => {
  it('stops quietly without writing when another process has taken it over', async () => {
    const store = new MemoryRunStore();
    const runId = store.createRun(toySetup());
    const fenced = vi.spyOn(store, 'commitGeneration').mockImplementation(async () => {
      throw new Refusal('RUN_FENCED', 'expected epoch 2, got 1');
    });
    expect(await mineToy(store, runId)).toMatchObject({ ending: 'FENCED', position: null });
    expect(fenced).toHaveBeenCalledTimes(1);
    expect(store.outcomeOf(runId).outcome).toBeNull();
  });

  it('that stood still so long that its connection was closed learns that it was taken over', async () => {
    const store = new MemoryRunStore();
    const runId = store.createRun(toySetup());
    vi.spyOn(store, 'commitGeneration').mockRejectedValue(new Error('connection terminated'));
    const heartbeat = vi.spyOn(store, 'heartbeat');
    await expect(mineToy(store, runId)).rejects.toThrow('connection terminated');
    heartbeat.mockRejectedValue(new Refusal('RUN_FENCED', 'expected epoch 2, got 1'));
    const other = store.createRun(toySetup());
    expect(await mineToy(store, other)).toMatchObject({ ending: 'FENCED', position: null });
    expect(store.outcomeOf(other).outcome).toBeNull();
  });

  it('learns by its heartbeat, in the middle of a long generation, that it was taken over', async () => {
    const store = new MemoryRunStore();
    const runId = store.createRun(toySetup());
    let beats = 0;
    vi.spyOn(store, 'heartbeat').mockImplementation(async () => {
      beats += 1;
      if (beats > 3) throw new Refusal('RUN_FENCED', 'expected epoch 2, got 1');
      return 'continue';
    });
    const evaluator = new ToyEvaluator();
    evaluator.judge = (_, signal) =>
      new Promise((_resolve, reject) => signal?.addEventListener('abort', () => reject(signal.reason)));
    expect(await mineToy(store, runId, { evaluator, heartbeatMs: 5 })).toMatchObject({ ending: 'FENCED' });
    expect(beats).toBe(4);
  });

  it('fails with its last generation kept when the evaluator fails', async () => {
    const store = new MemoryRunStore();
    const runId = store.createRun(toySetup());
    const evaluator = new ToyEvaluator();
    const judge = evaluator.judge.bind(evaluator);
    let calls = 0;
    evaluator.judge = (programs, signal) =>
      ++calls > 3 ? Promise.reject(new Error('worker 2 died')) : judge(programs, signal);
    await expect(mineToy(store, runId, { evaluator })).rejects.toThrow('worker 2 died');
    expect(store.outcomeOf(runId)).toEqual({ outcome: 'FAILED', reason: 'worker 2 died' });
    expect(store.records.get(runId)).toHaveLength(3);
  });

  it('does not blame the run when the store breaks', async () => {
    const store = new MemoryRunStore();
    const runId = store.createRun(toySetup());
    vi.spyOn(store, 'commitGeneration').mockRejectedValue(new Error('connection reset'));
    await expect(mineToy(store, runId)).rejects.toThrow('connection reset');
    expect(store.outcomeOf(runId).outcome).toBeNull();
  });

  it('gives the generation in flight up when the process shuts down', async () => {
    const store = new MemoryRunStore();
    const runId = store.createRun(toySetup());
    const shutDown = new AbortController();
    const progress = { generation: () => shutDown.abort() };
    const result = await mineToy(store, runId, { progress, signal: shutDown.signal });
    expect(result).toMatchObject({ ending: 'INTERRUPTED', position: { generation: 0 } });
    expect(store.outcomeOf(runId).outcome).toBeNull();
  });
});

describe('the end of a run', () => {
  it.each([
    ['evaluations', { evaluations: 60 }, '60 evaluations reached'],
    ['fitness', { targetFitness: 0.01 }, 'fitness 0.01 reached'],
    ['time', { seconds: 0.2 }, '0.2 s of mining reached'],
    ['stagnation', { stagnation: 1 }, 'no better program for 1 generations'],
  ])('comes by %s, at a generation boundary', async (_, stop, reason) => {
    const { result } = await runToy(toySetup({}, { generations: 500, ...stop }));
    expect(result).toMatchObject({ ending: 'COMPLETED', reason });
    expect(result.position?.generation).toBeLessThan(500);
  });
});
