import {
  type CrossSections,
  centredRanks,
  combine,
  icirWeights,
  meanRankIc,
} from '../../core/statistics/composite.ts';
import { dailyIc } from '../../core/statistics/daily-ic.ts';
import { meanOf } from '../../core/statistics/mean.ts';

/** Days of a prepared period, as far as a combination asks. */
interface LabelledPeriod {
  readonly labels: Float64Array;
}

/** Mean daily rank ICs of a library's combination on one period. */
export interface CompositeOnPeriod {
  readonly equal: number | null;
  readonly fitted: number | null;
  /** By member: the equally weighted combination with it less the one without it. */
  readonly incremental: readonly (number | null)[];
  /** By member: the fitted combination with it less the one fitted, on train, without it. */
  readonly fittedIncremental: readonly (number | null)[];
  /** By member, by itself and oriented by train. */
  readonly own: readonly (number | null)[];
}

export interface Composite {
  /** +1 or -1 by member: the sign of its mean rank IC in train. */
  readonly orientation: readonly (1 | -1)[];
  readonly equalWeights: readonly number[];
  readonly fittedWeights: readonly number[];
  readonly periods: readonly CompositeOnPeriod[];
}

/**
 * The combination of a library's members by ranks: equally weighted, and with weights fitted on the first period alone.
 * @param valuesOn [member] -> values [rows x symbols] on a period
 * @param periods  train first
 * Cost: for each member and period a ranking, three ICs and two sums over all members. Memory: 4 bytes a member and cell of the
 * longest period.
 */
export function compositeOf<P extends LabelledPeriod>(
  members: number,
  periods: readonly P[],
  valuesOn: (member: number, period: P) => Float64Array,
  options: { readonly shrinkage: number; readonly sections: CrossSections },
): Composite {
  const { shrinkage, sections } = options;
  let orientation: (1 | -1)[] = [];
  let fittedWeights: number[] = [];
  let fittedWithout: number[][] = [];
  const found: CompositeOnPeriod[] = [];
  for (const [at, period] of periods.entries()) {
    const ranked = Array.from({ length: members }, (_, member) =>
      centredRanks(valuesOn(member, period), sections),
    );
    if (at === 0) {
      const daily = ranked.map((ranks) => dailyRankIc(ranks, period, sections));
      orientation = daily.map((series) => ((meanOrNull(series) ?? 0) < 0 ? -1 : 1));
      fittedWeights = icirWeights(daily, shrinkage);
      fittedWithout = daily.map((_, member) => weightsWithout(member, daily, shrinkage));
    }
    found.push(onPeriod(ranked, period, { orientation, fittedWeights, fittedWithout, sections }));
  }
  const equalWeights = orientation.map((sign) => sign / members);
  return { orientation, equalWeights, fittedWeights, periods: found };
}

/** Fitted anew on train by the others; the member itself has none. */
function weightsWithout(member: number, daily: readonly Float64Array[], shrinkage: number): number[] {
  const weights = icirWeights(daily.toSpliced(member, 1), shrinkage);
  return weights.toSpliced(member, 0, 0);
}

function onPeriod(
  ranked: readonly Float32Array[],
  { labels }: LabelledPeriod,
  so: {
    readonly orientation: readonly number[];
    readonly fittedWeights: readonly number[];
    readonly fittedWithout: readonly (readonly number[])[];
    readonly sections: CrossSections;
  },
): CompositeOnPeriod {
  const { orientation, fittedWeights, fittedWithout, sections } = so;
  const icOf = (weights: readonly number[]) => meanRankIc(combine(ranked, weights), labels, sections);
  const equal = icOf(orientation);
  const fitted = icOf(fittedWeights);
  const alone = (member: number) => orientation.map((sign, at) => (at === member ? sign : 0));
  const without = (member: number) => orientation.map((sign, at) => (at === member ? 0 : sign));
  /** Without its only member nothing is left, which orders no stock. */
  const gain = (whole: number | null, others: readonly number[]): number | null => {
    const rest = ranked.length === 1 ? 0 : icOf(others);
    return whole === null || rest === null ? null : whole - rest;
  };
  return {
    equal,
    fitted,
    own: ranked.map((_, member) => icOf(alone(member))),
    incremental: ranked.map((_, member) => gain(equal, without(member))),
    fittedIncremental: ranked.map((_, member) => gain(fitted, fittedWithout[member]!)),
  };
}

const dailyRankIc = (
  ranks: Float32Array,
  { labels }: LabelledPeriod,
  { stocks, minimumStocks, rank }: CrossSections,
): Float64Array =>
  dailyIc(Float64Array.from(ranks), labels, { stocks, minimumStocks, winsorise: 0, ...(rank && { rank }) })
    .rankIc;

function meanOrNull(series: Float64Array): number | null {
  const counted = series.filter((value) => !Number.isNaN(value));
  return counted.length === 0 ? null : meanOf(counted);
}
