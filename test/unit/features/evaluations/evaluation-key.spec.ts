import { describe, expect, it } from 'vitest';
import { ENGINE_VERSION } from '../../../../src/compute/engine/engine-version.ts';
import type { EvaluationDefinition } from '../../../../src/core/experiment/experiment.ts';
import { evaluationKeyOf } from '../../../../src/features/evaluations/evaluation-key.ts';
import { PLAIN_DEFINITION } from '../../../support/plain-definition.ts';

const measured = {
  datasetId: 'a dataset',
  sliceHash: 'a slice',
  period: { from: '2020-01-01', to: '2020-12-31' },
  definition: PLAIN_DEFINITION,
};
const withDefinition = (changes: Partial<EvaluationDefinition>) => ({
  ...measured,
  definition: { ...PLAIN_DEFINITION, ...changes },
});
const textOf = (from: typeof measured): string => JSON.stringify(evaluationKeyOf(from));

describe('the key of an evaluation', () => {
  it('is the same for the same measurement, however its definition was built', () => {
    const shuffled = Object.fromEntries(Object.entries(PLAIN_DEFINITION).reverse());
    const definition = shuffled as unknown as EvaluationDefinition;
    expect(textOf({ ...measured, definition })).toBe(textOf(measured));
    expect(evaluationKeyOf(measured).engineVersion).toBe(String(ENGINE_VERSION));
  });

  it('changes with everything that the figures depend on', () => {
    const { universe, label } = PLAIN_DEFINITION;
    const others = [
      { ...measured, sliceHash: 'another slice' },
      { ...measured, period: { ...measured.period, from: '2020-01-02' } },
      { ...measured, period: { ...measured.period, to: '2020-12-30' } },
      withDefinition({ universe: { ...universe, excludeFirstDays: 7 } }),
      withDefinition({ label: { ...label, holdingDays: label.holdingDays + 1 } }),
      withDefinition({ label: { ...label, lagDays: label.lagDays + 1 } }),
      withDefinition({ winsorise: 0.013 }),
      withDefinition({ minimumStocks: 13 }),
      withDefinition({ minimumCoverage: 0.313 }),
    ].map(textOf);
    expect(new Set([textOf(measured), ...others]).size).toBe(others.length + 1);
  });
});
