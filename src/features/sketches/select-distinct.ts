import { boundsOf, type SketchedCorrelation } from './certainty.ts';

export interface DistinctSelection {
  /** Indices of the candidates that were taken. */
  readonly taken: readonly number[];
  /** Candidates that were looked at. */
  readonly scanned: number;
  /** Pairs that the sketches left open and that were computed exactly. */
  readonly refined: number;
}

export interface DistinctRule {
  readonly candidates: number;
  /** Largest |correlation| of a candidate with anything that was taken before it. */
  readonly maximumCorrelation: number;
  /** At most so many are taken. */
  readonly count: number;
}

/**
 * Takes candidates in their order, each that is unlike everything taken before: by sketches where these settle it, else by the
 * exact figure. What cannot be compared is not promised to be unlike.
 * @param known estimates of a candidate with whatever was taken before these candidates
 * @param estimate of two candidates
 * @param exact of a candidate with others: those known (by their index) and candidates
 */
export async function selectDistinct(
  rule: DistinctRule,
  look: {
    readonly known: (candidate: number) => readonly (SketchedCorrelation | null)[];
    readonly estimate: (candidate: number, other: number) => SketchedCorrelation | null;
    readonly exact: (
      candidate: number,
      open: { readonly known: readonly number[]; readonly candidates: readonly number[] },
    ) => Promise<readonly number[]>;
  },
): Promise<DistinctSelection> {
  const { maximumCorrelation: maximum } = rule;
  const taken: number[] = [];
  let refined = 0;
  for (let candidate = 0; candidate < rule.candidates; candidate++) {
    if (taken.length === rule.count) return { taken, scanned: candidate, refined };
    const known = look.known(candidate).map(boundsOf);
    const others = taken.map((other) => boundsOf(look.estimate(candidate, other)));
    if ([...known, ...others].some(({ low }) => low > maximum)) continue;
    const open = {
      known: known.flatMap(({ high }, at) => (high > maximum ? [at] : [])),
      candidates: others.flatMap(({ high }, at) => (high > maximum ? [taken[at]!] : [])),
    };
    const pairs = open.known.length + open.candidates.length;
    const figures = pairs === 0 ? [] : await look.exact(candidate, open);
    refined += pairs;
    // NaN is no figure that lies below the limit.
    if (figures.every((figure) => Math.abs(figure) <= maximum)) taken.push(candidate);
  }
  return { taken, scanned: rule.candidates, refined };
}
