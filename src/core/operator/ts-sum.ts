import type { OperatorDefinition } from './operator.ts';

export const tsSum: OperatorDefinition = {
  name: 'ts_sum',
  family: 'timeSeries',
  set: 'extended',
  operands: ['a'],
  commutative: false,
  minimumWindow: 1,
  reducesMinutes: true,
  vectorOperands: { report: [], extended: [0] },
  dimension: { operands: 'any', result: 'same' },
  meaning: { en: 'Rolling sum of the window', zh: '窗口内求和' },
  missing: { en: 'Until the window is full.', zh: '窗口未满时缺失。' },
};
