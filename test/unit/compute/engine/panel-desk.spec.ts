import { describe, expect, it } from 'vitest';
import { evaluatePrepared } from '../../../../src/compute/evaluation/evaluate-program.ts';
import { factorValues, judge } from '../../../../src/compute/evaluation/judge.ts';
import { preparePeriod } from '../../../../src/compute/evaluation/prepare-period.ts';
import { similarity } from '../../../../src/core/statistics/similarity.ts';
import { MadeDesk } from './made-desk.ts';
import { FORMULAS, frameOf, madePanel, programOf } from './made-panel.ts';

const panel = madePanel(130, 60);
const desk = new MadeDesk(panel);

describe('a thread at its desk', () => {
  /** Differences of ranks / n are equal or not by rounding alone: either engine breaks ties of its own. */
  const BY_ROUNDING = 'sigmoid(ts_diff(cs_rank(VOLUME),3))';

  // Float32 moves a mean IC by some 1e-7; what is missing is the same.
  it.each(FORMULAS)('judges %s as the reference does', (formula) => {
    for (const winsorise of [0, 0.01]) {
      const frame = frameOf(panel, { winsorise });
      const program = programOf(panel, formula);
      const period = preparePeriod(panel, frame.definition, frame.period);
      const expected = judge(program, period, { fitness: 'rank', backend: 'reference' });
      const actual = desk.answer({ kind: 'judge', frame, program });
      expect(Object.keys(actual).sort()).toEqual(Object.keys(expected).sort());
      for (const name of ['days', 'pairs', 'coverage', 'dateShare'] as const) {
        expect(actual[name], name).toBe(expected[name]);
      }
      expect(actual.tiedShare).toBeCloseTo(expected.tiedShare, 2);
      for (const name of ['ic', 'rankIc', 'icStd', 'rankIcStd', 'fitness'] as const) {
        const wanted = expected[name];
        if (wanted === null) expect(actual[name], name).toBeNull();
        else expect(actual[name], name).toBeCloseTo(wanted, formula === BY_ROUNDING ? 3 : 6);
      }
    }
  });

  it('gives the same statistics as the plain way', () => {
    const frame = frameOf(panel);
    const program = programOf(panel, 'ts_std(CLOSE,10)/CLOSE');
    const period = preparePeriod(panel, frame.definition, frame.period);
    const answer = desk.answer({ kind: 'statistics', frame, program, decayHorizons: [1, 3] });
    const options = { fitness: 'rank', backend: 'portable', decayHorizons: [1, 3] } as const;
    expect(answer).toEqual(evaluatePrepared(program, period, options));
  });

  it('never writes to the panel and never keeps an answer', () => {
    const before = panel.matrices.get('CLOSE')!.slice();
    const frame = frameOf(panel, {
      universe: { excludeSt: false, excludeFirstDays: 0, minimumPrice: null, minimumAmount: null },
    });
    const program = programOf(panel, 'ts_mean(CLOSE,5)/CLOSE');
    const first = desk.answer({ kind: 'values', frame, program });
    const copy = first.slice();
    for (const formula of FORMULAS) desk.answer({ kind: 'judge', frame, program: programOf(panel, formula) });
    expect(first).toEqual(copy);
    expect(panel.matrices.get('CLOSE')).toEqual(before);
  });

  it.each(['rank', 'pearson'] as const)(
    'correlates (%s) as `similarity` does, day by day or together',
    (kind) => {
      const frame = frameOf(panel);
      const period = preparePeriod(panel, frame.definition, frame.period);
      const programs = FORMULAS.slice(0, 6).map((formula) => programOf(panel, formula));
      for (const days of [[40, 95], Array.from({ length: 60 }, (_, at) => 35 + at)]) {
        const answer = desk.answer({
          kind: 'correlations',
          frame,
          programs,
          pairs: 'withFirst',
          days,
          correlation: kind,
          engine: 'exact',
        });
        const rowsOf = (index: number): Float64Array => {
          const values = factorValues(programs[index]!, period, 'portable');
          const picked = days.flatMap((day) => {
            const from = (day - period.rows.from) * 60;
            return [...values.subarray(from, from + 60)];
          });
          return Float64Array.from(picked);
        };
        programs.slice(1).forEach((_, pair) => {
          const daily = days.map((_day, at) => (answer as Float64Array)[at * (programs.length - 1) + pair]!);
          const counted = daily.filter((value) => !Number.isNaN(value));
          const mean = counted.reduce((sum, value) => sum + value, 0) / counted.length;
          const options = { stocks: 60, minimumStocks: 5, kind };
          expect(mean).toBe(similarity(rowsOf(0), rowsOf(pair + 1), options));
        });
      }
    },
  );

  it('refuses a period outside the dataset', () => {
    const frame = { ...frameOf(panel), period: { from: '1990-01-01', to: '1990-12-31' } };
    expect(() => desk.answer({ kind: 'period', frame })).toThrow(
      expect.objectContaining({ code: 'PERIOD_INVALID' }),
    );
  });
});
