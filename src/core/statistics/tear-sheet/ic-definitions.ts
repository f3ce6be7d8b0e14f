import type { Definition } from './definition.ts';

const REPORT = 'report, section 4';
const ALPHALENS = 'alphalens, performance';
const OWN = 'factormine';

/** What is measured of the factor itself. T is the day on which it is known. */
export const IC_DEFINITIONS = {
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
  IC_SUMMARY: {
    english:
      "Over the days that count: mean; std (ddof 1); standardError of the mean (Newey-West); icir = |mean| / std (qlib's ICIR, not annualised); icirAnnual = icir x sqrt(252 / holding) (the report's IR); winRate = share of days with the sign of the mean.",
    chinese: 'IC 均值、标准差、标准误、ICIR（未年化）、年化 ICIR（研报 IR）、胜率',
    source: 'report, section 5; qlib, SigAnaRecord',
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
  TIED_SHARE: {
    english: 'Share of factor values, among pairs, that equal another of the same day.',
    chinese: '同值占比',
    source: OWN,
  },
  ORIENTATION: {
    english:
      "Sign of the mean IC in the fitness's kind (+1 where there is none); groups and returns are oriented by it.",
    chinese: '因子方向：IC 均值的符号',
    source: OWN,
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
