import { invariant } from '../../core/outcome/refusal.ts';
import type { KernelContext, Operand } from '../kernels/kernel.ts';
import { type Backend, kernelFor } from '../kernels/registry.ts';
import type { Panel } from '../panel/panel.ts';
import { minuteLeafOf } from '../reduction/minute-leaf.ts';
import { reduceByReference } from '../reduction/reduce-by-reference.ts';
import { reduceByTiles } from '../reduction/reduce-by-tiles.ts';
import { importedLeafOf, keyOfLeaf, type Leaf, type MinuteLeaf } from './leaf.ts';
import type { LeafStep, OperationStep, Plan } from './plan.ts';
import { FRESH_WORKSPACE, type Workspace } from './workspace.ts';

/** Rows of a panel: `from` inclusive, `to` exclusive. */
export interface RowRange {
  readonly from: number;
  readonly to: number;
}

/** A plan, and what and where it is run on. */
export interface PlanRun {
  readonly plan: Plan;
  readonly panel: Panel;
  readonly universe: Uint8Array | null;
  readonly backend: Backend;
  readonly rows: RowRange;
  readonly workspace: Workspace;
}

/**
 * Evaluates a plan on some rows of a panel, reading as many rows before them as its windows need.
 * @param universe [panel days x symbols], 1 = takes part that day; null = every stock does
 * @returns [rows of the range x symbols], the caller's own; NaN = missing. Equal, bit for bit, to the same rows of
 * a run over the whole panel.
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
  return viewPlan({ plan, panel, universe, backend, rows: range, workspace: FRESH_WORKSPACE }).slice();
}

/**
 * As `runPlan`, without a copy: the result is read only (it may be a view of the panel itself) and stays valid until
 * the caller gives it back to the workspace.
 */
export function viewPlan(request: PlanRun): Float64Array {
  const { plan, panel, workspace, rows: range } = request;
  const from = Math.max(0, range.from - plan.warmUpRows);
  const run: PlanRun = { ...request, rows: { from, to: range.to } };
  const results: (Operand | null)[] = [];
  plan.steps.forEach((step, index) => {
    results.push(step.kind === 'leaf' ? leafOperand(step, run) : apply(step, results, run));
    for (const done of plan.releases[index] ?? []) {
      const operand = results[done];
      if (operand) workspace.release(operand.values);
      results[done] = null;
    }
  });
  const last = results.at(-1);
  invariant(last, 'a plan has at least one step');
  return last.values.subarray((range.from - from) * panel.symbols.length);
}

function apply(step: OperationStep, results: readonly (Operand | null)[], run: PlanRun): Operand {
  const { frequency, shape } = step;
  const kernel = kernelFor(step.operator, run.backend);
  const leaf = minuteLeafOf(step, run.plan.steps);
  if (leaf !== null) return { frequency, shape, values: reduceMinutes(leaf, run) };
  const operands = step.operands.map((operand) => {
    const result = results[operand];
    invariant(result, `${step.operator} needs step ${operand}, which was released`);
    return result;
  });
  return { frequency, shape, values: kernel(operands, step, contextOf(run, run.rows, run.workspace)) };
}

/** Each day's value depends on that day's bars alone, so a reduction of all days serves every range of rows. */
function reduceMinutes(leaf: MinuteLeaf, run: PlanRun): Float64Array {
  const { panel, backend, workspace } = run;
  const reduce = backend === 'reference' ? reduceByReference : reduceByTiles;
  return rowsOfLeaf(
    workspace.reduction(keyOfLeaf(leaf), () => reduce(panel, leaf)),
    run,
  );
}

function rowsOfLeaf(values: Float64Array, { panel, rows }: PlanRun): Float64Array {
  const width = panel.symbols.length;
  return values.subarray(rows.from * width, rows.to * width);
}

/** A panel holds no imported values, and threads have no store to look into. */
function notBrought(leaf: Leaf): never {
  throw new Error(`invariant: ${keyOfLeaf(leaf)} comes along with the question`);
}

function contextOf(run: PlanRun, rows: RowRange, workspace: Workspace): KernelContext {
  const { panel, universe } = run;
  const stocks = panel.symbols.length;
  return {
    days: rows.to - rows.from,
    firstRow: rows.from,
    stocks,
    bars: panel.session?.barStamps.length ?? 0,
    session: panel.session,
    universe: universe?.subarray(rows.from * stocks, rows.to * stocks) ?? null,
    allocate: (length) => workspace.allocate(length),
  };
}

/** Null for minute bars: the step that reduces them reads them from where they lie. */
function leafOperand(step: LeafStep, run: PlanRun): Operand | null {
  const { frequency, shape, field } = step;
  if (frequency === 'minute') return null;
  const { panel, rows, workspace } = run;
  const imported = importedLeafOf(step);
  if (imported !== null) {
    const whole = workspace.reduction(keyOfLeaf(imported), () => notBrought(imported));
    return { frequency, shape, values: rowsOfLeaf(whole, run) };
  }
  const [store, rowLength] = shape === 'vector' ? [panel.vectors, 1] : [panel.matrices, panel.symbols.length];
  const values = store.get(field);
  invariant(values !== undefined, `the panel has no ${frequency} ${shape} ${field}`);
  return { frequency, shape, values: values.subarray(rows.from * rowLength, rows.to * rowLength) };
}
