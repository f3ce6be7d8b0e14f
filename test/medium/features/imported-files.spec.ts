import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { importValues } from '../../../src/compute/imported/import-values.ts';
import { readValuesFile } from '../../../src/compute/imported/values-file.ts';
import type { ValuesImport } from '../../../src/compute/imported/values-options.ts';
import type { UnusedFilesModel } from '../../../src/features/housekeeping/housekeeping.models.ts';
import type {
  ImportedValuesModel,
  ValuesImportModel,
} from '../../../src/features/imported-values/imported-values.models.ts';
import { backUp } from '../../../src/platform/backup/back-up.ts';
import { restore } from '../../../src/platform/backup/restore.ts';
import { MIGRATIONS } from '../../../src/platform/database/migrations-folder.ts';
import { featureService } from '../../support/feature-service.ts';
import { runCli } from '../../support/run-cli.ts';
import { type SmallMarket, storeSmallMarket } from '../../support/small-market.ts';
import { testDatabase } from '../../support/test-database.ts';
import { withAdmin } from '../../support/with-admin.ts';

const imports = mkdtempSync(join(tmpdir(), 'factormine-imports-'));
const database = testDatabase();
const service = featureService(database, 'api', { FACTORMINE_IMPORTS: imports, FACTORMINE_UPLOAD_MB: '1' });
let market: SmallMarket;
const children: ChildProcess[] = [];

const folder = () => join(service.dataFolder, 'imported-values');
const filesThere = (): string[] => readdirSync(folder()).sort();
const series = () => `market ${market.seriesId}`;
const csvOf = (days: readonly string[], value = 1): string =>
  ['date,symbol,value', ...days.map((day, at) => `${day},DEMO0001,${value + at}`), ''].join('\n');

const IMPORT = `mutation ($input: ImportValuesInput!) {
  importValues(input: $input) { newDays form unknownSymbols values { name formula hash lastDay seriesName createdBy } } }`;
const importNamed = (input: object) =>
  service.graphql<{ importValues: ValuesImportModel }>(IMPORT, { input });

function upload(name: string, payload: Buffer | string, headers: Record<string, string> = {}) {
  return service.app.inject({
    method: 'POST',
    url: `/v1/imported-values/${name}/upload?series=${encodeURIComponent(series())}`,
    headers: { 'content-type': 'text/csv', ...headers },
    payload,
  });
}

beforeAll(async () => {
  market = await storeSmallMarket(database.url, service.dataFolder);
  writeFileSync(join(imports, 'roe.csv'), csvOf(market.days.slice(0, 50)));
  symlinkSync('/etc/passwd', join(imports, 'elsewhere.csv'));
}, 60_000);
afterAll(() => {
  for (const child of children) child.kill('SIGKILL');
  rmSync(imports, { recursive: true, force: true });
});

describe('a file of the import folder', () => {
  it('is imported by GraphQL and found by name and in the list', async () => {
    const { importValues: kept } = await importNamed({ name: 'roe', file: 'roe.csv', series: series() });
    expect(kept).toMatchObject({
      newDays: 50,
      form: 'LONG',
      values: { formula: 'imported_roe', lastDay: market.days[49], createdBy: 'local', seriesName: series() },
    });
    const found = await service.graphql<{
      importedValues: ImportedValuesModel;
      allImportedValues: { edges: { node: ImportedValuesModel }[] };
    }>('{ importedValues(name: "roe") { hash } allImportedValues(first: 5) { edges { node { name } } } }');
    expect(found.importedValues.hash).toBe(kept.values.hash);
    expect(found.allImportedValues.edges.map(({ node }) => node.name)).toEqual(['roe']);
  });

  it.each([
    ['outside of it', { file: '../roe.csv' }, 'INVALID_INPUT'],
    ['a link out of it', { file: 'elsewhere.csv' }, 'INVALID_INPUT'],
    ['that is not there', { file: 'pb.csv' }, 'FILE_NOT_FOUND'],
    ['for a series that is not there', { series: 'nowhere' }, 'NOT_FOUND'],
    ['under a name of another form', { name: 'a-b' }, 'INVALID_INPUT'],
  ])('%s is refused', async (_, wrong, code) => {
    const input = { name: 'pb', file: 'roe.csv', series: series(), ...wrong };
    await expect(importNamed(input)).rejects.toThrow(code);
    await expect(service.rest('GET', '/v1/imported-values/pb')).rejects.toThrow('NOT_FOUND');
  });
});

it('a file is imported by the command line as well', async () => {
  const variables = { DATABASE_URL: database.url, FACTORMINE_DATA: service.dataFolder };
  const options = ['--name', 'typed', '--series', series(), '--description', 'typed in'];
  const told = await runCli(['import-values', join(imports, 'roe.csv'), ...options], variables);
  expect(told.stdout).toContain('imported_typed: 50 new days from a long table');
  expect(told.code).toBe(0);
  const kept = await service.rest<ImportedValuesModel>('GET', '/v1/imported-values/typed');
  expect(kept).toMatchObject({ description: 'typed in', sourceFile: 'roe.csv' });
}, 20_000);

describe('a file that is sent', () => {
  it('is taken up to the limit, and leaves nothing where it is refused', async () => {
    const before = filesThere();
    const large = await upload('big', Buffer.alloc(2 ** 20 + 1, 'x'));
    expect([large.statusCode, large.json().code]).toEqual([413, 'DATASET_TOO_LARGE']);
    const faulty = await upload('big', `${csvOf(market.days.slice(0, 3))}2020-13-01,DEMO0001,1\n`);
    expect([faulty.statusCode, faulty.json().code]).toEqual([422, 'DATASET_INVALID']);
    expect(faulty.json().where).toBe('upload:5, column date');
    expect(faulty.body).not.toContain(service.dataFolder);
    expect(filesThere()).toEqual(before);
  });

  it('is no JSON, and no other route is sent files', async () => {
    const json = await upload('big', '{}', { 'content-type': 'application/json' });
    expect([json.statusCode, json.json().code]).toEqual([400, 'INVALID_INPUT']);
    const elsewhere = await service.app.inject({
      method: 'POST',
      url: '/v1/libraries',
      headers: { 'content-type': 'text/csv' },
      payload: 'a,b',
    });
    expect([elsewhere.statusCode, elsewhere.json().code]).toEqual([400, 'INVALID_INPUT']);
  });

  it('by two at a time under one name is kept once', async () => {
    const days = market.days.slice(0, 20);
    const answers = await Promise.all([upload('race', csvOf(days)), upload('race', csvOf(days, 7))]);
    expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([200, 409]);
    const won = answers.find(({ statusCode }) => statusCode === 200)!.json<ValuesImportModel>();
    const now = await service.rest<ImportedValuesModel>('GET', '/v1/imported-values/race');
    expect(now.hash).toBe(won.values.hash);
  });
});

describe('files', () => {
  it('of the state before stay for who reads them, until the next', async () => {
    const hashes: string[] = [];
    for (const end of [10, 11, 12, 13]) {
      hashes.push(
        (await upload('grows', csvOf(market.days.slice(0, end)))).json<ValuesImportModel>().values.hash,
      );
    }
    const kept = filesThere().filter((name) => name.startsWith('grows.'));
    expect(kept).toEqual(
      hashes
        .slice(2)
        .map((hash) => `grows.${hash}.values`)
        .sort(),
    );
  });

  it('without a row are unused, those with one are not', async () => {
    const { days } = market;
    const options: ValuesImport = {
      name: 'orphan',
      file: join(imports, 'roe.csv'),
      fileName: 'roe.csv',
      columns: {},
      market: { days, symbols: ['DEMO0001'] },
      today: '2100-01-01',
      former: null,
      folder: folder(),
    };
    // What a process leaves that dies between file and row.
    const { hash } = await importValues(options);
    const long = new Date(Date.now() - 2 * 86_400_000);
    for (const name of filesThere()) utimesSync(join(folder(), name), long, long);
    const unused = await service.rest<UnusedFilesModel[]>('GET', '/v1/unused-files');
    const paths = unused.filter(({ kind }) => kind === 'IMPORTED_VALUES').map(({ path }) => path);
    expect(paths).toContain(`imported-values/orphan.${hash}.values`);
    expect(paths.filter((path) => /\/(roe|grows)\./.test(path))).toEqual([]);
    expect((await service.app.inject({ method: 'DELETE', url: '/v1/unused-files' })).statusCode).toBe(200);
    expect(filesThere()).not.toContain(`orphan.${hash}.values`);
  });

  it('are whole, or not there, whenever an import is killed', async () => {
    const built = pathToFileURL(resolve('dist/compute/imported/import-values.js')).href;
    const options = {
      file: join(imports, 'roe.csv'),
      fileName: 'roe.csv',
      columns: {},
      market: { days: market.days, symbols: ['DEMO0001'] },
      today: '2100-01-01',
      former: null,
      folder: folder(),
    };
    const code = `const { importValues } = await import(${JSON.stringify(built)});
      for (let at = 0; ; at++) {
        await importValues({ ...${JSON.stringify(options)}, name: 'killed_' + process.pid + '_' + at });
        if (at === 0) process.stdout.write('begun');
      }`;
    for (const pauseMs of [0, 7, 19]) {
      const child = spawn(process.execPath, ['--input-type=module', '-e', code]);
      children.push(child);
      await once(child.stdout!, 'data');
      await new Promise((done) => setTimeout(done, pauseMs));
      child.kill('SIGKILL');
      await once(child, 'exit');
    }
    expect((await upload('after', csvOf(market.days.slice(0, 3)))).statusCode).toBe(200);
    const names = filesThere();
    expect(names.filter((name) => name.startsWith('.unfinished-'))).toEqual([]);
    const killed = names.filter((name) => name.startsWith('killed_'));
    expect(killed.length).toBeGreaterThanOrEqual(3);
    for (const file of killed) {
      const [name, hash] = file.split('.') as [string, string];
      expect((await readValuesFile(join(folder(), file), { name, hash })).days).toHaveLength(50);
    }
  }, 30_000);

  it('come back from a backup', async () => {
    const scratch = mkdtempSync(join(tmpdir(), 'factormine-values-'));
    const name = `restored_${randomUUID().replaceAll('-', '')}`;
    const url = new URL(inject('adminUrl'));
    try {
      const into = join(scratch, 'backup');
      await backUp({ databaseUrl: database.url, dataFolder: service.dataFolder, into });
      await withAdmin(inject('adminUrl'), (admin) => admin.query(`CREATE DATABASE "${name}"`));
      url.pathname = `/${name}`;
      const dataFolder = join(scratch, 'data');
      await restore({ databaseUrl: url.href, dataFolder, from: into, migrations: MIGRATIONS });
      const { rows } = await withAdmin(url.href, (client) =>
        client.query<{ name: string; hash: string }>('SELECT name, hash FROM imported_values'),
      );
      expect(rows.length).toBeGreaterThanOrEqual(4);
      for (const row of rows) {
        const path = join(dataFolder, 'imported-values', `${row.name}.${row.hash}.values`);
        expect((await readValuesFile(path, row)).symbols).toEqual(['DEMO0001']);
      }
    } finally {
      await withAdmin(inject('adminUrl'), (admin) =>
        admin.query(`DROP DATABASE IF EXISTS "${name}" WITH (FORCE)`),
      );
      rmSync(scratch, { recursive: true, force: true });
    }
  }, 30_000);
});
