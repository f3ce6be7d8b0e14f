import { beforeAll, describe, expect, it } from 'vitest';
import { thresholdFor } from '../../../src/core/evolution/cascade.ts';
import type { Individual } from '../../../src/core/evolution/individual.ts';
import type { CascadeSettings, EvolutionSettings } from '../../../src/core/experiment/experiment.ts';
import type { GenerationRecord } from '../../../src/mining/generation-record.ts';
import { MemoryRunStore } from '../../support/memory-run-store.ts';
import { fullMemo, ToyEvaluator, toyScore } from '../../support/toy-evaluator.ts';
import { decided, mineToy, programsOf, runToy, type ToyRun, toySetup } from '../../support/toy-run.ts';

const CASCADE: CascadeSettings = {
  fromStocks: 2000,
  tiers: [
    { share: 1 / 16, passRate: 0.5 },
    { share: 1 / 4, passRate: 0.4 },
  ],
  auditSize: 2,
  auditTopShare: 0.1,
};
const EVOLUTION: Partial<EvolutionSettings> = {
  populationSize: 60,
  childrenPerGeneration: 24,
  cascade: CASCADE,
};

const sifted = (change: Partial<CascadeSettings> = {}, evolution: Partial<EvolutionSettings> = {}) =>
  toySetup({ ...EVOLUTION, ...evolution, cascade: { ...CASCADE, ...change } });

/** What is decided, without the look at what was lost. */
const withoutAudit = (records: readonly GenerationRecord[]): unknown =>
  decided(
    records.map((record) => {
      const { cascade } = record.statistics;
      return {
        ...record,
        statistics: { ...record.statistics, cascade: cascade && { ...cascade, audit: null } },
      };
    }),
  );

/** Children of each generation whose program was not known when they were born, one of each. */
function newChildren(records: readonly GenerationRecord[]): readonly (readonly Individual[])[] {
  const living = new Map<string, string>();
  return records.map(({ joined, left }) => {
    const known = new Set(living.values());
    for (const individual of joined) living.set(placeOf(individual), individual.program.hash);
    for (const gone of left) living.delete(placeOf(gone));
    const born = joined.filter(({ slot, program }) => slot < 24 && !known.has(program.hash));
    return [...new Map(born.map((individual) => [individual.program.hash, individual])).values()];
  });
}

const placeOf = (one: { birthGeneration: number; slot: number }): string =>
  `${one.birthGeneration}/${one.slot}`;

let run: ToyRun;
let evaluator: ToyEvaluator;
beforeAll(async () => {
  evaluator = new ToyEvaluator();
  run = await runToy(sifted(), { evaluator });
});

describe('a run with a cascade', () => {
  it('judges generation 0 in full, then only who passes every tier, and becomes fitter all the same', () => {
    const [first, ...later] = run.records;
    expect(first?.statistics).toMatchObject({ rejected: 0, cascade: { audit: null } });
    expect(first?.statistics.cascade?.tiers.map(({ threshold }) => threshold)).toEqual([null, null]);
    for (const [k, record] of later.entries()) {
      const [one, two] = record.statistics.cascade!.tiers;
      const full = newChildren(run.records)[k + 1]!.filter(({ judgement }) => !judgement.rejected);
      expect(two?.scored).toBe(one?.passed);
      expect(full.length).toBe(two?.passed);
    }
    const judged = later.map(({ statistics }) => statistics.cascade!.tiers[1]!.passed);
    const meanJudged = judged.reduce((sum, count) => sum + count, 0) / judged.length;
    expect(meanJudged).toBeGreaterThan(1);
    expect(meanJudged).toBeLessThan(12);
    const last = later.at(-1)?.statistics;
    expect(last?.meanFitness).toBeGreaterThan((first?.statistics.meanFitness ?? 1) * 1.2);
  });

  it('asks of each generation what the one before has said, and says what its own children scored', () => {
    for (const [k, record] of run.records.slice(1).entries()) {
      const { tiers } = record.statistics.cascade!;
      const before = run.records[k]!.statistics.cascade!;
      expect(tiers.map(({ threshold }) => threshold)).toEqual(before.nextThresholds);
    }
    for (const [k, record] of run.records.slice(1).entries()) {
      const { tiers, nextThresholds } = record.statistics.cascade!;
      let reached = newChildren(run.records)[k + 1]!;
      for (const [tier, { share, threshold, scored }] of tiers.entries()) {
        const scores = reached.map(({ program }) => toyScore(program, share));
        expect(scored).toBe(reached.length);
        expect(nextThresholds[tier]).toBe(thresholdFor(scores, CASCADE.tiers[tier]!.passRate) ?? threshold);
        for (const [index, { judgement }] of reached.entries()) {
          const score = scores[index] ?? null;
          if (score !== null && score >= threshold!)
            expect(judgement.rejected?.tier ?? 9).toBeGreaterThan(tier);
          else expect(judgement.rejected).toEqual({ tier, score });
        }
        reached = reached.filter(({ judgement }) => (judgement.rejected?.tier ?? 9) > tier);
      }
    }
  });

  it('keeps the rejected out of fitness, the best ever and the catastrophe', () => {
    const { population, bestEver } = run.result.position!;
    const fitnesses = population.map(({ judgement }) => judgement.fitness).filter((one) => one !== null);
    const { statistics } = run.records.at(-1)!;
    expect(statistics.rejected).toBe(
      population.filter(({ judgement }) => judgement.rejected !== undefined).length,
    );
    expect(statistics.rejected).toBeGreaterThan(10);
    expect(statistics.meanFitness).toBe(fitnesses.reduce((sum, one) => sum + one, 0) / fitnesses.length);
    expect(statistics.bestFitness).toBe(Math.max(...fitnesses));
    expect(statistics.rejected + statistics.withoutFitness + fitnesses.length).toBe(60);
    expect(bestEver?.judgement.rejected).toBeUndefined();
    const struck = run.records.filter((record) => record.statistics.catastrophe !== null);
    const rejected = new Set(
      run.records.flatMap(({ joined }) => joined.filter(({ judgement }) => judgement.rejected).map(placeOf)),
    );
    for (const {
      statistics: { catastrophe },
    } of struck) {
      for (const death of catastrophe!.deaths) expect(rejected.has(placeOf(death))).toBe(false);
    }
  });

  it('judges in full who takes the places of a catastrophe', () => {
    const filled = run.records.flatMap(({ joined }) =>
      joined.filter(({ birthGeneration, slot }) => birthGeneration > 0 && slot >= 24),
    );
    expect(filled.length).toBeGreaterThan(0);
    expect(filled.every(({ judgement }) => judgement.rejected === undefined)).toBe(true);
  });

  it('puts nothing to the evaluator twice', () => {
    expect(new Set(evaluator.judged).size).toBe(evaluator.judged.length);
    expect(new Set(evaluator.scored).size).toBe(evaluator.scored.length);
  });

  it('judges everyone in full where it is off, or where the market is too small for it', async () => {
    const off = await runToy(toySetup({ ...EVOLUTION, cascade: null }));
    const small = await runToy(sifted({ fromStocks: 4001 }));
    expect(decided(small.records)).toEqual(decided(off.records));
    expect(
      off.records.every(({ statistics }) => statistics.cascade === null && statistics.rejected === 0),
    ).toBe(true);
    expect(off.result.position?.thresholds).toEqual([]);
  });
});

describe('the look at what the cascade lost', () => {
  it('alters nothing, however many are looked at', async () => {
    const none = await runToy(sifted({ auditSize: 0 }));
    const many = await runToy(sifted({ auditSize: 20 }));
    expect(none.records.slice(1).every(({ statistics }) => statistics.cascade?.audit === null)).toBe(true);
    expect(many.result.populationHash).toBe(none.result.populationHash);
    expect(withoutAudit(many.records)).toEqual(withoutAudit(none.records));
    expect(many.records.map(({ statistics }) => statistics.computed)).toEqual(
      none.records.map(({ statistics }) => statistics.computed),
    );
  });

  it('counts the rejected that would have been among the best', async () => {
    // A tier that looks at nothing but noise loses some of the best.
    class Blind extends ToyEvaluator {
      override score: ToyEvaluator['score'] = async (programs) =>
        programs.map(({ hash }) => Number.parseInt(hash.slice(0, 8), 16) / 4294967296);
    }
    const { records } = await runToy(sifted({ auditSize: 24, auditTopShare: 0.3 }), {
      evaluator: new Blind(),
    });
    const audits = records.slice(1).map(({ statistics }) => statistics.cascade!.audit!);
    expect(audits.every(({ sampled, falseRejects }) => sampled > 0 && falseRejects <= sampled)).toBe(true);
    expect(audits.some(({ falseRejects }) => falseRejects > 0)).toBe(true);
    expect(audits.every(({ bar }) => bar !== null && bar > 0)).toBe(true);
  });
});

describe('a run with a cascade, wherever it is mined', () => {
  it('decides the same with an empty memo and a full one, which leaves nothing to compute', async () => {
    const asked = new ToyEvaluator();
    const full = await runToy(sifted(), { evaluator: asked, memo: fullMemo(programsOf(run.records)) });
    expect(decided(full.records)).toEqual(decided(run.records));
    expect([asked.judged, asked.scored]).toEqual([[], []]);
    expect(full.records.every(({ statistics }) => statistics.computed === 0)).toBe(true);
  });

  it('decides the same with a memo of judgements or of scores alone', async () => {
    const memo = fullMemo(programsOf(run.records));
    const judgementsOnly = await runToy(sifted(), { memo: { lookUp: (hashes) => memo.lookUp(hashes, []) } });
    expect(decided(judgementsOnly.records)).toEqual(decided(run.records));
    const scoresOnly = await runToy(sifted(), {
      memo: {
        lookUp: async (hashes, shares) => {
          const known = await memo.lookUp(hashes, shares);
          return new Map([...known].map(([hash, { scores }]) => [hash, { judgement: null, scores }]));
        },
      },
    });
    expect(decided(scoresOnly.records)).toEqual(decided(run.records));
  });

  it('asks the memo once a step, for all programs and tiers', async () => {
    const asked: [number, readonly number[]][] = [];
    const { records } = await runToy(sifted(), {
      memo: {
        lookUp: async (hashes, shares) => {
          asked.push([hashes.length, shares]);
          return new Map();
        },
      },
    });
    const struck = records.filter(({ statistics }) => statistics.catastrophe !== null).length;
    expect(asked.length).toBeLessThanOrEqual(records.length + struck);
    expect(asked[0]).toEqual([60, [1 / 16, 1 / 4]]);
  });

  it('tells the memo all that was measured, and only that', () => {
    const judged = run.records.flatMap(({ measured }) => measured.judgements.map(({ hash }) => hash));
    const scored = run.records.flatMap(({ measured }) =>
      measured.scores.map(({ hash, share }) => `${share} ${hash}`),
    );
    expect(judged).toEqual(evaluator.judged);
    expect(scored).toEqual(evaluator.scored);
  });

  it('decides the same when it pauses and goes on', async () => {
    const store = new MemoryRunStore();
    const runId = store.createRun(sifted());
    for (const stopAt of [0, 2, 4, 8]) {
      const progress = {
        generation: (_: string, generation: number) => {
          if (generation === stopAt) store.request(runId, 'pause');
        },
      };
      expect(await mineToy(store, runId, { progress })).toMatchObject({ ending: 'PAUSED' });
      store.request(runId, 'resume');
    }
    const { populationHash } = await mineToy(store, runId);
    expect(populationHash).toBe(run.result.populationHash);
    expect(decided(store.records.get(runId) ?? [])).toEqual(decided(run.records));
  });
});
