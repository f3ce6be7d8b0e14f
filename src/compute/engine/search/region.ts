import type { EvaluationDefinition, Period, UniverseSpec } from '../../../core/experiment/experiment.ts';
import type { PlanInput } from '../../plan/stage.ts';

/** What a region of a panel's memory holds. Each is laid out once, by the first thread that needs it. */
export type RegionSource =
  | PlanInput
  | { readonly kind: 'mask'; readonly universe: UniverseSpec }
  /** Of the first share of the blocks, with their order: `prepareLabels`. */
  | {
      readonly kind: 'labels';
      readonly definition: EvaluationDefinition;
      readonly period: Period;
      readonly share: number;
    }
  /** A thread's own: temporaries, matrices and results of the program that it runs. */
  | { readonly kind: 'workspace' };

/** A region that a task cannot do without. */
export interface RegionNeed {
  /** Equal for equal contents; no two sources have the same. */
  readonly key: string;
  readonly source: RegionSource;
  readonly bytes: number;
}

/** A region in its place. */
export interface Region extends RegionNeed {
  readonly address: number;
  /** Index of its state word. */
  readonly word: number;
}
