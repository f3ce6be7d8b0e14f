import type { Leaf } from './leaf.ts';

/** What a program reads: a daily field of the panel, or a leaf that comes along with the question. */
export type PlanInput =
  | { readonly kind: 'matrix'; readonly field: string }
  | { readonly kind: 'vector'; readonly field: string }
  | { readonly kind: 'leaf'; readonly leaf: Leaf };

/**
 * Where a value lies: in an input; in a temporary, which holds one block at a time; or in a matrix of all blocks.
 * Temporaries and matrices are numbered, and a number is used again once its value is no longer needed.
 */
export interface Place {
  readonly kind: 'input' | 'temporary' | 'matrix';
  readonly index: number;
}

/** An operator on one block, or `copy`. */
export interface BlockStep {
  readonly operator: string;
  /** 0 where the operator takes none. */
  readonly window: number;
  readonly operands: readonly Place[];
  readonly out: Place;
}

/** An operator across stocks: needs its operand of every block. */
export interface Barrier {
  readonly operator: string;
  readonly from: Place;
  readonly out: Place;
}

/** Steps that run one block after another, then operators across all blocks. */
export interface Stage {
  readonly steps: readonly BlockStep[];
  readonly barriers: readonly Barrier[];
}

/** A plan in the order in which blocks run it. The result is a matrix. */
export interface StagePlan {
  readonly inputs: readonly PlanInput[];
  readonly stages: readonly Stage[];
  readonly temporaries: number;
  readonly matrices: number;
  readonly result: Place;
  readonly warmUpRows: number;
}
