import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import type {
  ImportedValuesModel,
  ValuesImportModel,
} from '../../../src/features/imported-values/imported-values.models.ts';
import { featureService } from '../../support/feature-service.ts';
import { type SmallMarket, storeSmallMarket } from '../../support/small-market.ts';
import { testDatabase } from '../../support/test-database.ts';

const database = testDatabase();
const service = featureService(database);
let market: SmallMarket;
/** What some vendor would sell: here a formula, so that it is known what must come out. */
const KNOWN = 'ts_std(CLOSE,10)/ts_mean(CLOSE,10)';
const definition = { minimumStocks: 10 };

const day = (at: number): string => market.days.at(at)!;
const measuring = (from: number, to: number) => ({
  datasetId: market.datasetId,
  period: { from: day(from), to: day(to) },
  definition,
});

/** Values of a formula as the service exports them, missing outside the universe. */
async function valuesOf(
  formula: string,
  format: 'csv' | 'parquet',
  [from, to]: [number, number],
): Promise<Buffer> {
  const answer = await service.app.inject({
    method: 'POST',
    url: '/v1/exports/values',
    payload: { ...measuring(from, to), formulas: [formula], format },
  });
  if (answer.statusCode !== 200) throw new Error(answer.body);
  return answer.rawPayload;
}

async function send<T = ValuesImportModel>(
  name: string,
  body: Buffer | string,
  type = 'text/csv',
  query = '',
): Promise<T> {
  const answer = await service.app.inject({
    method: 'POST',
    url: `/v1/imported-values/${name}/upload?${query}`,
    headers: { 'content-type': type },
    payload: body,
  });
  if (answer.statusCode >= 300) throw new Error(answer.body);
  return answer.json();
}

const forMarket = (more = '') => `series=${encodeURIComponent(`market ${market.seriesId}`)}${more}`;

interface Evaluated {
  readonly statistics: {
    readonly ic: { readonly mean: number };
    readonly rankIc: { readonly mean: number; readonly days: number };
    readonly coverage: number;
  };
}
const evaluate = (formula: string, from = 0, to = 119) =>
  service.rest<Evaluated>('POST', '/v1/factors/evaluate', { formula, ...measuring(from, to) });

beforeAll(async () => {
  market = await storeSmallMarket(database.url, service.dataFolder);
}, 60_000);

describe('values of a formula that come back as a file', () => {
  it('of CSV, gzipped, are that formula: the same ICs', async () => {
    const csv = await valuesOf(KNOWN, 'csv', [0, 119]);
    const { values, form, newDays, unknownSymbols } = await send(
      'vol',
      gzipSync(csv),
      'application/gzip',
      forMarket('&description=from%20a%20vendor'),
    );
    expect(values).toMatchObject({
      name: 'vol',
      formula: 'imported_vol',
      description: 'from a vendor',
      lastDay: day(119),
    });
    expect([form, newDays > 100, unknownSymbols]).toEqual(['LONG', true, 0]);
    const [known, imported] = await Promise.all([evaluate(KNOWN), evaluate('imported_vol')]);
    expect(known.statistics.rankIc.days).toBeGreaterThan(50);
    expect(imported.statistics.rankIc.mean).toBeCloseTo(known.statistics.rankIc.mean, 12);
    expect(imported.statistics.ic.mean).toBeCloseTo(known.statistics.ic.mean, 12);
    expect(imported.statistics.coverage).toBe(known.statistics.coverage);
  });

  it('of Parquet are the very same file', async () => {
    const { values } = await send(
      'vol2',
      await valuesOf(KNOWN, 'parquet', [0, 119]),
      'application/vnd.apache.parquet',
      forMarket(),
    );
    const first = await service.rest<ImportedValuesModel>('GET', '/v1/imported-values/vol');
    expect(values.hash).toBe(first.hash);
  });

  it('mix with fields of the market', async () => {
    const [known, mixed] = await Promise.all([
      evaluate(`cs_rank(${KNOWN}) + cs_rank(ts_corr(HIGH,VOLUME,10))`),
      evaluate('cs_rank(imported_vol) + cs_rank(ts_corr(HIGH,VOLUME,10))'),
    ]);
    expect(mixed.statistics.rankIc.mean).toBeCloseTo(known.statistics.rankIc.mean, 12);
  });

  it('are refused beyond the last day, and taken once the days are there', async () => {
    await expect(evaluate('imported_vol', 0, 139)).rejects.toThrow('VALUES_BEHIND');
    const { newDays } = await send('vol', await valuesOf(KNOWN, 'csv', [100, 159]), 'text/csv', forMarket());
    expect(newDays).toBe(40);
    const [known, imported] = await Promise.all([evaluate(KNOWN, 0, 159), evaluate('imported_vol', 0, 159)]);
    expect(imported.statistics.rankIc.mean).toBeCloseTo(known.statistics.rankIc.mean, 12);
  });

  it('cannot be revised: the first cell that differs is named', async () => {
    const csv = (await valuesOf(KNOWN, 'csv', [130, 140])).toString().split('\n');
    const [date, symbol, value] = csv[7]!.split(',');
    csv[7] = [date, symbol, String(Number(value) * 1.5)].join(',');
    await expect(send('vol', csv.join('\n'), 'text/csv', forMarket())).rejects.toThrow(`${date} ${symbol}`);
    const { newDays } = await send('vol', await valuesOf(KNOWN, 'csv', [130, 140]), 'text/csv', forMarket());
    expect(newDays).toBe(0);
  });
});

describe('what is refused by name', () => {
  it.each([
    ['vol', 'date,symbol,value\n', 'DATASET_INVALID'],
    ['Vol', 'date,symbol,value\n', 'INVALID_INPUT'],
    ['none_here', 'date,symbol,value\n', 'INVALID_INPUT'],
  ])('an upload as %s of %j', async (name, body, code) => {
    await expect(send(name, body)).rejects.toThrow(code);
  });

  it('a formula of a name that is not there, with names that are near', async () => {
    await expect(evaluate('imported_voll')).rejects.toThrow(/FORMULA_UNKNOWN_NAME.*imported_vol/);
    await expect(evaluate('imported_VOL')).rejects.toThrow('FORMULA_UNKNOWN_NAME');
  });

  it('a run that would start from imported values', async () => {
    const run = service.rest('POST', '/v1/runs', {
      datasetId: market.datasetId,
      experiment: {
        evaluation: definition,
        periods: { train: measuring(0, 99).period, test: measuring(110, 159).period },
      },
      warmStart: { formulas: ['imported_vol'] },
    });
    await expect(run).rejects.toThrow('FORMULA_TYPE');
  });
});
