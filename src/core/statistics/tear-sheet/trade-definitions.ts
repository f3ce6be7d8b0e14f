import type { Definition } from './definition.ts';

const ALPHALENS = 'alphalens, performance';
const OWN = 'factormine';

/** What could be traded, and what trading costs. */
export const TRADE_DEFINITIONS = {
  LONG_TRADED_GROSS: {
    english:
      'Best group by the factor alone, traded at the close of T+lag as far as it can be: no purchase at the upper limit, no sale at the lower, nothing while halted - old weights stay; unspent money is cash. From entry to the next close, weights drift. With holding n the portfolio is the mean of the last n baskets.',
    chinese: '可交易多头（未扣费）：T+1 收盘调仓，涨停不买、跌停不卖、停牌不交易，未成交保留原权重',
    source: OWN,
  },
  LONG_TRADED_NET: {
    english: 'The same after costs: (1 - cost per side x sum of absolute changes of weight)(1 + gross) - 1.',
    chinese: '可交易多头（扣费后）',
    source: OWN,
  },
  LONG_SHORT_TRADED_GROSS: {
    english:
      'Traded long side less the traded short side (the worst group, sold short at the same closes: no short sale at the lower limit, no buying back at the upper), made equal again every day; the daily difference is compounded.',
    chinese: '可交易多空（未扣费）：多头组合减空头组合',
    source: OWN,
  },
  LONG_SHORT_TRADED_NET: {
    english: 'The same after the costs of both sides; borrowing is not charged.',
    chinese: '可交易多空（扣双边交易费后，不计融券费）',
    source: OWN,
  },
  TRADED_TURNOVER: {
    english:
      'Half the sum of the absolute changes of weight on a day, 1 = everything replaced; of long-short the mean of both sides.',
    chinese: '单边换手率：权重变动绝对值之和的一半',
    source: OWN,
  },
  ANNUAL_COST: {
    english: 'Mean over the days of cost per side x sum of absolute changes of weight, of all sides, x 252.',
    chinese: '年化交易成本',
    source: OWN,
  },
  BLOCKED_TRADES: {
    english:
      'Wished changes of a stock that were not possible: purchases at the upper limit, sales at the lower, any of a halted stock. One count for each stock and day.',
    chinese: '无法成交次数：涨停买入、跌停卖出、停牌',
    source: OWN,
  },
  FACTOR_TURNOVER: {
    english:
      "Share of each day's best and worst group that was not in it the day before, ties together, over stocks with a label.",
    chinese: '因子换手率：首末组中新进股票占比（非个股换手率）',
    source: OWN,
  },
  TURNOVER_ALPHALENS: {
    english: 'The same of the top and bottom quantile as alphalens cuts them.',
    chinese: '分位换手率（alphalens 口径）',
    source: `${ALPHALENS}, quantile_turnover`,
  },
} as const satisfies Readonly<Record<string, Definition>>;
