import { describe, expect, it } from 'vitest';
import { evaluatePrepared } from '../../../../src/compute/evaluation/evaluate-program.ts';
import { factorValues } from '../../../../src/compute/evaluation/judge.ts';
import { preparePeriod } from '../../../../src/compute/evaluation/prepare-period.ts';
import { stylesOf } from '../../../../src/compute/evaluation/styles-of-period.ts';
import type { Panel } from '../../../../src/compute/panel/panel.ts';
import type { EvaluationDefinition, FitnessKind } from '../../../../src/core/experiment/experiment.ts';
import { definitionHash } from '../../../../src/core/experiment/experiment-hash.ts';
import { freezeExperiment } from '../../../../src/core/experiment/freeze-experiment.ts';
import { takeOutStyles } from '../../../../src/core/statistics/take-out-styles.ts';
import { hasPandas, runPandas } from '../../../support/pandas.ts';
import { PLAIN_DEFINITION } from '../../../support/plain-definition.ts';
import { programOf } from '../../../support/tiny-panel.ts';
import { MadeDesk } from '../engine/made-desk.ts';
import { madePanel, streamOf } from '../engine/made-panel.ts';

const STOCKS = 60;
const DAYS = 90;

/** The made market with turnover rates, market values and five industries, each with gaps. */
function styledPanel(): Panel {
  const panel = madePanel(DAYS, STOCKS, 7);
  const next = streamOf(3);
  const shared = (make: (cell: number) => number): Float64Array => {
    const values = new Float64Array(new SharedArrayBuffer(DAYS * STOCKS * 8));
    return values.map((_, cell) => (next() < 0.01 ? Number.NaN : make(cell)));
  };
  const added = new Map<string, Float64Array>([
    ['TURNOVER_RATE', shared(() => 0.01 + 0.02 * next())],
    ['FLOAT_CAP', shared((cell) => 1e9 * (1 + (cell % STOCKS)) * (1 + 0.1 * next()))],
    ['INDUSTRY', shared((cell) => 100 + (cell % 5))],
  ]);
  for (const [name, values] of added) {
    const onShared = new Float64Array(new SharedArrayBuffer(values.byteLength));
    onShared.set(values);
    added.set(name, onShared);
  }
  return { ...panel, matrices: new Map([...panel.matrices, ...added]) };
}

const panel = styledPanel();
const period = { from: panel.days[0]!, to: panel.days.at(-1)! };
const definition: EvaluationDefinition = { ...PLAIN_DEFINITION, minimumStocks: 20, winsorise: 0.02 };
const FORMULAS = [
  'protecteddiv(ts_std(CLOSE,5),CLOSE)',
  'ts_corr(HIGH,VOLUME,10)',
  'protecteddiv(CLOSE,ts_delay(CLOSE,10))',
  'idx_max(VOLUME,5)',
];

const ORACLE = `
def frame(name):
    return pd.DataFrame(np.array(data[name], dtype=float).reshape(-1, data['stocks']))
close = frame('CLOSE')
daily = close / close.shift(1) - 1
styles = {
  'return5': close / close.shift(5) - 1,
  'return20': close / close.shift(20) - 1,
  'volatility20': daily.rolling(20).std(),
  'turnover20': frame('TURNOVER_RATE').rolling(20).mean(),
  'size': np.log(frame('FLOAT_CAP')),
}
styles = {name: styles[name] for name in data['styles'] if name != 'industry'}
industry = frame('INDUSTRY') if 'industry' in data['styles'] else None
label = frame('labels')
def clip(values):
    return values.clip(values.quantile(data['winsorise']), values.quantile(1 - data['winsorise']))
answers = []
for factor in data['factors']:
    factor = pd.DataFrame(np.array(factor, dtype=float).reshape(-1, data['stocks']))
    rows = {'rank': [], 'pearson': []}
    for day in range(len(factor)):
        columns = pd.DataFrame({name: values.iloc[day] for name, values in styles.items()})
        columns['label'] = label.iloc[day]
        if industry is not None:
            columns['industry'] = industry.iloc[day]
        ground = columns.dropna()
        x = factor.iloc[day].reindex(ground.index).dropna()
        for kind in rows:
            used = ground.loc[x.index]
            if len(x) < data['minimumStocks'] or x.nunique() < 2:
                rows[kind].append(None)
                continue
            seen = ground[list(styles)].rank() if kind == 'rank' else ground[list(styles)].apply(clip)
            design = seen.loc[x.index].copy()
            design['one'] = 1.0
            if industry is not None:
                design = design.join(pd.get_dummies(used['industry']).astype(float))
            left = x.rank() if kind == 'rank' else clip(x)
            right = used['label'].rank() if kind == 'rank' else used['label']
            scaled = design / design.abs().max()
            beta = np.linalg.lstsq(scaled.to_numpy(), left.to_numpy(), rcond=None)[0]
            residual = left.to_numpy() - scaled.to_numpy() @ beta
            rows[kind].append(float(np.corrcoef(residual, right.to_numpy())[0, 1]))
    answers.append({kind: float(np.nanmean(np.array(values, dtype=float))) for kind, values in rows.items()})
print(json.dumps(answers))
`;

const flat = (name: string): number[] => [...panel.matrices.get(name)!];

describe.skipIf(!hasPandas)('residual ICs against least squares of numpy', () => {
  it.each([
    { styles: ['return5', 'return20', 'volatility20', 'turnover20', 'size', 'industry'] as const },
    { styles: ['return20', 'volatility20'] as const },
  ])('agree with $styles', ({ styles }) => {
    const prepared = preparePeriod(panel, { ...definition, styles }, period);
    const programs = FORMULAS.map((formula) => programOf(formula, panel));
    const expected = runPandas<{ rank: number; pearson: number }[]>(ORACLE, {
      stocks: STOCKS,
      styles,
      winsorise: definition.winsorise,
      minimumStocks: definition.minimumStocks,
      labels: [...prepared.labels],
      factors: programs.map((program) => [...factorValues(program, prepared, 'reference')]),
      ...Object.fromEntries(
        ['CLOSE', 'TURNOVER_RATE', 'FLOAT_CAP', 'INDUSTRY'].map((name) => [name, flat(name)]),
      ),
    });
    programs.forEach((program, at) => {
      const { residual } = evaluatePrepared(program, prepared, { fitness: 'rank', backend: 'portable' });
      expect(residual!.styles).toEqual(styles);
      expect(residual!.rankIc.mean).toBeCloseTo(expected[at]!.rank, 10);
      expect(residual!.ic.mean).toBeCloseTo(expected[at]!.pearson, 10);
    });
  });
});

describe('residual ICs', () => {
  it('are missing where the factor is a style, and where the dataset has none of the styles', () => {
    const ranked = preparePeriod(panel, { ...definition, styles: ['return5'] }, period);
    const style = programOf('protecteddiv(CLOSE,ts_delay(CLOSE,5))', panel);
    const { residual } = evaluatePrepared(style, ranked, { fitness: 'rank', backend: 'portable' });
    expect(residual!.rankIc).toMatchObject({ mean: null, days: 0 });
    const without = {
      ...panel,
      matrices: new Map([...panel.matrices].filter(([name]) => name !== 'FLOAT_CAP')),
    };
    const sized = preparePeriod(without, { ...definition, styles: ['size'] }, period);
    expect(stylesOf(sized)).toBeNull();
  });

  it('are the same whether a style stands there once or as two that say the same', () => {
    const next = streamOf(5);
    const [x, style] = [0, 1].map(() => Float64Array.from({ length: 30 }, next)) as [
      Float64Array,
      Float64Array,
    ];
    const twin = style.map((value) => 3 - 2 * value);
    const [once, twice] = [[style], [style, twin]].map((columns) => takeOutStyles(x, columns, null)!);
    once!.forEach((value, at) => {
      expect(twice![at]).toBeCloseTo(value, 12);
    });
    expect(takeOutStyles(twin, [style], null)).toBeNull();
  });

  it('belong to the definition where they are chosen, and leave the hash of all others as it was', () => {
    const days = { train: { from: '2020-01-01', to: '2020-12-31' } };
    const frozen = (evaluation: object) => {
      const made = freezeExperiment({ periods: days, evaluation });
      if (!made.ok) throw made.error;
      return definitionHash(made.value.evaluation);
    };
    const all = ['return5', 'return20', 'volatility20', 'turnover20', 'size', 'industry'];
    expect(frozen({ styles: all })).toBe(frozen({}));
    expect(frozen({ styles: ['size'] })).not.toBe(frozen({}));
    expect(freezeExperiment({ periods: days, evaluation: { styles: ['beta'] } }).ok).toBe(false);
  });
});

describe('the search engine', () => {
  const desk = new MadeDesk(panel);
  const frameOf = (fitness: FitnessKind, styles?: EvaluationDefinition['styles']) => ({
    definition: { ...definition, ...(styles && { styles }) },
    period,
    fitness,
  });

  it.each([
    ['every style', undefined],
    ['two of them', ['return20', 'volatility20'] as const],
  ])('says of %s what the exact engine says', (_, styles) => {
    for (const formula of FORMULAS) {
      const program = programOf(formula, panel);
      const prepared = preparePeriod(panel, frameOf('rank', styles).definition, period);
      const { residual } = evaluatePrepared(program, prepared, { fitness: 'rank', backend: 'portable' });
      const rank = desk.answer({ kind: 'judge', frame: frameOf('residualRank', styles), program });
      const pearson = desk.answer({ kind: 'judge', frame: frameOf('residualPearson', styles), program });
      expect(rank.residual!.rank!.days).toBe(residual!.rankIc.days);
      expect(rank.residual!.rank!.mean).toBeCloseTo(residual!.rankIc.mean!, 5);
      expect(pearson.residual!.pearson!.mean).toBeCloseTo(residual!.ic.mean!, 5);
      expect(rank.fitness).toBe(Math.abs(rank.residual!.rank!.mean!));
    }
  });

  it('scores a share of the stocks and gives a style no fitness', () => {
    const frame = frameOf('residualRank', ['return5']);
    const style = programOf('protecteddiv(CLOSE,ts_delay(CLOSE,5))', panel);
    expect(desk.answer({ kind: 'judge', frame, program: style }).fitness).toBeNull();
    const program = programOf('protecteddiv(ts_std(CLOSE,5),CLOSE)', panel);
    const [score, none] = desk.answer({ kind: 'score', frame, programs: [program, style], share: 0.5 });
    expect(score).toBeGreaterThan(0);
    expect(none).toBeNull();
  });
});
