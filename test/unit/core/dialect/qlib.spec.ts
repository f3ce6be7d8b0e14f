import { describe, expect, it } from 'vitest';
import { readQlib } from '../../../../src/core/dialect/qlib/read-qlib.ts';
import { writeQlib } from '../../../../src/core/dialect/qlib/write-qlib.ts';
import { Refusal } from '../../../../src/core/outcome/refusal.ts';
import { openLanguage } from '../../../../src/core/program/language.ts';
import type { Program } from '../../../../src/core/program/program.ts';
import { difference, valuesByPython, valuesByReference } from '../../../support/foreign-values.ts';
import { PYTHON_WITH_PANDAS } from '../../../support/python.ts';
import { programOf } from '../../compute/engine/made-panel.ts';
import { dialectMarket, randomPrograms } from './dialect-market.ts';

const panel = dialectMarket(60, 8);
const language = openLanguage(panel);

const FORMULAS: readonly string[] = [
  '(OPEN+HIGH-LOW)/CLOSE',
  'CLOSE*VOLUME/(OPEN*VOLUME)',
  'sigmoid(LOW/HIGH)',
  'log(VOLUME/ts_sum(VOLUME,3))',
  'abs(ts_diff(CLOSE,2)/CLOSE)',
  'sign(ts_diff(CLOSE,1)/CLOSE)',
  'ts_mean(CLOSE,5)/CLOSE',
  'ts_std(VOLUME,5)/VOLUME',
  'ts_skew(VOLUME,8)',
  'ts_kurt(CLOSE,9)',
  'ts_max(CLOSE,5)/ts_min(LOW,3)',
  'ts_corr(CLOSE,VOLUME,6)',
  'ts_delay(CLOSE,3)/CLOSE',
  'idx_max(VOLUME,6)',
  'idx_min(VOLUME,6)',
  'ts_norm(VOLUME,6)',
  'ts_rank(VOLUME,7)',
  'ts_decay_linear(VOLUME,5)/VOLUME',
  'ts_decay_linear(VOLUME,2)/VOLUME',
  'MARKET_RETURN*(CLOSE/OPEN)',
  // The parts of ts_norm, as a program of their own.
  '(VOLUME-ts_mean(VOLUME,6))/ts_std(VOLUME,6)',
];

const codesOf = (notes: readonly { readonly code: string }[]): string[] => notes.map(({ code }) => code);

const sayable = (programs: readonly Program[]): Program[] =>
  programs.filter((program) => {
    try {
      writeQlib(program);
      return true;
    } catch (error) {
      if (error instanceof Refusal && error.code === 'FORMULA_UNTRANSLATABLE') return false;
      throw error;
    }
  });

/** Programs without a cs_norm on top, which no expression can hold. */
const random = (): Program[] =>
  sayable(
    randomPrograms(panel, 150).flatMap(({ text }) => {
      const inner = /^cs_norm\((.*)\)$/.exec(text)?.[1];
      if (inner === undefined) return [];
      try {
        return [programOf(panel, `(${inner})/(${inner})*sigmoid(CLOSE/OPEN)`)];
      } catch {
        return [];
      }
    }),
  );

describe('a qlib expression', () => {
  it('reads back to the same program', () => {
    const programs = [...FORMULAS.map((formula) => programOf(panel, formula)), ...random()];
    expect(programs.length).toBeGreaterThan(40);
    for (const program of programs) {
      const read = readQlib(writeQlib(program).text, language);
      if (!read.ok) throw read.error;
      expect(read.value.program.text).toBe(program.text);
      expect(read.value.program.hash).toBe(program.hash);
      expect(read.value.negated).toBe(false);
    }
  });

  it.skipIf(PYTHON_WITH_PANDAS === null)(
    'has the values that its documentation promises, where windows are full',
    () => {
      const programs = FORMULAS.map((formula) => programOf(panel, formula));
      const texts = programs.map((program) => writeQlib(program).text);
      const values = valuesByPython(PYTHON_WITH_PANDAS!, { dialect: 'qlib', texts, panel, universe: null });
      const differing = programs.flatMap((program, at) => {
        const expected = valuesByReference(program, panel, null);
        const counted = expected.filter((value) => value !== null).length;
        if (counted < 40) return [`${program.text}: only ${counted} cells`];
        const found = difference(values[at]!, expected, (cell) => expected[cell] === null);
        return found === null ? [] : [`${program.text}: ${found}`];
      });
      expect(differing).toEqual([]);
    },
  );

  it.skipIf(PYTHON_WITH_PANDAS === null)('differs as its notes say, while windows are short', () => {
    const program = programOf(panel, 'ts_mean(CLOSE,5)/CLOSE');
    const { text, notes } = writeQlib(program);
    const [values] = valuesByPython(PYTHON_WITH_PANDAS!, {
      dialect: 'qlib',
      texts: [text],
      panel,
      universe: null,
    });
    expect(valuesByReference(program, panel, null)[0]).toBeNull();
    expect(values![0]).toBe(1);
    expect(codesOf(notes)).toEqual(['MINIMUM_PERIODS', 'DIVISION', 'PRICE_ADJUSTMENT']);
  });

  it('names every difference once', () => {
    const codes = (formula: string) => codesOf(writeQlib(programOf(panel, formula)).notes);
    expect(codes('idx_max(VOLUME,6)')).toContain('IDX_MISSING');
    expect(codes('ts_rank(VOLUME,7)+ts_rank(VOLUME,8)')).toEqual([
      'MINIMUM_PERIODS',
      'RANK_METHOD',
      'PRICE_ADJUSTMENT',
    ]);
    expect(codes('ts_decay_linear(VOLUME,5)/VOLUME')).toContain('WMA_PARTS');
    expect(codes('MARKET_RETURN*(CLOSE/OPEN)')).toEqual(
      expect.arrayContaining(['VECTOR_AS_FEATURE', 'FIELD_NAMED']),
    );
  });

  it.each([
    'cs_rank(CLOSE)',
    'cs_norm(CLOSE)',
    'ts_corr(high,volume,240)',
    'interval(volume,sum,10:00,12:00)/VOLUME',
  ])('cannot say %s', (formula) => {
    expect(() => writeQlib(programOf(panel, formula))).toThrow(Refusal);
  });
});

describe('reading qlib', () => {
  const read = (text: string) => {
    const result = readQlib(text, language);
    return result.ok ? result.value : result.error;
  };

  it.each([
    ['Mean($close, 5)/$close', 'ts_mean(CLOSE,5)/CLOSE', false],
    ['-1 * Corr($close, $volume, 10)', 'ts_corr(CLOSE,VOLUME,10)', true],
    ['Ref($close, 5)/$close', 'ts_delay(CLOSE,5)/CLOSE', false],
    ['Max(-$volume,5)/$volume', 'ts_min(VOLUME,5)/VOLUME', true],
    ['($open-$close)/-$close', '(OPEN-CLOSE)/CLOSE', true],
    ['IdxMax(-1*$volume,5)', 'idx_min(VOLUME,5)', false],
    ['(-$open--$close)/$low', '(CLOSE-OPEN)/LOW', false],
    ['(-$open-$close)/$low', '(CLOSE+OPEN)/LOW', true],
    ['Abs(-Delta($close,2))/$close', 'abs(ts_diff(CLOSE,2))/CLOSE', false],
  ])('%s is %s', (text, formula, negated) => {
    expect(read(text)).toMatchObject({ program: { text: formula }, negated });
  });

  it.each([
    ['$close/Ref($close,1)-1', 'FORMULA_UNTRANSLATABLE', 21],
    ['Ref($close,-2)/$close', 'FORMULA_WINDOW', 11],
    ['Mean($close,0)/$close', 'FORMULA_WINDOW', 12],
    ['EMA($close,5)/$close', 'FORMULA_UNTRANSLATABLE', 0],
    ['If($close>$open,$close,$open)/$close', 'FORMULA_UNTRANSLATABLE', 0],
    ['$close>$open', 'FORMULA_UNTRANSLATABLE', 0],
    ['Log(-$close/$open)', 'FORMULA_UNTRANSLATABLE', 0],
    ['close/$open', 'FORMULA_UNTRANSLATABLE', 0],
    ['$nothing/$open', 'FORMULA_UNKNOWN_NAME', 0],
    ['$close+$volume', 'FORMULA_DIMENSION', 0],
    ['$close', 'FORMULA_DIMENSION', 0],
    ['Mean($close,5', 'FORMULA_SYNTAX', 13],
    ['Mean($close;5)', 'FORMULA_SYNTAX', 11],
    ['constructor($close)', 'FORMULA_UNTRANSLATABLE', 0],
    ['$__proto__/$close', 'FORMULA_UNKNOWN_NAME', 0],
    ['Corr($close,5)', 'FORMULA_UNTRANSLATABLE', 12],
    ['', 'FORMULA_SYNTAX', 0],
  ])('%s is refused with its place', (text, code, start) => {
    expect(read(text)).toMatchObject({ code, details: { position: { start } } });
  });

  it('is not brought down by depth or length', () => {
    expect(read('('.repeat(100_000))).toMatchObject({ code: 'FORMULA_TOO_LONG' });
    expect(read('('.repeat(3000))).toMatchObject({ code: 'FORMULA_TOO_LONG' });
    expect(read('-'.repeat(3000))).toMatchObject({ code: 'FORMULA_TOO_LONG' });
  });
});
