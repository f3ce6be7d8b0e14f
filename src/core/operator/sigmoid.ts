import type { OperatorDefinition } from './operator.ts';

export const sigmoid: OperatorDefinition = {
  name: 'sigmoid',
  family: 'element',
  set: 'report',
  operands: ['a'],
  commutative: false,
  minimumWindow: null,
  reducesMinutes: false,
  vectorOperands: { report: [], extended: [0] },
  dimension: { operands: 'none', result: 'none' },
  strictDimension: { operands: 'any', result: 'none' },
  meaning: { en: '1 / (1 + e^-a)', zh: 'S 形函数 1/(1+e^-a)' },
  missing: { en: 'Only where an operand is missing.', zh: '仅在操作数缺失时缺失。' },
};
