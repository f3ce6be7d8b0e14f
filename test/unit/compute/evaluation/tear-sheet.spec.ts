import { describe, expect, it } from 'vitest';
import { factorValues } from '../../../../src/compute/evaluation/judge.ts';
import { preparePeriod } from '../../../../src/compute/evaluation/prepare-period.ts';
import { makeTearSheet } from '../../../../src/compute/evaluation/tear-sheet/make-tear-sheet.ts';
import { openStream } from '../../../../src/core/random/random-stream.ts';
import { DEFINITIONS } from '../../../../src/core/statistics/tear-sheet/definitions.ts';
import { FIELD_DEFINITIONS } from '../../../../src/core/statistics/tear-sheet/field-definitions.ts';
import type { TearSheet } from '../../../../src/core/statistics/tear-sheet/tear-sheet.ts';
import { TEAR_SHEET_DEFAULTS } from '../../../../src/core/statistics/tear-sheet/tear-sheet-options.ts';
import { hasPandas, runPandas } from '../../../support/pandas.ts';
import { PLAIN_DEFINITION } from '../../../support/plain-definition.ts';
import { programOf, tinyPanel } from '../../../support/tiny-panel.ts';

const DAYS = 90;
const STOCKS = 60;
const stream = openStream('sheet', { generation: 0, slot: 0, purpose: 'permute' });
const next = (): number => stream.uint32() / 2 ** 32;
const close: number[][] = [];
for (let day = 0; day < DAYS; day++) {
  close.push(
    Array.from(
      { length: STOCKS },
      (_, stock) => (close[day - 1]?.[stock] ?? 10) * (1 + (next() - 0.5) * 0.06),
    ),
  );
}
const symbols = Array.from(
  { length: STOCKS },
  (_, stock) => `${stock % 2 ? '600' : '300'}${String(stock).padStart(3, '0')}`,
);
const isSt = Uint8Array.from({ length: DAYS * STOCKS }, (_, cell) => (cell % STOCKS < 15 ? 1 : 0));
const panel = tinyPanel({ matrices: { CLOSE: close }, symbols, attributes: { isSt } });
const FORMULA = 'ts_mean(CLOSE,5)/CLOSE';

function sheetOf(
  options: Partial<typeof TEAR_SHEET_DEFAULTS> = {},
  definition = PLAIN_DEFINITION,
  market = panel,
): TearSheet {
  const period = preparePeriod(market, definition, { from: market.days[0]!, to: market.days.at(-1)! });
  const factor = factorValues(programOf(FORMULA, market), period, 'reference');
  return makeTearSheet(factor, period, {
    fitness: 'rank',
    backend: 'reference',
    baseDependent: false,
    sheet: { ...TEAR_SHEET_DEFAULTS, ...options },
  });
}

describe('makeTearSheet', () => {
  const sheet = sheetOf();

  it('names a definition of the catalogue for every figure', () => {
    const named = [
      sheet.ic,
      sheet.rankIc,
      ...sheet.curves,
      sheet.longTraded.gross,
      sheet.longTraded.net,
      sheet.longShortTraded.gross,
      sheet.longShortTraded.net,
      ...sheet.turnover,
      ...sheet.rankAutocorrelation,
      sheet.coverage,
    ].map(({ definition }) => definition);
    expect(new Set(named).size).toBe(named.length);
    for (const id of named) expect(DEFINITIONS[id].chinese).not.toBe('');
    expect(sheet.curves).toHaveLength(9);
  });

  it('has a definition for every number, beside it or by its field', () => {
    const known = new Set(FIELD_DEFINITIONS.map(([field]) => field));
    const seen = new Set<string>();
    const nameless: string[] = [];
    const walk = (value: unknown, place: string, named: boolean): void => {
      if (known.has(place)) seen.add(place);
      if (typeof value === 'number' && !named && !known.has(place)) nameless.push(place);
      if (typeof value !== 'object' || value === null) return;
      const inside = named || known.has(place) || 'definition' in value;
      for (const [key, item] of Object.entries(value)) {
        walk(item, Array.isArray(value) ? place : place ? `${place}.${key}` : key, inside);
      }
    };
    walk(sheet, '', false);
    expect([...new Set(nameless)]).toEqual(['groups.group']);
    expect([...known].filter((field) => !seen.has(field))).toEqual([]);
    expect(FIELD_DEFINITIONS.filter(([, id]) => !(id in DEFINITIONS))).toEqual([]);
  });

  it('aligns every series with its days', () => {
    const series = [
      sheet.ic.daily,
      sheet.rankIc.cumulative,
      ...sheet.ic.movingAverages.map(({ values }) => values),
      ...sheet.groups.map(({ daily }) => daily),
      ...sheet.curves.flatMap(({ daily, cumulative, drawdown }) => [daily, cumulative, drawdown]),
      sheet.longShortTraded.turnover,
      sheet.coverage.share,
      ...sheet.turnover.flatMap(({ best, worst }) => [best, worst]),
    ];
    for (const one of series) expect(one).toHaveLength(DAYS);
    // The last two days have no label, the first four no factor.
    expect(sheet.rankIc.daily.slice(-2)).toEqual([null, null]);
    expect(sheet.coverage.present.slice(0, 5)).toEqual([0, 0, 0, 0, STOCKS]);
  });

  it('has the whole in its parts: months and years over the same days', () => {
    const counted = (parts: TearSheet['byMonth']): number =>
      parts.reduce((sum, { rankIc }) => sum + rankIc.days, 0);
    expect(counted(sheet.byMonth)).toBe(sheet.rankIc.summary.days);
    expect(sheet.byMonth.map(({ part }) => part)).toEqual(['2024-01', '2024-02', '2024-03']);
    expect(sheet.byYear).toHaveLength(1);
    const [year] = sheet.byYear;
    const longShort = sheet.curves.find(({ definition }) => definition === 'LONG_SHORT_REPORT')!;
    expect(year!.rankIc).toEqual(sheet.rankIc.summary);
    expect(year!.longShort).toBeCloseTo(longShort.cumulative.at(-1)!, 12);
    expect(year!.longShortNet).toBeCloseTo(sheet.longShortTraded.net.cumulative.at(-1)!, 12);
    expect(year!.maximumDrawdown).toBeCloseTo(longShort.maximumDrawdown.depth, 12);
  });

  it('tells apart the universes that the dataset knows', () => {
    expect(sheet.byUniverse.map(({ universe, stocks }) => [universe, stocks])).toEqual([
      ['WHOLE', 60],
      ['NOT_ST', 45],
      ['ST', 15],
      ['MAIN_BOARD', 30],
      ['CHINEXT', 30],
    ]);
    expect(sheet.byUniverse[0]!.rankIc).toEqual(sheet.rankIc.summary);
    expect(sheet.byUniverse[1]!.rankIc.mean).not.toBe(sheet.rankIc.summary.mean);
  });

  it('trades what groups earn: without costs and obstacles the long leg is that of the groups', () => {
    const { curves, longTraded } = sheetOf({ costPerSide: 0 });
    const leg = curves.find(({ definition }) => definition === 'LONG_LEG_REPORT')!;
    expect(longTraded.gross.daily.length).toBe(DAYS);
    leg.daily.forEach((value, day) => {
      if (value === null) expect(longTraded.net.daily[day]).toBeNull();
      else expect(longTraded.net.daily[day]).toBeCloseTo(value, 12);
    });
    const costly = sheetOf({ costPerSide: 0.01 });
    expect(costly.longTraded.net.cumulative.at(-1)).toBeLessThan(longTraded.net.cumulative.at(-1)!);
    expect(costly.longTraded.gross.cumulative).toEqual(longTraded.gross.cumulative);
  });

  it('cuts into as many groups as asked', () => {
    expect(sheetOf({ groups: 3 }).groups.map(({ group }) => group)).toEqual([1, 2, 3]);
    expect(sheet.groups).toHaveLength(5);
  });

  it('buys nothing at the upper limit of the columns and sells nothing at the lower', () => {
    const limitUp = Float64Array.from(close.flat(), (price, cell) => (cell % 7 === 0 ? price : price * 2));
    const limitDown = Float64Array.from(close.flat(), (price, cell) => (cell % 11 === 0 ? price : price / 2));
    const attributes = { rawClose: Float64Array.from(close.flat()), limitUp, limitDown };
    const limited = tinyPanel({ matrices: { CLOSE: close }, symbols, attributes });
    const { blocked, gross } = sheetOf({}, PLAIN_DEFINITION, limited).longTraded;
    expect(blocked.limitUp).toBeGreaterThan(0);
    expect(blocked.limitDown).toBeGreaterThan(0);
    expect(blocked.halted).toBe(0);
    expect(gross.cumulative).not.toEqual(sheet.longTraded.gross.cumulative);
    expect(sheet.longTraded.blocked).toEqual({ limitUp: 0, limitDown: 0, halted: 0 });
    expect(sheet.warnings).toContain('LIMIT_LOCKED_UNKNOWN');
  });

  it('holds no more days than can be read, or worked through in time', () => {
    const period = preparePeriod(panel, PLAIN_DEFINITION, { from: panel.days[0]!, to: panel.days.at(-1)! });
    const asked = (to: number, stocks: number, decayDays: number) => () =>
      makeTearSheet(
        new Float64Array(0),
        {
          ...period,
          rows: { from: 0, to },
          panel: { ...panel, symbols: Array.from({ length: stocks }, String) },
        },
        {
          fitness: 'rank',
          backend: 'reference',
          baseDependent: false,
          sheet: { ...TEAR_SHEET_DEFAULTS, decayDays },
        },
      );
    expect(asked(3001, 100, 20)).toThrow('at most 3000 days, got 3001');
    expect(asked(900, 5000, 60)).toThrow('at most 888 days, got 900');
  });

  it.skipIf(!hasPandas)('draws decay and curves as pandas does', () => {
    const said = runPandas<{
      decay: { ic: number; rank: number }[];
      orientation: number;
      curves: Record<string, number[]>;
      groups: number[];
    }>(
      `
c = pd.DataFrame(data)
raw = c.rolling(5).mean() / c
G = 5
decay = []
for h in range(1, 21):
    y = c.shift(-1 - h) / c.shift(-1) - 1
    decay.append({'ic': float(raw.corrwith(y, axis=1).mean()),
                  'rank': float(raw.corrwith(y, axis=1, method='spearman').mean())})
y = c.shift(-2) / c.shift(-1) - 1
sign = float(np.sign(decay[0]['rank']))
f = (sign * raw).where(y.notna())
n = f.notna().sum(axis=1)
g = np.floor(f.rank(axis=1).sub(0.5).mul(G).div(n, axis=0))
by = {k: y.where(g == k).mean(axis=1) for k in range(G)}
up = lambda r: (1 + r.fillna(0)).cumprod() - 1
def sliced(row):
    order = f.loc[row].dropna().sort_values(ascending=False).index
    k = len(order) // G
    if k == 0: return [np.nan, np.nan]
    first = y.loc[row, order[:k]].mean()
    return [first - y.loc[row, order[k * (G - 1):k * G]].mean(), first - y.loc[row].mean()]
q = pd.DataFrame([sliced(row) for row in f.index])
def cut(row):
    x = f.loc[row].dropna()
    if len(x) == 0: return [np.nan, np.nan, np.nan]
    label = pd.qcut(x, G, labels=False); r = y.loc[row, x.index]; w = x - x.mean()
    top = r[label == G - 1].mean()
    return [top - r[label == 0].mean(), top - r.mean(), (w * r).sum() / w.abs().sum()]
a = pd.DataFrame([cut(row) for row in f.index])
print(json.dumps({'decay': decay, 'orientation': sign, 'groups': [float(up(by[k]).iloc[-1]) for k in range(G)], 'curves': {
  'LONG_SHORT_REPORT': list(up(by[G - 1]) - up(by[0])),
  'LONG_LEG_REPORT': list(up(by[G - 1])),
  'LONG_EXCESS_REPORT': list(up(by[G - 1]) - up(y.mean(axis=1).where(n > 0))),
  'LONG_SHORT_QLIB': list(q[0].fillna(0).cumsum()),
  'LONG_SHORT_HALF_QLIB': list((q[0] / 2).fillna(0).cumsum()),
  'LONG_AVERAGE_QLIB': list(q[1].fillna(0).cumsum()),
  'LONG_SHORT_ALPHALENS': list(up(a[0])),
  'LONG_LEG_ALPHALENS': list(up(a[1])),
  'FACTOR_WEIGHTED_ALPHALENS': list(up(a[2])),
}}))`,
      close,
    );
    const alike = (found: readonly number[], wanted: readonly number[], where: string): void => {
      expect(found, where).toHaveLength(wanted.length);
      wanted.forEach((value, at) => {
        expect(Math.abs(found[at]! - value), `${where}[${at}]: ${found[at]} for ${value}`).toBeLessThan(
          1e-10,
        );
      });
    };
    expect(sheet.orientation).toBe(said.orientation);
    expect(sheet.decay.map(({ horizonDays }) => horizonDays)).toEqual(said.decay.map((_, at) => at + 1));
    alike(
      sheet.decay.flatMap(({ ic, rankIc }) => [ic!, rankIc!]),
      said.decay.flatMap(({ ic, rank }) => [ic, rank]),
      'decay',
    );
    alike(
      sheet.groups.map(({ cumulative }) => cumulative.at(-1)!),
      said.groups,
      'groups',
    );
    expect(Object.keys(said.curves)).toEqual(sheet.curves.map(({ definition }) => definition));
    for (const { definition, cumulative } of sheet.curves)
      alike(cumulative, said.curves[definition]!, definition);
  });
});
