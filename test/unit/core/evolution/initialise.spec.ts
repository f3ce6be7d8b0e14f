import { describe, expect, it } from 'vitest';
import { drawProgram } from '../../../../src/core/evolution/draw-program.ts';
import { initialise } from '../../../../src/core/evolution/initialise.ts';
import { populationHash } from '../../../../src/core/evolution/population-hash.ts';
import { createVocabulary } from '../../../../src/core/evolution/vocabulary.ts';
import type { EvolutionSettings } from '../../../../src/core/experiment/experiment.ts';
import { createLanguage } from '../../../../src/core/program/language.ts';
import { openStream } from '../../../../src/core/random/random-stream.ts';
import { individualOf, TOY_LANGUAGE } from '../../../support/toy-individual.ts';
import { TOY_CATALOG, TOY_EXPERIMENT } from '../../../support/toy-market.ts';

const VOCABULARY = createVocabulary(TOY_LANGUAGE, []);
const rulesOf = (change: Partial<EvolutionSettings> = {}, seed = 'first') => ({
  settings: { ...TOY_EXPERIMENT.evolution, ...change },
  vocabulary: VOCABULARY,
  seed,
});
const textsOf = (rules: ReturnType<typeof rulesOf>) =>
  initialise(rules, []).newborns.map(({ program }) => program.text);

describe('initialise', () => {
  it('draws different simple programs, each in a slot of its own', () => {
    const { newborns } = initialise(rulesOf({ populationSize: 300 }), []);
    expect(newborns.map(({ slot }) => slot)).toEqual([...Array(300).keys()]);
    expect(new Set(newborns.map(({ program }) => program.hash)).size).toBe(300);
    const sizes = newborns.map(({ program }) => program.size);
    expect([Math.min(...sizes), Math.max(...sizes)]).toEqual([2, 6]);
  });

  it('draws the same for the same seed and others for another', () => {
    expect(textsOf(rulesOf())).toEqual(textsOf(rulesOf()));
    const shared = textsOf(rulesOf({}, 'second')).filter((text) => textsOf(rulesOf()).includes(text));
    expect(shared.length).toBeLessThan(5);
  });

  it('draws a slot alike whatever stands in the others', () => {
    const alone = initialise(rulesOf(), []);
    const warm = initialise(rulesOf(), [{ formula: 'ts_norm(cs_norm(HIGH),20)', source: 'formula' }]);
    expect(warm.newborns.slice(1)).toEqual(alone.newborns.slice(1));
  });

  it('refuses warm-start programs beyond the population', () => {
    const warmStart = ['HIGH', 'LOW', 'OPEN'].map((field) => ({
      formula: `cs_norm(${field})`,
      source: 'pool:1',
    }));
    const { newborns, refused } = initialise(rulesOf({ populationSize: 2 }), warmStart);
    expect(newborns.map(({ program }) => program.text)).toEqual(['cs_norm(HIGH)', 'cs_norm(LOW)']);
    expect(refused).toEqual([{ ...warmStart[2], reason: 'the population of 2 is full' }]);
  });

  it('takes repeats where the language has no more programs', () => {
    const excludeFields = [...TOY_CATALOG.fields.keys()].filter((name) => name !== 'CLOSE');
    const words = { ...TOY_EXPERIMENT.language, excludeFields, windows: [2], maximumSize: 2 };
    const vocabulary = createVocabulary(createLanguage(TOY_CATALOG, words), []);
    const { newborns } = initialise({ ...rulesOf(), vocabulary }, []);
    expect(newborns).toHaveLength(40);
    expect(new Set(newborns.map(({ program }) => program.hash)).size).toBeLessThan(10);
  });
});

describe('drawProgram', () => {
  it('refuses a language that makes nothing dimensionless', () => {
    const excludeOperators = [...TOY_LANGUAGE.operators.keys()].filter((name) => name !== 'ts_mean');
    const words = { ...TOY_EXPERIMENT.language, excludeOperators, excludeFields: ['TURNOVER_RATE'] };
    const vocabulary = createVocabulary(createLanguage(TOY_CATALOG, words), []);
    const stream = openStream('nothing', { generation: 0, slot: 0, purpose: 'initialise' });
    const draw = () => drawProgram(vocabulary, { minimum: 2, maximum: 6 }, { stream, avoid: new Set() });
    expect(draw).toThrow(expect.objectContaining({ code: 'EXPERIMENT_INVALID' }));
  });
});

describe('populationHash', () => {
  const population = [
    individualOf('cs_norm(HIGH)', 0.02, { birthGeneration: 1, slot: 0 }),
    individualOf('cs_norm(LOW)', null, { birthGeneration: 0, slot: 7 }),
  ];
  const withFitness = (fitness: number | null) =>
    populationHash([individualOf('cs_norm(HIGH)', fitness, { slot: 3 })]);

  it('does not depend on the order in which individuals are listed', () => {
    expect(populationHash([...population].reverse())).toBe(populationHash(population));
  });

  it('has one form of missing and one sign of nought', () => {
    expect(withFitness(Number.NaN)).toBe(withFitness(null));
    expect(withFitness(-0)).toBe(withFitness(0));
    expect(withFitness(null)).not.toBe(withFitness(0));
  });

  it('tells the last bit of a fitness, a slot and an age apart', () => {
    expect(withFitness(0.1 + 0.2)).not.toBe(withFitness(0.3));
    const [first, second] = population;
    if (first === undefined || second === undefined) throw new Error('two individuals');
    expect(populationHash([{ ...first, slot: 1 }, second])).not.toBe(populationHash(population));
    expect(populationHash([{ ...first, birthGeneration: 2 }, second])).not.toBe(populationHash(population));
  });
});
