import { expect, it } from 'vitest';
import { parseProgram } from '../../../../src/core/program/parse.ts';
import { simplifyForRanks } from '../../../../src/core/program/simplify.ts';
import { OPEN, programOf } from './a-language.ts';

it.each([
  ['sigmoid(HIGH/LOW)', 'HIGH/LOW'],
  ['cs_norm(sigmoid(cs_rank(HIGH/LOW)))', 'HIGH/LOW'],
  ['HIGH/LOW+MARKET_RETURN', 'HIGH/LOW'],
  ['MARKET_RETURN+sigmoid(HIGH/LOW)', 'HIGH/LOW'],
  ['HIGH/LOW-ts_mean(MARKET_RETURN,5)', 'HIGH/LOW'],
  ['cs_norm(ts_norm(cs_norm(HIGH),20))', 'ts_norm(cs_norm(HIGH),20)'],
  ['MARKET_RETURN-HIGH/LOW', 'MARKET_RETURN-HIGH/LOW'],
  ['HIGH/LOW/MARKET_RETURN', 'HIGH/LOW/MARKET_RETURN'],
  ['cs_norm(HIGH)', 'cs_norm(HIGH)'],
  ['ts_mean(sigmoid(HIGH/LOW),5)', 'ts_mean(sigmoid(HIGH/LOW),5)'],
  ['TURNOVER_RATE', 'TURNOVER_RATE'],
])('%s ranks as %s', (formula, shorter) => {
  const text = simplifyForRanks(programOf(formula));
  expect(text).toBe(shorter);
  expect(parseProgram(text, OPEN).ok).toBe(true);
});
