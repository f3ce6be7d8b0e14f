import type { OperatorDefinition } from './operator.ts';

export const interval: OperatorDefinition = {
  name: 'interval',
  family: 'interval',
  set: 'report',
  operands: ['m'],
  commutative: false,
  minimumWindow: null,
  reducesMinutes: true,
  vectorOperands: { report: [], extended: [] },
  dimension: { operands: 'any', result: 'same' },
  meaning: {
    en: 'One value a day of the minute bars stamped in (t1, t2], and of the opening bar when t1 is the open',
    zh: '对 (t1, t2] 时段内的分钟数据逐日取值；t1 为开盘时包含开盘分钟',
  },
  missing: {
    en: "Where fewer than half of the interval's bars are present.",
    zh: '时段内有效分钟数不足一半时缺失。',
  },
};
