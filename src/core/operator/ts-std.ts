import type { OperatorDefinition } from './operator.ts';

export const tsStd: OperatorDefinition = {
  name: 'ts_std',
  family: 'timeSeries',
  set: 'report',
  operands: ['a'],
  commutative: false,
  minimumWindow: 2,
  reducesMinutes: true,
  vectorOperands: { report: [], extended: [0] },
  dimension: { operands: 'any', result: 'same' },
  meaning: {
    en: 'Rolling standard deviation of the window (ddof 1); 0 when it is constant',
    zh: '窗口内标准差（自由度减 1），恒定时为 0',
  },
  missing: { en: 'Until the window is full.', zh: '窗口未满时缺失。' },
};
