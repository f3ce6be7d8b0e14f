import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  auditSample,
  reaches,
  rejection,
  thresholdFor,
  topFitness,
} from '../../../../src/core/evolution/cascade.ts';
import type { Individual } from '../../../../src/core/evolution/individual.ts';
import { byFitness } from '../../../../src/core/evolution/order.ts';
import { populationHash } from '../../../../src/core/evolution/population-hash.ts';
import { individualOf } from '../../../support/toy-individual.ts';
import { TOY_RULES } from '../../../support/toy-rules.ts';

const score = fc.option(fc.double({ min: 0, max: 1, noNaN: true }), { nil: null });

const stopped = (tier: number, at: number | null, slot = 0): Individual => ({
  ...individualOf('cs_norm(CLOSE)', null, { slot }),
  judgement: rejection({ tier, score: at }),
});

describe('thresholdFor', () => {
  it('lets the wished share of different scores pass', () => {
    const scores = Array.from({ length: 100 }, (_, k) => k / 1000);
    for (const [passRate, passed] of [
      [0.25, 25],
      [0.1, 10],
      [1, 100],
      [0.001, 1],
    ] as const) {
      const threshold = thresholdFor(scores, passRate)!;
      expect(scores.filter((one) => reaches(one, threshold))).toHaveLength(passed);
    }
  });

  it('is the score of one of them, or 0 where too few have one; whoever has none never passes', () => {
    fc.assert(
      fc.property(
        fc.array(score, { minLength: 1, maxLength: 60 }),
        fc.double({ min: 0.01, max: 1, noNaN: true }),
        (scores, passRate) => {
          const threshold = thresholdFor(scores, passRate)!;
          const wished = Math.max(1, Math.round(passRate * scores.length));
          const present = scores.filter((one) => one !== null);
          const passed = scores.filter((one) => reaches(one, threshold));
          expect(passed.length).toBeGreaterThanOrEqual(Math.min(wished, present.length));
          expect(scores.filter((one) => one !== null && one > threshold).length).toBeLessThanOrEqual(wished);
          if (present.length < wished) expect(threshold).toBe(0);
          else expect(present).toContain(threshold);
        },
      ),
    );
  });

  it('is unknown where nothing was scored', () => {
    expect(thresholdFor([], 0.5)).toBeNull();
  });
});

describe('whom the cascade rejected', () => {
  const judged = fc.record({ fitness: score, rejected: fc.constant(undefined) });
  const rejected = fc.record({ tier: fc.integer({ min: 0, max: 3 }), at: score });

  it('ranks below everyone that was judged in full; further first, then by score', () => {
    fc.assert(
      fc.property(
        fc.array(judged, { maxLength: 12 }),
        fc.array(rejected, { maxLength: 12 }),
        (full, halfway) => {
          const living = [
            ...halfway.map(({ tier, at }, slot) => stopped(tier, at, slot)),
            ...full.map(({ fitness }, slot) => individualOf('cs_norm(CLOSE)', fitness, { slot: 100 + slot })),
          ].sort(byFitness);
          const standings = living.map(({ judgement }) => judgement.rejected);
          expect(standings.slice(0, full.length).every((standing) => standing === undefined)).toBe(true);
          const below = standings.slice(full.length).map((standing) => standing!);
          for (const [k, next] of below.slice(1).entries()) {
            const before = below[k]!;
            expect(before.tier).toBeGreaterThanOrEqual(next.tier);
            if (before.tier === next.tier) {
              expect(before.score ?? -1).toBeGreaterThanOrEqual(next.score ?? -1);
            }
          }
        },
      ),
    );
  });

  it('is told apart in the hash of the population by tier and score', () => {
    const populations = [stopped(0, 0.1), stopped(1, 0.1), stopped(0, 0.2), stopped(0, null)];
    const plain = individualOf('cs_norm(CLOSE)', null);
    const hashes = [...populations, plain].map((individual) => populationHash([individual]));
    expect(new Set(hashes).size).toBe(5);
  });

  it('is no part of the top share of the fit', () => {
    const fit = [0.05, 0.04, 0.03, 0.02].map((fitness) => individualOf('cs_norm(CLOSE)', fitness));
    expect(topFitness([...fit, stopped(1, 0.9)], 0.5)).toBe(0.04);
    expect(topFitness([stopped(1, 0.9)], 0.5)).toBeNull();
  });
});

describe('auditSample', () => {
  const rejected = Array.from({ length: 30 }, (_, k) => k);

  it('is the same wherever it is drawn, in order, and another each generation', () => {
    const sample = auditSample(TOY_RULES, 3, rejected, 8);
    expect(sample).toHaveLength(8);
    expect(auditSample(TOY_RULES, 3, rejected, 8)).toEqual(sample);
    expect([...sample].sort((a, b) => a - b)).toEqual(sample);
    expect(auditSample(TOY_RULES, 4, rejected, 8)).not.toEqual(sample);
  });

  it('takes all where there are fewer', () => {
    expect(auditSample(TOY_RULES, 3, rejected, 99)).toEqual(rejected);
  });
});
