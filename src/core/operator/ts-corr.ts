import type { OperatorDefinition } from './operator.ts';

export const tsCorr: OperatorDefinition = {
  name: 'ts_corr',
  family: 'timeSeries',
  set: 'report',
  operands: ['a', 'b'],
  commutative: true,
  minimumWindow: 2,
  reducesMinutes: true,
  vectorOperands: { report: [], extended: [0, 1] },
  dimension: { operands: 'any', result: 'none' },
  strictDimension: { operands: 'equal', result: 'same' },
  meaning: {
    en: 'Rolling Pearson correlation of a and b over the window',
    zh: 'a 与 b 在窗口内的皮尔逊相关系数',
  },
  missing: {
    en: 'Until the window is full, and when either operand is constant in it.',
    zh: '窗口未满或任一操作数在窗口内恒定时缺失。',
  },
};
