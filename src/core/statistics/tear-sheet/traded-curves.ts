import { TRADING_DAYS } from '../ic-summary.ts';
import { meanOf } from '../mean.ts';
import type { DefinitionId } from './definitions.ts';
import { orNull, seriesOrNull } from './or-null.ts';
import { returnCurve, spreadCurve } from './return-curve.ts';
import type { Target } from './target-weights.ts';
import type { TradedPortfolio } from './tear-sheet.ts';
import { type TradedDays, type TradedMarket, tradedPortfolio } from './traded-portfolio.ts';

export interface TradedCurveOptions {
  readonly days: readonly string[];
  readonly lagDays: number;
  readonly costPerSide: number;
}

/** The best group bought, and the best bought with the worst sold short, as they could have been traded. */
export function tradedCurves(
  targets: { readonly best: readonly Target[]; readonly worst: readonly Target[] },
  market: TradedMarket,
  options: TradedCurveOptions,
): { readonly long: TradedPortfolio; readonly longShort: TradedPortfolio; readonly netSides: NetSides } {
  const long = tradedPortfolio(targets.best, market, { ...options, side: 'long' });
  const short = tradedPortfolio(targets.worst, market, { ...options, side: 'short' });
  const meansOf = (definition: DefinitionId) =>
    ({ definition, days: options.days, holdingDays: 1, mode: 'compound' }) as const;
  return {
    long: {
      gross: returnCurve(long.gross, meansOf('LONG_TRADED_GROSS')),
      net: returnCurve(long.net, meansOf('LONG_TRADED_NET')),
      ...tradesOf([long]),
    },
    longShort: {
      gross: spreadCurve(long.gross, short.gross, meansOf('LONG_SHORT_TRADED_GROSS')),
      net: spreadCurve(long.net, short.net, meansOf('LONG_SHORT_TRADED_NET')),
      ...tradesOf([long, short]),
    },
    netSides: { long: long.net, short: short.net },
  };
}

/** Daily returns after costs of both sides; what the short one earns is lost. */
export interface NetSides {
  readonly long: readonly number[];
  readonly short: readonly number[];
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
