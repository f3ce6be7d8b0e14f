import { describe, expect, it } from 'vitest';
import { type Composite, compositeOf } from '../../../../src/compute/evaluation/composite.ts';
import { drawUniform } from '../../../../src/core/random/draw.ts';
import { openStream } from '../../../../src/core/random/random-stream.ts';
import { hasPandas, runPandas } from '../../../support/pandas.ts';

const STOCKS = 40;
const SECTIONS = { stocks: STOCKS, minimumStocks: 10 };
const SHRINKAGE = 0.3;

interface Days {
  readonly labels: Float64Array;
  readonly values: readonly Float64Array[];
}

const stream = openStream('composite', { generation: 0, slot: 0, purpose: 'audit' });
const noise = (): number => drawUniform(stream) - 0.5;

/** Members that know the label better or worse, the last of them the wrong way round; with ties and gaps. */
function madeDays(days: number, strengths: readonly number[]): Days {
  const cells = days * STOCKS;
  const labels = Float64Array.from({ length: cells }, () =>
    drawUniform(stream) < 0.03 ? Number.NaN : noise(),
  );
  const values = strengths.map((strength) =>
    labels.map((label) => {
      if (drawUniform(stream) < 0.1) return Number.NaN;
      return Math.round(20 * (strength * (Number.isNaN(label) ? 0 : label) + noise()));
    }),
  );
  return { labels, values };
}

const composite = (periods: readonly Days[]): Composite =>
  compositeOf(periods[0]!.values.length, periods, (member, { values }) => values[member]!, {
    shrinkage: SHRINKAGE,
    sections: SECTIONS,
  });

/** The same by the words of the definitions, with pandas' ranks and correlations and numpy's solver. */
const ORACLE = `
stocks, least, shrinkage = data["stocks"], data["least"], data["shrinkage"]
def frame(values):
    return pd.DataFrame(np.array(values, dtype=float).reshape(-1, stocks))
def centred(values):
    n = values.notna().sum(axis=1)
    ranks = (values.rank(axis=1).sub(1).div(n - 1, axis=0) - 0.5).where(n >= least)
    return ranks.astype(np.float32).astype(float)
def daily(values, labels):
    out = []
    for (_, v), (_, l) in zip(values.iterrows(), labels.iterrows()):
        both = v.notna() & l.notna()
        out.append(v[both].rank().corr(l[both].rank()) if both.sum() >= least else np.nan)
    return pd.Series(out)
def combined(members, weights):
    top = sum(w * m.fillna(0) for w, m in zip(weights, members))
    size = sum(abs(w) * m.notna() for w, m in zip(weights, members))
    return (top / size.where(size > 0)).astype(np.float32).astype(float)
def fit(series):
    frame = pd.concat(series, axis=1).dropna()
    c = np.atleast_2d(np.cov(frame.values, rowvar=False))
    s = (1 - shrinkage) * c + shrinkage * np.diag(np.diag(c))
    w = np.linalg.solve(s, frame.mean().values)
    return list(w / np.abs(w).sum())
def without(things, at):
    return things[:at] + things[at + 1:]
out = []
for at, period in enumerate(data["periods"]):
    labels = frame(period["labels"])
    members = [centred(frame(values)) for values in period["values"]]
    if at == 0:
        series = [daily(m, labels) for m in members]
        signs = [-1 if s.mean() < 0 else 1 for s in series]
        weights = fit(series)
    def ic(ms, ws):
        return daily(combined(ms, ws), labels).mean()
    equal, fitted = ic(members, signs), ic(members, weights)
    count = range(len(members))
    out.append({
        "equal": equal, "fitted": fitted,
        "own": [ic([members[i]], [signs[i]]) for i in count],
        "incremental": [equal - ic(without(members, i), without(signs, i)) for i in count],
        "fittedIncremental": [fitted - ic(without(members, i), fit(without(series, i))) for i in count],
    })
print(json.dumps({"orientation": signs, "fittedWeights": weights, "periods": out}))
`;

describe('the combination of a library', () => {
  it.skipIf(!hasPandas)(
    'is what pandas makes of ranks, weights and members left out, on three periods',
    () => {
      const periods = [60, 30, 25].map((days) => madeDays(days, [0.4, 0.2, 0.1, -0.3]));
      const oracle = runPandas<Omit<Composite, 'equalWeights'>>(ORACLE, {
        stocks: STOCKS,
        least: SECTIONS.minimumStocks,
        shrinkage: SHRINKAGE,
        periods: periods.map(({ labels, values }) => ({
          labels: [...labels],
          values: values.map((member) => [...member]),
        })),
      });
      const found = composite(periods);
      expect(found.orientation).toEqual(oracle.orientation);
      expect(found.orientation).toContain(-1);
      expectClose(found.fittedWeights, oracle.fittedWeights);
      for (const [at, period] of found.periods.entries()) {
        const expected = oracle.periods[at]!;
        expectClose([period.equal, period.fitted], [expected.equal, expected.fitted]);
        expectClose(period.own, expected.own);
        expectClose(period.incremental, expected.incremental);
        expectClose(period.fittedIncremental, expected.fittedIncremental);
      }
    },
  );

  it('of one member is the member: without it nothing is left', () => {
    const { fittedWeights, orientation, periods } = composite([madeDays(30, [-0.5])]);
    const [{ equal, fitted, own, incremental, fittedIncremental }] = periods as [Composite['periods'][0]];
    expect([orientation, fittedWeights]).toEqual([[-1], [-1]]);
    expect(equal).toBeGreaterThan(0);
    expect([fitted, own[0], incremental[0], fittedIncremental[0]]).toEqual([equal, equal, equal, equal]);
  });

  it('of twins gains nothing by either', () => {
    const days = madeDays(40, [0.5]);
    const { fittedWeights, periods } = composite([{ ...days, values: [days.values[0]!, days.values[0]!] }]);
    const [{ incremental, fittedIncremental }] = periods as [Composite['periods'][0]];
    expectClose(fittedWeights, [0.5, 0.5]);
    expectClose([...incremental, ...fittedIncremental], [0, 0, 0, 0]);
  });

  it('goes on without a member that has no values in a period, whose own figure is then missing', () => {
    const [train, test] = [madeDays(40, [0.5, 0.2]), madeDays(20, [0.5, 0.2])];
    const gone = { ...test, values: [test.values[0]!, test.values[1]!.map(() => Number.NaN)] };
    const [, after] = composite([train, gone]).periods as [unknown, Composite['periods'][0]];
    expect(after.own[1]).toBeNull();
    expect(after.equal).toBe(after.own[0]);
    expect(after.incremental).toEqual([null, 0]);
  });
});

function expectClose(found: readonly (number | null)[], expected: readonly (number | null)[]): void {
  expect(found).toHaveLength(expected.length);
  found.forEach((value, at) => {
    expect(value, `at ${at}`).toBeCloseTo(expected[at]!, 12);
  });
}
