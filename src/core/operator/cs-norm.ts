import type { OperatorDefinition } from './operator.ts';

export const csNorm: OperatorDefinition = {
  name: 'cs_norm',
  family: 'crossSection',
  set: 'report',
  operands: ['a'],
  commutative: false,
  minimumWindow: null,
  reducesMinutes: false,
  vectorOperands: { report: [], extended: [] },
  dimension: { operands: 'any', result: 'none' },
  meaning: {
    en: "(a - mean) / standard deviation across the universe's stocks of the day",
    zh: '当日股票池内的截面标准化：(a - 均值) / 标准差',
  },
  missing: {
    en: 'On days with a constant or near-empty cross-section, and outside the universe.',
    zh: '当日截面恒定或样本过少时以及股票池之外缺失。',
  },
};
