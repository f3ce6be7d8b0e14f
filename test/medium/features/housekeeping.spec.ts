import { existsSync, mkdirSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type {
  DatasetUseModel,
  UnusedFilesModel,
} from '../../../src/features/housekeeping/housekeeping.models.ts';
import type { RunModel } from '../../../src/features/runs/run.models.ts';
import { featureService, until } from '../../support/feature-service.ts';
import { type SmallMarket, smallExperiment, storeSmallMarket } from '../../support/small-market.ts';
import { testDatabase } from '../../support/test-database.ts';
import { withAdmin } from '../../support/with-admin.ts';

const database = testDatabase();
const service = featureService(database);
let market: SmallMarket;
let kept: SmallMarket;
let waiting: RunModel;

const runOn = (where: SmallMarket, start: boolean) =>
  service.rest<RunModel>('POST', '/v1/runs', {
    datasetId: where.datasetId,
    experiment: smallExperiment(where.days),
    seed: 'seed',
    start,
  });
const ended = (id: string) =>
  until(async () => {
    const run = await service.rest<RunModel>('GET', `/v1/runs/${id}`);
    return run.state === 'COMPLETED' && run;
  });
const use = () => service.rest<DatasetUseModel>('GET', `/v1/datasets/${market.datasetId}/use`);
const remove = async (query: string) => {
  const answer = await service.app.inject({
    method: 'DELETE',
    url: `/v1/datasets/${market.datasetId}${query}`,
  });
  return { status: answer.statusCode, body: answer.json() };
};
/** Single figures about the dataset. */
const numbers = (sql: string): Promise<number[]> =>
  withAdmin(database.url, async (client) =>
    (await client.query<{ n: number }>(sql, [market.datasetId])).rows.map(({ n }) => n),
  );
const counts = () =>
  withAdmin(database.url, async (client) => {
    const { rows } = await client.query<Record<'datasets' | 'runs' | 'individuals' | 'factors', number>>(
      `SELECT (SELECT count(*)::int FROM datasets) AS datasets, (SELECT count(*)::int FROM runs) AS runs,
         (SELECT count(*)::int FROM individuals) AS individuals,
         (SELECT count(*)::int FROM factors) AS factors`,
    );
    return rows[0]!;
  });

beforeAll(async () => {
  market = await storeSmallMarket(database.url, service.dataFolder);
  kept = await storeSmallMarket(database.url, service.dataFolder, { seed: 'kept' });
  await ended((await runOn(market, true)).id);
  await ended((await runOn(kept, true)).id);
  waiting = await runOn(market, false);
}, 60_000);

describe('a dataset', () => {
  it('says what its deletion would take along, and changes nothing', async () => {
    const before = await counts();
    const { rows, users, files, bytes } = await use();
    const [ofRuns] = await numbers(
      'SELECT count(*)::int AS n FROM individuals WHERE run_id IN (SELECT id FROM runs WHERE dataset_id = $1)',
    );
    expect(ofRuns).toBeGreaterThan(40);
    expect(rows).toMatchObject({ runs: 2, generations: 5, individuals: ofRuns });
    expect(rows.evaluations).toBeGreaterThan(0);
    expect(users).toMatchObject([{ kind: 'RUN', id: waiting.id, why: 'it is CREATED' }]);
    expect(files).toBeGreaterThan(1);
    expect(bytes).toBeGreaterThan(10_000);
    expect(await counts()).toEqual(before);
  });

  it.each(['', '?confirm=', '?confirm=another', '?confirm=small&force=perhaps'])(
    'is not deleted by "%s"',
    async (query) => {
      const before = await counts();
      expect(await remove(query)).toMatchObject({ status: 400, body: { code: 'INVALID_INPUT' } });
      expect(await counts()).toEqual(before);
    },
  );

  it('is not deleted while a run waits for it', async () => {
    const answer = await remove('?confirm=small');
    expect(answer).toMatchObject({ status: 409, body: { code: 'CONFLICT' } });
    expect(answer.body.detail).toContain(waiting.id);
  });

  it('goes with its runs, measurements and files when forced; factors and neighbours stay', async () => {
    const before = await counts();
    const { hash, rows } = await use();
    const answer = await remove(`?confirm=${hash}&force=true`);
    expect(answer).toMatchObject({ status: 200, body: { rows: { runs: 2 } } });
    expect(existsSync(join(service.dataFolder, 'datasets', hash))).toBe(false);
    expect(await counts()).toEqual({
      datasets: 1,
      runs: 1,
      individuals: before.individuals - rows.individuals,
      factors: before.factors,
    });
    expect(await numbers('SELECT count(*)::int AS n FROM evaluation_keys WHERE dataset_id = $1')).toEqual([
      0,
    ]);
    await expect(use()).rejects.toThrow('NOT_FOUND');
    expect((await ended((await runOn(kept, true)).id)).generation).toBe(4);
  });
});

describe('a dataset that a run mines just now', () => {
  it('goes when forced; the run is fenced out, and its worker goes on with others', async () => {
    const mined = await storeSmallMarket(database.url, service.dataFolder, { seed: 'mined' });
    const { id } = await service.rest<RunModel>('POST', '/v1/runs', {
      datasetId: mined.datasetId,
      experiment: smallExperiment(mined.days, 100_000),
      seed: 'seed',
      start: true,
    });
    await until(async () => ((await service.rest<RunModel>('GET', `/v1/runs/${id}`)).generation ?? 0) > 2);
    const url = `/v1/datasets/${mined.datasetId}?confirm=small`;
    expect((await service.app.inject({ method: 'DELETE', url })).statusCode).toBe(409);
    expect((await service.app.inject({ method: 'DELETE', url: `${url}&force=true` })).statusCode).toBe(200);
    await expect(service.rest('GET', `/v1/runs/${id}`)).rejects.toThrow('NOT_FOUND');
    expect((await ended((await runOn(kept, true)).id)).generation).toBe(4);
  });
});

describe('unused files', () => {
  const stray = 'a'.repeat(64);
  const twoDaysAgo = new Date(Date.now() - 2 * 86_400_000);
  const place = (...names: string[]) => join(service.dataFolder, ...names);
  const list = (query = '') => service.rest<UnusedFilesModel[]>('GET', `/v1/unused-files${query}`);

  beforeAll(() => {
    for (const folder of [stray, '.unfinished-x', 'b'.repeat(64)]) {
      mkdirSync(place('datasets', folder), { recursive: true });
      writeFileSync(place('datasets', folder, 'close.bin'), Buffer.alloc(1000));
    }
    for (const path of [stray, '.unfinished-x'].flatMap((name) => [join(name, 'close.bin'), name])) {
      utimesSync(place('datasets', path), twoDaysAgo, twoDaysAgo);
    }
    mkdirSync(place('notes'));
    writeFileSync(place('notes', 'mine.txt'), 'not the service’s');
    utimesSync(place('notes', 'mine.txt'), twoDaysAgo, twoDaysAgo);
  });

  it('are listed first: neither what is registered, nor fresh, nor another’s', async () => {
    expect((await list()).map(({ kind, path, bytes }) => [kind, path, bytes])).toEqual([
      ['UNFINISHED_IMPORT', 'datasets/.unfinished-x', 1000],
      ['DATASET', `datasets/${stray}`, 1000],
    ]);
    expect(await list('?quietHours=1000')).toEqual([]);
    await expect(list('?quietHours=0')).rejects.toThrow('INVALID_INPUT');
    expect(existsSync(place('datasets', stray))).toBe(true);
  });

  it('are removed when asked', async () => {
    const { removeUnusedFiles } = await service.graphql<{ removeUnusedFiles: UnusedFilesModel[] }>(
      'mutation { removeUnusedFiles { kind path bytes } }',
    );
    expect(removeUnusedFiles).toHaveLength(2);
    expect(existsSync(place('datasets', stray))).toBe(false);
    expect(existsSync(place('datasets', 'b'.repeat(64)))).toBe(true);
    expect(existsSync(place('notes', 'mine.txt'))).toBe(true);
    expect(await list()).toEqual([]);
  });
});
