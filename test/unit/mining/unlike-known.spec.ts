import { describe, expect, it } from 'vitest';
import { fitnessUnlike } from '../../../src/core/evolution/unlike.ts';
import type { Likeness, UnlikeKnown } from '../../../src/mining/ports.ts';
import { MemoryRunStore } from '../../support/memory-run-store.ts';
import { fullMemo } from '../../support/toy-evaluator.ts';
import { decided, mineToy, programsOf, runToy, toySetup } from '../../support/toy-run.ts';

/** Whatever reads CLOSE is 0.9 like what is known, all else 0.1. */
const likeness: Likeness = {
  toKnown: async (programs) => programs.map(({ text }) => (text.includes('CLOSE') ? -0.9 : 0.1)),
};
const known = (mode: UnlikeKnown['mode'], limit = 0.6): UnlikeKnown => ({
  mode,
  limit,
  source: 'formula',
  formulas: ['cs_norm(CLOSE)'],
});
const setup = toySetup({}, { generations: 12 });

describe('the rule', () => {
  it('leaves what is unlike as it is, and lowers in a straight line to nothing for a copy', () => {
    const rule = { mode: 'PENALISE', limit: 0.6 } as const;
    expect([0.2, -0.6, 0.8, -0.9, 1].map((r) => fitnessUnlike(0.04, r, rule))).toEqual([
      0.04,
      0.04,
      expect.closeTo(0.02, 12),
      expect.closeTo(0.01, 12),
      0,
    ]);
  });

  it('forbids above the limit, and gives no fitness to what cannot be compared', () => {
    const rule = { mode: 'FORBID', limit: 0.6 } as const;
    expect([0.6, 0.61, -0.7].map((r) => fitnessUnlike(0.04, r, rule))).toEqual([0.04, null, null]);
    expect(fitnessUnlike(0.04, null, { ...rule, mode: 'PENALISE' })).toBeNull();
    expect(fitnessUnlike(null, 0, rule)).toBeNull();
  });
});

describe('a run that keeps away from known factors', () => {
  it('has no fitness for what is forbidden, and tells the memo what was measured', async () => {
    const { records } = await runToy({ ...setup, unlike: known('FORBID') }, { likeness });
    const joined = records.flatMap((record) => record.joined);
    const alike = joined.filter(({ program }) => program.text.includes('CLOSE'));
    expect(alike.length).toBeGreaterThan(0);
    expect(alike.every(({ judgement }) => judgement.fitness === null)).toBe(true);
    const told = records.flatMap(({ measured }) => measured.judgements);
    const measured = new Map(told.map(({ hash, judgement }) => [hash, judgement]));
    expect(alike.some(({ program }) => (measured.get(program.hash)?.fitness ?? null) !== null)).toBe(true);
    expect(told.every(({ judgement }) => !('knownCorrelation' in judgement))).toBe(true);
  });

  it('decides the same with a full memo, and when it goes on elsewhere', async () => {
    const penalised = { ...setup, unlike: known('PENALISE') };
    const whole = await runToy(penalised, { likeness });
    const free = await runToy(setup);
    expect(whole.result.populationHash).not.toBe(free.result.populationHash);
    const memo = fullMemo(programsOf(whole.records));
    expect((await runToy(penalised, { likeness, memo })).result.populationHash).toBe(
      whole.result.populationHash,
    );
    const store = new MemoryRunStore();
    const runId = store.createRun(penalised);
    let generations = 0;
    const progress = { generation: () => void (++generations === 5 && store.request(runId, 'pause')) };
    await mineToy(store, runId, { likeness, progress });
    store.request(runId, 'resume');
    const second = await mineToy(store, runId, { likeness });
    expect(second.populationHash).toBe(whole.result.populationHash);
    expect(decided(store.records.get(runId)!)).toEqual(decided(whole.records));
  });
});

describe('a run that improves a formula', () => {
  it('begins with it and its children by one mutation each', async () => {
    const warmStart = [{ formula: 'cs_norm(ts_mean(CLOSE,5))', source: 'formula' }];
    const { records } = await runToy({ ...setup, warmStart, improves: true });
    const [given, ...others] = records[0]!.joined;
    expect(given!.origin).toEqual({ kind: 'warmStart', source: 'formula' });
    const mutants = others.filter(({ origin }) => origin.kind === 'mutation');
    expect(mutants.length).toBeGreaterThan(others.length / 2);
    for (const { origin } of mutants) expect(origin).toMatchObject({ parentHash: given!.program.hash });
    expect(new Set(records[0]!.joined.map(({ program }) => program.hash)).size).toBe(others.length + 1);
  });
});
