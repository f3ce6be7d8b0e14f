import type { GroupDay } from '../group-days.ts';
import { alphalensDays } from './alphalens-returns.ts';
import { qlibDays } from './qlib-groups.ts';
import { type CurveMeans, returnCurve, spreadCurve } from './return-curve.ts';
import type { ReturnCurve } from './tear-sheet.ts';

export interface GroupedFactor {
  /** [days x stocks], NaN = missing. */
  readonly factor: Float64Array;
  readonly labels: Float64Array;
  /** Our own groups of each day. */
  readonly grouped: readonly (GroupDay | null)[];
  /** As alphalens cuts them (see `alphalensQuantiles`). */
  readonly quantileOf: Uint8Array;
}

export interface PortfolioOptions {
  readonly days: readonly string[];
  readonly stocks: number;
  readonly groups: number;
  readonly orientation: 1 | -1;
  readonly minimumStocks: number;
  readonly holdingDays: number;
}

type Curve = (definition: CurveMeans['definition'], returns: number[]) => ReturnCurve;

/** Long-short and long leg, each in the definitions of the report, of qlib and of alphalens; before costs. */
export function portfolioCurves(factor: GroupedFactor, options: PortfolioOptions): ReturnCurve[] {
  const { days, holdingDays } = options;
  const curve =
    (mode: CurveMeans['mode']): Curve =>
    (definition, returns) =>
      returnCurve(returns, { definition, days, holdingDays, mode });
  return [
    ...byReport(factor.grouped, options, curve('compound')),
    ...byQlib(factor, options, curve('sum')),
    ...byAlphalens(factor, options, curve('compound')),
  ];
}

const pick = <T>(days: readonly (T | null)[], of: (day: T) => number): number[] =>
  days.map((day) => (day === null ? Number.NaN : of(day)));

function byReport(
  grouped: GroupedFactor['grouped'],
  { days, groups, holdingDays }: PortfolioOptions,
  curve: Curve,
): ReturnCurve[] {
  const best = pick(grouped, ({ returns }) => returns[groups - 1]!);
  const means = { days, holdingDays, mode: 'compound' } as const;
  const less = (definition: CurveMeans['definition'], other: number[]): ReturnCurve =>
    spreadCurve(best, other, { ...means, definition });
  return [
    less(
      'LONG_SHORT_REPORT',
      pick(grouped, ({ returns }) => returns[0]!),
    ),
    curve('LONG_LEG_REPORT', best),
    less(
      'LONG_EXCESS_REPORT',
      pick(grouped, ({ benchmark }) => benchmark),
    ),
  ];
}

function byQlib({ factor, labels }: GroupedFactor, options: PortfolioOptions, curve: Curve): ReturnCurve[] {
  const days = qlibDays(factor, labels, options);
  return [
    curve(
      'LONG_SHORT_QLIB',
      pick(days, ({ long, short }) => long - short),
    ),
    curve(
      'LONG_SHORT_HALF_QLIB',
      pick(days, ({ long, short }) => (long - short) / 2),
    ),
    curve(
      'LONG_AVERAGE_QLIB',
      pick(days, ({ long, average }) => long - average),
    ),
  ];
}

function byAlphalens(
  { factor, labels, quantileOf }: GroupedFactor,
  { groups: quantiles, ...options }: PortfolioOptions,
  curve: Curve,
): ReturnCurve[] {
  const days = alphalensDays(factor, labels, quantileOf, { ...options, quantiles });
  return [
    curve(
      'LONG_SHORT_ALPHALENS',
      pick(days, ({ best, worst }) => best - worst),
    ),
    curve(
      'LONG_LEG_ALPHALENS',
      pick(days, ({ best }) => best),
    ),
    curve(
      'FACTOR_WEIGHTED_ALPHALENS',
      pick(days, ({ weighted }) => weighted),
    ),
  ];
}
