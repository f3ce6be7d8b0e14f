import type { Frequency, Session, Shape } from '../../core/program/program.ts';
import type { OperationStep } from '../plan/plan.ts';

/**
 * A value on its way through a plan. Row-major float64, NaN = missing:
 * daily matrix [days x stocks], daily vector [days], minute matrix [days x bars x stocks], minute vector [days x bars].
 */
export interface Operand {
  readonly frequency: Frequency;
  readonly shape: Shape;
  readonly values: Float64Array;
}

/** The rows that a plan is run on: what a kernel must know beside its operands. */
export interface KernelContext {
  readonly days: number;
  /** Row of the panel that the first row here is: a kernel may lay its chunks by it, never its results. */
  readonly firstRow: number;
  readonly stocks: number;
  /** Bars of a session; 0 without minute data. */
  readonly bars: number;
  readonly session: Session | null;
  /** [days x stocks], 1 = takes part in cross-sectional operators that day; null = every stock does. */
  readonly universe: Uint8Array | null;
  /** Memory for a result, with whatever was left in it: a kernel writes every number. */
  readonly allocate: (length: number) => Float64Array;
}

/**
 * The arithmetic of one operator. Pure: never writes to its operands, returns a new array in the step's own
 * frequency and shape. The rules that every kernel obeys are in this folder's README.
 */
export type Kernel = (
  operands: readonly Operand[],
  step: OperationStep,
  context: KernelContext,
) => Float64Array;

/** The kernels of one backend by operator name. */
export type KernelTable = ReadonlyMap<string, Kernel>;
