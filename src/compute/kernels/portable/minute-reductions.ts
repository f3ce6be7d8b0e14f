import { invariant } from '../../../core/outcome/refusal.ts';
import { barsOf } from '../../../core/program/check-interval.ts';
import type { OperationStep } from '../../plan/plan.ts';
import type { Kernel, KernelContext, Operand } from '../kernel.ts';

/** The bars of one stock-day that are present in every operand, oldest first. */
export interface PresentBars {
  readonly x: Float64Array;
  /** Of the second operand; equal to `x` when there is one operand. */
  readonly y: Float64Array;
  /** Where in the session each stands, from 0. */
  readonly bars: Int32Array;
  count: number;
}

export type BarReduction = (present: PresentBars) => number;

function presentBars(capacity: number, operands: number): PresentBars {
  const x = new Float64Array(capacity);
  return {
    x,
    y: operands > 1 ? new Float64Array(capacity) : x,
    bars: new Int32Array(capacity),
    count: 0,
  };
}

/** Gathers the bars of one stock-day; `base` is the cell of the session's first bar. */
function gather(
  present: PresentBars,
  x: Float64Array,
  y: Float64Array,
  place: { readonly base: number; readonly stride: number; readonly bars: readonly number[] },
): void {
  const { base, stride, bars } = place;
  let count = 0;
  for (let i = 0; i < bars.length; i++) {
    const bar = bars[i]!;
    const left = x[base + bar * stride]!;
    const right = y[base + bar * stride]!;
    if (Number.isNaN(left) || Number.isNaN(right)) continue;
    present.y[count] = right;
    present.x[count] = left;
    present.bars[count] = bar;
    count++;
  }
  present.count = count;
}

/** Reduces minute bars to one value a day: over the bars present, at least half of them. Same bits as the reference. */
function reduceBars(
  operands: readonly Operand[],
  bars: readonly number[],
  step: OperationStep,
  context: KernelContext,
  reduce: BarReduction,
): Float64Array {
  const [left, right] = operands;
  invariant(left !== undefined, `${step.operator} has an operand`);
  const width = step.shape === 'vector' ? 1 : context.stocks;
  const into = context.allocate(context.days * width);
  const present = presentBars(bars.length, operands.length);
  for (let day = 0; day < context.days; day++) {
    const session = day * context.bars * width;
    for (let stock = 0; stock < width; stock++) {
      gather(present, left.values, (right ?? left).values, { base: session + stock, stride: width, bars });
      const enough = present.count > 0 && 2 * present.count >= bars.length;
      const value = enough ? reduce(present) : Number.NaN;
      into[day * width + stock] = value - value === 0 ? value : Number.NaN;
    }
  }
  return into;
}

/** A kernel that reduces the whole session where its operands are minute bars, and else does `daily`. */
export function reducingSessions(daily: Kernel, reduce: BarReduction): Kernel {
  return (operands, step, context) => {
    if (operands[0]?.frequency !== 'minute') return daily(operands, step, context);
    const bars = Array.from({ length: context.bars }, (_, bar) => bar);
    return reduceBars(operands, bars, step, context, reduce);
  };
}

/** interval: the bars of a part of the session, by the reducer that the step names. */
export function reducingIntervals(reducers: ReadonlyMap<string, BarReduction>): Kernel {
  return (operands, step, context) => {
    const { interval } = step;
    invariant(interval !== null && context.session !== null, 'interval needs its times and a session');
    const reduce = reducers.get(interval.reducer);
    invariant(reduce !== undefined, `interval has a reducer ${interval.reducer}`);
    return reduceBars(operands, barsOf(interval, context.session), step, context, reduce);
  };
}
