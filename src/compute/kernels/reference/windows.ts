import { invariant } from '../../../core/outcome/refusal.ts';
import type { OperationStep } from '../../plan/plan.ts';
import type { KernelContext, Operand } from '../kernel.ts';
import { finiteOrMissing, valueAt, widthOf } from './element-kernels.ts';

/**
 * Reduces one window to a value. `columns` holds each operand's values, oldest first, none missing;
 * `positions` says where in the window each of them stands, from 0.
 */
export type WindowReduction = (
  columns: readonly (readonly number[])[],
  positions: readonly number[],
) => number;

/** Daily rolling windows: missing unless every row of the window is present in every operand. */
export function overDays(
  operands: readonly Operand[],
  step: OperationStep,
  context: KernelContext,
  reduce: WindowReduction,
): Float64Array {
  const rows = windowOf(step);
  const positions = Array.from({ length: rows }, (_, position) => position);
  return eachCell(step, context, (row, stock) => {
    if (row + 1 < rows) return Number.NaN;
    const columns = operands.map((operand) =>
      positions.map((position) => valueAt(operand, row - rows + 1 + position, stock, context)),
    );
    const full = columns.every((column) => !column.some(Number.isNaN));
    return full ? reduce(columns, positions) : Number.NaN;
  });
}

/**
 * One value a day of the given bars of the session: those present in every operand, at least half of them.
 * @param bars indices into the session's bars, ascending
 */
export function overBars(
  operands: readonly Operand[],
  step: OperationStep,
  context: KernelContext,
  bars: readonly number[],
  reduce: WindowReduction,
): Float64Array {
  return eachCell(step, context, (row, stock) => {
    const positions = bars.filter((bar) =>
      operands.every((operand) => !Number.isNaN(barValue(operand, row, bar, stock, context))),
    );
    if (positions.length === 0 || 2 * positions.length < bars.length) return Number.NaN;
    const columns = operands.map((operand) =>
      positions.map((bar) => barValue(operand, row, bar, stock, context)),
    );
    return reduce(columns, positions);
  });
}

/** Every bar of the session: what window 240 means, whatever their number. */
export function allBars(context: KernelContext): number[] {
  return Array.from({ length: context.bars }, (_, bar) => bar);
}

/** Fills a daily result cell by cell; what is not finite becomes missing. */
export function eachCell(
  step: OperationStep,
  context: KernelContext,
  computeCell: (row: number, stock: number) => number,
): Float64Array {
  const width = widthOf(step.shape, context);
  const result = new Float64Array(context.days * width);
  for (let row = 0; row < context.days; row++) {
    for (let stock = 0; stock < width; stock++) {
      result[row * width + stock] = finiteOrMissing(computeCell(row, stock));
    }
  }
  return result;
}

/** The step's window or lag in rows. */
export function windowOf(step: OperationStep): number {
  invariant(step.window !== null && step.window >= 1, `${step.operator} has a window of at least one row`);
  return step.window;
}

function barValue(operand: Operand, row: number, bar: number, stock: number, context: KernelContext): number {
  const rowOfBar = row * context.bars + bar;
  return valueAt(operand, rowOfBar, stock, context);
}
