import type { OperatorDefinition } from './operator.ts';

export const protecteddiv: OperatorDefinition = {
  name: 'protecteddiv',
  family: 'element',
  set: 'report',
  operands: ['a', 'b'],
  infix: '/',
  commutative: false,
  minimumWindow: null,
  reducesMinutes: false,
  vectorOperands: { report: [1], extended: [0, 1] },
  dimension: { operands: 'any', result: 'quotient' },
  meaning: { en: 'a / b, guarded against a divisor near zero', zh: 'a 除以 b，除数近零时受保护' },
  missing: { en: 'Where |b| < 1e-12.', zh: '|b| < 1e-12 时缺失。' },
};
