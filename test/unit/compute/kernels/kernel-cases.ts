import fc from 'fast-check';
import type { KernelContext, Operand } from '../../../../src/compute/kernels/kernel.ts';
import type { OperationStep } from '../../../../src/compute/plan/plan.ts';

export const TASTES = ['prices', 'ties', 'constants', 'mixedSigns', 'huge'] as const;
export type Taste = (typeof TASTES)[number];

/** Values as they come in markets and in bad luck: missing, tied, constant, of both signs, near overflow. */
function valuesOf(length: number, taste: Taste, missingShare: number, next: () => number): Float64Array {
  const one = (): number => {
    switch (taste) {
      case 'prices':
        return 5 + 40 * next();
      case 'ties':
        return Math.floor(next() * 4) - 1;
      case 'constants':
        return next() < 0.9 ? 7.25 : 7.5;
      case 'mixedSigns':
        return (next() - 0.5) * (next() < 0.1 ? 1e6 : 1);
      case 'huge':
        return (next() - 0.5) * (next() < 0.3 ? 1e308 : 1);
    }
  };
  return Float64Array.from({ length }, () => (next() < missingShare ? Number.NaN : one()));
}

export interface Case {
  readonly days: number;
  readonly stocks: number;
  readonly bars: number;
  readonly firstRow: number;
  readonly window: number;
  readonly seed: number;
  readonly taste: Taste;
  readonly missing: number;
}

export const cases = fc.record<Case>({
  days: fc.integer({ min: 1, max: 45 }),
  stocks: fc.oneof(fc.constant(1), fc.integer({ min: 1, max: 9 }), fc.constant(70)),
  bars: fc.integer({ min: 1, max: 9 }),
  firstRow: fc.nat({ max: 50 }),
  window: fc.oneof(fc.integer({ min: 1, max: 8 }), fc.constantFrom(10, 20, 21, 30, 60)),
  seed: fc.nat(),
  taste: fc.constantFrom(...TASTES),
  missing: fc.constantFrom(0, 0.03, 0.5, 1),
});

export function contextOf(given: Case, next: () => number): KernelContext {
  const { days, stocks, bars, firstRow } = given;
  const universe =
    next() < 0.5 ? null : Uint8Array.from({ length: days * stocks }, () => (next() < 0.8 ? 1 : 0));
  const session = { barStamps: Array.from({ length: bars }, (_, bar) => 570 + bar * 30), opens: 570 };
  // Memory is handed out dirty, as the engine does.
  const allocate = (length: number): Float64Array => new Float64Array(length).fill(12345);
  return { days, stocks, bars, firstRow, session, universe, allocate };
}

export const dailyOperand = (given: Case, shape: Operand['shape'], next: () => number): Operand => ({
  frequency: 'daily',
  shape,
  values: valuesOf(given.days * (shape === 'vector' ? 1 : given.stocks), given.taste, given.missing, next),
});

/** Figures of a minute field, [days x bars x stocks]. */
export const minuteFigures = (given: Case, next: () => number): Float64Array =>
  valuesOf(given.days * given.bars * given.stocks, given.taste, given.missing, next);

export const stepOf = (operator: string, given: Case, extra: Partial<OperationStep> = {}): OperationStep => ({
  kind: 'operation',
  operator,
  operands: [],
  window: given.window,
  interval: null,
  frequency: 'daily',
  shape: 'matrix',
  ...extra,
});
