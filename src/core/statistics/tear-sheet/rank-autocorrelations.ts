import type { RankFunction } from '../average-ranks.ts';
import { meanOf } from '../mean.ts';
import type { DefinitionId } from './definitions.ts';
import { dailyRanks, laggedCorrelationOfRanks, laggedRankCorrelation } from './lagged-rank-correlation.ts';
import { orNull, seriesOrNull } from './or-null.ts';
import type { RankAutocorrelationView } from './tear-sheet.ts';

/** Days apart of the mean autocorrelations. */
const LAGS: readonly number[] = [1, 2, 3, 5, 10, 20];

/** How slowly a factor's ranks change: among stocks present on both days, and as alphalens ranks them. */
export function rankAutocorrelations(
  factor: Float64Array,
  options: { readonly stocks: number; readonly minimumStocks: number; readonly rank: RankFunction },
): RankAutocorrelationView[] {
  const ranks = dailyRanks(factor, options.stocks, options.rank);
  return [
    view('RANK_AUTOCORRELATION', (lagDays) => laggedRankCorrelation(ranks, { ...options, lagDays })),
    view('RANK_AUTOCORRELATION_ALPHALENS', (lagDays) =>
      laggedCorrelationOfRanks(ranks, { ...options, lagDays }),
    ),
  ];
}

function view(definition: DefinitionId, at: (lagDays: number) => number[]): RankAutocorrelationView {
  const series = LAGS.map(at);
  const byLag = LAGS.map((lagDays, index) => ({
    lagDays,
    value: orNull(meanOf(series[index]!.filter((value) => !Number.isNaN(value)))),
  }));
  return { definition, daily: seriesOrNull(series[0]!), byLag };
}
