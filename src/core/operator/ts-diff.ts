import type { OperatorDefinition } from './operator.ts';

export const tsDiff: OperatorDefinition = {
  name: 'ts_diff',
  family: 'timeSeries',
  set: 'report',
  operands: ['a'],
  commutative: false,
  minimumWindow: 1,
  reducesMinutes: false,
  vectorOperands: { report: [], extended: [0] },
  dimension: { operands: 'any', result: 'same' },
  meaning: { en: "a today minus a the window's number of days ago", zh: '当日值减去 s 日前的值' },
  missing: {
    en: 'In the first rows, and where either day is missing.',
    zh: '序列起始处或任一日缺失时缺失。',
  },
};
