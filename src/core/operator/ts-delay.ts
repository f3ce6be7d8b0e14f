import type { OperatorDefinition } from './operator.ts';

export const tsDelay: OperatorDefinition = {
  name: 'ts_delay',
  family: 'timeSeries',
  set: 'report',
  operands: ['a'],
  commutative: false,
  minimumWindow: 1,
  reducesMinutes: false,
  vectorOperands: { report: [], extended: [0] },
  dimension: { operands: 'any', result: 'same' },
  meaning: { en: "a the window's number of days ago", zh: 's 日前的值' },
  missing: { en: 'In the first rows, and where that day is missing.', zh: '序列起始处或该日缺失时缺失。' },
};
