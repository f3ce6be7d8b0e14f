import type { OperatorDefinition } from './operator.ts';

export const idxMin: OperatorDefinition = {
  name: 'idx_min',
  family: 'timeSeries',
  set: 'report',
  operands: ['a'],
  commutative: false,
  minimumWindow: 1,
  reducesMinutes: true,
  vectorOperands: { report: [], extended: [0] },
  dimension: { operands: 'any', result: 'none' },
  meaning: {
    en: 'Position of the smallest value in the window, 1 = oldest; of equals the oldest',
    zh: '窗口内最小值的位置，最早一日为 1；并列取最早',
  },
  missing: { en: 'Until the window is full.', zh: '窗口未满时缺失。' },
};
