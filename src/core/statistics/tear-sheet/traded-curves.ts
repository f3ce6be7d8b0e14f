import { TRADING_DAYS } from '../ic-summary.ts';
import { meanOf } from '../mean.ts';
import type { DefinitionId } from './definitions.ts';
import { orNull, seriesOrNull } from './or-null.ts';
import { returnCurve } from './return-curve.ts';
import type { Target } from './target-weights.ts';
import type { TradedPortfolio } from './tear-sheet.ts';
import { type TradedDays, type TradedMarket, tradedPortfolio } from './traded-portfolio.ts';

export interface TradedCurveOptions {
  readonly days: readonly string[];
  readonly lagDays: number;
  readonly costPerSide: number;
}

/**
 * The best group bought, and the best bought with the worst sold short, as they could have been traded. The two sides are
 * made equal again every day: the difference of the day's returns is compounded, so that costs cannot eat more than there is.
 */
export function tradedCurves(
  targets: { readonly best: readonly Target[]; readonly worst: readonly Target[] },
  market: TradedMarket,
  options: TradedCurveOptions,
): {
  readonly long: TradedPortfolio;
  readonly longShort: TradedPortfolio;
  readonly longShortNet: readonly number[];
} {
  const long = tradedPortfolio(targets.best, market, { ...options, side: 'long' });
  const short = tradedPortfolio(targets.worst, market, { ...options, side: 'short' });
  const less = (of: 'gross' | 'net'): number[] => long[of].map((value, day) => value - short[of][day]!);
  const longShort = { gross: less('gross'), net: less('net') };
  const meansOf = (definition: DefinitionId) =>
    ({ definition, days: options.days, holdingDays: 1, mode: 'compound' }) as const;
  return {
    long: {
      gross: returnCurve(long.gross, meansOf('LONG_TRADED_GROSS')),
      net: returnCurve(long.net, meansOf('LONG_TRADED_NET')),
      ...tradesOf([long]),
    },
    longShort: {
      gross: returnCurve(longShort.gross, meansOf('LONG_SHORT_TRADED_GROSS')),
      net: returnCurve(longShort.net, meansOf('LONG_SHORT_TRADED_NET')),
      ...tradesOf([long, short]),
    },
    longShortNet: longShort.net,
  };
}

/** Turnover is the mean of the sides, cost and obstacles are their sums. */
function tradesOf(
  sides: readonly TradedDays[],
): Pick<TradedPortfolio, 'turnover' | 'meanTurnover' | 'annualCost' | 'blocked'> {
  const daily = (of: (side: TradedDays) => readonly number[]): number[] =>
    (sides[0]?.turnover ?? []).map((_, day) => sides.reduce((sum, side) => sum + of(side)[day]!, 0));
  const turnover = daily((side) => side.turnover).map((value) => value / sides.length);
  const present = (values: readonly number[]): number[] => values.filter((value) => !Number.isNaN(value));
  const total = (of: (blocked: TradedDays['blocked']) => number): number =>
    sides.reduce((sum, { blocked }) => sum + of(blocked), 0);
  return {
    turnover: seriesOrNull(turnover),
    meanTurnover: orNull(meanOf(present(turnover))),
    annualCost: orNull(meanOf(present(daily((side) => side.cost))) * TRADING_DAYS),
    blocked: {
      limitUp: total(({ limitUp }) => limitUp),
      limitDown: total(({ limitDown }) => limitDown),
      halted: total(({ halted }) => halted),
    },
  };
}
