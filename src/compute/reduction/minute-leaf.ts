import type { IntervalArguments } from '../../core/program/program.ts';
import type { OperationStep, Plan, PlanStep } from '../plan/plan.ts';

/** A reduction of minute bars to one value a day: the only way in which minute bars enter a program. */
export interface MinuteLeaf {
  readonly operator: string;
  /** Minute fields, one or two. */
  readonly fields: readonly string[];
  /** Null = the whole session. */
  readonly interval: IntervalArguments | null;
}

/** The same text for the same leaf: what caches go by, together with the dataset. */
export const keyOfLeaf = ({ operator, fields, interval }: MinuteLeaf): string =>
  JSON.stringify([operator, fields, interval && [interval.reducer, interval.from, interval.to]]);

/** The leaf that a step is, or null where it has daily operands. */
export function minuteLeafOf(step: OperationStep, steps: readonly PlanStep[]): MinuteLeaf | null {
  const fields: string[] = [];
  for (const operand of step.operands) {
    const leaf = steps[operand];
    if (leaf?.kind !== 'leaf' || leaf.frequency !== 'minute') return null;
    fields.push(leaf.field);
  }
  return fields.length === 0 ? null : { operator: step.operator, fields, interval: step.interval };
}

/** Every reduction of minute bars in a plan, each once. */
export function minuteLeavesOf({ steps }: Plan): MinuteLeaf[] {
  const leaves = new Map<string, MinuteLeaf>();
  for (const step of steps) {
    const leaf = step.kind === 'operation' ? minuteLeafOf(step, steps) : null;
    if (leaf !== null) leaves.set(keyOfLeaf(leaf), leaf);
  }
  return [...leaves.values()];
}
