/** What a figure means, in words, and whose definition it is. */
export interface Definition {
  readonly english: string;
  readonly chinese: string;
  /** The report, a project or a paper. */
  readonly source: string;
}

const REPORT = 'report, section 4';
const QLIB = 'qlib, analysis_model report and SigAnaRecord';
const ALPHALENS = 'alphalens, performance';
const OWN = 'factormine';

/** Every figure of a tear sheet names one of these. T is the day on which the factor is known. */
export const DEFINITIONS = {
  IC: {
    english:
      "Pearson correlation across stocks of the factor at T and the label (close at T+lag to close at T+lag+holding), over stocks with both. A day counts from the definition's minimum of pairs on.",
    chinese: '当日因子值与未来收益的截面皮尔逊相关系数',
    source: 'report, section 3.2',
  },
  RANK_IC: {
    english: 'The same by ranks (Spearman, average ranks of ties).',
    chinese: '当日因子值与未来收益的截面秩相关系数（斯皮尔曼）',
    source: 'report, section 3.2; alphalens, factor_information_coefficient',
  },
  IC_MOVING_AVERAGE: {
    english: "Mean of the ICs that count among each day's last n days; missing while fewer than half count.",
    chinese: 'IC 移动平均：最近 n 日有效 IC 的均值，有效日不足一半为缺失',
    source: 'pandas rolling(n, min_periods=ceil(n/2)).mean()',
  },
  CUMULATIVE_IC: {
    english: 'Running sum of the daily ICs; days that do not count leave it where it is.',
    chinese: '累计 IC：每日 IC 的累加',
    source: REPORT,
  },
  IC_AUTOCORRELATION: {
    english:
      'Pearson correlation of the daily ICs with themselves n days before, over days on which both count.',
    chinese: 'IC 序列的 n 阶自相关系数',
    source: 'pandas Series.autocorr',
  },
  IC_DECAY: {
    english: 'Mean IC of the return over n days, all entered at T+lag, same universe and limit rule.',
    chinese: 'IC 衰减：持有 n 日收益的平均 IC',
    source: OWN,
  },
  GROUP_RETURN: {
    english:
      'Equal-weighted mean label of each quantile group; group = floor((average rank - 0.5) x G / n), so ties stay together. Oriented by the sign of the mean IC: group 1 is the worst. An extreme group of fewer than 10 stocks gives no return that day.',
    chinese: '分组收益：按因子方向调整后分组，第 1 组最差，同值不拆分，组内等权',
    source: REPORT,
  },
  LONG_SHORT_REPORT: {
    english:
      'Curve: compounded best group less compounded worst group. A year: (1 + curve)^(252 / days) - 1. Drawdown of 1 + curve from its highest point. Before costs.',
    chinese: '多空收益（研报口径）：多头累计收益减空头累计收益，年化为 (1+累计)^(1/年)-1，未扣费',
    source: REPORT,
  },
  LONG_LEG_REPORT: {
    english: 'Compounded best group, gross. A year: (1 + curve)^(252 / days) - 1.',
    chinese: '多头收益（研报口径）：最优组累计收益',
    source: REPORT,
  },
  LONG_EXCESS_REPORT: {
    english: 'Compounded best group less the compounded mean of the universe.',
    chinese: '多头超额（研报口径）：最优组累计收益减全体等权累计收益',
    source: REPORT,
  },
  LONG_SHORT_QLIB: {
    english:
      'Daily mean label of the first slice of floor(n / G) stocks by score less that of the G-th slice; ties are torn apart, the rest of the division belongs to no group. Summed, not compounded; a year: mean x 252; drawdown: sum less its highest point.',
    chinese: '多空收益（qlib 口径）：首组减末组，累加不复利，年化为日均乘 252',
    source: QLIB,
  },
  LONG_SHORT_HALF_QLIB: {
    english: 'Half of the difference, as calc_long_short_return gives it: half the money on either side.',
    chinese: '多空收益（qlib calc_long_short_return 口径）：(首组-末组)/2',
    source: 'qlib, calc_long_short_return',
  },
  LONG_AVERAGE_QLIB: {
    english:
      'Daily mean label of the first slice less the mean label of all stocks; summed; a year: mean x 252.',
    chinese: '多头超额（qlib 口径）：首组减全体均值，累加',
    source: QLIB,
  },
  LONG_SHORT_ALPHALENS: {
    english:
      "Daily mean label of the top quantile less the bottom one (edges by linear interpolation; a day with equal edges is dropped). Curve compounded as alphalens' cumulative_returns; a year: (1 + curve)^(252 / days) - 1.",
    chinese: '多空收益（alphalens 口径）：最高分位减最低分位，复利累计',
    source: `${ALPHALENS}, compute_mean_returns_spread`,
  },
  LONG_LEG_ALPHALENS: {
    english: "Daily mean label of the top quantile less the mean of the day's pairs (demeaned), compounded.",
    chinese: '多头收益（alphalens 口径）：最高分位的去均值收益',
    source: `${ALPHALENS}, mean_return_by_quantile (demeaned)`,
  },
  FACTOR_WEIGHTED_ALPHALENS: {
    english:
      'Portfolio weighted by the oriented factor less its mean, divided by the sum of absolute weights; compounded.',
    chinese: '因子加权组合收益（alphalens 口径）：去均值因子值加权，总敞口为 1',
    source: `${ALPHALENS}, factor_returns`,
  },
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
  RANK_AUTOCORRELATION: {
    english:
      'Spearman correlation of the factor with itself n days before, ranked among stocks present on both days.',
    chinese: '因子排名自相关：两日共有股票内排名的相关系数',
    source: OWN,
  },
  RANK_AUTOCORRELATION_ALPHALENS: {
    english: "Pearson correlation of ranks among all of each day's stocks, n days apart.",
    chinese: '因子排名自相关（alphalens 口径）：全体排名的皮尔逊相关',
    source: `${ALPHALENS}, factor_rank_autocorrelation`,
  },
  COVERAGE_BY_DAY: {
    english: 'Stocks with a value of the factor / stocks of the universe, each day.',
    chinese: '每日覆盖率：有因子值股票数 / 股票池股票数',
    source: OWN,
  },
  BY_UNIVERSE: {
    english:
      "The factor's values as computed on the whole universe, correlated and grouped among the named stocks alone: special treatment and board of the day, and the larger and smaller half by the day's amount.",
    chinese: '分股票池：全池计算的因子值在各子池内重新计算 IC 与分组',
    source: OWN,
  },
  BY_CALENDAR: {
    english:
      'The same figures over the days of one calendar month or year; returns are not annualised, drawdown starts afresh.',
    chinese: '分月、分年统计，收益不年化',
    source: OWN,
  },
} as const satisfies Readonly<Record<string, Definition>>;

export type DefinitionId = keyof typeof DEFINITIONS;
