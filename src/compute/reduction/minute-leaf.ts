import { keyOfLeaf, type MinuteLeaf } from '../plan/leaf.ts';
import type { OperationStep, Plan, PlanStep } from '../plan/plan.ts';

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
