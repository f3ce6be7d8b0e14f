import { invariant } from '../../core/outcome/refusal.ts';
import type { PlanStep } from './plan.ts';
import { isAcross } from './schedule-steps.ts';
import type { Place } from './stage.ts';

/** Numbers of temporaries and matrices by the life of what they hold. */
export class ValuePlaces {
  temporaries = 0;
  matrices = 0;
  private readonly places = new Map<number, Place>();
  private readonly free = { temporary: [] as number[], matrix: [] as number[] };
  private readonly uses: number[];

  constructor(
    private readonly steps: readonly PlanStep[],
    private readonly stageOf: readonly number[],
  ) {
    this.uses = steps.map(() => 0);
    for (const step of steps) {
      if (step.kind === 'operation') for (const operand of step.operands) this.uses[operand]! += 1;
    }
    // The result is never given back.
    this.uses[steps.length - 1]! += 1;
  }

  put(index: number, place: Place): void {
    this.places.set(index, place);
  }

  placeOf(index: number): Place {
    const place = this.places.get(index);
    invariant(place !== undefined, `step ${index} was run before it is read`);
    return place;
  }

  matrix(): Place {
    return { kind: 'matrix', index: this.free.matrix.pop() ?? this.matrices++ };
  }

  /** A place for a result; never that of one of its operands, which kernels read while they write. */
  allocate(index: number): Place {
    const place = this.outlivesItsBlock(index)
      ? this.matrix()
      : ({ kind: 'temporary', index: this.free.temporary.pop() ?? this.temporaries++ } as const);
    this.places.set(index, place);
    return place;
  }

  /** Once a step is done: gives back those of its operands that nobody reads any more. */
  finish(index: number): void {
    const step = this.steps[index]!;
    if (step.kind === 'leaf') return;
    for (const operand of step.operands) {
      this.uses[operand]! -= 1;
      const place = this.placeOf(operand);
      if (this.uses[operand] === 0 && place.kind !== 'input') this.free[place.kind].push(place.index);
    }
  }

  private outlivesItsBlock(index: number): boolean {
    const step = this.steps[index]!;
    if (index === this.steps.length - 1) return true;
    if (isAcross(step)) return true;
    return this.steps.some(
      (user, at) =>
        user.kind === 'operation' &&
        user.operands.includes(index) &&
        (isAcross(user) || this.stageOf[at] !== this.stageOf[index]),
    );
  }
}
