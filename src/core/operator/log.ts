import type { OperatorDefinition } from './operator.ts';

export const log: OperatorDefinition = {
  name: 'log',
  family: 'element',
  set: 'extended',
  operands: ['a'],
  commutative: false,
  minimumWindow: null,
  reducesMinutes: false,
  vectorOperands: { report: [], extended: [0] },
  dimension: { operands: 'none', result: 'none' },
  meaning: { en: 'Natural logarithm of a', zh: 'a 的自然对数' },
  missing: { en: 'Where a is not above zero.', zh: 'a 不大于零时缺失。' },
};
