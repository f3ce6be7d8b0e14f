import type { OperatorDefinition } from './operator.ts';

export const sign: OperatorDefinition = {
  name: 'sign',
  family: 'element',
  set: 'extended',
  operands: ['a'],
  commutative: false,
  minimumWindow: null,
  reducesMinutes: false,
  vectorOperands: { report: [], extended: [0] },
  dimension: { operands: 'any', result: 'none' },
  meaning: { en: '1 where a is above zero, -1 below, 0 at zero', zh: 'a 的符号：正为 1，负为 -1，零为 0' },
  missing: { en: 'Only where an operand is missing.', zh: '仅在操作数缺失时缺失。' },
};
