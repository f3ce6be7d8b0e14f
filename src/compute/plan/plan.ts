import type { Frequency, IntervalArguments, Program, Shape, TypedNode } from '../../core/program/program.ts';

/** Reads a field of the panel. */
export interface LeafStep {
  readonly kind: 'leaf';
  readonly field: string;
  readonly frequency: Frequency;
  readonly shape: Shape;
}

/** Applies an operator to the results of earlier steps. */
export interface OperationStep {
  readonly kind: 'operation';
  readonly operator: string;
  /** Indices of earlier steps. */
  readonly operands: readonly number[];
  /** Rows of the window or lag; irrelevant where the operands are minute bars (the session is the window). */
  readonly window: number | null;
  readonly interval: IntervalArguments | null;
  /** Of the result. */
  readonly frequency: Frequency;
  readonly shape: Shape;
}

export type PlanStep = LeafStep | OperationStep;

/** A program as a flat list of steps in program order, setup first; the last step is the factor. */
export interface Plan {
  readonly steps: readonly PlanStep[];
  /** For each step, the results that nobody needs once it is done. */
  readonly releases: readonly (readonly number[])[];
  /** Rows before the first wanted row that the result depends on. */
  readonly warmUpRows: number;
}

/** Lays a program out as steps, with the moment at which each intermediate result can be dropped. */
export function planProgram(program: Program): Plan {
  const steps = program.nodes.map(stepOf);
  return { steps, releases: releasesOf(steps), warmUpRows: warmUpRowsOf(steps) };
}

function stepOf(node: TypedNode): PlanStep {
  const { frequency, shape } = node.type;
  if (node.kind === 'field') return { kind: 'leaf', field: node.name, frequency, shape };
  const { operator, operands, window, interval } = node;
  return { kind: 'operation', operator, operands, window, interval, frequency, shape };
}

function releasesOf(steps: readonly PlanStep[]): number[][] {
  const lastUse = steps.map((_, index) => index);
  steps.forEach((step, index) => {
    if (step.kind === 'operation') for (const operand of step.operands) lastUse[operand] = index;
  });
  const releases: number[][] = steps.map(() => []);
  lastUse.forEach((user, index) => {
    if (index < steps.length - 1) releases[user]?.push(index);
  });
  return releases;
}

/** Operators whose window argument is a lag: they look `window` rows back, not `window - 1`. */
const LAGS: ReadonlySet<string> = new Set(['ts_diff', 'ts_delay']);

function warmUpRowsOf(steps: readonly PlanStep[]): number {
  const rows: number[] = [];
  for (const step of steps) {
    if (step.kind === 'leaf') {
      rows.push(0);
      continue;
    }
    const below = Math.max(0, ...step.operands.map((operand) => rows[operand] ?? 0));
    rows.push(below + ownRows(step, steps));
  }
  return rows.at(-1) ?? 0;
}

function ownRows(step: OperationStep, steps: readonly PlanStep[]): number {
  const overDays = step.operands.every((operand) => steps[operand]?.frequency === 'daily');
  if (step.window === null || !overDays) return 0;
  return LAGS.has(step.operator) ? step.window : step.window - 1;
}
