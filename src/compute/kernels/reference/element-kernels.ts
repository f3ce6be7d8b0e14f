import { invariant } from '../../../core/outcome/refusal.ts';
import type { Kernel, KernelContext, KernelTable, Operand } from '../kernel.ts';
import { LARGEST_VALUE, SMALLEST_DIVISOR, SMALLEST_LOGARITHM } from '../limits.ts';

/** The rule for every result of every kernel: what is not finite, or no float32 could hold, is missing. */
export const finiteOrMissing = (value: number): number =>
  Math.abs(value) <= LARGEST_VALUE ? value : Number.NaN;

/** Value of an operand for a stock and a row; a vector meets every stock of its row. */
export function valueAt(operand: Operand, row: number, stock: number, context: KernelContext): number {
  return operand.shape === 'vector' ? operand.values[row]! : operand.values[row * context.stocks + stock]!;
}

/** Columns of a daily result: one for a vector, one a stock for a matrix. */
export function widthOf(shape: Operand['shape'], context: KernelContext): number {
  return shape === 'vector' ? 1 : context.stocks;
}

/** Lifts arithmetic on numbers to daily matrices and vectors. A missing operand gives a missing result. */
function elementWise(arithmetic: (...values: number[]) => number): Kernel {
  return (operands, step, context) => {
    const width = widthOf(step.shape, context);
    const result = new Float64Array(context.days * width);
    for (let row = 0; row < context.days; row++) {
      for (let stock = 0; stock < width; stock++) {
        const values = operands.map((operand) => valueAt(operand, row, stock, context));
        const missing = values.some(Number.isNaN);
        result[row * width + stock] = missing ? Number.NaN : finiteOrMissing(arithmetic(...values));
      }
    }
    return result;
  };
}

function unary(arithmetic: (a: number) => number): Kernel {
  return elementWise((a) => {
    invariant(a !== undefined, 'a unary operator has an operand');
    return arithmetic(a);
  });
}

function binary(arithmetic: (a: number, b: number) => number): Kernel {
  return elementWise((a, b) => {
    invariant(a !== undefined && b !== undefined, 'a binary operator has two operands');
    return arithmetic(a, b);
  });
}

/** Kernels that look at one stock-day alone. Source: report table 1; log, abs, sign, multiply are the extended set's. */
export const ELEMENT_KERNELS: KernelTable = new Map<string, Kernel>([
  ['add', binary((a, b) => a + b)],
  ['subtract', binary((a, b) => a - b)],
  ['multiply', binary((a, b) => a * b)],
  ['protecteddiv', binary((a, b) => (Math.abs(b) < SMALLEST_DIVISOR ? Number.NaN : a / b))],
  ['sigmoid', unary((a) => 1 / (1 + Math.exp(-a)))],
  ['log', unary((a) => (a >= SMALLEST_LOGARITHM ? Math.log(a) : Number.NaN))],
  ['abs', unary(Math.abs)],
  ['sign', unary((a) => (a > 0 ? 1 : a < 0 ? -1 : 0))],
]);
