import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type {
  DatasetModel,
  QualityReportModel,
  SeriesModel,
} from '../../../src/features/datasets/dataset.models.ts';
import type { BadRowReportModel, ImportModel } from '../../../src/features/datasets/import.models.ts';
import { ImportWatch } from '../../../src/features/datasets/import-watch.ts';
import { ImportWorker } from '../../../src/features/datasets/import-worker.ts';
import { ImportsService } from '../../../src/features/datasets/imports.service.ts';
import { featureService, until } from '../../support/feature-service.ts';
import { SOUND_DAILY, temporaryFolder } from '../../support/market-files.ts';
import { minuteCsv, minuteRows } from '../../support/minute-rows.ts';
import { testDatabase } from '../../support/test-database.ts';
import { withAdmin } from '../../support/with-admin.ts';

const inbox = temporaryFolder();
const elsewhere = temporaryFolder();
const database = testDatabase();
const service = featureService(database, 'all', { FACTORMINE_IMPORTS: inbox.path });

const NEXT_DAY = `${SOUND_DAILY}2024-01-05,A,10.2,11,10,10.8,120
2024-01-05,B,20.2,21,20,20.8,1200
`;

const create = (input: object, headers: Record<string, string> = {}) =>
  service.rest<ImportModel>('POST', '/v1/imports', input, headers);
const get = (id: string) => service.rest<ImportModel>('GET', `/v1/imports/${id}`);
const ended = (id: string) =>
  until(async () => {
    const now = await get(id);
    return (now.state === 'COMPLETED' || now.state === 'FAILED') && now;
  });
const dataset = (id: string | null) => service.rest<DatasetModel>('GET', `/v1/datasets/${id}`);

beforeAll(() => {
  inbox.write('daily.csv', SOUND_DAILY);
  inbox.write('next.csv', NEXT_DAY);
  inbox.write('bad.csv', SOUND_DAILY.replace('10.5,100', 'x,100').replace('11,200', '11,-3'));
  elsewhere.write('secret.csv', SOUND_DAILY);
  symlinkSync(join(elsewhere.path, 'secret.csv'), join(inbox.path, 'link.csv'));
  symlinkSync(elsewhere.path, join(inbox.path, 'linked'));
  mkdirSync(join(inbox.path, 'folder'));
});

describe('an import by API', () => {
  it('makes a dataset in the background and tells its progress to the end', async () => {
    const queued = await create({ name: 'two stocks', daily: ['daily.csv'] });
    expect(queued).toMatchObject({ datasetId: null, name: 'two stocks', series: 'two stocks' });
    const seen: ImportModel[] = [];
    for await (const state of await service.app.get(ImportWatch).watch(queued.id)) seen.push(state);
    expect(seen.at(-1)).toMatchObject({ state: 'COMPLETED', progress: 1, rows: 6, badRows: 0, reason: null });
    const made = await dataset(seen.at(-1)!.datasetId);
    expect(made).toMatchObject({
      name: 'two stocks',
      seriesName: 'two stocks',
      sequence: 1,
      firstDay: '2024-01-02',
      lastDay: '2024-01-04',
      dayCount: 3,
      symbolCount: 2,
      barCount: null,
      currency: 'CNY',
      adjustment: expect.any(String),
    });
    const quality = await service.rest<QualityReportModel>('GET', `/v1/datasets/${made.id}/quality`);
    expect(quality).toMatchObject({ stockDays: 6, coverage: 1, byYear: [{ year: 2024, days: 3 }] });
  });

  it('tells its phase, bytes and rows while it works on many', async () => {
    inbox.write('minutes.csv', minuteCsv(minuteRows({ stocks: 40, days: 30, bars: 240 })));
    const { id } = await create({ name: 'minutes', minutes: ['minutes.csv'] });
    const seen: ImportModel[] = [];
    for await (const state of await service.app.get(ImportWatch).watch(id)) seen.push(state);
    const working = seen.filter(({ phase }) => phase !== null);
    expect(working.length).toBeGreaterThan(0);
    for (const { bytesRead, bytesTotal, rows, progress } of working) {
      expect(bytesRead).toBeGreaterThan(0);
      expect(bytesRead).toBeLessThanOrEqual(bytesTotal!);
      expect(rows).toBeLessThanOrEqual(288_000);
      expect(progress).toBeLessThan(1);
    }
    expect(seen.at(-1)).toMatchObject({ state: 'COMPLETED', phase: null, rows: 288_000, progress: 1 });
  });

  it('gives the same dataset for the same content, and the same import for the same key', async () => {
    const one = await ended((await create({ name: 'one', daily: ['daily.csv'] })).id);
    const other = await ended((await create({ name: 'other', daily: ['daily.csv'] })).id);
    expect(other.datasetId).toBe(one.datasetId);
    const key = { 'idempotency-key': 'again' };
    const first = await create({ name: 'keyed', daily: ['daily.csv'] }, key);
    expect((await create({ name: 'keyed', daily: ['daily.csv'] }, key)).id).toBe(first.id);
    await ended(first.id);
  });

  it('continues a series with new days, and refuses a history that differs', async () => {
    const options = { name: 'grown', series: 'growing', currency: 'USD' };
    const first = await dataset(
      (await ended((await create({ ...options, daily: ['daily.csv'] })).id)).datasetId,
    );
    const next = await dataset(
      (await ended((await create({ ...options, daily: ['next.csv'] })).id)).datasetId,
    );
    expect(next).toMatchObject({
      seriesId: first.seriesId,
      sequence: first.sequence + 1,
      lastDay: '2024-01-05',
    });
    const series = await service.rest<SeriesModel>('GET', `/v1/series/${first.seriesId}`);
    expect(series).toMatchObject({
      datasetCount: next.sequence,
      latestDatasetId: next.id,
      lastDay: '2024-01-05',
    });

    inbox.write('rewritten.csv', NEXT_DAY.replace('10,10.2,150', '10,10.3,150'));
    const refused = await ended((await create({ ...options, daily: ['rewritten.csv'] })).id);
    expect(refused).toMatchObject({ state: 'FAILED', datasetId: null });
    expect(refused.reason).toMatch(/^CONFLICT: /);
  });

  it('fails with a report of the bad rows, and without a dataset', async () => {
    const failed = await ended((await create({ name: 'bad', daily: ['bad.csv'] })).id);
    expect(failed).toMatchObject({ state: 'FAILED', datasetId: null, rows: 6, badRows: 2 });
    expect(failed.reason).toMatch(/^DATASET_INVALID: 2 of 6 rows are bad/);
    const report = await service.rest<BadRowReportModel>('GET', `/v1/imports/${failed.id}/bad-rows`);
    expect(report.counts).toEqual(
      expect.arrayContaining([
        { reason: 'NOT_A_NUMBER', count: 1 },
        { reason: 'NEGATIVE_VOLUME', count: 1 },
      ]),
    );
    expect(report.first[0]).toEqual({
      file: 'bad.csv',
      line: 2,
      column: 'close',
      value: 'x',
      reason: 'NOT_A_NUMBER',
    });
    const kept = await ended((await create({ name: 'kept', daily: ['bad.csv'], skipBadRows: 0.5 })).id);
    expect(kept).toMatchObject({ state: 'COMPLETED', rows: 6, badRows: 2 });
  });

  it.each([
    ['../secret.csv', 'INVALID_INPUT'],
    ['folder/../../secret.csv', 'INVALID_INPUT'],
    ['/etc/hostname', 'INVALID_INPUT'],
    ['link.csv', 'INVALID_INPUT'],
    ['linked/secret.csv', 'INVALID_INPUT'],
    ['a\0b.csv', 'INVALID_INPUT'],
    ['', 'INVALID_INPUT'],
    ['none.csv', 'FILE_NOT_FOUND'],
    ['daily.csv/x', 'FILE_NOT_FOUND'],
    ['folder', 'FILE_UNREADABLE'],
  ])('refuses the file %j as %s, and never says where the folder lies', async (name, code) => {
    const refused = create({ name: 'escape', daily: [name] });
    await expect(refused).rejects.toThrow(code);
    await expect(refused).rejects.not.toThrow(inbox.path);
    await expect(create({ name: 'escape', daily: ['daily.csv'], market: name })).rejects.toThrow(code);
  });

  it('is taken up again after its worker was lost, but not for ever', async () => {
    const insert = async (id: string, attempts: number): Promise<void> => {
      await withAdmin(database.url, (client) =>
        client.query(`INSERT INTO imports (id, state, request, attempts) VALUES ($1, 'RUNNING', $2, $3)`, [
          id,
          JSON.stringify({ name: 'lost', series: null, market: { daily: ['daily.csv'] } }),
          attempts,
        ]),
      );
      await service.app.get(ImportsService).putUp(id);
    };
    const [lost, deadly] = ['01900000-0000-7000-8000-000000000001', '01900000-0000-7000-8000-000000000002'];
    await insert(lost!, 1);
    expect(await ended(lost!)).toMatchObject({ state: 'COMPLETED' });
    await insert(deadly!, 3);
    expect(await ended(deadly!)).toMatchObject({
      state: 'FAILED',
      reason: expect.stringContaining('3 times'),
    });
  });
});

describe('the lists', () => {
  it('page through datasets, series and imports by keyset, the same in REST and GraphQL', async () => {
    const seen: string[] = [];
    let pageToken: string | null = null;
    do {
      const query: string = pageToken ? `&pageToken=${pageToken}` : '';
      const page: { items: ImportModel[]; nextPageToken: string | null } = await service.rest(
        'GET',
        `/v1/imports?pageSize=2${query}`,
      );
      seen.push(...page.items.map(({ id }) => id));
      pageToken = page.nextPageToken;
    } while (pageToken);
    const { imports } = await service.graphql<{ imports: { edges: { node: { id: string } }[] } }>(
      '{ imports(first: 100) { edges { node { id state badRows } } } }',
    );
    expect(imports.edges.map(({ node }) => node.id)).toEqual(seen);
    expect(new Set(seen).size).toBe(seen.length);
    const { datasets } = await service.graphql<{ datasets: { edges: { node: DatasetModel }[] } }>(
      '{ datasets { edges { node { id name sequence qualityReport { coverage gaps { after } } } } } allSeries { edges { node { name } } } }',
    );
    expect(datasets.edges.length).toBeGreaterThanOrEqual(3);
  });

  it('refuse what is not there', async () => {
    await expect(get('01900000-0000-7000-8000-00000000ffff')).rejects.toThrow('NOT_FOUND');
    await expect(dataset('nonsense')).rejects.toThrow('INVALID_INPUT');
    await expect(service.rest('GET', '/v1/imports?pageToken=forged')).rejects.toThrow('INVALID_INPUT');
  });
});

describe('the mutation', () => {
  it('takes every option by its SCREAMING name', async () => {
    inbox.write('named.csv', SOUND_DAILY.replace('close', 'px').replace('volume', 'shares'));
    const { createImport } = await service.graphql<{ createImport: ImportModel }>(
      `mutation { createImport(input: { name: "named", daily: ["named.csv"], adjustment: AS_GIVEN,
         columns: [{ role: CLOSE, column: "px" }, { role: VOLUME, column: "shares" }],
         units: [{ role: VOLUME, unit: SHARE }] }) { id state } }`,
    );
    expect(await ended(createImport.id)).toMatchObject({ state: 'COMPLETED', reason: null });
    const faulty = { name: 'x', daily: ['daily.csv'], fields: [{ column: 'pe', dimension: 'metre' }] };
    await expect(create(faulty)).rejects.toThrow('fields[0].dimension');
  });
});

describe('a worker that shuts down', () => {
  // The last test of the file: this process's worker takes nothing up after it.
  it('puts an import back for another one', async () => {
    const worker = service.app.get(ImportWorker);
    worker.onModuleDestroy();
    const { id } = await create({ name: 'put back', daily: ['daily.csv'] });
    await worker.work(id);
    // The queue's own job may be at it in the same moment, with the same end.
    const back = await until(async () => {
      const now = await get(id);
      return now.state !== 'RUNNING' && now;
    });
    expect(back).toMatchObject({ state: 'QUEUED', progress: 0, finishedAt: null });
  });
});
