import type { OperatorDefinition } from './operator.ts';

export const abs: OperatorDefinition = {
  name: 'abs',
  family: 'element',
  set: 'extended',
  operands: ['a'],
  commutative: false,
  minimumWindow: null,
  reducesMinutes: false,
  vectorOperands: { report: [], extended: [0] },
  dimension: { operands: 'any', result: 'same' },
  meaning: { en: 'Absolute value of a', zh: 'a 的绝对值' },
  missing: { en: 'Only where an operand is missing.', zh: '仅在操作数缺失时缺失。' },
};
