import type { OperatorDefinition } from './operator.ts';

export const tsDecayLinear: OperatorDefinition = {
  name: 'ts_decay_linear',
  family: 'timeSeries',
  set: 'extended',
  operands: ['a'],
  commutative: false,
  minimumWindow: 1,
  reducesMinutes: false,
  vectorOperands: { report: [], extended: [0] },
  dimension: { operands: 'any', result: 'same' },
  meaning: {
    en: 'Rolling mean with weights 1 to s, the newest heaviest',
    zh: '线性衰减加权均值，权重由 1 到 s，最新一日最大',
  },
  missing: { en: 'Until the window is full.', zh: '窗口未满时缺失。' },
};
