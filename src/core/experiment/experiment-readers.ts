import { MAXIMUM_WINDOW } from '../program/check-window.ts';
import { OPEN_LIMITS } from '../program/language.ts';
import { EXPERIMENT_DEFAULTS } from './defaults.ts';
import type {
  CascadeSettings,
  CascadeTier,
  CatastropheSettings,
  EvaluationDefinition,
  EvolutionSettings,
  Experiment,
  LanguageSettings,
  Period,
  Periods,
  StopConditions,
  StyleName,
} from './experiment.ts';
import {
  boolean,
  integer,
  list,
  nullable,
  number,
  oneOf,
  record,
  type SettingReader,
  sortedList,
  text,
} from './setting-readers.ts';
import { STYLES } from './styles.ts';

/** Bounds that keep a run within a machine's memory and a formula within what the parser reads. */
const MAXIMUM_POPULATION = 100_000;
const MAXIMUM_COUNT = 1_000_000_000;

const language = record<LanguageSettings>({
  operatorSet: oneOf('report', 'extended'),
  excludeOperators: sortedList(text, ''),
  excludeFields: sortedList(text, ''),
  windows: sortedList(integer(1, MAXIMUM_WINDOW), 1),
  maximumSize: integer(2, OPEN_LIMITS.size),
  maximumDepth: integer(2, OPEN_LIMITS.depth),
  strictTable1: boolean,
  minuteFields: boolean,
  intervalTimes: sortedList(text, ''),
});

const styleNames = sortedList<StyleName>(oneOf(...STYLES), 'return5');

/** All of them are what a definition without a choice means: then nothing is written, so that its hash stays. */
const styles: SettingReader<readonly StyleName[] | undefined> = (value, fallback, path, problems) => {
  const chosen = value === undefined || value === null ? fallback : styleNames(value, STYLES, path, problems);
  return chosen?.length === STYLES.length ? undefined : chosen;
};

const evaluation = record<EvaluationDefinition>({
  universe: record<EvaluationDefinition['universe']>({
    excludeSt: boolean,
    excludeFirstDays: integer(0, 5000),
    minimumPrice: nullable(number(0, Number.MAX_VALUE), 0),
    minimumAmount: nullable(number(0, Number.MAX_VALUE), 0),
  }),
  label: record<EvaluationDefinition['label']>({
    lagDays: integer(0, 60),
    holdingDays: integer(1, 250),
    dropLimitLocked: oneOf('off', 'auto', 'limits', 'board'),
  }),
  winsorise: number(0, 0.49),
  minimumStocks: integer(10, 1_000_000),
  minimumDateShare: number(0, 1),
  minimumCoverage: number(0, 1),
  groups: nullable(integer(2, 100), 2),
  styles,
});

const catastrophe = record<CatastropheSettings>({
  everyGenerations: integer(0, MAXIMUM_COUNT),
  eliteShare: number(0, 1),
  sampledDates: integer(1, 10_000),
  threshold: number(0, 1),
  similarity: oneOf('rank', 'pearson'),
  initialShare: number(0, 1),
  initialSource: oneOf('fresh', 'firstGeneration'),
});

const MAXIMUM_TIERS = 4;
const EXAMPLE_TIER: CascadeTier = { share: 1 / 16, passRate: 0.25 };
const tier = record<CascadeTier>({ share: number(0.001, 0.999), passRate: number(0.001, 1) });
const cascade = record<CascadeSettings>({
  fromStocks: integer(0, 1_000_000),
  tiers: list(tier, EXAMPLE_TIER, MAXIMUM_TIERS),
  auditSize: integer(0, MAXIMUM_POPULATION),
  auditTopShare: number(0.001, 1),
});
/** What a cascade is made of where a user names a part of it only. */
const FULL_CASCADE: CascadeSettings = {
  fromStocks: 0,
  tiers: [EXAMPLE_TIER],
  auditSize: 0,
  auditTopShare: 0.1,
  ...EXPERIMENT_DEFAULTS.evolution.cascade,
};

const weight = number(0, 1_000_000);

const evolution = record<EvolutionSettings>({
  populationSize: integer(2, MAXIMUM_POPULATION),
  childrenPerGeneration: integer(1, MAXIMUM_POPULATION),
  selection: oneOf('best', 'roulette', 'tournament'),
  tournamentSize: integer(1, MAXIMUM_POPULATION),
  mutationWeights: record<EvolutionSettings['mutationWeights']>({
    insert: weight,
    component: weight,
    node: weight,
    degenerate: weight,
  }),
  catastrophe,
  search: oneOf('evolution', 'random'),
  cascade: nullable(cascade, FULL_CASCADE),
  fingerprints: boolean,
  initialSize: record<EvolutionSettings['initialSize']>({
    minimum: integer(1, OPEN_LIMITS.size),
    maximum: integer(1, OPEN_LIMITS.size),
  }),
});

const period = record<Period>({ from: text, to: text });
const NO_PERIOD: Period = { from: '', to: '' };

const periods = record<Periods>({
  train: period,
  validation: nullable((value, _, path, problems) => period(value, NO_PERIOD, path, problems), NO_PERIOD),
  test: nullable((value, _, path, problems) => period(value, NO_PERIOD, path, problems), NO_PERIOD),
});

const stop = record<StopConditions>({
  generations: nullable(integer(1, MAXIMUM_COUNT), 1),
  evaluations: nullable(integer(1, MAXIMUM_COUNT), 1),
  seconds: nullable(number(0.001, MAXIMUM_COUNT), 1),
  targetFitness: nullable(number(0, 1), 1),
  stagnation: nullable(integer(1, MAXIMUM_COUNT), 1),
});

/** Shape and ranges of every setting, each by itself; what must hold between settings is in `cross-checks.ts`. */
export const readExperiment = record<Experiment>({
  language,
  evaluation,
  fitness: oneOf('rank', 'pearson', 'residualRank', 'residualPearson'),
  periods,
  evolution,
  stop,
});
