import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { STANDARD_FIELDS } from '../../../../src/core/program/fields.ts';
import { openLanguage } from '../../../../src/core/program/language.ts';
import { parseProgram } from '../../../../src/core/program/parse.ts';
import { CATALOG, languageWith, OPEN, programOf } from './a-language.ts';

interface Legal {
  readonly name: string;
  readonly formula: string;
  readonly canonical: string;
  readonly size: number;
  readonly depth: number;
  readonly setup: number;
}
interface Illegal {
  readonly name: string;
  readonly formula: string;
  readonly code: string;
  readonly at: number;
  readonly says: string;
}

const fixture = <T>(name: string): readonly T[] =>
  JSON.parse(readFileSync(new URL(`../../../fixtures/formulas/${name}.json`, import.meta.url), 'utf8'));
const OK = fixture<Legal>('ok');
const NOT_OK = fixture<Illegal>('not-ok');

describe('legal formulas', () => {
  it.each(OK)('$name: $formula', ({ formula, canonical, size, depth, setup }) => {
    const program = programOf(formula);
    expect(program.text).toBe(canonical);
    expect({ size: program.size, depth: program.depth, setup: program.setupCount }).toEqual({
      size,
      depth,
      setup,
    });
    expect(programOf(program.text)).toEqual(program);
  });

  it('have a hash each, but for two ways of writing one', () => {
    const programs = OK.map(({ formula }) => programOf(formula));
    expect(new Set(programs.map(({ hash }) => hash)).size).toBe(
      new Set(programs.map(({ text }) => text)).size,
    );
  });
});

describe('illegal formulas are refused with code, position and words', () => {
  it.each(NOT_OK)('$name: $formula', ({ formula, code, at, says }) => {
    const result = parseProgram(formula, OPEN);
    if (result.ok) throw new Error(`read as ${result.value.text}`);
    const { error } = result;
    expect({ code: error.code, at: error.details.position?.start }).toEqual({ code, at });
    expect(`${error.message} ${error.details.remedy ?? ''}`).toContain(says);
    expect(error.details.expected).toBeTruthy();
    expect(error.details.actual).toBeTruthy();
  });
});

describe('limits', () => {
  it.each([
    ['100,000 brackets', '('.repeat(100_000), 'FORMULA_TOO_LONG'],
    ['4,000 brackets', '('.repeat(4000), 'FORMULA_TOO_LONG'],
    ['1,300 calls', 'abs('.repeat(1000), 'FORMULA_TOO_LONG'],
    ['a sum of 800 terms', Array.from({ length: 800 }, () => 'HIGH').join('+'), 'FORMULA_TOO_LONG'],
    ['a name of 4,000 letters', 'A'.repeat(4000), 'FORMULA_UNKNOWN_NAME'],
    ['4,097 bytes of blanks', ' '.repeat(4097), 'FORMULA_TOO_LONG'],
    ['4 KB in bytes, not in letters', '高'.repeat(1500), 'FORMULA_TOO_LONG'],
  ])('%s', (_, formula, code) => {
    const result = parseProgram(formula, OPEN);
    expect(result.ok ? 'ok' : result.error.code).toBe(code);
  });

  it('bind size and depth of the expanded expression', () => {
    const refusalOf = (formula: string, settings: object): string => {
      const result = parseProgram(formula, languageWith(settings));
      return result.ok ? 'ok' : result.error.message;
    };
    expect(refusalOf('cs_norm(HIGH)+cs_norm(HIGH)', { maximumSize: 5 })).toBe('ok');
    expect(refusalOf('cs_norm(HIGH)+cs_norm(HIGH)', { maximumSize: 4 })).toContain(
      'size of at most 4, got 5',
    );
    expect(refusalOf('cs_norm(ts_mean(HIGH,5))', { maximumDepth: 2 })).toContain('depth of at most 2, got 3');
  });
});

describe('the language of an experiment', () => {
  const codeOf = (formula: string, settings: object): string => {
    const result = parseProgram(formula, languageWith(settings));
    return result.ok ? 'ok' : `${result.error.code} ${result.error.details.remedy ?? result.error.message}`;
  };

  it('holds its operators, fields and windows only', () => {
    expect(codeOf('cs_rank(HIGH)', {})).toMatch(/^FORMULA_UNKNOWN_NAME .*extended/);
    expect(codeOf('HIGH*LOW/HIGH/LOW', {})).toMatch(/^FORMULA_UNKNOWN_NAME .*extended/);
    expect(codeOf('cs_rank(HIGH)', { operatorSet: 'extended' })).toBe('ok');
    expect(codeOf('cs_norm(HIGH)', { excludeOperators: ['cs_norm'] })).toMatch(/^FORMULA_UNKNOWN_NAME/);
    expect(codeOf('cs_norm(HIGH)', { excludeFields: ['HIGH'] })).toMatch(/^FORMULA_UNKNOWN_NAME/);
    expect(codeOf('ts_norm(HIGH,7)', {})).toMatch(/^FORMULA_WINDOW .*2, 5, 10, 20, got 7/);
    expect(codeOf('ts_kurt(HIGH,2)', {})).toMatch(/^FORMULA_WINDOW .*5, 10, 20, got 2/);
    expect(codeOf('ts_norm(HIGH,240)', {})).toMatch(/^FORMULA_WINDOW/);
    expect(codeOf('ts_corr(high,volume,240)', {})).toBe('ok');
    expect(codeOf('ts_corr(high,volume,240)', { minuteFields: false })).toMatch(/^FORMULA_UNKNOWN_NAME/);
  });

  it('takes market vectors as divisors only in the report set, and broadcasts them in the extended one', () => {
    expect(codeOf('cs_norm(HIGH)/MARKET_TURNOVER', {})).toBe('ok');
    expect(codeOf('MARKET_TURNOVER/cs_norm(HIGH)', {})).toMatch(/^FORMULA_TYPE/);
    expect(codeOf('cs_norm(HIGH)+MARKET_RETURN', {})).toMatch(/^FORMULA_TYPE/);
    expect(codeOf('cs_norm(HIGH)/ts_mean(MARKET_RETURN,5)', {})).toMatch(/^FORMULA_TYPE/);
    expect(codeOf('cs_norm(HIGH)+ts_mean(MARKET_RETURN,5)', { operatorSet: 'extended' })).toBe('ok');
  });

  it('reads table 1 strictly on demand', () => {
    const strict = { strictTable1: true };
    expect(codeOf('ts_corr(HIGH,VOLUME,5)', {})).toBe('ok');
    expect(codeOf('ts_corr(HIGH,VOLUME,5)', strict)).toMatch(/^FORMULA_DIMENSION/);
    expect(codeOf('ts_corr(HIGH,LOW,5)', strict)).toMatch(/^FORMULA_DIMENSION/);
    expect(codeOf('ts_corr(HIGH,LOW,5)/CLOSE', strict)).toBe('ok');
    expect(codeOf('sigmoid(HIGH)', {})).toMatch(/^FORMULA_DIMENSION/);
    expect(codeOf('sigmoid(HIGH)', strict)).toBe('ok');
  });

  it('knows no session: any interval of one day is legal', () => {
    const language = openLanguage({ fields: STANDARD_FIELDS, session: null });
    expect(parseProgram('interval(volume,sum,3:00,4:00)/VOLUME', language).ok).toBe(true);
    expect(parseProgram('interval(volume,sum,4:00,4:00)/VOLUME', language).ok).toBe(false);
  });

  it('says which fields a dataset lacks', () => {
    const fields = new Map([...CATALOG.fields].filter(([name]) => name === 'HIGH' || name === 'LOW'));
    const result = parseProgram('cs_norm(VWAP)', openLanguage({ fields, session: null }));
    expect(result.ok ? '' : result.error.details.remedy).toBe('it is not among the fields here: HIGH, LOW');
  });
});

it('50,000 mutated formulas never crash, and whatever is read prints back to itself', () => {
  const pieces = fc.constantFrom(
    '(',
    ')',
    ',',
    '+',
    '-',
    '*',
    '/',
    '5',
    '240',
    '9:30',
    'HIGH',
    'close',
    'ts_mean(',
    ' ',
    'é',
    '\ud800',
    '__proto__',
    '.',
  );
  const edit = fc.record({ at: fc.nat(), drop: fc.nat(6), piece: pieces });
  let read = 0;
  fc.assert(
    fc.property(fc.constantFrom(...OK), fc.array(edit, { maxLength: 3 }), ({ formula }, edits) => {
      let text = formula;
      for (const { at, drop, piece } of edits) {
        const start = at % (text.length + 1);
        text = text.slice(0, start) + piece + text.slice(start + drop);
      }
      const result = parseProgram(text, OPEN);
      if (!result.ok) {
        const { position } = result.error.details;
        if (position === undefined) return result.error.code === 'FORMULA_TOO_LONG';
        return position.start >= 0 && position.end >= position.start && position.end <= text.length;
      }
      read += 1;
      return programOf(result.value.text).hash === result.value.hash;
    }),
    { numRuns: 50_000, seed: 7 },
  );
  expect(read).toBeGreaterThan(1000);
});
