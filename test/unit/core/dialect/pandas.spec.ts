import { describe, expect, it } from 'vitest';
import { writePandas } from '../../../../src/core/dialect/pandas/write-pandas.ts';
import { OPERATORS } from '../../../../src/core/operator/operators.ts';
import type { Program } from '../../../../src/core/program/program.ts';
import { difference, valuesByPython, valuesByReference } from '../../../support/foreign-values.ts';
import { PYTHON_WITH_PANDAS } from '../../../support/python.ts';
import { programOf } from '../../compute/engine/made-panel.ts';
import { dialectMarket, madeUniverse, randomPrograms } from './dialect-market.ts';

const panel = dialectMarket(45, 9);
const universe = madeUniverse(panel);

/** Every operator, on days and on bars where it reduces them. */
const FORMULAS: readonly string[] = [
  '(OPEN+HIGH-LOW)/CLOSE',
  'CLOSE*VOLUME/(OPEN*VOLUME)',
  'sigmoid(LOW/HIGH)',
  'log(VOLUME/ts_sum(VOLUME,3))',
  'abs(ts_diff(CLOSE,2)/CLOSE)',
  'sign(ts_diff(CLOSE,1)/CLOSE)',
  'MARKET_RETURN*(CLOSE/OPEN)',
  'CLOSE/LOW/ts_mean(MARKET_RETURN,3)',
  'CLOSE/ts_diff(CLOSE,1)',
  'ts_mean(CLOSE,5)/CLOSE',
  'ts_sum(VOLUME,4)/VOLUME',
  'ts_std(VOLUME,5)/VOLUME',
  'ts_std(CLOSE,2)/CLOSE',
  'ts_skew(VOLUME,3)',
  'ts_skew(CLOSE,10)',
  'ts_kurt(CLOSE,4)',
  'ts_kurt(VOLUME,12)',
  'ts_max(CLOSE,5)/ts_min(LOW,3)',
  'ts_corr(CLOSE,VOLUME,6)',
  'ts_corr(OPEN,CLOSE,2)',
  'ts_delay(CLOSE,3)/CLOSE',
  'idx_max(VOLUME,6)',
  'idx_min(VOLUME,6)',
  'ts_norm(VOLUME,4)',
  'ts_rank(VOLUME,7)',
  'ts_decay_linear(VOLUME,5)/VOLUME',
  'cs_rank(VOLUME)',
  'cs_norm(ts_delay(CLOSE,1))',
  'cs_norm(CLOSE/CLOSE)',
  'ts_mean(high,240)/HIGH',
  'ts_sum(volume,240)/VOLUME',
  'ts_std(high,240)/HIGH',
  'ts_skew(volume,240)',
  'ts_kurt(volume,240)',
  'ts_max(high,240)/ts_min(high,240)',
  'ts_corr(high,volume,240)',
  'idx_max(volume,240)',
  'idx_min(high,240)',
  ...['sum', 'mean', 'max', 'min', 'std', 'first', 'last'].map(
    (reducer) => `interval(volume,${reducer},10:00,12:00)/VOLUME`,
  ),
  'interval(high,last,11:00,13:00)/HIGH',
];

describe.skipIf(PYTHON_WITH_PANDAS === null)('pandas code', () => {
  const compare = (programs: readonly Program[], mask: Uint8Array | null): string[] => {
    const texts = programs.map((program) => writePandas(program, panel.session).text);
    const values = valuesByPython(PYTHON_WITH_PANDAS!, { dialect: 'pandas', texts, panel, universe: mask });
    return programs.flatMap((program, at) => {
      const found = difference(values[at]!, valuesByReference(program, panel, mask));
      return found === null ? [] : [`${program.text}: ${found}`];
    });
  };

  it('covers every operator', () => {
    const used = FORMULAS.flatMap((formula) => programOf(panel, formula).nodes).flatMap((node) =>
      node.kind === 'operation' ? [node.operator] : [],
    );
    expect([...OPERATORS.keys()].filter((name) => !used.includes(name))).toEqual([]);
  });

  it('gives what the reference engine gives, for every operator', () => {
    const programs = FORMULAS.map((formula) => programOf(panel, formula));
    expect(compare(programs, null)).toEqual([]);
    expect(
      compare(
        programs.filter(({ text }) => text.includes('cs_')),
        universe,
      ),
    ).toEqual([]);
  });

  it('gives what the reference engine gives, for random programs', () => {
    const programs = randomPrograms(panel, 80);
    expect(programs).toHaveLength(80);
    expect(compare(programs, universe)).toEqual([]);
  });
});

describe('pandas code as a text', () => {
  it('holds the functions that it needs and no others', () => {
    const { text, notes } = writePandas(programOf(panel, 'ts_max(CLOSE,5)/CLOSE'), null);
    expect(text).toContain('def ts_max(x, rows):');
    expect(text).not.toContain('_rolling');
    expect(notes.map(({ code }) => code)).toEqual(['FLOAT32_LIMIT']);
  });

  it('says what it takes for granted', () => {
    const codes = (formula: string, session = panel.session) =>
      writePandas(programOf(panel, formula), session).notes.map(({ code }) => code);
    expect(codes('cs_rank(CLOSE)')).toContain('UNIVERSE');
    expect(codes('interval(volume,sum,10:00,12:00)/VOLUME')).toContain('MINUTE_BARS');
    expect(codes('interval(volume,sum,10:00,12:00)/VOLUME', null)).toContain('SESSION_UNKNOWN');
  });
});
