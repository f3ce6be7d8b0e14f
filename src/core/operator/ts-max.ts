import type { OperatorDefinition } from './operator.ts';

export const tsMax: OperatorDefinition = {
  name: 'ts_max',
  family: 'timeSeries',
  set: 'report',
  operands: ['a'],
  commutative: false,
  minimumWindow: 1,
  reducesMinutes: true,
  vectorOperands: { report: [], extended: [0] },
  dimension: { operands: 'any', result: 'same' },
  meaning: { en: 'Largest value of the window', zh: '窗口内最大值' },
  missing: { en: 'Until the window is full.', zh: '窗口未满时缺失。' },
};
