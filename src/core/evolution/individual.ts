import type { MutationKind } from '../experiment/experiment.ts';
import type { Program } from '../program/program.ts';

/** How an individual came to be. Parents are named by factor hash, as the lineage is. */
export type Origin =
  | { readonly kind: 'random' }
  | { readonly kind: 'warmStart'; readonly source: string }
  | {
      readonly kind: 'mutation';
      readonly mutation: MutationKind;
      readonly parentHash: string;
      readonly parentSlot: number;
      /** What was replaced by what, as text: shown in lineages. */
      readonly detail: { readonly before: string; readonly after: string };
      readonly attempts: number;
    }
  | { readonly kind: 'initialCopy'; readonly fromSlot: number };

/** What evaluation says of a program in train: the signed means, and whether they may serve as fitness. */
export interface Judgement {
  readonly ic: number | null;
  readonly rankIc: number | null;
  readonly icStd: number | null;
  readonly rankIcStd: number | null;
  readonly days: number;
  readonly pairs: number;
  readonly coverage: number;
  readonly dateShare: number;
  readonly tiedShare: number;
  /** |mean IC| of the experiment's kind, or null below the minimum of dates or coverage. */
  readonly fitness: number | null;
}

/** A program before it was judged, in the place it will take. Slot is unique within its birth generation. */
export interface Newborn {
  readonly program: Program;
  readonly birthGeneration: number;
  readonly slot: number;
  readonly origin: Origin;
}

/** A program with age and fitness in one run. Ties in age go by slot. */
export interface Individual extends Newborn {
  readonly judgement: Judgement;
}
