import type { EvaluationDefinition } from '../../src/core/experiment/experiment.ts';

/** The plain definition: every symbol, no label dropped, lag 1, holding 1 day, 10 stocks a date. */
export const PLAIN_DEFINITION: EvaluationDefinition = {
  universe: { excludeSt: false, excludeFirstDays: 0, minimumPrice: null, minimumAmount: null },
  label: { lagDays: 1, holdingDays: 1, dropLimitLocked: 'off' },
  winsorise: 0,
  minimumStocks: 10,
  minimumDateShare: 0,
  minimumCoverage: 0,
  groups: null,
};
