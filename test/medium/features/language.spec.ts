import { beforeAll, describe, expect, it } from 'vitest';
import type {
  MarketFieldModel,
  OperatorModel,
  ParsedFormulaModel,
} from '../../../src/features/language/language.models.ts';
import { featureService } from '../../support/feature-service.ts';
import { storeSmallMarket } from '../../support/small-market.ts';
import { testDatabase } from '../../support/test-database.ts';

const database = testDatabase();
const service = featureService(database, 'api');
let datasetId: string;

beforeAll(async () => {
  datasetId = (await storeSmallMarket(database.url, service.dataFolder)).datasetId;
});

const parse = (formula: string) =>
  service.rest<ParsedFormulaModel>('POST', '/v1/formulas/parse', { formula, datasetId });

describe('the language', () => {
  it('describes operators in both languages, and more of them in the wider set', async () => {
    const report = await service.rest<OperatorModel[]>('GET', '/v1/operators?set=report');
    const extended = await service.rest<OperatorModel[]>('GET', '/v1/operators');
    expect(extended.length).toBeGreaterThan(report.length);
    expect(report.find(({ name }) => name === 'ts_corr')).toMatchObject({
      signature: 'ts_corr(a, b, window)',
      meaning: { en: expect.stringMatching(/\w/), zh: expect.stringMatching(/\p{Script=Han}/u) },
    });
    const { operators } = await service.graphql<{ operators: OperatorModel[] }>(
      '{ operators(set: REPORT) { name family set dimensionRule { zh } } }',
    );
    expect(operators.map(({ name }) => name)).toEqual(report.map(({ name }) => name));
  });

  it('names the fields of a dataset, or the standard ones', async () => {
    const standard = await service.rest<MarketFieldModel[]>('GET', '/v1/fields');
    expect(standard.find(({ name }) => name === 'VWAP')).toMatchObject({
      dimension: 'yuan',
      frequency: 'daily',
    });
    const { fields } = await service.graphql<{ fields: MarketFieldModel[] }>(
      'query ($id: ID) { fields(datasetId: $id) { name frequency shape dimension meaning { en zh } } }',
      { id: datasetId },
    );
    const names = fields.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(['CLOSE', 'close', 'MARKET_RETURN']));
    expect(names).not.toContain('VWAP');
  });

  it('tells what a formula comes to, the same for every way to write it', async () => {
    const parsed = await parse('LOW / HIGH');
    expect(parsed).toMatchObject({ dimension: 'none', size: 3, depth: 2 });
    expect(parsed.graph).toMatchObject({ learn: [], output: 'p0' });
    const { parseFormula } = await service.graphql<{ parseFormula: ParsedFormulaModel }>(
      'query ($f: String!, $d: ID!) { parseFormula(formula: $f, datasetId: $d) { hash canonical factorId graph } }',
      { f: ' protecteddiv( LOW,HIGH )', d: datasetId },
    );
    expect(parseFormula).toMatchObject({ hash: parsed.hash, factorId: parsed.factorId });
  });

  it('refuses a faulty formula with the position', async () => {
    await expect(parse('CLOSE + VOLUME')).rejects.toThrow(/FORMULA_DIMENSION/);
    await expect(parse('CLOSE / NOPE')).rejects.toThrow(/"start":8/);
    await expect(parse('x'.repeat(5000))).rejects.toThrow();
  });
});

describe('other languages of formulas', () => {
  it('are written and read by both interfaces, with notes', async () => {
    const formula = 'ts_norm( CLOSE ,5)';
    const written = await service.rest<{ text: string; canonical: string; notes: { code: string }[] }>(
      'POST',
      '/v1/formulas/write',
      { formula, dialect: 'qlib', datasetId },
    );
    expect(written).toMatchObject({
      canonical: 'ts_norm(CLOSE,5)',
      text: 'Div(Sub($close,Mean($close,5)),Std($close,5))',
    });
    const { readFormula, writeFormula } = await service.graphql<Record<string, Record<string, unknown>>>(
      `query ($text: String!, $formula: String!) {
         readFormula(input: { text: $text, dialect: QLIB }) { canonical factorId negated notes { code text } }
         writeFormula(input: { formula: $formula, dialect: PANDAS }) { dialect text } }`,
      { text: `-1*${written.text}`, formula },
    );
    expect(readFormula).toMatchObject({ canonical: 'ts_norm(CLOSE,5)', negated: true });
    expect(readFormula!.notes).toEqual(
      expect.arrayContaining([expect.objectContaining({ code: 'OUTER_SIGN' })]),
    );
    expect(writeFormula!.text).toContain('def factor(data, universe=None):');
  });

  it('refuse what they cannot say with its place', async () => {
    const ask = (path: string, payload: object) =>
      service.app.inject({ method: 'POST', url: `/v1/formulas/${path}`, payload });
    const read = await ask('read', { text: 'rank(close) ^ 2', dialect: 'worldquant' });
    expect([read.statusCode, read.json().code, read.json().position]).toEqual([
      422,
      'FORMULA_UNTRANSLATABLE',
      { start: 0, end: 15 },
    ]);
    const written = await ask('write', { formula: 'cs_rank(CLOSE)', dialect: 'qlib' });
    expect([written.statusCode, written.json().code]).toEqual([422, 'FORMULA_UNTRANSLATABLE']);
    expect((await ask('write', { formula: 'cs_rank(CLOSE)', dialect: 'r' })).statusCode).toBe(400);
    expect((await ask('read', { text: 7, dialect: 'qlib' })).statusCode).toBe(400);
  });
});
