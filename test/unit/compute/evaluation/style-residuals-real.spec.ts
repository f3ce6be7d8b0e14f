import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { EvaluationPool } from '../../../../src/compute/engine/evaluation-pool.ts';
import { preparePeriod } from '../../../../src/compute/evaluation/prepare-period.ts';
import { readMarket } from '../../../../src/compute/panel/import/read-market.ts';
import type { Panel } from '../../../../src/compute/panel/panel.ts';
import { drawProgram } from '../../../../src/core/evolution/draw-program.ts';
import { createVocabulary } from '../../../../src/core/evolution/vocabulary.ts';
import { EXPERIMENT_DEFAULTS } from '../../../../src/core/experiment/defaults.ts';
import type { FitnessKind } from '../../../../src/core/experiment/experiment.ts';
import { createLanguage } from '../../../../src/core/program/language.ts';
import type { Program } from '../../../../src/core/program/program.ts';
import { openStream } from '../../../../src/core/random/random-stream.ts';
import { hasPandas, runPandas } from '../../../support/pandas.ts';
import { programOf } from '../../../support/tiny-panel.ts';

/** A real market beside the project, where a developer has it; nothing of it is part of the project. */
const folder = resolve(import.meta.dirname, '../../../../../shared/data');
const all = process.env.ALL_REAL_MARKETS === '1';
const file = all ? 'ashare_daily_800_2016_2021.csv.gz' : 'ashare_daily_demo120_2019_2021.csv.gz';
const daily = [resolve(folder, file)];
const period = all ? { from: '2018-01-01', to: '2019-12-31' } : { from: '2019-09-01', to: '2019-12-31' };
const definition = { ...EXPERIMENT_DEFAULTS.evaluation, minimumStocks: 50 };
const pool = new EvaluationPool({ threads: 1 });
afterAll(() => pool.close());

const frameOf = (fitness: FitnessKind) => ({ definition, period, fitness });

/** Reads the file by itself; its own windows, ranks and least squares. */
const ORACLE = `
table = pd.read_csv(data['file'])
table['CLOSE'] = table['close'] * table['adj_factor']
close = table.pivot(index='date', columns='symbol', values='CLOSE')
turnover = table.pivot(index='date', columns='symbol', values='turnover')
columns = [close / close.shift(5) - 1, close / close.shift(20) - 1,
           (close / close.shift(1) - 1).rolling(20).std(), turnover.rolling(20).mean()]
labels = pd.DataFrame(np.array(data['labels'], dtype=float).reshape(-1, len(data['symbols'])), index=data['days'], columns=data['symbols'])
factor = pd.DataFrame(np.array(data['factor'], dtype=float).reshape(-1, len(data['symbols'])), index=data['days'], columns=data['symbols'])
rows = []
for day in data['days']:
    styles = pd.DataFrame({k: c.loc[day] for k, c in enumerate(columns)}).reindex(data['symbols'])
    ground = styles.assign(label=labels.loc[day]).dropna()
    x = factor.loc[day].reindex(ground.index).dropna()
    if len(x) < 50:
        continue
    design = ground[list(range(4))].rank().loc[x.index].assign(one=1.0).to_numpy()
    beta = np.linalg.lstsq(design, x.rank().to_numpy(), rcond=None)[0]
    residual = x.rank().to_numpy() - design @ beta
    rows.append(np.corrcoef(residual, ground.loc[x.index, 'label'].rank().to_numpy())[0, 1])
print(json.dumps({'mean': float(np.mean(rows)), 'days': len(rows)}))
`;

describe.skipIf(!existsSync(daily[0]!))('residual ICs on A-shares', () => {
  it.skipIf(!hasPandas)(
    'are those of pandas, and the search says them too',
    { timeout: 120_000 },
    async () => {
      const { content } = await readMarket({ daily });
      const panel: Panel = { ...content, datasetHash: 'real' };
      const handle = pool.addPanel(panel);
      const program = programOf('ts_norm(cs_norm(HIGH),20)', panel);
      const { residual, rankIc } = await pool.statistics(handle, { frame: frameOf('rank'), program });
      expect(residual!.styles).toEqual(['return5', 'return20', 'volatility20', 'turnover20']);
      const { labels, days } = labelsOf(panel);
      const expected = runPandas<{ mean: number; days: number }>(ORACLE, {
        file: daily[0],
        days,
        symbols: panel.symbols,
        labels,
        factor: [...(await pool.values(handle, { frame: frameOf('rank'), program }))],
      });
      // Rounding (running sums, rebased prices) makes stocks change places that are all but level in a style.
      expect(residual!.rankIc.mean).toBeCloseTo(expected.mean, 5);
      expect(residual!.rankIc.days).toBe(expected.days);
      const [judged] = await pool.judge(handle, frameOf('residualRank'), [program]);
      expect(judged!.residual!.rank!.mean).toBeCloseTo(residual!.rankIc.mean!, 5);
      console.log(`rank IC ${rankIc.mean!.toFixed(4)}, without styles ${expected.mean.toFixed(4)}`);
      if (all) console.log(await paceOf(panel, handle));
    },
  );
});

/** Labels as the service makes them: the definition's own rules hold for the oracle too. */
function labelsOf(panel: Panel): { labels: number[]; days: string[] } {
  const prepared = preparePeriod(panel, definition, period);
  return {
    labels: [...prepared.labels],
    days: panel.days.slice(prepared.rows.from, prepared.rows.to),
  };
}

async function paceOf(panel: Panel, handle: ReturnType<EvaluationPool['addPanel']>): Promise<string> {
  const vocabulary = createVocabulary(createLanguage(panel, EXPERIMENT_DEFAULTS.language), []);
  const avoid = new Set<string>();
  const programs = Array.from({ length: 60 }, (_, slot): Program => {
    const stream = openStream('pace', { generation: 0, slot, purpose: 'initialise' });
    const program = drawProgram(vocabulary, { minimum: 3, maximum: 8 }, { stream, avoid });
    avoid.add(program.hash);
    return program;
  });
  const pace: Partial<Record<FitnessKind, number>> = {};
  for (const fitness of ['rank', 'residualRank', 'residualPearson'] as const) {
    await pool.judge(handle, frameOf(fitness), programs.slice(0, 2));
    const begun = performance.now();
    await pool.judge(handle, frameOf(fitness), programs);
    pace[fitness] = programs.length / ((performance.now() - begun) / 1000);
  }
  return `candidates a second: ${JSON.stringify(pace)}`;
}
