import type { MeasuredRequest } from '../evaluations/measured-request.ts';
import type { SketchedCorrelation } from './certainty.ts';
import type { DistinctSelection } from './select-distinct.ts';

/** The cells that estimates look at. */
export interface SketchedOn {
  /** Of the grid in the store. */
  readonly gridId: number;
  readonly days: readonly string[];
  /** Stocks of each day, another sample each. */
  readonly stocks: number;
}

/** One formula against all members of a library. */
export interface NearestRequest extends MeasuredRequest {
  readonly kind: 'nearest';
  readonly libraryId: string;
  readonly formula: string;
  /** So many members are told, most similar first ... */
  readonly first: number;
  /** ... and every other whose |correlation| may be above this; null = none. */
  readonly above: number | null;
}

export interface NearestMember {
  readonly factorId: string;
  /** Null where the sketches have nothing to say. */
  readonly estimate: SketchedCorrelation | null;
}

export interface NearestAnswer {
  readonly on: SketchedOn;
  /** Most similar first, whatever the sign; what could not be compared last. */
  readonly members: readonly NearestMember[];
  /** Members whose sketches were compared. */
  readonly compared: number;
  /** Members without a sketch. */
  readonly lacking: readonly string[];
}

/** Every formula against every other. */
export interface SketchMatrixRequest extends MeasuredRequest {
  readonly kind: 'sketchMatrix';
  readonly formulas: readonly string[];
}

export interface SketchMatrixAnswer {
  readonly on: SketchedOn;
  readonly rows: readonly (readonly (SketchedCorrelation | null)[])[];
}

/** Which candidates, in their order, are unlike what was chosen and one another. */
export interface DistinctRequest extends MeasuredRequest {
  readonly kind: 'distinct';
  readonly chosen: readonly string[];
  readonly candidates: readonly string[];
  readonly count: number;
  readonly maximumCorrelation: number;
}

export interface DistinctAnswer extends DistinctSelection {
  readonly on: SketchedOn;
}

/** Sees to it that the sketches of stored factors are kept. */
export interface SketchRequest extends MeasuredRequest {
  readonly kind: 'sketch';
  readonly formulas: readonly string[];
}

export interface SketchAnswer {
  readonly on: SketchedOn;
}

export interface SketchAnswersByKind {
  readonly nearest: NearestAnswer;
  readonly sketchMatrix: SketchMatrixAnswer;
  readonly distinct: DistinctAnswer;
  readonly sketch: SketchAnswer;
}

export type AnySketchRequest = NearestRequest | SketchMatrixRequest | DistinctRequest | SketchRequest;
