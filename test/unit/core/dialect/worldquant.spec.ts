import { describe, expect, it } from 'vitest';
import { readWorldQuant } from '../../../../src/core/dialect/worldquant/read-worldquant.ts';
import { STANDARD_FIELDS } from '../../../../src/core/program/fields.ts';
import { openLanguage } from '../../../../src/core/program/language.ts';
import { difference, valuesByPython, valuesByReference } from '../../../support/foreign-values.ts';
import { PYTHON_WITH_PANDAS } from '../../../support/python.ts';
import { dialectMarket } from './dialect-market.ts';

const panel = dialectMarket(40, 8);
const language = openLanguage({ fields: STANDARD_FIELDS, session: null });
const read = (text: string) => {
  const result = readWorldQuant(text, language);
  return result.ok ? result.value : result.error;
};

describe('reading formulaic alphas', () => {
  // Numbers are those of the paper (Kakushadze, "101 Formulaic Alphas", 2015).
  it.each([
    [
      3,
      '(-1 * correlation(rank(open), rank(volume), 10))',
      'ts_corr(cs_rank(OPEN),cs_rank(VOLUME),10)',
      true,
    ],
    [4, '(-1 * Ts_Rank(rank(low), 9))', 'ts_rank(cs_rank(LOW),9)', true],
    [6, '(-1 * correlation(open, volume, 10))', 'ts_corr(OPEN,VOLUME,10)', true],
    [
      13,
      '(-1 * rank(covariance(rank(close), rank(volume), 5)))',
      'cs_rank(ts_corr(cs_rank(CLOSE),cs_rank(VOLUME),5)*ts_std(cs_rank(CLOSE),5)*ts_std(cs_rank(VOLUME),5))',
      true,
    ],
    [
      15,
      '(-1 * sum(rank(correlation(rank(high), rank(volume), 3)), 3))',
      'ts_sum(cs_rank(ts_corr(cs_rank(HIGH),cs_rank(VOLUME),3)),3)',
      true,
    ],
    [
      26,
      '(-1 * ts_max(correlation(ts_rank(volume, 5), ts_rank(high, 5), 5), 3))',
      'ts_max(ts_corr(ts_rank(HIGH,5),ts_rank(VOLUME,5),5),3)',
      true,
    ],
    [
      40,
      '((-1 * rank(stddev(high, 10))) * correlation(high, volume, 10))',
      'cs_rank(ts_std(HIGH,10))*ts_corr(HIGH,VOLUME,10)',
      true,
    ],
    [
      50,
      '(-1 * ts_max(rank(correlation(rank(volume), rank(vwap), 5)), 5))',
      'ts_max(cs_rank(ts_corr(cs_rank(VOLUME),cs_rank(VWAP),5)),5)',
      true,
    ],
    [42, '(rank((vwap - close)) / rank((vwap + close)))', 'cs_rank(VWAP-CLOSE)/cs_rank(CLOSE+VWAP)', false],
    [
      0,
      '-ts_corr(ts_delta(close, 1)/ts_delay(close, 1), ts_std_dev(rank(volume), 5), 10)',
      'ts_corr(ts_diff(CLOSE,1)/ts_delay(CLOSE,1),ts_std(cs_rank(VOLUME),5),10)',
      true,
    ],
    [
      0,
      'ts_covariance(rank(open), rank(low), 5)',
      'ts_corr(cs_rank(LOW),cs_rank(OPEN),5)*ts_std(cs_rank(OPEN),5)*ts_std(cs_rank(LOW),5)',
      false,
    ],
    [0, 'rank(ts_argmax(returns, 5.7))', 'cs_rank(idx_max(ts_diff(CLOSE,1)/ts_delay(CLOSE,1),5))', false],
    [
      0,
      'decay_linear(delta(vwap, 4.72775), 7)/adv20',
      'ts_decay_linear(ts_diff(VWAP,4),7)/ts_mean(AMOUNT,20)',
      false,
    ],
    [0, 'delta(close,1) / -cap', 'ts_diff(CLOSE,1)/FLOAT_CAP', true],
  ])('number %s: %s', (_, text, formula, negated) => {
    expect(read(text)).toMatchObject({ program: { text: formula }, negated });
  });

  it('names every difference once', () => {
    const codes = (text: string) => {
      const result = read(text);
      return 'notes' in result ? result.notes.map(({ code }) => code) : result.code;
    };
    expect(codes('-1 * rank(ts_argmax(returns, 5.7))')).toEqual([
      'DIVISION',
      'OUTER_SIGN',
      'CS_RANK',
      'ARGMAX_BASE',
      'WINDOW_FLOORED',
      'RETURNS_PARTS',
      'FULL_WINDOWS',
      'UNIVERSE',
    ]);
    expect(codes('cov(open/close,low/close,5)')).toEqual(
      expect.arrayContaining(['COVARIANCE_PARTS', 'STD_DDOF', 'FULL_WINDOWS']),
    );
    expect(codes('close/adv20*cap/amount')).toEqual(expect.arrayContaining(['ADV_AMOUNT', 'CAP_FLOAT']));
  });

  it.each([
    ['((close - open) / ((high - low) + .001))', 'FORMULA_UNTRANSLATABLE', 34],
    ['rank((-1 * returns))', 'FORMULA_UNTRANSLATABLE', 0],
    ['(close < open) ? 1 : -1', 'FORMULA_SYNTAX', 15],
    ['(rank(close) < rank(open))', 'FORMULA_UNTRANSLATABLE', 0],
    ['signedpower(returns, 2)', 'FORMULA_UNTRANSLATABLE', 0],
    ['scale(returns)', 'FORMULA_UNTRANSLATABLE', 0],
    ['indneutralize(close, IndClass.sector)', 'FORMULA_UNTRANSLATABLE', 0],
    ['returns ^ 2', 'FORMULA_UNTRANSLATABLE', 0],
    ['min(open, close)/high', 'FORMULA_WINDOW', 10],
    ['(sign(delta(volume, 1)) * (-1 * delta(close, 1)))', 'FORMULA_DIMENSION', 0],
    ['rank(profit)', 'FORMULA_UNTRANSLATABLE', 5],
    ['__proto__(close, 1)', 'FORMULA_UNTRANSLATABLE', 0],
    ['rank(constructor)', 'FORMULA_UNTRANSLATABLE', 5],
    ['delay(close, 0)/close', 'FORMULA_WINDOW', 13],
  ])('%s is refused with its place', (text, code, start) => {
    expect(read(text)).toMatchObject({ code, details: { position: { start } } });
  });

  it.skipIf(PYTHON_WITH_PANDAS === null)('reads a covariance as pandas computes it', () => {
    const result = readWorldQuant('covariance(open/close, low/close, 5)', openLanguage(panel));
    if (!result.ok) throw result.error;
    const text = `def factor(data, universe=None):
    x, y = data["OPEN"] / data["CLOSE"], data["LOW"] / data["CLOSE"]
    return x.rolling(5).cov(y)`;
    const asked = { dialect: 'pandas', texts: [text], panel, universe: null } as const;
    const [values] = valuesByPython(PYTHON_WITH_PANDAS!, asked);
    const expected = valuesByReference(result.value.program, panel, null);
    expect(expected.filter((value) => value !== null).length).toBeGreaterThan(100);
    expect(difference(values!, expected, (cell) => expected[cell] === null)).toBeNull();
  });
});
