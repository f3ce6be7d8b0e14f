import { describe, expect, it } from 'vitest';
import { EXPERIMENT_DEFAULTS, proposeUniverse } from '../../../../src/core/experiment/defaults.ts';
import type { Experiment } from '../../../../src/core/experiment/experiment.ts';
import { definitionHash, experimentHash } from '../../../../src/core/experiment/experiment-hash.ts';
import { freezeExperiment } from '../../../../src/core/experiment/freeze-experiment.ts';
import { reviveExperiment } from '../../../../src/core/experiment/revive-experiment.ts';

const periods = {
  train: { from: '2016-01-04', to: '2019-12-31' },
  validation: { from: '2020-01-02', to: '2020-12-31' },
  test: { from: '2021-01-04', to: '2021-12-31' },
};

function frozen(configuration: object): Experiment {
  const result = freezeExperiment(configuration);
  if (!result.ok) throw result.error;
  return result.value;
}

function problemsOf(configuration: unknown): readonly string[] {
  const result = freezeExperiment(configuration);
  if (result.ok) throw new Error('expected a refusal, got an experiment');
  expect(result.error.code).toBe('EXPERIMENT_INVALID');
  return (result.error.details.problems ?? []).map((p) => `${p.where}: ${p.expected}, got ${p.actual}`);
}

describe('freezeExperiment fills in the documented defaults', () => {
  it('needs nothing but the train period', () => {
    const experiment = frozen({ periods: { train: periods.train } });
    expect(experiment).toEqual({
      ...EXPERIMENT_DEFAULTS,
      periods: { train: periods.train, validation: null, test: null },
    });
  });

  it('keeps what is given, deep inside too', () => {
    const experiment = frozen({ periods, evolution: { catastrophe: { threshold: 0.7 } } });
    expect(experiment.evolution.catastrophe.threshold).toBe(0.7);
    expect(experiment.evolution.catastrophe.sampledDates).toBe(20);
  });

  it('takes the cascade in part, in whole or not at all', () => {
    const documented = EXPERIMENT_DEFAULTS.evolution.cascade;
    const partly = frozen({ periods, evolution: { cascade: { auditSize: 7 } } });
    expect(partly.evolution.cascade).toEqual({ ...documented, auditSize: 7 });
    const tiers = [{ share: 0.1, passRate: 0.5 }];
    expect(frozen({ periods, evolution: { cascade: { tiers } } }).evolution.cascade?.tiers).toEqual(tiers);
    const off = frozen({ periods, evolution: { cascade: null } });
    expect(off.evolution.cascade).toBeNull();
    expect(experimentHash(off)).not.toBe(experimentHash(frozen({ periods })));
  });

  it('drops the limit of generations where another stop condition is named', () => {
    expect(frozen({ periods, stop: { seconds: 30 } }).stop).toMatchObject({ seconds: 30, generations: null });
  });

  it('fits children, tournaments and fresh programs to a small population and size', () => {
    const { evolution } = frozen({ periods, evolution: { populationSize: 8 }, language: { maximumSize: 3 } });
    expect(evolution).toMatchObject({ childrenPerGeneration: 1, tournamentSize: 8 });
    expect(evolution.initialSize).toEqual({ minimum: 2, maximum: 3 });
  });

  it('takes null for "left out" where null means nothing else', () => {
    expect(frozen({ periods, fitness: null, language: null }).fitness).toBe('rank');
  });

  it('freezes every level, and leaves the input and the defaults alone', () => {
    const input = { periods, language: { windows: [20, 2] } };
    const experiment = frozen(input);
    expect(() => Object.assign(experiment.evolution.catastrophe, { threshold: 0 })).toThrow(TypeError);
    expect(() => (experiment.language.windows as number[]).push(1)).toThrow(TypeError);
    expect(input.language.windows).toEqual([20, 2]);
    expect(Object.isFrozen(input.periods.train)).toBe(false);
  });
});

describe('freezeExperiment refuses with path, expected and actual', () => {
  const cases: readonly [string, object, string][] = [
    [
      'N not below P',
      { evolution: { populationSize: 10, childrenPerGeneration: 10 } },
      'evolution.childrenPerGeneration: fewer than the population of 10, got 10',
    ],
    [
      'a negative weight',
      { evolution: { mutationWeights: { insert: -1 } } },
      'evolution.mutationWeights.insert: a number from 0 to 1000000, got -1',
    ],
    [
      'weights that are all zero',
      { evolution: { mutationWeights: { insert: 0, component: 0, node: 0, degenerate: 0 } } },
      'evolution.mutationWeights: at least one above 0, got all 0',
    ],
    [
      'no stop condition',
      { stop: { generations: null } },
      'stop: at least one of generations, evaluations, seconds, targetFitness, stagnation, got none',
    ],
    [
      'a window of 0',
      { language: { windows: [0, 5] } },
      'language.windows[0]: a whole number from 1 to 1000, got 0',
    ],
    ['no window', { language: { windows: [] } }, 'language.windows: at least one window, got none'],
    [
      'a misspelt setting',
      { evolution: { populationsize: 5 } },
      'evolution.populationsize: did you mean populationSize?, got an unknown setting',
    ],
    [
      'an unknown operator',
      { language: { excludeOperators: ['ts_men'] } },
      "language.excludeOperators: did you mean ts_mean or ts_min?, got 'ts_men'",
    ],
    [
      'a text for a number',
      { evaluation: { winsorise: '0.01' } },
      "evaluation.winsorise: a number from 0 to 0.49, got '0.01'",
    ],
    [
      'NaN',
      { evaluation: { minimumCoverage: Number.NaN } },
      'evaluation.minimumCoverage: a number from 0 to 1, got NaN',
    ],
    [
      'a fresh size above the limit',
      { evolution: { initialSize: { maximum: 11 } } },
      'evolution.initialSize.maximum: at most language.maximumSize (10), got 11',
    ],
    [
      'a bad time',
      { language: { intervalTimes: ['9:30', '25:00'] } },
      "language.intervalTimes: times of day such as 9:30, got '25:00'",
    ],
    ['a list for a record', { evolution: [] }, 'evolution: an object, got a list'],
  ];
  it.each(cases)('%s', (_, configuration, expected) => {
    expect(problemsOf({ periods, ...configuration })).toContain(expected);
  });

  it.each([
    ['no period', {}, 'periods.train: a period { from, to }, got none'],
    [
      'a day that is none',
      { train: { from: '2019-02-29', to: '2019-12-31' } },
      "periods.train.from: a day such as 2019-12-31, got '2019-02-29'",
    ],
    [
      'a period backwards',
      { train: { from: '2020-01-02', to: '2019-12-31' } },
      'periods.train.from: a day up to 2019-12-31, got 2020-01-02',
    ],
    [
      'an overlap',
      { ...periods, validation: { from: '2019-12-31', to: '2020-12-31' } },
      'periods.validation.from: a day after the end of train (2019-12-31), got 2019-12-31',
    ],
    [
      'test before train without validation',
      { train: periods.test, test: periods.train },
      'periods.test.from: a day after the end of train (2021-12-31), got 2016-01-04',
    ],
  ])('periods: %s', (_, given, expected) => {
    expect(problemsOf({ periods: given })).toEqual([expected]);
  });

  it.each([null, undefined, 5, 'x', [], true])(
    '%s is no configuration, and is refused without a crash',
    (given) => {
      expect(problemsOf(given).length).toBeGreaterThan(0);
    },
  );

  it('tells every fault at once', () => {
    const found = problemsOf({ periods, fitness: 'x', evaluation: { groups: 1, minimumStocks: 0 } });
    expect(found.map((line) => line.split(':')[0])).toEqual([
      'evaluation.minimumStocks',
      'evaluation.groups',
      'fitness',
    ]);
  });

  it('does not take settings from a prototype', () => {
    const sneaky = JSON.parse('{"__proto__": {"fitness": "pearson"}, "constructor": 1}') as object;
    const found = problemsOf({ ...sneaky, periods }).map((line) => line.split(':')[0]);
    expect(found).toEqual(['__proto__', 'constructor']);
    expect(frozen(Object.assign(Object.create({ fitness: 'pearson' }), { periods })).fitness).toBe('rank');
  });
});

describe('hashes', () => {
  it('do not depend on the order of keys or of list items, nor on writing a default out', () => {
    const a = frozen({ periods, language: { windows: [5, 2], intervalTimes: ['10:00', '9:30'] } });
    const b = frozen({
      language: { intervalTimes: ['09:30', '10:00', '9:30'], windows: [2, 5, 5], maximumSize: 10 },
      periods: { test: periods.test, validation: periods.validation, train: periods.train },
    });
    expect(experimentHash(a)).toBe(experimentHash(b));
    expect(experimentHash(a)).toMatch(/^[0-9a-f]{64}$/);
  });

  it('tell any two different settings apart', () => {
    const hashes = [
      {},
      { fitness: 'pearson' },
      { evaluation: { winsorise: 0.01 } },
      { stop: { generations: 99 } },
    ].map((configuration) => experimentHash(frozen({ periods, ...configuration })));
    expect(new Set(hashes).size).toBe(hashes.length);
  });

  it('of a definition see the definition only', () => {
    const plain = definitionHash(frozen({ periods }).evaluation);
    expect(definitionHash(frozen({ periods, fitness: 'pearson' }).evaluation)).toBe(plain);
    expect(definitionHash(frozen({ periods, evaluation: { label: { lagDays: 2 } } }).evaluation)).not.toBe(
      plain,
    );
  });
});

it('the proposed universe asks only for columns that exist', () => {
  expect(proposeUniverse({ isSt: false, listedOn: false })).toEqual(EXPERIMENT_DEFAULTS.evaluation.universe);
  expect(proposeUniverse({ isSt: true, listedOn: true })).toMatchObject({
    excludeSt: true,
    excludeFirstDays: 60,
  });
});

describe('a cascade that cannot sift', () => {
  const problemsWith = (cascade: unknown) => problemsOf({ periods, evolution: { cascade } });

  it('is refused, whichever part is at fault', () => {
    expect(problemsWith({ tiers: [] })).toEqual(['evolution.cascade.tiers: a list of 1 to 4, got a list']);
    expect(problemsWith({ tiers: [{ share: 1, passRate: 0.5 }] })).toEqual([
      'evolution.cascade.tiers[0].share: a number from 0.001 to 0.999, got 1',
    ]);
    expect(problemsWith({ tiers: [{ share: 0.1, passRate: 0 }] })).toEqual([
      'evolution.cascade.tiers[0].passRate: a number from 0.001 to 1, got 0',
    ]);
    expect(
      problemsWith({
        tiers: [
          { share: 0.25, passRate: 0.5 },
          { share: 0.25, passRate: 0.5 },
        ],
      }),
    ).toEqual(['evolution.cascade.tiers: shares that grow from tier to tier, got 0.25, 0.25']);
  });
});

describe('reviveExperiment', () => {
  it('reads settings that an older experiment does not have as off, and leaves a newer one as it is', () => {
    const experiment = frozen({ periods });
    expect(reviveExperiment(experiment)).toEqual(experiment);
    const { cascade: _, fingerprints: __, ...older } = experiment.evolution;
    const revived = reviveExperiment({ ...experiment, evolution: older });
    expect(revived.evolution).toEqual({ ...older, cascade: null, fingerprints: false });
  });
});
