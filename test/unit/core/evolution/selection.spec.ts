import { describe, expect, it } from 'vitest';
import type { Individual } from '../../../../src/core/evolution/individual.ts';
import { byFitness } from '../../../../src/core/evolution/order.ts';
import { parentChoice } from '../../../../src/core/evolution/selection.ts';
import type { SelectionKind } from '../../../../src/core/experiment/experiment.ts';
import { openStream } from '../../../../src/core/random/random-stream.ts';
import { individualOf } from '../../../support/toy-individual.ts';

const DRAWS = 20_000;
/** Slots 0 to 5 in order of fitness; 4 and 5 have none. */
const LIVING: readonly Individual[] = [0.05, 0.03, 0.02, 0, null, null].map((fitness, slot) =>
  individualOf('cs_norm(CLOSE)', fitness, { slot }),
);

function shares(selection: SelectionKind, tournamentSize: number): readonly number[] {
  const choose = parentChoice([...LIVING].reverse(), { selection, tournamentSize });
  const counts = LIVING.map(() => 0);
  for (let child = 0; child < DRAWS; child++) {
    const stream = openStream('selection', { generation: 1, slot: child, purpose: 'select' });
    counts[choose(stream, child).slot]! += 1 / DRAWS;
  }
  return counts;
}

const expectShares = (found: readonly number[], expected: readonly number[]): void => {
  for (const [slot, share] of expected.entries()) expect(Math.abs(found[slot]! - share)).toBeLessThan(0.012);
};

describe('parentChoice', () => {
  it('gives the best N a child each, from the top again where N exceeds the living', () => {
    const choose = parentChoice(LIVING, { selection: 'best', tournamentSize: 1 });
    const stream = openStream('best', { generation: 1, slot: 0, purpose: 'select' });
    const chosen = Array.from({ length: 8 }, (_, child) => choose(stream, child).slot);
    expect(chosen).toEqual([0, 1, 2, 3, 4, 5, 0, 1]);
  });

  it('spins the roulette in proportion to fitness, and never on none', () => {
    expectShares(shares('roulette', 1), [0.5, 0.3, 0.2, 0, 0, 0]);
  });

  it('spins alike where nobody has fitness', () => {
    const unfit = LIVING.map(({ slot }) => individualOf('cs_norm(CLOSE)', null, { slot }));
    const choose = parentChoice(unfit, { selection: 'roulette', tournamentSize: 1 });
    const stream = openStream('unfit', { generation: 1, slot: 0, purpose: 'select' });
    const chosen = new Set(Array.from({ length: 200 }, (_, child) => choose(stream, child).slot));
    expect(chosen.size).toBe(6);
  });

  it('takes the fittest of k different ones', () => {
    // Of C(6,2) = 15 pairs, slot r is the fittest of 5 - r.
    expectShares(shares('tournament', 2), [5 / 15, 4 / 15, 3 / 15, 2 / 15, 1 / 15, 0]);
    expectShares(shares('tournament', 1), [1 / 6, 1 / 6, 1 / 6, 1 / 6, 1 / 6, 1 / 6]);
  });

  it('takes the best of all where k exceeds the living', () => {
    expectShares(shares('tournament', 50), [1, 0, 0, 0, 0, 0]);
  });
});

describe('byFitness', () => {
  it('breaks equals by size, then age, then slot, and ranks missing fitness last', () => {
    const large = individualOf('cs_norm(ts_mean(CLOSE,5))', 0.04, { birthGeneration: 0, slot: 3 });
    const young = individualOf('cs_norm(OPEN)', 0.04, { birthGeneration: 2, slot: 0 });
    const old = individualOf('cs_norm(CLOSE)', 0.04, { birthGeneration: 1, slot: 9 });
    const later = individualOf('cs_norm(HIGH)', 0.04, { birthGeneration: 2, slot: 1 });
    const unfit = individualOf('cs_norm(LOW)', null, { birthGeneration: 0, slot: 0 });
    const nought = individualOf('cs_norm(LOW)', 0, { birthGeneration: 5, slot: 0 });
    const ranked = [unfit, nought, large, later, young, old].sort(byFitness);
    expect(ranked).toEqual([old, young, later, large, nought, unfit]);
  });
});
