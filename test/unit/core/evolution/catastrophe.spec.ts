import { describe, expect, it } from 'vitest';
import type { BreedingRules } from '../../../../src/core/evolution/breeding-rules.ts';
import {
  cull,
  electElites,
  isCatastropheDue,
  refill,
  sampleDays,
} from '../../../../src/core/evolution/catastrophe.ts';
import { createVocabulary } from '../../../../src/core/evolution/vocabulary.ts';
import type { CatastropheSettings, EvolutionSettings } from '../../../../src/core/experiment/experiment.ts';
import { individualOf, TOY_LANGUAGE } from '../../../support/toy-individual.ts';
import { TOY_EXPERIMENT } from '../../../support/toy-market.ts';

const VOCABULARY = createVocabulary(TOY_LANGUAGE, []);

function rulesOf(
  catastrophe: Partial<CatastropheSettings>,
  settings: Partial<EvolutionSettings> = {},
): BreedingRules {
  const { evolution } = TOY_EXPERIMENT;
  return {
    settings: { ...evolution, ...settings, catastrophe: { ...evolution.catastrophe, ...catastrophe } },
    vocabulary: VOCABULARY,
    seed: 'catastrophe',
  };
}

const elitesOf = (count: number) =>
  Array.from({ length: count }, (_, slot) => individualOf('cs_norm(CLOSE)', 0.05 - slot / 1000, { slot }));

function deathsOf(matrix: readonly (readonly number[])[], threshold: number) {
  const deaths = cull(elitesOf(matrix.length), (a, b) => matrix[a]?.[b] ?? Number.NaN, threshold);
  return deaths.map(({ victim, survivor, similarity }) => [victim.slot, survivor.slot, similarity]);
}

describe('cull', () => {
  it('kills the less fit of each pair at or above the threshold, in absolute value', () => {
    const matrix = [
      [1, 0.8, -0.9, 0.79],
      [0.8, 1, 0.1, 0.1],
      [-0.9, 0.1, 1, 0.1],
      [0.79, 0.1, 0.1, 1],
    ];
    expect(deathsOf(matrix, 0.8)).toEqual([
      [1, 0, 0.8],
      [2, 0, -0.9],
    ]);
  });

  it('lets nobody die for one that is dead', () => {
    // 1 is like 0 and 2 is like 1 alone: 1 dies, so 2 lives, and 3 dies for 2.
    const matrix = [
      [1, 0.9, 0.2, 0.1],
      [0.9, 1, 0.95, 0.9],
      [0.2, 0.95, 1, 0.85],
      [0.1, 0.9, 0.85, 1],
    ];
    expect(deathsOf(matrix, 0.8)).toEqual([
      [1, 0, 0.9],
      [3, 2, 0.85],
    ]);
  });

  it('names the fittest survivor where several are alike', () => {
    const matrix = [
      [1, 0.1, 0.81],
      [0.1, 1, 0.99],
      [0.81, 0.99, 1],
    ];
    expect(deathsOf(matrix, 0.8)).toEqual([[2, 0, 0.81]]);
  });

  it('kills nobody for a missing similarity', () => {
    expect(
      deathsOf(
        [
          [1, Number.NaN],
          [Number.NaN, 1],
        ],
        0,
      ),
    ).toEqual([]);
  });
});

describe('electElites', () => {
  it('takes the share of the population that is fittest, and none without fitness', () => {
    const population = [0.01, null, 0.04, 0.02, null, 0.03, null, null, null, null].map((fitness, slot) =>
      individualOf('cs_norm(CLOSE)', fitness, { slot }),
    );
    const slots = (eliteShare: number) =>
      electElites(population, { ...TOY_EXPERIMENT.evolution.catastrophe, eliteShare }).map(
        ({ slot }) => slot,
      );
    expect(slots(0.3)).toEqual([2, 5, 3]);
    expect(slots(1)).toEqual([2, 5, 3, 0]);
  });
});

describe('isCatastropheDue', () => {
  it('strikes at every m-th generation, never in generation 0, when off, or in a random search', () => {
    const due = (rules: BreedingRules) => [0, 1, 4, 8, 9].filter((at) => isCatastropheDue(rules, at));
    expect(due(rulesOf({ everyGenerations: 4 }))).toEqual([4, 8]);
    expect(due(rulesOf({ everyGenerations: 0 }))).toEqual([]);
    expect(due(rulesOf({ everyGenerations: 4 }, { search: 'random' }))).toEqual([]);
  });
});

describe('sampleDays', () => {
  it('draws different labelled days, the same for the same generation', () => {
    const labelled = Array.from({ length: 30 }, (_, day) => 100 + 2 * day);
    const days = sampleDays(rulesOf({ sampledDates: 8 }), 5, labelled);
    expect(days).toHaveLength(8);
    expect(new Set(days).size).toBe(8);
    expect(days.every((day) => labelled.includes(day))).toBe(true);
    expect(days).toEqual([...days].sort((a, b) => a - b));
    expect(sampleDays(rulesOf({ sampledDates: 8 }), 5, labelled)).toEqual(days);
    expect(sampleDays(rulesOf({ sampledDates: 8 }), 10, labelled)).not.toEqual(days);
    expect(sampleDays(rulesOf({ sampledDates: 99 }), 5, labelled)).toEqual(labelled);
  });
});

describe('refill', () => {
  const living = [
    individualOf('ts_norm(cs_norm(HIGH),20)', 0.05),
    individualOf('LOW/HIGH', 0.03, { slot: 1 }),
  ];
  const first = [
    individualOf('cs_norm(VOLUME)', 0.01, { slot: 2 }),
    individualOf('LOW/HIGH', 0.03, { slot: 1 }),
  ];
  const at = { generation: 5, slots: [10, 11, 12, 13, 14, 15], firstGeneration: first };

  it('fills the share with fresh programs and the rest with children of the living', () => {
    const { newborns, initial, children, tally } = refill(living, rulesOf({ initialShare: 0.34 }), at);
    expect([initial, children]).toEqual([2, 4]);
    expect(newborns.map(({ slot, birthGeneration }) => [birthGeneration, slot])).toEqual(
      at.slots.map((slot) => [5, slot]),
    );
    const kinds = newborns.map(({ origin }) => origin.kind);
    expect(kinds).toEqual(['random', 'random', 'mutation', 'mutation', 'mutation', 'mutation']);
    expect(Object.values(tally).reduce((sum, { births }) => sum + births, 0)).toBe(4);
    expect(new Set(newborns.map(({ program }) => program.hash)).size).toBe(6);
  });

  it('copies members of the first generation that are not alive, and draws fresh ones beyond', () => {
    const rules = rulesOf({ initialShare: 1, initialSource: 'firstGeneration' });
    const { newborns } = refill(living, rules, at);
    expect(newborns[0]).toMatchObject({
      program: { text: 'cs_norm(VOLUME)' },
      origin: { kind: 'initialCopy', fromSlot: 2 },
    });
    expect(newborns.slice(1).every(({ origin }) => origin.kind === 'random')).toBe(true);
  });
});
