import type { Definition } from './definition.ts';

const REPORT = 'report, section 4';
const QLIB = 'qlib, analysis_model report and SigAnaRecord';
const ALPHALENS = 'alphalens, performance';
const OWN = 'factormine';

/** What portfolios earn before costs and obstacles. */
export const RETURN_DEFINITIONS = {
  GROUP_RETURN: {
    english:
      'Equal-weighted mean label of each quantile group; group = floor((average rank - 0.5) x G / n), so ties stay together. Oriented by the sign of the mean IC: group 1 is the worst. An extreme group of fewer than 10 stocks gives no return that day.',
    chinese: '分组收益：按因子方向调整后分组，第 1 组最差，同值不拆分，组内等权',
    source: REPORT,
  },
  ANNUAL_RETURNS: {
    english: 'report: (1 + cumulative)^(252 / days) - 1; qlib: mean of a day x 252 / holding.',
    chinese: '年化收益：研报口径为复利年化，qlib 口径为日均乘 252/持有期',
    source: `${REPORT}; ${QLIB}`,
  },
  MAXIMUM_DRAWDOWN: {
    english:
      'The deepest fall from the highest point so far, which starts at nothing earned: of compounded curves as a share of the wealth at the peak, of summed ones as a difference.',
    chinese: '最大回撤：复利曲线按净值比例，累加曲线按差值',
    source: 'report, section 4; qlib, risk_analysis',
  },
  ANNUAL_VOLATILITY: {
    english: 'Standard deviation of the daily returns (ddof 1) x sqrt(252 / holding).',
    chinese: '年化波动率',
    source: OWN,
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
} as const satisfies Readonly<Record<string, Definition>>;
