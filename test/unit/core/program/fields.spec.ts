import { expect, it } from 'vitest';
import { NONE } from '../../../../src/core/dimension/dimension.ts';
import { declaredField, isFieldName, STANDARD_FIELDS } from '../../../../src/core/program/fields.ts';
import { openLanguage } from '../../../../src/core/program/language.ts';
import { programOf } from './a-language.ts';

it('standard fields keep to the rule of names, and vectors are of the market', () => {
  for (const [key, { name, frequency, shape }] of STANDARD_FIELDS) {
    expect(key).toBe(name);
    expect(isFieldName(name, frequency)).toBe(true);
    expect(shape === 'vector').toBe(name.startsWith('MARKET_'));
  }
});

it.each(['High', 'HIGH-LOW', '_HIGH', '5D', 'A'.repeat(41), 'СLOSE', '__PROTO__', ''])(
  '%s names no daily field',
  (name) => {
    expect(isFieldName(name, 'daily')).toBe(false);
  },
);

it('a minute field may not take the name of an operator', () => {
  expect(isFieldName('log', 'minute')).toBe(false);
  expect(isFieldName('bid', 'minute')).toBe(true);
});

it('a declared column is a field like any other', () => {
  const beta = declaredField('BETA', { frequency: 'daily', shape: 'matrix', dimension: NONE });
  const language = openLanguage({ fields: new Map([['BETA', beta]]), session: null });
  expect(programOf('ts_mean(BETA,5)', language).text).toBe('ts_mean(BETA,5)');
});
