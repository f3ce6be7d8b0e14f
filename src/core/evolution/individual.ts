import type { CorrelationKind, MutationKind } from '../experiment/experiment.ts';
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
  | { readonly kind: 'initialCopy'; readonly fromSlot: number }
  | {
      /** What was bred behaves like a program that lived already and is not longer: that one joined again. */
      readonly kind: 'equivalent';
      /** Formula of what was bred. */
      readonly bred: string;
      /** Its parent, null where it was drawn afresh. */
      readonly parentHash: string | null;
    };

/** Where the cascade stopped a program: at which tier, and the score that did not suffice. */
export interface TierScore {
  /** Index into the tiers of the cascade. */
  readonly tier: number;
  /** |mean IC| on the tier's share of the stocks; null where no day counts. */
  readonly score: number | null;
}

/** Residual IC of one kind in train: see `styleResidualIc`. */
export interface ResidualJudgement {
  readonly mean: number | null;
  readonly std: number | null;
  readonly days: number;
  /** Days that count / days on which a factor without gaps would count. */
  readonly dateShare: number;
}

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
  /**
   * Only where the run is to be unlike known factors: largest |correlation| with them, signed, by which the fitness was
   * lowered or taken away; null = unknown.
   */
  readonly knownCorrelation?: number | null;
  /** By kind; only where a fitness asked for it. */
  readonly residual?: Partial<Readonly<Record<CorrelationKind, ResidualJudgement>>>;
  /** |mean IC| of the experiment's kind, or null below the minimum of dates or coverage. */
  readonly fitness: number | null;
  /**
   * Only where the cascade stopped the program before it was judged in full: then everything else is missing or 0.
   * Such an individual ranks below every one that was judged in full, and no statistic of fitness counts it.
   */
  readonly rejected?: TierScore;
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
