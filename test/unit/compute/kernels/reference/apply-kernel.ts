import type { KernelContext, Operand } from '../../../../../src/compute/kernels/kernel.ts';
import { kernelFor } from '../../../../../src/compute/kernels/registry.ts';
import type { OperationStep } from '../../../../../src/compute/plan/plan.ts';
import type { IntervalArguments, Session } from '../../../../../src/core/program/program.ts';

export interface Application {
  /** One column of rows a stock; NaN = missing. */
  readonly matrix?: readonly number[][];
  readonly window?: number;
  readonly interval?: IntervalArguments;
  readonly universe?: readonly number[];
  readonly session?: Session;
}

/** Applies a reference kernel to columns [rows] of single stocks; each operand is one stock over time. */
export function overTime(operator: string, window: number | null, ...columns: number[][]): number[] {
  const days = columns[0]!.length;
  const operands = columns.map(
    (column): Operand => ({ frequency: 'daily', shape: 'matrix', values: Float64Array.from(column) }),
  );
  return Array.from(apply(operator, operands, { window }, { days, stocks: 1 }));
}

/** Applies a reference kernel to one day of stocks. */
export function acrossStocks(operator: string, values: number[], universe: number[] | null = null): number[] {
  const operand: Operand = { frequency: 'daily', shape: 'matrix', values: Float64Array.from(values) };
  const mask = universe === null ? null : Uint8Array.from(universe);
  return Array.from(apply(operator, [operand], {}, { days: 1, stocks: values.length, universe: mask }));
}

/** Applies a reference kernel to the bars of one stock and one day. */
export function overSession(
  operator: string,
  session: Session,
  interval: IntervalArguments | null,
  ...columns: number[][]
): number {
  const operands = columns.map(
    (column): Operand => ({ frequency: 'minute', shape: 'matrix', values: Float64Array.from(column) }),
  );
  const bars = session.barStamps.length;
  const window = interval === null ? 240 : null;
  return apply(operator, operands, { window, interval }, { days: 1, stocks: 1, bars, session })[0]!;
}

export function apply(
  operator: string,
  operands: readonly Operand[],
  step: Partial<OperationStep>,
  context: Partial<KernelContext> & { readonly days: number; readonly stocks: number },
): Float64Array {
  return kernelFor(operator, 'reference')(
    operands,
    {
      kind: 'operation',
      operator,
      operands: operands.map((_, index) => index),
      window: null,
      interval: null,
      frequency: 'daily',
      shape: 'matrix',
      ...step,
    },
    {
      firstRow: 0,
      bars: 0,
      session: null,
      universe: null,
      allocate: (length) => new Float64Array(length),
      ...context,
    },
  );
}
