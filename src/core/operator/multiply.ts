import type { OperatorDefinition } from './operator.ts';

export const multiply: OperatorDefinition = {
  name: 'multiply',
  family: 'element',
  set: 'extended',
  operands: ['a', 'b'],
  infix: '*',
  commutative: true,
  minimumWindow: null,
  reducesMinutes: false,
  vectorOperands: { report: [], extended: [0, 1] },
  dimension: { operands: 'any', result: 'product' },
  meaning: { en: 'a * b', zh: 'a 与 b 之积' },
  missing: { en: 'Only where an operand is missing.', zh: '仅在操作数缺失时缺失。' },
};
