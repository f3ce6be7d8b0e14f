import { readFileSync } from 'node:fs';
import { buildSchema, type GraphQLOutputType, getNamedType, isObjectType } from 'graphql';
import { beforeAll, describe, expect, it } from 'vitest';
import { tearSheetText } from '../../../src/cli/tear-sheet-text.ts';
import { TEAR_SHEET_DEFAULTS } from '../../../src/core/statistics/tear-sheet/tear-sheet-options.ts';
import { EvaluationRequests } from '../../../src/features/evaluations/evaluation-requests.service.ts';
import { SHEETS_KEPT, TearSheetsStore } from '../../../src/features/evaluations/tear-sheets.store.ts';
import { FactorPrograms } from '../../../src/features/factors/factor-programs.service.ts';
import type { FormulaEvaluationModel } from '../../../src/features/factors/formula.models.ts';
import { Measurements } from '../../../src/features/factors/measurements.service.ts';
import {
  KeptTearSheets,
  type SheetMaker,
} from '../../../src/features/tear-sheets/kept-tear-sheets.service.ts';
import type { MakeTearSheetInput } from '../../../src/features/tear-sheets/tear-sheet.inputs.ts';
import type { TearSheetModel } from '../../../src/features/tear-sheets/tear-sheet.models.ts';
import { TearSheets } from '../../../src/features/tear-sheets/tear-sheets.service.ts';
import { featureService } from '../../support/feature-service.ts';
import { runCli } from '../../support/run-cli.ts';
import { type SmallMarket, storeSmallMarket } from '../../support/small-market.ts';
import { testDatabase } from '../../support/test-database.ts';
import { withAdmin } from '../../support/with-admin.ts';

const database = testDatabase();
const service = featureService(database);
const formula = 'ts_std(CLOSE,10)/ts_mean(CLOSE,10)';
let market: SmallMarket;
let measured: FormulaEvaluationModel;

const part = <T>(type: new (...parts: never[]) => T): T => service.app.get(type, { strict: false });
const where = () => ({ datasetId: market.datasetId, definition: { minimumStocks: 10 } });
const make = (body: object) =>
  service.rest<TearSheetModel>('POST', '/v1/tear-sheets', { ...where(), ...body });
const counted = (sql: string) =>
  withAdmin(database.url, async (client) => Number((await client.query<{ n: string }>(sql)).rows[0]!.n));
const refusalOf = async (body: object) => {
  const answer = await service.app.inject({
    method: 'POST',
    url: '/v1/tear-sheets',
    payload: { ...where(), ...body },
  });
  return { status: answer.statusCode, ...answer.json() };
};
const checkOf = (sheet: TearSheetModel, name: string) => sheet.checks.find((check) => check.name === name)!;

beforeAll(async () => {
  market = await storeSmallMarket(database.url, service.dataFolder);
  measured = await service.rest('POST', '/v1/factors/evaluate', { ...where(), formula, keep: true });
}, 60_000);

describe('the tear sheet of a formula', () => {
  it('has the figures of its evaluation, laid out', async () => {
    const sheet = await make({ formula });
    const { statistics } = measured;
    expect(sheet.days).toEqual(market.days);
    expect(sheet.rankIc.summary).toEqual(statistics.rankIc);
    expect(sheet.rankIc.daily).toEqual(statistics.series.rankIc);
    expect(sheet.decay).toEqual(statistics.decay);
    expect(sheet.groups.map(({ annual }) => annual)).toEqual(
      statistics.groups.curves.map(({ annual }) => annual),
    );
    const turnover = sheet.turnover.find(({ definition }) => definition === 'FACTOR_TURNOVER')!;
    expect(turnover.mean).toBeCloseTo(statistics.factorTurnover!, 12);
    expect(sheet.rankAutocorrelation[0]!.byLag[0]!.value).toBeCloseTo(statistics.rankAutocorrelation!, 12);
    const longShort = sheet.curves.find(({ definition }) => definition === 'LONG_SHORT_REPORT')!;
    expect(longShort.annualReturn).toBeCloseTo(statistics.groups.longShort.report!, 12);
    expect(sheet.factorId).toBeNull();
  });

  it('is kept: the second look makes nothing, other options make another', async () => {
    const before = await counted('SELECT count(*) AS n FROM tear_sheets');
    const lastWrite = () => counted('SELECT coalesce(max(xmin::text::bigint), 0) AS n FROM tear_sheets');
    const written = await lastWrite();
    const first = await make({ formula });
    expect(await make({ formula })).toEqual(first);
    expect(await lastWrite()).toBe(written);
    // Another process has it from the store alone.
    const measurements = part(Measurements);
    const another = new KeptTearSheets(measurements, part(TearSheetsStore), part(EvaluationRequests));
    const elsewhere = await another.sheet(
      await part(FactorPrograms).parse(formula, market.datasetId),
      await measurements.resolve(where() as MakeTearSheetInput),
      TEAR_SHEET_DEFAULTS,
      () => Promise.reject(new Error('it was to be found')),
    );
    expect(elsewhere.rankIc).toEqual(first.rankIc);
    await make({ formula, groups: 3 });
    await make({ formula, costPerSide: 0 });
    expect(await counted('SELECT count(*) AS n FROM tear_sheets')).toBe(before + 2);
  });

  it('is made once for several who ask at the same time', async () => {
    const sheets = part(TearSheets);
    const requests = part(EvaluationRequests);
    let makes = 0;
    const counting: SheetMaker = (request) => {
      makes++;
      return requests.tearSheet(request);
    };
    const input = { ...where(), formula: 'ts_min(HIGH,10)/CLOSE' } as MakeTearSheetInput;
    const [first, second] = await Promise.all([sheets.of(input, counting), sheets.of(input, counting)]);
    expect(second.rankIc).toEqual(first.rankIc);
    expect(makes).toBe(1);
    // What fails is tried again by the next who asks.
    const other = { ...input, groups: 4 };
    const failing: SheetMaker = () => Promise.reject(new Error('no thread'));
    await expect(sheets.of(other, failing)).rejects.toThrow('no thread');
    expect((await sheets.of(other, counting)).groups).toHaveLength(4);
  });

  it('counts as a program tried, and names what every figure means', async () => {
    const tried = () => counted('SELECT count(*) AS n FROM trials');
    const before = await tried();
    const sheet = await make({ formula: 'ts_max(CLOSE,20)/CLOSE' });
    expect(await tried()).toBe(before + 1);
    const ids = sheet.definitions.map(({ id }) => id);
    expect(ids).toEqual(expect.arrayContaining(sheet.fieldDefinitions.map(({ definition }) => definition)));
    expect(ids).toEqual(expect.arrayContaining(sheet.checks.map(({ name }) => name)));
    for (const { definition } of [...sheet.curves, ...sheet.turnover, sheet.coverage]) {
      expect(ids).toContain(definition);
    }
  });
});

describe('the tear sheet of a stored factor', () => {
  it('comes by GraphQL and by REST from the same sheet', async () => {
    const factorId = measured.factorId!;
    const { definitionHash } = measured;
    // The definition is named by what a library states.
    const library = await service.rest<{ id: string }>('POST', '/v1/libraries', {
      name: 'sheets',
      measurement: where(),
      minimumIc: 0,
      minimumCoverage: 0,
    });
    const query = `?datasetId=${market.datasetId}&definitionHash=${definitionHash}&movingAverageDays=5,10&libraryId=${library.id}`;
    const byRest = await service.rest<TearSheetModel>('GET', `/v1/factors/${factorId}/tear-sheet${query}`);
    const { tearSheet } = await service.graphql<{ tearSheet: TearSheetModel }>(
      `query ($id: ID!, $query: TearSheetInput) { tearSheet(factorId: $id, query: $query) {
        factorId formula days orientation checks { name result limit value }
        rankIc { definition summary { mean } movingAverages { windowDays values } autocorrelation { lagDays value } }
        curves { definition cumulative maximumDrawdown { depth peakDay } }
        longShortTraded { net { annualReturn } blocked { limitUp halted } }
        byYear { part longShortNet } byUniverse { universe stocks } definitions { id chinese }
      } }`,
      {
        id: factorId,
        query: {
          datasetId: market.datasetId,
          definitionHash,
          movingAverageDays: [5, 10],
          libraryId: library.id,
        },
      },
    );
    expect(byRest).toMatchObject(tearSheet as object);
    expect(tearSheet.factorId).toBe(factorId);
    expect(tearSheet.rankIc.movingAverages.map(({ windowDays }) => windowDays)).toEqual([5, 10]);
    expect(checkOf(tearSheet, 'LIBRARY_CORRELATION').result).toBe('UNKNOWN');
    // A near relative joins: now the check has somebody to compare with.
    const relative = 'ts_std(CLOSE,10)/ts_max(CLOSE,10)';
    await service.rest('POST', `/v1/libraries/${library.id}/members`, { formula: relative, force: true });
    const again = await make({ factorId, libraryId: library.id });
    const check = checkOf(again, 'LIBRARY_CORRELATION');
    expect(check.result).toBe('FAIL');
    expect(Math.abs(check.value!)).toBeGreaterThan(0.9);
    expect(check.limit).toBe(0.7);
  });

  it('comes whole in one query, within the limits of queries', async () => {
    const schema = buildSchema(readFileSync(new URL('../../../schema.graphql', import.meta.url), 'utf8'));
    const everythingOf = (type: GraphQLOutputType): string => {
      const named = getNamedType(type);
      if (!isObjectType(named)) return '';
      const own = named.getFields();
      // What it names by an id leads out of the sheet.
      const fields = Object.values(own).filter(({ name }) => !(`${name}Id` in own));
      return `{ ${fields.map(({ name, type: inner }) => `${name} ${everythingOf(inner)}`).join(' ')} }`;
    };
    const { makeTearSheet } = await service.graphql<{ makeTearSheet: TearSheetModel }>(
      `mutation ($input: MakeTearSheetInput!) { makeTearSheet(input: $input) ${everythingOf(schema.getType('TearSheet') as GraphQLOutputType)} }`,
      { input: { ...where(), formula } },
    );
    expect(makeTearSheet).toEqual(await make({ formula }));
  });

  it('is checked against the limits that are given', async () => {
    const strict = { minimumIc: 1, maximumTurnover: 0, maximumSize: 1, minimumCoverage: 1, maximumPValue: 0 };
    const failed = await make({ factorId: measured.factorId, ...strict });
    expect(failed.checks.map(({ name, result }) => [name, result])).toEqual([
      ['LOW_IC', 'FAIL'],
      ['HIGH_TURNOVER', 'FAIL'],
      ['LIBRARY_CORRELATION', 'UNKNOWN'],
      ['TOO_LONG', 'FAIL'],
      ['LOW_COVERAGE', 'FAIL'],
      ['NOT_SIGNIFICANT', 'FAIL'],
    ]);
    const lax = { minimumIc: 0, maximumTurnover: 1, maximumSize: 99, minimumCoverage: 0, maximumPValue: 1 };
    const passed = await make({ factorId: measured.factorId, ...lax });
    expect(passed.checks.filter(({ result }) => result === 'FAIL')).toEqual([]);
    expect(checkOf(passed, 'TOO_LONG').value).toBe(measured.size);
  });
});

describe('the command tear', () => {
  const tear = (...args: string[]) =>
    runCli(['tear', ...args], { DATABASE_URL: database.url, FACTORMINE_DATA: service.dataFolder });

  it('makes a sheet by itself, which the service then finds, also where no day counts', async () => {
    const typed = 'ts_min(CLOSE,20)/CLOSE';
    const before = await counted('SELECT count(*) AS n FROM tear_sheets');
    const { code, stdout, stderr } = await tear(
      typed,
      '--dataset',
      market.datasetId,
      '--decay',
      '3',
      '--json',
    );
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const sheet = JSON.parse(stdout) as TearSheetModel;
    // The default definition wants 100 stocks a day, and here are 60.
    expect(sheet.rankIc.summary).toMatchObject({ mean: null, days: 0 });
    expect(checkOf(sheet, 'LOW_IC').result).toBe('UNKNOWN');
    expect(checkOf(sheet, 'NOT_SIGNIFICANT').result).toBe('UNKNOWN');
    expect(await counted('SELECT count(*) AS n FROM tear_sheets')).toBe(before + 1);
    const found = await make({ formula: typed, decayDays: 3, definition: undefined });
    expect(found.decay).toEqual(sheet.decay);
    expect(await counted('SELECT count(*) AS n FROM tear_sheets')).toBe(before + 1);
    const text = tearSheetText(sheet);
    expect(text).toContain('LONG_SHORT_TRADED_NET');
    expect(text).toContain('NOT_SIGNIFICANT');
  }, 60_000);
});

it('keeps the newest sheets alone', async () => {
  await withAdmin(database.url, (client) =>
    client.query(
      `INSERT INTO tear_sheets (id, factor_id, key_id, options_hash, sheet)
       SELECT ('00000000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid, s.factor_id, s.key_id, 'old ' || n, '{}'
       FROM generate_series(1, $1::int) n, (SELECT * FROM tear_sheets LIMIT 1) s`,
      [SHEETS_KEPT],
    ),
  );
  const sheet = await make({ formula: 'ts_max(HIGH,10)/LOW' });
  expect(await counted('SELECT count(*) AS n FROM tear_sheets')).toBe(SHEETS_KEPT);
  expect(await make({ formula: 'ts_max(HIGH,10)/LOW' })).toEqual(sheet);
  await withAdmin(database.url, (client) =>
    client.query(`DELETE FROM tear_sheets WHERE options_hash LIKE 'old %'`),
  );
});

describe('bad input', () => {
  it.each([
    ['neither formula nor factor', {}, 'INVALID_INPUT'],
    ['both', { formula, factorId: '018f0000-0000-7000-8000-000000000000' }, 'INVALID_INPUT'],
    ['an unknown factor', { factorId: '018f0000-0000-7000-8000-000000000000' }, 'NOT_FOUND'],
    ['an unknown library', { formula, libraryId: '018f0000-0000-7000-8000-000000000000' }, 'NOT_FOUND'],
    ['half a group', { formula, groups: 2.5 }, 'INVALID_INPUT'],
    ['one group', { formula, groups: 1 }, 'INVALID_INPUT'],
    ['a cost that is no number', { formula, costPerSide: 'NaN' }, 'INVALID_INPUT'],
    ['a negative cost', { formula, costPerSide: -0.1 }, 'INVALID_INPUT'],
    ['too many moving averages', { formula, movingAverageDays: [2, 3, 4, 5, 6, 7] }, 'INVALID_INPUT'],
    ['a window that is none', { formula, movingAverageDays: ['x'] }, 'INVALID_INPUT'],
    ['a formula that is none', { formula: "'; DROP TABLE tear_sheets; --" }, 'FORMULA_SYNTAX'],
  ])('%s is refused', async (_, body, code) => {
    const before = await counted('SELECT count(*) AS n FROM tear_sheets');
    const refused = await refusalOf(body);
    expect(refused.status).toBeGreaterThanOrEqual(400);
    expect(refused.status).toBeLessThan(500);
    expect(refused.code).toBe(code);
    expect(await counted('SELECT count(*) AS n FROM tear_sheets')).toBe(before);
  });
});
