import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunModel } from '../../../src/features/runs/run.models.ts';
import type {
  PoolContentsModel,
  PoolProgramModel,
  WarmStartPoolModel,
} from '../../../src/features/warm-start/pool.models.ts';
import type { PushResultModel } from '../../../src/features/warm-start/push.models.ts';
import { Database } from '../../../src/platform/database/database.ts';
import { featureService, until } from '../../support/feature-service.ts';
import { type SmallMarket, smallExperiment, storeSmallMarket } from '../../support/small-market.ts';
import { testDatabase } from '../../support/test-database.ts';

const database = testDatabase();
const service = featureService(database, 'all');
let market: SmallMarket;
let sql: Database;
let run: RunModel;
let libraryId: string;
const POOLS = '/v1/warm-start-pools';

beforeAll(async () => {
  sql = new Database({ databaseUrl: database.url, maximumConnections: 4, onIdleError: () => undefined });
  market = await storeSmallMarket(database.url, service.dataFolder);
  run = await service.rest<RunModel>('POST', '/v1/runs', {
    datasetId: market.datasetId,
    experiment: smallExperiment(market.days, 2),
    seed: 'pools',
    start: true,
  });
  const library = await service.rest<{ id: string }>('POST', '/v1/libraries', {
    name: 'for pools',
    measurement: where(),
    minimumIc: 0,
    maximumCorrelation: 1,
    minimumCoverage: 0,
  });
  libraryId = library.id;
  for (const formula of ['LOW/HIGH', 'ts_mean(CLOSE,5)/CLOSE']) {
    await service.rest('POST', `/v1/libraries/${libraryId}/members`, { formula });
  }
  await until(async () => {
    const { state } = await service.rest<RunModel>('GET', `/v1/runs/${run.id}`);
    return state === 'COMPLETED';
  }, 30_000);
}, 60_000);
afterAll(() => sql.close());

const where = () => ({
  datasetId: market.datasetId,
  period: { from: market.days[0], to: market.days[119] },
  definition: { minimumStocks: 10 },
});
let count = 0;
const named = () => `pool ${++count}`;
const make = (input: object): Promise<WarmStartPoolModel> =>
  service.rest('POST', POOLS, { name: named(), ...input });
const contents = ({ id }: WarmStartPoolModel): Promise<PoolContentsModel> =>
  service.rest('GET', `${POOLS}/${id}/contents`);
const pull = (pool: WarmStartPoolModel, query = '', headers = {}) =>
  service.app.inject({ method: 'GET', url: `${POOLS}/${pool.id}/programs${query}`, headers });
const formulasOf = async (pool: WarmStartPoolModel): Promise<string[]> =>
  (await pull(pool, '?format=formulas')).body.split('\n').filter(Boolean);
const pushText = async (pool: WarmStartPoolModel, text: string, query = ''): Promise<PushResultModel> => {
  const answer = await service.app.inject({
    method: 'POST',
    url: `${POOLS}/${pool.id}/formulas${query}`,
    headers: { 'content-type': 'text/plain' },
    payload: text,
  });
  expect(answer.statusCode, answer.body).toBe(200);
  return answer.json();
};
const sources = (changes: object = {}) => ({
  from: {
    sources: [
      { quota: 1, libraryId },
      { quota: 4, runId: run.id },
      { quota: 2, formulas: ['LOW / HIGH', 'ts_std(CLOSE,17)/CLOSE', 'VOLUME/ts_mean(VOLUME,17)'] },
      { quota: 3, random: { seed: 'a' } },
    ],
    ...changes,
  },
});

describe('a pool of sources', () => {
  it('fills each quota in turn, and takes no canonical form twice', async () => {
    const pool = await make({
      from: {
        sources: [
          { quota: 2, libraryId },
          { quota: 4, runId: run.id },
          { quota: 2, formulas: ['LOW / HIGH', 'ts_std(CLOSE,17)/CLOSE', 'VOLUME/ts_mean(VOLUME,17)'] },
          { quota: 3, random: { seed: 'a' } },
        ],
      },
    });
    expect(pool).toMatchObject({ kind: 'QUERY', size: null });
    const { programs, sources: tallies } = await contents(pool);
    expect(programs.map(({ source }) => source)).toEqual([
      `library:${libraryId}`,
      `library:${libraryId}`,
      ...Array(4).fill(`run:${run.id}`),
      'formulas',
      'formulas',
      ...Array(3).fill('random'),
    ]);
    expect(new Set(programs.map(({ factorId }) => factorId)).size).toBe(programs.length);
    expect(tallies[2]).toEqual({
      source: 'formulas',
      quota: 2,
      offered: 3,
      duplicates: 1,
      unfit: 0,
      alike: 0,
      taken: 2,
    });
    expect((await contents(pool)).programs).toEqual(programs);
  });

  it('takes from a list of uploads as well, but from no other query', async () => {
    const uploads = await make({ formulas: [] });
    await pushText(uploads, 'LOW/HIGH\nOPEN/ts_max(HIGH,19)\nCLOSE/ts_min(LOW,19)');
    const pool = await make({
      from: {
        sources: [
          { quota: 1, formulas: ['LOW/HIGH'] },
          { quota: 2, poolId: uploads.id },
        ],
      },
    });
    const { programs, sources: tallies } = await contents(pool);
    expect(programs.map(({ source }) => source)).toEqual([
      'formulas',
      `pool:${uploads.id}`,
      `pool:${uploads.id}`,
    ]);
    expect(tallies[1]).toMatchObject({ offered: 3, duplicates: 1, taken: 2 });
    await expect(make({ from: { sources: [{ quota: 1, poolId: pool.id }] } })).rejects.toThrow('only lists');
  });

  it('leaves out what behaves like a program before it: no pair is above the stated correlation', async () => {
    const distinct = { maximumCorrelation: 0.6, measurement: where() };
    const pool = await make({
      from: {
        sources: [
          {
            quota: 10,
            formulas: ['LOW/HIGH', 'HIGH/LOW'],
          },
          { quota: 8, top: { ...where(), minimumCoverage: 0 } },
          { quota: 4, random: { seed: 'b' } },
        ],
        distinct,
      },
    });
    const { programs, sources: tallies, maximumCorrelation } = await contents(pool);
    expect(maximumCorrelation).toBe(0.6);
    // The negative ranks the same stocks the other way round: no other find.
    expect(tallies[0]).toMatchObject({ offered: 2, alike: 1, taken: 1 });
    expect(programs.length).toBeGreaterThan(3);
    const matrix = await service.rest<{ rows: { correlations: (number | null)[] }[] }>(
      'POST',
      '/v1/factors/correlation-matrix',
      { ...where(), exact: true, formulas: programs.map(({ formula }) => formula) },
    );
    const pairs = matrix.rows.flatMap(({ correlations }, at) => correlations.slice(at + 1));
    expect(pairs.length).toBeGreaterThan(5);
    for (const correlation of pairs) expect(Math.abs(correlation ?? 0)).toBeLessThanOrEqual(0.6);
  });

  it('is tried before it is saved', async () => {
    const { previewPoolSources } = await service.graphql<{ previewPoolSources: PoolContentsModel }>(
      `query ($from: PoolSourcesInput!) { previewPoolSources(from: $from) {
         programs { formula source factor { formula } } sources { source taken } } }`,
      { from: sources().from },
    );
    expect(previewPoolSources.sources.map(({ taken }) => taken)).toEqual([1, 4, 2, 3]);
    expect(previewPoolSources.programs[0]).toMatchObject({ factor: { formula: expect.any(String) } });
  });

  it.each([
    [{ from: { sources: [] } }, 'INVALID_INPUT'],
    [{ from: { sources: [{ quota: 3 }] } }, 'exactly one of top'],
    [{ from: { sources: [{ quota: 3, runId: 'x', libraryId: 'y' }] } }, 'exactly one of top'],
    [{ from: { sources: [{ quota: 0, random: { seed: 'a' } }] } }, 'INVALID_INPUT'],
    [{ from: { sources: [{ quota: 1, runId: 'nonsense' }] } }, 'INVALID_INPUT'],
    [{ from: { sources: [{ quota: 1, runId: '00000000-0000-7000-8000-000000000000' }] } }, 'NOT_FOUND'],
    [{ from: { sources: [{ quota: 1, libraryId: '00000000-0000-7000-8000-000000000000' }] } }, 'NOT_FOUND'],
    [{ from: { sources: [{ quota: 1, formulas: ['LOW +'] }] } }, 'FORMULA_SYNTAX'],
    [
      { from: { sources: [{ quota: 1, random: { seed: 'a' } }] }, formulas: [] },
      'either a query, sources, or a list',
    ],
    [{}, 'either a query, sources, or a list'],
    [{ query: { datasetId: "'; DROP TABLE runs; --" } }, 'INVALID_INPUT'],
  ])('refuses %o', async (input, says) => {
    const before = (await sql.pool.query('SELECT count(*)::int AS n FROM warm_start_pools')).rows[0].n;
    await expect(make(input)).rejects.toThrow(says);
    expect((await sql.pool.query('SELECT count(*)::int AS n FROM warm_start_pools')).rows[0].n).toBe(before);
  });
});

describe('a snapshot', () => {
  it('keeps what a query said, whatever it says later', async () => {
    const live = await make(sources());
    const taken = await service.rest<WarmStartPoolModel>('POST', `${POOLS}/${live.id}/snapshot`, {
      name: named(),
    });
    expect(taken).toMatchObject({ kind: 'LIST', size: 10, snapshotOf: { poolId: live.id } });
    const kept = await formulasOf(taken);
    expect(kept).toEqual(await formulasOf(live));
    await service.rest('PATCH', `${POOLS}/${live.id}`, {
      from: { sources: [{ quota: 1, random: { seed: 'other' } }] },
    });
    expect(await formulasOf(live)).toHaveLength(1);
    expect(await formulasOf(taken)).toEqual(kept);
    const { programs } = await contents(taken);
    expect(programs.at(-1)?.source).toBe('random');
  });

  it('is made at once where that is wanted, and of nothing there is none', async () => {
    const taken = await make({ ...sources(), snapshot: true });
    expect(taken).toMatchObject({ kind: 'LIST', size: 10 });
    const nothing = { query: { ...where(), operators: ['no_such_operator'] }, snapshot: true };
    await expect(make(nothing)).rejects.toThrow('POOL_EMPTY');
  });
});

describe('pulled', () => {
  it('by name or by the header Accept, as JSON, formulas or NDJSON', async () => {
    const pool = await make({ formulas: ['HIGH/LOW', 'ts_mean(LOW,5)/HIGH'] });
    const json = await pull(pool);
    expect(json.headers['content-type']).toContain('application/json');
    const programs = json.json<PoolProgramModel[]>();
    expect(programs.map(({ formula }) => formula)).toEqual(['HIGH/LOW', 'ts_mean(LOW,5)/HIGH']);
    const text = await pull(pool, '', { accept: 'text/plain' });
    expect(text.headers['content-type']).toContain('text/plain');
    expect(text.body).toBe('HIGH/LOW\nts_mean(LOW,5)/HIGH\n');
    const lines = await pull(pool, '?format=ndjson', { accept: 'text/plain' });
    expect(lines.headers['content-type']).toContain('application/x-ndjson');
    expect(
      lines.body
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).toEqual(programs);
    expect((await pull(pool, '?format=xml')).json()).toMatchObject({ code: 'INVALID_INPUT', status: 400 });
  });
});

describe('pushed', () => {
  it('as text is answered line by line: what can be read is kept, what cannot is told', async () => {
    const pool = await make({ formulas: ['HIGH/LOW'] });
    const text = '# mine\r\nLOW/HIGH\n\nHIGH / LOW\nts_mean(NOPE,5)\n(LOW/HIGH)\nHIGH +\nLOW-VOLUME\n因子';
    const result = await pushText(pool, text);
    expect(result).toMatchObject({ kept: true, accepted: 1, duplicates: 2, refused: 4 });
    expect(result.lines.map(({ line, outcome, code }) => [line, outcome, code])).toEqual([
      [2, 'ACCEPTED', null],
      [4, 'DUPLICATE', null],
      [5, 'REFUSED', 'FORMULA_UNKNOWN_NAME'],
      [6, 'DUPLICATE', null],
      [7, 'REFUSED', 'FORMULA_SYNTAX'],
      [8, 'REFUSED', 'FORMULA_DIMENSION'],
      [9, 'REFUSED', 'FORMULA_SYNTAX'],
    ]);
    expect(result.lines[0]).toMatchObject({ formula: 'LOW/HIGH' });
    expect(result.lines[2]).toMatchObject({ start: 8, end: 12, expected: expect.any(String) });
    expect(await formulasOf(pool)).toEqual(['HIGH/LOW', 'LOW/HIGH']);
    const shown = await service.rest<WarmStartPoolModel>('GET', `${POOLS}/${pool.id}`);
    expect(shown).toMatchObject({ size: 2, changedAt: expect.any(String) });
  });

  it('all or nothing where that is asked for', async () => {
    const pool = await make({ formulas: [] });
    const refused = await pushText(pool, 'LOW/HIGH\nNOPE', '?atomic=true');
    expect(refused).toMatchObject({ kept: false, accepted: 1, refused: 1 });
    expect(await formulasOf(pool)).toEqual([]);
    const { pushToWarmStartPool } = await service.graphql<{ pushToWarmStartPool: PushResultModel }>(
      `mutation ($id: ID!, $input: PushFormulasInput!) { pushToWarmStartPool(id: $id, input: $input) {
         kept accepted lines { line outcome factorId } } }`,
      { id: pool.id, input: { formulas: ['LOW/HIGH', 'CLOSE/OPEN'], atomic: true } },
    );
    expect(pushToWarmStartPool).toMatchObject({ kept: true, accepted: 2 });
    expect(await formulasOf(pool)).toEqual(['LOW/HIGH', 'CLOSE/OPEN']);
  });

  it('without what behaves like a program of the list or an earlier line', async () => {
    const pool = await make({ formulas: ['LOW/HIGH'] });
    const result = await service.rest<PushResultModel>('POST', `${POOLS}/${pool.id}/formulas`, {
      formulas: ['HIGH/LOW', 'VOLUME/ts_mean(VOLUME,20)', 'ts_mean(VOLUME,20)/VOLUME'],
      distinct: { maximumCorrelation: 0.8, measurement: where() },
    });
    expect(result.lines.map(({ outcome }) => outcome)).toEqual(['ALIKE', 'ACCEPTED', 'ALIKE']);
    expect(await formulasOf(pool)).toHaveLength(2);
  });

  it('by two at once, each formula joins once', async () => {
    const pool = await make({ formulas: [] });
    const text = ['LOW/HIGH', 'CLOSE/OPEN', 'HIGH/CLOSE'].join('\n');
    await Promise.all([pushText(pool, text), pushText(pool, text), pushText(pool, text)]);
    expect((await formulasOf(pool)).sort()).toEqual(['CLOSE/OPEN', 'HIGH/CLOSE', 'LOW/HIGH']);
  });

  it('nowhere but into a list, and not too much of it', async () => {
    const live = await make(sources());
    const push = (pool: WarmStartPoolModel, body: object) =>
      service.rest('POST', `${POOLS}/${pool.id}/formulas`, body);
    await expect(push(live, { formulas: ['LOW/HIGH'] })).rejects.toThrow('CONFLICT');
    const list = await make({ formulas: [] });
    await expect(push(list, { formulas: Array(1_001).fill('LOW/HIGH') })).rejects.toThrow('at most 1000');
    await expect(push(list, { formulas: 'LOW/HIGH' })).rejects.toThrow('INVALID_INPUT');
    await expect(push(list, {})).rejects.toThrow('INVALID_INPUT');
    await expect(push(list, { formulas: [Number.NaN] })).rejects.toThrow('INVALID_INPUT');
  });
});

describe('a pool in use', () => {
  it('tells which runs and schedules start from it, and is not deleted under a schedule', async () => {
    const pool = await make({ formulas: ['HIGH/LOW', 'CLOSE/OPEN'] });
    const started = await service.rest<RunModel>('POST', '/v1/runs', {
      name: 'from the pool',
      datasetId: market.datasetId,
      experiment: smallExperiment(market.days, 1),
      warmStart: { pools: [{ poolId: pool.id }] },
    });
    const { periods, ...experiment } = smallExperiment(market.days);
    const schedule = await service.rest<{ id: string }>('POST', '/v1/schedules', {
      name: 'nightly from the pool',
      cron: '0 0 1 1 *',
      seriesId: market.seriesId,
      experiment,
      periods,
      warmStart: { pools: [{ poolId: pool.id, quota: 1 }] },
    });
    const { warmStartPools } = await service.graphql<{ warmStartPools: { edges: { node: object }[] } }>(
      `{ warmStartPools(first: 2) { edges { node { id size programs { formula factor { size } }
           runs(first: 2) { edges { node { runId name programs } } } schedules { scheduleId name } } } } }`,
    );
    expect(warmStartPools.edges[0]?.node).toEqual({
      id: pool.id,
      size: 2,
      programs: [
        { formula: 'HIGH/LOW', factor: { size: 3 } },
        { formula: 'CLOSE/OPEN', factor: { size: 3 } },
      ],
      runs: { edges: [{ node: { runId: started.id, name: 'from the pool', programs: 2 } }] },
      schedules: [{ scheduleId: schedule.id, name: 'nightly from the pool' }],
    });
    const remove = () =>
      service.graphql(`mutation ($id: ID!) { deleteWarmStartPool(id: $id) { id } }`, { id: pool.id });
    await expect(remove()).rejects.toThrow('nightly from the pool');
    await service.rest('PATCH', `/v1/schedules/${schedule.id}`, { warmStart: null });
    await remove();
    await expect(contents(pool)).rejects.toThrow('NOT_FOUND');
  });

  it('is asked by a schedule before that is locked, also where workers compare its programs', async () => {
    const pool = await make({
      from: {
        sources: [{ quota: 3, random: { seed: 'night' } }],
        distinct: { maximumCorrelation: 0.7, measurement: where() },
      },
    });
    const { periods, ...experiment } = smallExperiment(market.days, 1);
    const schedule = await service.rest<{ id: string }>('POST', '/v1/schedules', {
      name: 'nightly, distinct',
      cron: '0 0 1 1 *',
      seriesId: market.seriesId,
      experiment,
      periods,
      warmStart: { pools: [{ poolId: pool.id }] },
    });
    const { triggerSchedule } = await service.graphql<{ triggerSchedule: { run: RunModel; detail: string } }>(
      `mutation ($id: ID!) { triggerSchedule(id: $id) { state detail run { id name warmStart { source } } } }`,
      { id: schedule.id },
    );
    expect(triggerSchedule).toMatchObject({
      state: 'FIRED',
      detail: 'triggered by local',
      run: { warmStart: [{ source: `pool:${pool.id}` }, {}, {}] },
    });
  });

  it('is renamed and shortened, and stays what it is', async () => {
    const pool = await make({ formulas: ['HIGH/LOW', 'CLOSE/OPEN', 'LOW/OPEN'] });
    const { programs } = await contents(pool);
    const change = (input: object) => service.rest<WarmStartPoolModel>('PATCH', `${POOLS}/${pool.id}`, input);
    const name = named();
    expect(await change({ name, removeFactorIds: [programs[1]!.factorId] })).toMatchObject({ name, size: 2 });
    expect(await formulasOf(pool)).toEqual(['HIGH/LOW', 'LOW/OPEN']);
    await expect(change(sources())).rejects.toThrow('CONFLICT');
    const other = await make({ formulas: [] });
    await expect(change({ name: other.name })).rejects.toThrow('ALREADY_EXISTS');
    await expect(change({ removeFactorIds: ['nonsense'] })).rejects.toThrow('INVALID_INPUT');
  });
});
