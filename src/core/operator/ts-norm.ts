import type { OperatorDefinition } from './operator.ts';

export const tsNorm: OperatorDefinition = {
  name: 'ts_norm',
  family: 'timeSeries',
  set: 'report',
  operands: ['a'],
  commutative: false,
  minimumWindow: 2,
  reducesMinutes: false,
  vectorOperands: { report: [], extended: [0] },
  dimension: { operands: 'any', result: 'none' },
  meaning: { en: '(a - ts_mean) / ts_std of the window', zh: '窗口内标准化：(a - 均值) / 标准差' },
  missing: {
    en: 'Until the window is full, and when the window is constant.',
    zh: '窗口未满或窗口内数值恒定时缺失。',
  },
};
