import type { OperatorDefinition } from './operator.ts';

export const subtract: OperatorDefinition = {
  name: 'subtract',
  family: 'element',
  set: 'report',
  operands: ['a', 'b'],
  infix: '-',
  commutative: false,
  minimumWindow: null,
  reducesMinutes: false,
  vectorOperands: { report: [], extended: [0, 1] },
  dimension: { operands: 'equal', result: 'same' },
  meaning: { en: 'a - b', zh: 'a 与 b 之差' },
  missing: { en: 'Only where an operand is missing.', zh: '仅在操作数缺失时缺失。' },
};
