import { minuteLeafOf } from '../reduction/minute-leaf.ts';
import type { PlanStep } from './plan.ts';

/** Operators that look across stocks. */
const ACROSS: ReadonlySet<string> = new Set(['cs_norm', 'cs_rank']);

export const isAcross = (step: PlanStep): boolean => step.kind === 'operation' && ACROSS.has(step.operator);

/** What is read as it lies in memory: a daily field, or a reduction of minute bars. */
export const isInput = (step: PlanStep, steps: readonly PlanStep[]): boolean =>
  step.kind === 'leaf' || minuteLeafOf(step, steps) !== null;

export interface Schedule {
  /** For each step the stage from which its result can be read: that of its first use. */
  readonly stageOf: readonly number[];
  /** Steps in the order in which they run. Fields that only minute reductions read are not among them. */
  readonly order: readonly number[];
}

/**
 * Inputs first, then stage after stage; within one in program order, and what looks across stocks last. Each step is
 * as late as its first use allows.
 */
export function scheduleSteps(steps: readonly PlanStep[]): Schedule {
  const needed = neededSteps(steps);
  const stageOf = latestStages(steps, needed);
  const turnOf = (index: number): number => {
    const step = steps[index]!;
    if (isInput(step, steps)) return -1;
    // Halves, because what closes stage s - 1 comes after its steps and before those of stage s.
    return isAcross(step) ? stageOf[index]! - 0.5 : stageOf[index]!;
  };
  const order = [...steps.keys()].filter((index) => needed[index]);
  order.sort((a, b) => turnOf(a) - turnOf(b) || a - b);
  return { stageOf, order };
}

/** Minute leaves hide the steps that read their bars. */
function neededSteps(steps: readonly PlanStep[]): boolean[] {
  const needed = steps.map((_, index) => index === steps.length - 1);
  for (let index = steps.length - 1; index >= 0; index--) {
    const step = steps[index]!;
    if (!needed[index] || step.kind === 'leaf' || isInput(step, steps)) continue;
    for (const operand of step.operands) needed[operand] = true;
  }
  return needed;
}

function earliestStages(steps: readonly PlanStep[]): number[] {
  const earliest: number[] = [];
  for (const step of steps) {
    const operands = step.kind === 'leaf' || isInput(step, steps) ? [] : step.operands;
    const below = Math.max(0, ...operands.map((operand) => earliest[operand]!));
    earliest.push(below + (isAcross(step) ? 1 : 0));
  }
  return earliest;
}

function latestStages(steps: readonly PlanStep[], needed: readonly boolean[]): number[] {
  const last = steps.length - 1;
  const latest = steps.map(() => Number.POSITIVE_INFINITY);
  latest[last] = earliestStages(steps)[last]!;
  for (let index = last; index >= 0; index--) {
    const step = steps[index]!;
    if (!needed[index] || step.kind === 'leaf') continue;
    const reads = isAcross(step) ? latest[index]! - 1 : latest[index]!;
    for (const operand of step.operands) latest[operand] = Math.min(latest[operand]!, reads);
  }
  return latest;
}
