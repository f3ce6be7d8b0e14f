import type { OperatorDefinition } from './operator.ts';

export const tsSkew: OperatorDefinition = {
  name: 'ts_skew',
  family: 'timeSeries',
  set: 'report',
  operands: ['a'],
  commutative: false,
  minimumWindow: 3,
  reducesMinutes: true,
  vectorOperands: { report: [], extended: [0] },
  dimension: { operands: 'any', result: 'none' },
  meaning: { en: 'Rolling skewness of the window, bias-corrected', zh: '窗口内偏度（无偏修正）' },
  missing: {
    en: 'Until the window is full, and when the window is constant.',
    zh: '窗口未满或窗口内数值恒定时缺失。',
  },
};
