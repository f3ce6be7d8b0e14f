import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { tableFromIPC } from 'apache-arrow';
import { parse } from 'csv-parse/sync';
import { parquetReadObjects } from 'hyparquet';
import { beforeAll, describe, expect, it } from 'vitest';
import { EXPORT_APPLICATION } from '../../../src/features/exports/copied-rows.store.ts';
import { ExportDesk } from '../../../src/features/exports/export-desk.ts';
import { EXPORT_FORMATS, MEDIA_TYPES } from '../../../src/features/exports/export-format.ts';
import type { ExportJob } from '../../../src/features/exports/export-job.ts';
import { ExportStream } from '../../../src/features/exports/export-stream.ts';
import { featureService, until } from '../../support/feature-service.ts';
import { type SmallMarket, smallExperiment, storeSmallMarket } from '../../support/small-market.ts';
import { testDatabase } from '../../support/test-database.ts';
import { withAdmin } from '../../support/with-admin.ts';

interface TopPage {
  readonly items: readonly {
    readonly factor: { readonly id: string; readonly formula: string };
    readonly evaluation: Readonly<Record<string, unknown>> & { readonly rankIc: number };
  }[];
}

const database = testDatabase();
const service = featureService(database);
let market: SmallMarket;
let runId: string;

beforeAll(async () => {
  market = await storeSmallMarket(database.url, service.dataFolder);
  const experiment = await service.rest<{ id: string }>('POST', '/v1/experiments', {
    configuration: smallExperiment(market.days),
  });
  const run = await service.rest<{ id: string }>('POST', '/v1/runs', {
    experimentId: experiment.id,
    datasetId: market.datasetId,
    seed: '7',
    start: true,
  });
  runId = run.id;
  await until(
    async () => (await service.rest<{ state: string }>('GET', `/v1/runs/${runId}`)).state === 'COMPLETED',
  );
}, 60_000);

const top = (): Promise<TopPage> =>
  service.rest('GET', `/v1/factors/top?runId=${runId}&minimumCoverage=0&pageSize=500`);

/** A file as the service sends it. */
async function file(
  path: string,
  body?: object,
): Promise<{ bytes: Buffer; headers: Record<string, unknown> }> {
  const answer = await service.app.inject({
    method: body ? 'POST' : 'GET',
    url: path,
    ...(body && { payload: body }),
  });
  if (answer.statusCode !== 200) throw new Error(answer.body);
  return { bytes: answer.rawPayload, headers: answer.headers };
}

const csv = (bytes: Buffer): Record<string, string>[] => parse(bytes.toString('utf8'), { columns: true });
const parquet = (bytes: Buffer) => parquetReadObjects({ file: Uint8Array.from(bytes).buffer });

describe('factors', () => {
  it.each(EXPORT_FORMATS)('are those of the list of top factors, as %s', async (format) => {
    // The run's best are measured again, exactly, once it rests: the store must have been still meanwhile.
    const { items, bytes, headers } = await until(async () => {
      const before = await top();
      const sent = await file(`/v1/exports/factors?runId=${runId}&minimumCoverage=0&format=${format}`);
      const after = await top();
      return JSON.stringify(before) === JSON.stringify(after) && { ...after, ...sent };
    });
    expect(headers['content-type']).toBe(MEDIA_TYPES[format]);
    expect(headers['content-disposition']).toMatch(/^attachment; filename="factors\.\w+"$/);
    const rows = await rowsOf(format, bytes);
    expect(items.length).toBeGreaterThan(15);
    expect(rows.map((row) => row.formula)).toEqual(items.map(({ factor }) => factor.formula));
    expect(rows.map((row) => Number(row.rankIc))).toEqual(items.map(({ evaluation }) => evaluation.rankIc));
    expect(rows.map((row) => Number(row.pairs))).toEqual(items.map(({ evaluation }) => evaluation.pairs));
  });

  async function rowsOf(format: string, bytes: Buffer): Promise<Record<string, unknown>[]> {
    switch (format) {
      case 'csv':
        return csv(bytes);
      case 'ndjson':
        return bytes
          .toString('utf8')
          .trimEnd()
          .split('\n')
          .map((line) => JSON.parse(line));
      case 'arrow':
        return tableFromIPC(bytes)
          .toArray()
          .map((row) => ({ ...row.toJSON() }));
      default:
        return parquet(bytes);
    }
  }

  it('are filtered, and limited, and may be none', async () => {
    const limited = csv((await file(`/v1/exports/factors?runId=${runId}&minimumCoverage=0&limit=3`)).bytes);
    expect(limited).toHaveLength(3);
    const none = await file(`/v1/exports/factors?runId=${runId}&operators=no_such_'operator&format=parquet`);
    expect(await parquet(none.bytes)).toEqual([]);
  });

  it('take names for what they are: none is SQL', async () => {
    const names = ["x'}') OR true --", '","CLOSE', '{}\\', "\\'"];
    for (const name of names) {
      const path = `/v1/exports/factors?runId=${runId}&minimumCoverage=0&fields=${encodeURIComponent(name)}`;
      const { bytes } = await file(path.replace('%2C', ','));
      expect(csv(bytes).filter((row) => !row.fields!.split(' ').includes('CLOSE'))).toEqual([]);
    }
  });

  it('of a wrong question are a problem and no file', async () => {
    const answers = await Promise.all(
      ['format=xlsx', 'limit=0', 'limit=NaN', 'runId=1', 'role=tomorrow', 'pageSize=3', 'maximumSize=-1'].map(
        (query) => service.app.inject({ url: `/v1/exports/factors?${query}` }),
      ),
    );
    expect(answers.map(({ statusCode }) => statusCode)).toEqual(Array(7).fill(400));
    expect(answers[0]!.headers['content-type']).toContain('application/problem+json');
  });
});

describe('lineage', () => {
  it('is every birth of the run, in its order', async () => {
    const rows = await parquet((await file(`/v1/exports/lineage?runId=${runId}&format=parquet`)).bytes);
    const stored = await withAdmin(database.url, (client) =>
      client.query('SELECT * FROM lineage ORDER BY run_id, generation, slot'),
    );
    expect(rows.length).toBeGreaterThan(3);
    expect(rows.map(({ childId, after, parentFitness }) => [childId, after, parentFitness])).toEqual(
      stored.rows.map((row) => [row.child_id, row.after, row.parent_fitness]),
    );
  });
});

describe('IC series', () => {
  it('are those of the statistics, computed where there are none yet', async () => {
    const { items } = await service.rest<TopPage>('GET', `/v1/factors/top?runId=${runId}&pageSize=2`);
    const ids = items.map(({ factor }) => factor.id);
    const path = `/v1/exports/ic-series?runId=${runId}&factorIds=${ids.join(',')}&format=parquet`;
    const rows = await parquet((await file(path)).bytes);
    const wanted = [];
    for (const id of ids) {
      const { series } = await service.rest<{
        series: { days: string[]; ic: (number | null)[]; rankIc: (number | null)[] };
      }>('GET', `/v1/factors/${id}/statistics?runId=${runId}`);
      wanted.push(
        ...series.days.map((day, at) => ({
          factorId: id,
          day: new Date(day),
          ic: series.ic[at],
          rankIc: series.rankIc[at],
        })),
      );
    }
    expect(rows).toEqual(wanted);
  });

  it('are of the best where none are named', async () => {
    const rows = csv((await file(`/v1/exports/ic-series?runId=${runId}&limit=3`)).bytes);
    expect(new Set(rows.map(({ factorId }) => factorId)).size).toBe(3);
  });
});

describe('values', () => {
  const formulas = ['CLOSE/ts_delay(CLOSE,1)', 'cs_rank( VOLUME/ts_mean(VOLUME,5) )'];

  it('are a row a day and stock, and leave no files behind', async () => {
    const body = {
      datasetId: market.datasetId,
      period: { from: market.days[10]!, to: market.days[39]! },
      formulas,
      format: 'arrow',
    };
    const table = tableFromIPC((await file('/v1/exports/values', body)).bytes);
    expect(table.schema.fields.map(({ name }) => name)).toEqual([
      'day',
      'symbol',
      'CLOSE/ts_delay(CLOSE,1)',
      'cs_rank(VOLUME/ts_mean(VOLUME,5))',
    ]);
    expect(table.numRows).toBeGreaterThan(1000);
    expect(table.numRows).toBeLessThanOrEqual(30 * 60);
    const ranks = [...table.getChildAt(3)!].filter((value) => value !== null) as number[];
    expect(Math.max(...ranks)).toBe(1);
    expect(Math.min(...ranks)).toBeGreaterThan(0);
    const days = [...table.getChildAt(0)!].map(Number);
    expect(new Date(days[0]!).toISOString().slice(0, 10)).toBe(market.days[10]);
    const folder = join(service.dataFolder, 'exports');
    await until(async () => existsSync(folder) && readdirSync(folder).length === 0);
  });

  it('of a faulty formula are refused with its position', async () => {
    const body = { datasetId: market.datasetId, formulas: ['CLOSE/LOW', 'CLOSE/'] };
    const answer = await service.app.inject({ method: 'POST', url: '/v1/exports/values', payload: body });
    expect(answer.json()).toMatchObject({ code: 'FORMULA_SYNTAX', position: { start: 6 } });
  });
});

describe('a stream', () => {
  const job = (rows: number): ExportJob => ({
    format: 'ndjson',
    head: {
      name: 'numbers',
      columns: [{ name: 'n', type: 'integer', nullable: false, description: '' }],
      notes: {},
    },
    source: {
      kind: 'query',
      query: { databaseUrl: database.url, text: `SELECT generate_series(1, ${rows})` },
    },
  });
  const readers = () =>
    withAdmin(database.url, async (client) => {
      const found = await client.query('SELECT 1 FROM pg_stat_activity WHERE application_name = $1', [
        EXPORT_APPLICATION,
      ]);
      return found.rowCount ?? 0;
    });

  it('reads no further than it is read', async () => {
    const stream = new ExportStream(job(100_000_000), () => undefined);
    await stream.begun;
    const before = process.memoryUsage().rss;
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(await readers()).toBe(1);
    expect(process.memoryUsage().rss - before).toBeLessThan(100e6);
    stream.destroy();
  });

  it('that is called off ends its statement', async () => {
    let ended = 0;
    const stream = new ExportStream(job(100_000_000), () => ended++);
    await stream.begun;
    stream.destroy();
    await until(async () => (await readers()) === 0);
    expect(ended).toBe(1);
  });

  it('comes whole, in order', async () => {
    const stream = new ExportStream(job(100_000), () => undefined);
    const text = Buffer.concat(await stream.toArray()).toString();
    expect(text.split('\n', 3)).toEqual(['{"n":1}', '{"n":2}', '{"n":3}']);
    expect(text.trimEnd().split('\n')).toHaveLength(100_000);
  });

  it('whose statement fails tells it before the first byte', async () => {
    const desk = service.app.get(ExportDesk);
    const faulty = {
      ...job(1),
      source: { kind: 'query', query: { databaseUrl: database.url, text: 'SELECT 1/0' } },
    };
    await expect(desk.begin(faulty as ExportJob)).rejects.toThrow('ended early');
  });

  it('is one of a few', async () => {
    const desk = service.app.get(ExportDesk);
    const open = await Promise.all([1, 2, 3].map(() => desk.begin(job(10_000_000))));
    await expect(desk.begin(job(1))).rejects.toMatchObject({ code: 'TOO_MANY_REQUESTS' });
    for (const { stream } of open) stream.destroy();
    await until(async () => (await readers()) === 0);
    const { stream } = await desk.begin(job(1));
    expect(Buffer.concat(await stream.toArray()).toString()).toBe('{"n":1}\n');
  });
});

describe('the tables', () => {
  it('are described the same by both interfaces', async () => {
    const { exportTables } = await service.graphql<{ exportTables: { name: string; columns: object[] }[] }>(
      '{ exportTables { name row route formats columns { name type nullable description } } }',
    );
    expect(exportTables.map(({ name }) => name)).toEqual(['factors', 'ic-series', 'lineage', 'values']);
    const rest = await service.rest<{ name: string; columns: object[] }[]>('GET', '/v1/exports');
    expect(rest.map(({ columns }) => columns.length)).toEqual(
      exportTables.map(({ columns }) => columns.length),
    );
  });
});
