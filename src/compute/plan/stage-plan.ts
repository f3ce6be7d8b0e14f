import { invariant } from '../../core/outcome/refusal.ts';
import { minuteLeafOf } from '../reduction/minute-leaf.ts';
import { importedLeafOf, keyOfLeaf } from './leaf.ts';
import type { Plan, PlanStep } from './plan.ts';
import { isAcross, scheduleSteps } from './schedule-steps.ts';
import type { Barrier, BlockStep, Place, PlanInput, StagePlan } from './stage.ts';
import { ValuePlaces } from './value-places.ts';

interface OpenStage {
  readonly steps: BlockStep[];
  readonly barriers: Barrier[];
}

/**
 * Cuts a plan into stages, so that blocks run as much as possible before they must wait for each other. Each step
 * runs in the stage of its first use: a value that waits for nobody then need not be kept across a stage.
 * Pure; a few microseconds.
 */
export function stagePlan(plan: Plan): StagePlan {
  const { steps } = plan;
  const { stageOf, order } = scheduleSteps(steps);
  const inputs = new InputList();
  const storage = new ValuePlaces(steps, stageOf);
  const stages: OpenStage[] = [];
  for (const index of order) {
    const step = steps[index]!;
    const input = inputs.place(step, steps);
    if (input !== null) {
      storage.put(index, input);
      continue;
    }
    invariant(step.kind === 'operation', 'what is no input is an operation');
    const operands = step.operands.map((operand) => storage.placeOf(operand));
    const out = storage.allocate(index);
    const across = isAcross(step);
    // Its result is there from its stage on, so it closes the stage before.
    const at = across ? stageOf[index]! - 1 : stageOf[index]!;
    while (stages.length <= at) stages.push({ steps: [], barriers: [] });
    if (across) stages[at]!.barriers.push({ operator: step.operator, from: operands[0]!, out });
    else stages[at]!.steps.push({ operator: step.operator, window: step.window ?? 0, operands, out });
    storage.finish(index);
  }
  const result = resultOf(storage.placeOf(steps.length - 1), stages, storage);
  const { temporaries, matrices } = storage;
  return { inputs: inputs.inputs, stages, temporaries, matrices, result, warmUpRows: plan.warmUpRows };
}

/** Whether a plan looks across stocks, and so needs to know the universe. */
export const looksAcross = (plan: StagePlan): boolean =>
  plan.stages.some(({ barriers }) => barriers.length > 0);

/** A program that is nothing but an input: the judge reads matrices. */
function resultOf(place: Place, stages: OpenStage[], storage: ValuePlaces): Place {
  if (place.kind === 'matrix') return place;
  const out = storage.matrix();
  invariant(stages.length === 0, 'a result that is no matrix is an input');
  stages.push({ steps: [{ operator: 'copy', window: 0, operands: [place], out }], barriers: [] });
  return out;
}

class InputList {
  readonly inputs: PlanInput[] = [];
  private readonly known = new Map<string, number>();

  place(step: PlanStep, steps: readonly PlanStep[]): Place | null {
    const input = inputOf(step, steps);
    if (input === null) return null;
    const key = input.kind === 'leaf' ? keyOfLeaf(input.leaf) : input.field;
    const index = this.known.get(key) ?? this.inputs.push(input) - 1;
    this.known.set(key, index);
    return { kind: 'input', index };
  }
}

function inputOf(step: PlanStep, steps: readonly PlanStep[]): PlanInput | null {
  const imported = step.kind === 'leaf' ? importedLeafOf(step) : null;
  if (step.kind === 'leaf' && imported === null) return { kind: step.shape, field: step.field };
  const leaf = step.kind === 'leaf' ? imported : minuteLeafOf(step, steps);
  return leaf === null ? null : { kind: 'leaf', leaf };
}
