import type { OperatorDefinition } from './operator.ts';

export const tsRank: OperatorDefinition = {
  name: 'ts_rank',
  family: 'timeSeries',
  set: 'extended',
  operands: ['a'],
  commutative: false,
  minimumWindow: 1,
  reducesMinutes: false,
  vectorOperands: { report: [], extended: [0] },
  dimension: { operands: 'any', result: 'none' },
  meaning: {
    en: "Average rank of today's value in the window, divided by the window",
    zh: '当日值在窗口内的排名（并列取平均）除以窗口长度',
  },
  missing: { en: 'Until the window is full.', zh: '窗口未满时缺失。' },
};
