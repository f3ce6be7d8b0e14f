import { beforeAll, describe, expect, it } from 'vitest';
import { MemoryRunStore } from '../../support/memory-run-store.ts';
import { fullMemo, ToyEvaluator, toyFingerprint } from '../../support/toy-evaluator.ts';
import { programOf } from '../../support/toy-individual.ts';
import { decided, mineToy, programsOf, runToy, type ToyRun, toySetup } from '../../support/toy-run.ts';

const SETUP = toySetup(
  { fingerprints: true, populationSize: 60, childrenPerGeneration: 24 },
  { generations: 40 },
);

let run: ToyRun;
let evaluator: ToyEvaluator;
beforeAll(async () => {
  evaluator = new ToyEvaluator();
  run = await runToy(SETUP, { evaluator });
});

describe('a run that recognises equivalents', () => {
  it('lets them join as the shorter program, with the judgement that this one has', () => {
    const standing = new Map<string, unknown>();
    let counted = 0;
    for (const { joined, statistics } of run.records) {
      for (const { program, judgement } of joined) {
        expect(standing.get(program.hash) ?? judgement).toEqual(judgement);
        standing.set(program.hash, judgement);
      }
      const equivalents = joined.filter(({ origin }) => origin.kind === 'equivalent');
      for (const { program, origin } of equivalents) {
        const bred = origin.kind === 'equivalent' ? origin.bred : '';
        expect(bred).not.toBe(program.text);
        const longer = programOf(bred);
        expect(longer.size).toBeGreaterThanOrEqual(program.size);
        expect(toyFingerprint(longer)).toBe(toyFingerprint(program));
      }
      expect(statistics.equivalents).toBe(equivalents.length);
      counted += equivalents.length;
    }
    expect(counted).toBeGreaterThan(5);
  });

  it('neither judges them nor counts them as tries', () => {
    const bred = run.records.flatMap(({ joined }) =>
      joined.flatMap(({ origin }) => (origin.kind === 'equivalent' ? [origin.bred] : [])),
    );
    const joinedTexts = new Set(programsOf(run.records).map(({ text }) => text));
    const never = bred.filter((text) => !joinedTexts.has(text));
    expect(never.length).toBeGreaterThan(0);
    expect(new Set(evaluator.judged)).toEqual(new Set(programsOf(run.records).map(({ hash }) => hash)));
    for (const { statistics, joined } of run.records) {
      const fresh = new Set(
        joined.filter(({ origin }) => origin.kind !== 'equivalent').map(({ program }) => program.hash),
      );
      expect(statistics.newPrograms).toBeLessThanOrEqual(fresh.size);
    }
  });

  it('looks at each behaviour once', () => {
    expect(new Set(evaluator.fingerprinted).size).toBe(evaluator.fingerprinted.length);
  });

  it('does not ask for fingerprints where they are switched off', async () => {
    const asked = new ToyEvaluator();
    const { records } = await runToy(toySetup(), { evaluator: asked });
    expect(asked.fingerprinted).toEqual([]);
    expect(records.every(({ statistics }) => statistics.equivalents === 0)).toBe(true);
  });

  it('places a warm-start formula as it was given', async () => {
    const warmStart = ['HIGH/LOW', 'sigmoid(HIGH/LOW)'].map((formula) => ({ formula, source: 'formula' }));
    const { records } = await runToy({ ...SETUP, warmStart });
    const origins = records[0]?.joined.slice(0, 2).map(({ origin }) => origin.kind);
    expect(origins).toEqual(['warmStart', 'warmStart']);
  });

  it('decides the same with a full memo, and when it pauses and goes on', async () => {
    const full = await runToy(SETUP, { memo: fullMemo(programsOf(run.records)) });
    expect(decided(full.records)).toEqual(decided(run.records));
    const store = new MemoryRunStore();
    const runId = store.createRun(SETUP);
    for (const stopAt of [0, 3, 9]) {
      const progress = {
        generation: (_: string, generation: number) => {
          if (generation === stopAt) store.request(runId, 'pause');
        },
      };
      expect(await mineToy(store, runId, { progress })).toMatchObject({ ending: 'PAUSED' });
      store.request(runId, 'resume');
    }
    await mineToy(store, runId);
    expect(decided(store.records.get(runId) ?? [])).toEqual(decided(run.records));
  });
});
