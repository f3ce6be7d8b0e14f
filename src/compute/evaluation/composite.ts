import {
  type CrossSections,
  centredRanks,
  combine,
  icirWeights,
  meanRankIc,
} from '../../core/statistics/composite.ts';
import { dailyIc } from '../../core/statistics/daily-ic.ts';
import { meanOf } from '../../core/statistics/mean.ts';
import type { PreparedPeriod } from './prepared-period.ts';

/** Mean daily rank ICs of a library's combination on one period. */
export interface CompositeOnPeriod {
  readonly equal: number | null;
  readonly fitted: number | null;
  /** By member: the equally weighted combination with it less the one without it. */
  readonly incremental: readonly (number | null)[];
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
 * Cost: a ranking and an IC for each member and period, twice. Memory: 4 bytes a member and cell of the longest period.
 */
export function compositeOf(
  members: number,
  periods: readonly PreparedPeriod[],
  valuesOn: (member: number, period: PreparedPeriod) => Float64Array,
  options: { readonly shrinkage: number; readonly sections: CrossSections },
): Composite {
  const { shrinkage, sections } = options;
  let orientation: (1 | -1)[] = [];
  let fittedWeights: number[] = [];
  const found: CompositeOnPeriod[] = [];
  for (const [at, period] of periods.entries()) {
    const ranked = Array.from({ length: members }, (_, member) =>
      centredRanks(valuesOn(member, period), sections),
    );
    if (at === 0) {
      const daily = ranked.map((ranks) => dailyRankIc(ranks, period, sections));
      orientation = daily.map((series) => ((meanOrNull(series) ?? 0) < 0 ? -1 : 1));
      fittedWeights = icirWeights(daily, shrinkage);
    }
    found.push(onPeriod(ranked, period, { orientation, fittedWeights, sections }));
  }
  const equalWeights = orientation.map((sign) => sign / members);
  return { orientation, equalWeights, fittedWeights, periods: found };
}

function onPeriod(
  ranked: readonly Float32Array[],
  { labels }: PreparedPeriod,
  so: {
    readonly orientation: readonly number[];
    readonly fittedWeights: readonly number[];
    readonly sections: CrossSections;
  },
): CompositeOnPeriod {
  const { orientation, fittedWeights, sections } = so;
  const icOf = (weights: readonly number[]) => meanRankIc(combine(ranked, weights), labels, sections);
  const equal = icOf(orientation);
  const without = (member: number) => orientation.map((sign, at) => (at === member ? 0 : sign));
  return {
    equal,
    fitted: icOf(fittedWeights),
    own: ranked.map((_, member) => icOf(orientation.map((sign, at) => (at === member ? sign : 0)))),
    incremental: ranked.map((_, member) => {
      const rest = ranked.length === 1 ? 0 : icOf(without(member));
      return equal === null || rest === null ? null : equal - rest;
    }),
  };
}

const dailyRankIc = (
  ranks: Float32Array,
  { labels }: PreparedPeriod,
  { stocks, minimumStocks, rank }: CrossSections,
): Float64Array =>
  dailyIc(Float64Array.from(ranks), labels, { stocks, minimumStocks, winsorise: 0, ...(rank && { rank }) })
    .rankIc;

function meanOrNull(series: Float64Array): number | null {
  const counted = series.filter((value) => !Number.isNaN(value));
  return counted.length === 0 ? null : meanOf(counted);
}
