import type { OperatorDefinition } from './operator.ts';

export const tsKurt: OperatorDefinition = {
  name: 'ts_kurt',
  family: 'timeSeries',
  set: 'report',
  operands: ['a'],
  commutative: false,
  minimumWindow: 4,
  reducesMinutes: true,
  vectorOperands: { report: [], extended: [0] },
  dimension: { operands: 'any', result: 'none' },
  meaning: { en: 'Rolling excess kurtosis of the window, bias-corrected', zh: '窗口内超额峰度（无偏修正）' },
  missing: {
    en: 'Until the window is full, and when the window is constant.',
    zh: '窗口未满或窗口内数值恒定时缺失。',
  },
};
