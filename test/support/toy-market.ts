import type { Experiment } from '../../src/core/experiment/experiment.ts';
import { STANDARD_FIELDS } from '../../src/core/program/fields.ts';
import type { Catalog } from '../../src/core/program/language.ts';

/** Half-hour bars of a session with a break at noon. */
const BAR_STAMPS = [600, 630, 660, 690, 810, 840, 870, 900];

/** Fields and session of a market without data: enough to draw, change and print programs. */
export const TOY_CATALOG: Catalog = {
  fields: STANDARD_FIELDS,
  session: { barStamps: BAR_STAMPS, opens: 570 },
};

/** A small experiment on the toy market; tests change what they are about. */
export const TOY_EXPERIMENT: Experiment = {
  language: {
    operatorSet: 'report',
    excludeOperators: [],
    excludeFields: [],
    windows: [2, 5, 10, 20],
    maximumSize: 10,
    maximumDepth: 8,
    strictTable1: false,
    minuteFields: true,
    intervalTimes: [],
  },
  evaluation: {
    universe: { excludeSt: false, excludeFirstDays: 0, minimumPrice: null, minimumAmount: null },
    label: { lagDays: 1, holdingDays: 1, dropLimitLocked: 'off' },
    winsorise: 0,
    minimumStocks: 10,
    minimumDateShare: 0.8,
    minimumCoverage: 0.6,
    groups: null,
  },
  fitness: 'rank',
  periods: { train: { from: '2019-01-01', to: '2019-12-31' }, validation: null, test: null },
  evolution: {
    populationSize: 40,
    childrenPerGeneration: 10,
    selection: 'tournament',
    tournamentSize: 5,
    mutationWeights: { insert: 1, component: 1, node: 1, degenerate: 1 },
    catastrophe: {
      everyGenerations: 5,
      eliteShare: 0.25,
      sampledDates: 6,
      threshold: 0.8,
      similarity: 'rank',
      initialShare: 0.5,
      initialSource: 'fresh',
    },
    search: 'evolution',
    cascade: null,
    fingerprints: false,
    initialSize: { minimum: 2, maximum: 6 },
  },
  stop: { generations: 12, evaluations: null, seconds: null, targetFitness: null, stagnation: null },
};
