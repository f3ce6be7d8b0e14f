import { invariant } from '../../core/outcome/refusal.ts';
import type { KernelContext, Operand } from '../kernels/kernel.ts';
import { type Backend, kernelFor } from '../kernels/registry.ts';
import type { Panel } from '../panel/panel.ts';
import type { LeafStep, Plan } from './plan.ts';

/** Rows of a panel: `from` inclusive, `to` exclusive. */
export interface RowRange {
  readonly from: number;
  readonly to: number;
}

/**
 * Evaluates a plan on some rows of a panel, reading as many rows before them as its windows need.
 * @param universe [panel days x symbols], 1 = takes part that day; null = every stock does
 * @returns [rows of the range x symbols]; NaN = missing. Equal, bit for bit, to the same rows of a run over the whole panel.
 * @throws if the panel lacks a field of the plan (a program is built against its panel's language)
 * Cost: one pass of each step's kernel over (rows + warm-up) x stocks; holds only the results still needed.
 */
export function runPlan(
  plan: Plan,
  panel: Panel,
  universe: Uint8Array | null,
  backend: Backend,
  range: RowRange,
): Float64Array {
  const from = Math.max(0, range.from - plan.warmUpRows);
  const rows: RowRange = { from, to: range.to };
  const context = contextOf(panel, universe, rows);
  const results: (Operand | null)[] = [];
  plan.steps.forEach((step, index) => {
    if (step.kind === 'leaf') results.push(leafOperand(step, panel, rows));
    else {
      const operands = step.operands.map((operand) => {
        const result = results[operand];
        invariant(result, `step ${index} needs step ${operand}, which was released`);
        return result;
      });
      const values = kernelFor(step.operator, backend)(operands, step, context);
      results.push({ frequency: step.frequency, shape: step.shape, values });
    }
    for (const done of plan.releases[index] ?? []) results[done] = null;
  });
  const last = results.at(-1);
  invariant(last, 'a plan has at least one step');
  return last.values.slice((range.from - from) * context.stocks);
}

function contextOf(panel: Panel, universe: Uint8Array | null, rows: RowRange): KernelContext {
  const stocks = panel.symbols.length;
  return {
    days: rows.to - rows.from,
    stocks,
    bars: panel.session?.barStamps.length ?? 0,
    session: panel.session,
    universe: universe?.subarray(rows.from * stocks, rows.to * stocks) ?? null,
  };
}

function leafOperand(step: LeafStep, panel: Panel, rows: RowRange): Operand {
  const { frequency, shape, field } = step;
  const [store, rowLength] =
    frequency === 'minute'
      ? [panel.minutes, (panel.session?.barStamps.length ?? 0) * panel.symbols.length]
      : shape === 'vector'
        ? [panel.vectors, 1]
        : [panel.matrices, panel.symbols.length];
  const values = store.get(field);
  invariant(values !== undefined, `the panel has no ${frequency} ${shape} ${field}`);
  return { frequency, shape, values: values.subarray(rows.from * rowLength, rows.to * rowLength) };
}
