import { describe, expect, it } from 'vitest';
import { openStream } from '../../../../../src/core/random/random-stream.ts';
import { averageRanks } from '../../../../../src/core/statistics/average-ranks.ts';
import { alphalensQuantiles } from '../../../../../src/core/statistics/tear-sheet/alphalens-quantiles.ts';
import { alphalensDays } from '../../../../../src/core/statistics/tear-sheet/alphalens-returns.ts';
import { deepestOf, drawdownOf } from '../../../../../src/core/statistics/tear-sheet/drawdown.ts';
import {
  dailyRanks,
  laggedCorrelationOfRanks,
  laggedRankCorrelation,
} from '../../../../../src/core/statistics/tear-sheet/lagged-rank-correlation.ts';
import { newNames } from '../../../../../src/core/statistics/tear-sheet/new-names.ts';
import { qlibDays } from '../../../../../src/core/statistics/tear-sheet/qlib-groups.ts';
import { returnCurve } from '../../../../../src/core/statistics/tear-sheet/return-curve.ts';
import { rollingMean } from '../../../../../src/core/statistics/tear-sheet/rolling-mean.ts';
import { runningSum } from '../../../../../src/core/statistics/tear-sheet/running-sum.ts';
import { seriesAutocorrelation } from '../../../../../src/core/statistics/tear-sheet/series-autocorrelation.ts';
import { hasPandas, runPandas } from '../../../../support/pandas.ts';
import { consecutiveDays } from '../../../../support/tiny-panel.ts';

const DAYS = 70;
const STOCKS = 53;
const GROUPS = 5;
const stream = openStream('peers', { generation: 0, slot: 0, purpose: 'permute' });
const next = (): number => stream.uint32() / 2 ** 32;
const gaussian = (): number => Array.from({ length: 12 }, () => next()).reduce((a, b) => a + b, -6);
const gappy = (share: number, make: () => number): number => (next() < share ? Number.NaN : make());

/** Slowly changing, with gaps; labels know a little of it. */
const factor = new Float64Array(DAYS * STOCKS);
const labels = new Float64Array(DAYS * STOCKS);
const slow = Float64Array.from({ length: STOCKS }, gaussian);
for (let cell = 0; cell < factor.length; cell++) {
  slow[cell % STOCKS] = slow[cell % STOCKS]! * 0.8 + gaussian() * 0.6;
  factor[cell] = gappy(0.06, () => slow[cell % STOCKS]!);
  labels[cell] = gappy(0.04, () => slow[cell % STOCKS]! * 0.002 + gaussian() * 0.02);
}
const ics = Float64Array.from({ length: 250 }, () => gappy(0.1, () => gaussian() * 0.1 + 0.02));
const days = consecutiveDays(DAYS);
const rows = (matrix: Float64Array): number[][] =>
  Array.from({ length: DAYS }, (_, day) => [...matrix.subarray(day * STOCKS, (day + 1) * STOCKS)]);
const shape = { stocks: STOCKS, minimumStocks: 10 };

type Gaps = readonly (number | null)[];
function expectClose(actual: ArrayLike<number>, expected: Gaps, where: string): void {
  expect(actual.length, where).toBe(expected.length);
  expected.forEach((value, at) => {
    if (value === null) expect(actual[at], `${where}[${at}]`).toBeNaN();
    else
      expect(Math.abs(actual[at]! - value), `${where}[${at}]: ${actual[at]} for ${value}`).toBeLessThan(
        1e-11,
      );
  });
}

const OUT = `
def out(x):
    return [None if pd.isna(v) else float(v) for v in x]
`;

describe.skipIf(!hasPandas)('what peers define, against pandas', () => {
  it('moving averages, running sum and autocorrelation of a series with gaps', () => {
    const said = runPandas<{ ma20: Gaps; ma60: Gaps; sum: Gaps; lags: Gaps }>(
      `${OUT}
s = pd.Series(data, dtype=float)
print(json.dumps({
  'ma20': out(s.rolling(20, min_periods=10).mean()),
  'ma60': out(s.rolling(60, min_periods=30).mean()),
  'sum': out(s.fillna(0).cumsum()),
  'lags': out([s.autocorr(k) for k in range(1, 21)]),
}))`,
      [...ics],
    );
    expectClose(rollingMean(ics, 20), said.ma20, 'ma20');
    expectClose(rollingMean(ics, 60), said.ma60, 'ma60');
    expectClose(runningSum(ics), said.sum, 'cumulative');
    const lags = Array.from({ length: 20 }, (_, at) => seriesAutocorrelation(ics, at + 1));
    expectClose(lags, said.lags, 'autocorrelation');
  });

  it("qlib's first slice less its last, and less all", () => {
    const said = runPandas<{ spread: Gaps; average: Gaps }>(
      `${OUT}
f, y, N = np.array(data['f'], dtype=float), np.array(data['y'], dtype=float), ${GROUPS}
spread, average = [], []
for score, label in zip(f, y):
    d = pd.DataFrame({'score': score, 'label': label})
    p = d.dropna().sort_values('score', ascending=False)['label']
    k = len(p) // N
    spread.append(p[:k].mean() - p[k * (N - 1):k * N].mean())
    average.append(p[:k].mean() - d['label'].mean())
print(json.dumps({'spread': out(spread), 'average': out(average)}))`,
      { f: rows(factor), y: rows(labels) },
    );
    const found = qlibDays(factor, labels, { ...shape, groups: GROUPS, orientation: 1 });
    expectClose(
      found.map((day) => day!.long - day!.short),
      said.spread,
      'long-short',
    );
    expectClose(
      found.map((day) => day!.long - day!.average),
      said.average,
      'long-average',
    );
  });

  it("alphalens' quantiles, their demeaned returns, turnover and the factor-weighted portfolio", () => {
    const said = runPandas<{ top: Gaps; bottom: Gaps; weighted: Gaps; turnover: Gaps; quantiles: Gaps }>(
      `${OUT}
Q = ${GROUPS}
f = pd.DataFrame(np.array(data['f'], dtype=float)); y = pd.DataFrame(np.array(data['y'], dtype=float))
d = pd.DataFrame({'factor': f.stack(), 'label': y.stack()}).dropna()
d.index.names = ['date', 'asset']
d['q'] = d.groupby('date')['factor'].transform(lambda x: pd.qcut(x, Q, labels=False) + 1)
demeaned = d['label'] - d.groupby('date')['label'].transform('mean')
by = demeaned.groupby([d.index.get_level_values('date'), d['q']]).mean().unstack()
w = d.groupby('date')['factor'].transform(lambda x: (x - x.mean()) / (x - x.mean()).abs().sum())
weighted = (w * d['label']).groupby('date').sum()
names = d[d['q'] == Q].groupby('date').apply(lambda x: set(x.index.get_level_values('asset')))
new = (names - names.shift(1)).dropna().apply(len) / names.apply(len)
q = d['q'].unstack().reindex(columns=range(f.shape[1])).fillna(0)
print(json.dumps({'top': out(by[Q]), 'bottom': out(by[1]), 'weighted': out(weighted), 'turnover': out(new),
  'quantiles': out(q.values.ravel())}))`,
      { f: rows(factor), y: rows(labels) },
    );
    const paired = factor.map((value, cell) => (Number.isNaN(labels[cell]!) ? Number.NaN : value));
    const quantileOf = alphalensQuantiles(paired, { ...shape, quantiles: GROUPS });
    expect([...quantileOf]).toEqual(said.quantiles);
    const found = alphalensDays(factor, labels, quantileOf, { ...shape, quantiles: GROUPS, orientation: 1 });
    const column = (pick: 'best' | 'worst' | 'weighted'): number[] => found.map((day) => day![pick]);
    expectClose(column('best'), said.top, 'top');
    expectClose(column('worst'), said.bottom, 'bottom');
    expectClose(column('weighted'), said.weighted, 'weighted');
    const top = days.map((_, day) =>
      [...quantileOf.subarray(day * STOCKS, (day + 1) * STOCKS)].flatMap((quantile, stock) =>
        quantile === GROUPS ? [stock] : [],
      ),
    );
    expectClose(newNames(top), said.turnover, 'turnover');
  });

  it('rank autocorrelation among shared stocks, and as alphalens ranks', () => {
    const said = runPandas<{ shared: Gaps; all: Gaps }>(
      `${OUT}
f = pd.DataFrame(np.array(data, dtype=float))
lag = 3
shared = [f.iloc[t].corr(f.iloc[t - lag], method='spearman') if t >= lag else np.nan for t in range(len(f))]
r = f.rank(axis=1)
print(json.dumps({'shared': out(shared), 'all': out(r.corrwith(r.shift(lag), axis=1))}))`,
      rows(factor),
    );
    const ranks = dailyRanks(factor, STOCKS, averageRanks);
    expectClose(laggedRankCorrelation(ranks, { ...shape, lagDays: 3 }), said.shared, 'shared');
    expectClose(laggedCorrelationOfRanks(ranks, { ...shape, lagDays: 3 }), said.all, 'alphalens');
  });

  it('drawdowns and annual figures, compounded and summed', () => {
    const returns = [...ics].map((value) => value * 0.3);
    const said = runPandas<Record<'product' | 'sum' | 'annual' | 'qlib' | 'std', number>>(
      `
r = pd.Series(data, dtype=float)
w = (1 + r.fillna(0)).cumprod()
c = r.fillna(0).cumsum()
n = r.count()
print(json.dumps({
  'product': float((w / w.cummax().clip(lower=1) - 1).min()),
  'sum': float((c - c.cummax().clip(lower=0)).min()),
  'annual': float(w.iloc[-1] ** (252 / n) - 1), 'qlib': float(r.mean() * 252), 'std': float(r.std() * np.sqrt(252)),
}))`,
      returns,
    );
    const means = { definition: 'LONG_LEG_REPORT', days: consecutiveDays(250), holdingDays: 1 } as const;
    const compounded = returnCurve(returns, { ...means, mode: 'compound' });
    const summed = returnCurve(returns, { ...means, mode: 'sum' });
    expect(compounded.maximumDrawdown.depth).toBeCloseTo(said.product, 12);
    expect(summed.maximumDrawdown.depth).toBeCloseTo(said.sum, 12);
    expect(compounded.annualReturn).toBeCloseTo(said.annual, 10);
    expect(summed.annualReturn).toBeCloseTo(said.qlib, 10);
    expect(compounded.annualVolatility).toBeCloseTo(said.std, 10);
  });
});

describe('the deepest fall', () => {
  it('names its peak, its trough and the day of recovery', () => {
    const curve = [0.1, 0.05, -0.01, 0.1, 0.2, 0.15];
    const found = deepestOf(drawdownOf(curve, 'sum'), ['a', 'b', 'c', 'd', 'e', 'f']);
    expect(found).toMatchObject({ peakDay: 'a', troughDay: 'c', recoveredDay: 'd' });
    expect(found.depth).toBeCloseTo(-0.11, 12);
  });

  it('is nothing where a curve only rises, and open where it does not come back', () => {
    expect(deepestOf(drawdownOf([0.1, 0.2], 'compound'), ['a', 'b'])).toEqual({
      depth: 0,
      peakDay: null,
      troughDay: null,
      recoveredDay: null,
    });
    expect(deepestOf(drawdownOf([-0.1, -0.5, -0.2], 'compound'), ['a', 'b', 'c'])).toEqual({
      depth: -0.5,
      peakDay: 'a',
      troughDay: 'b',
      recoveredDay: null,
    });
  });
});

it('a day of equal edges has no alphalens quantiles, ours keeps ties together', () => {
  const tied = Float64Array.from({ length: 20 }, (_, at) => (at < 12 ? 1 : at));
  const cut = { stocks: 20, quantiles: 5, minimumStocks: 5 };
  expect(alphalensQuantiles(tied, cut).every((quantile) => quantile === 0)).toBe(true);
});
