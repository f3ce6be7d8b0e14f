import type { OperatorDefinition } from './operator.ts';

export const tsMean: OperatorDefinition = {
  name: 'ts_mean',
  family: 'timeSeries',
  set: 'report',
  operands: ['a'],
  commutative: false,
  minimumWindow: 1,
  reducesMinutes: true,
  vectorOperands: { report: [], extended: [0] },
  dimension: { operands: 'any', result: 'same' },
  meaning: { en: 'Rolling mean of the window', zh: '窗口内均值' },
  missing: { en: 'Until the window is full.', zh: '窗口未满时缺失。' },
};
