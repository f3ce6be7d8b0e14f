import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it } from 'vitest';
import { featureService, until } from '../support/feature-service.ts';
import { PYTHON, PYTHON_WITH_PANDAS } from '../support/python.ts';
import { type SmallMarket, smallExperiment, storeSmallMarket } from '../support/small-market.ts';
import { testDatabase } from '../support/test-database.ts';

const run = promisify(execFile);
const CLIENT = fileURLToPath(new URL('../../clients/python/', import.meta.url));
const script = (name: string): string => fileURLToPath(new URL(`../support/python/${name}`, import.meta.url));

const database = testDatabase();
const service = featureService(database);
let market: SmallMarket;
let url: string;
let runId: string;

/** What a script prints; the service answers it from this very process. */
async function python(python: string, args: readonly string[]): Promise<string> {
  const env = { PATH: process.env.PATH, FACTORMINE_URL: url, PYTHONDONTWRITEBYTECODE: '1' };
  const { stdout } = await run(python, args, { env, timeout: 100_000, maxBuffer: 16 * 1024 * 1024 });
  return stdout;
}

beforeAll(async () => {
  if (PYTHON === null) return;
  market = await storeSmallMarket(database.url, service.dataFolder);
  await service.app.listen(0, '127.0.0.1');
  url = await service.app.getUrl();
  const { id } = await service.rest<{ id: string }>('POST', '/v1/runs', {
    datasetId: market.datasetId,
    experiment: smallExperiment(market.days),
    seed: 'python',
    start: true,
  });
  runId = id;
  await until(
    async () => (await service.rest<{ state: string }>('GET', `/v1/runs/${id}`)).state === 'COMPLETED',
  );
  const measurement = { runId, role: 'train' };
  const library = await service.rest<{ id: string }>('POST', '/v1/libraries', { name: 'core', measurement });
  await service.rest('POST', `/v1/libraries/${library.id}/members`, {
    formula: 'LOW/HIGH',
    force: true,
  });
  await service.rest('POST', '/v1/warm-start-pools', {
    name: 'nightly',
    formulas: ['ts_mean(CLOSE,5)/CLOSE', 'HIGH/LOW'],
  });
}, 90_000);

interface Told {
  readonly rowsType: string;
  readonly top: string[];
  readonly newest: string;
  readonly members: [string, number][];
  readonly all: number;
  readonly nodes: number;
  readonly progress: [string, number | null][];
  readonly refusals: ([string, number | null, string] | null)[];
  readonly files: string[];
}

const session = async (program: string, pandas: boolean): Promise<Told> => {
  const experiment = smallExperiment(market.days, 2);
  const series = `market ${market.seriesId}`;
  const asked = JSON.stringify({ runId, datasetId: market.datasetId, experiment, pandas, series });
  return JSON.parse(await python(program, [script('client_session.py'), CLIENT, asked]));
};

function expectWhole(told: Told): void {
  expect(told).toMatchObject({
    evaluated: 'OPEN/CLOSE',
    pool: ['ts_mean(CLOSE,5)/CLOSE', 'HIGH/LOW'],
    sameRun: true,
    ended: 'COMPLETED',
    size: true,
    magic: 'PAR1',
    header: 'day,symbol,OPEN/CLOSE',
    files: ['factors.parquet'],
    imported: [expect.stringContaining('imported_py_'), 'LONG', 'rows'],
    valued: true,
    read: { canonical: 'ts_mean(CLOSE,5)/CLOSE', negated: true },
  });
  expect(told.top).toHaveLength(7);
  expect(told.all).toBeGreaterThan(15);
  expect(told.nodes).toBe(told.all);
  expect(told.members).toEqual([['LOW/HIGH', expect.any(Number)]]);
  expect(told.progress.at(-1)).toEqual(['COMPLETED', 2]);
  expect(told.refusals.map((refusal) => refusal?.slice(0, 2))).toEqual([
    ['NOT_FOUND', 404],
    ['FORMULA_SYNTAX', 400],
    [expect.any(String), expect.any(Number)],
    ['NOT_FOUND', null],
    ['INVALID_INPUT', 400],
    ['UNREACHABLE', null],
  ]);
  expect(told.refusals[1]![2]).toContain('column 7');
}

describe.skipIf(PYTHON === null)('the Python client', () => {
  it('does all that it promises, with rows as dicts', async () => {
    const told = await session(PYTHON!, false);
    expect(told.rowsType).toBe('list');
    expectWhole(told);
  }, 60_000);

  it.skipIf(PYTHON_WITH_PANDAS === null)(
    'gives DataFrames where pandas is there',
    async () => {
      const told = await session(PYTHON_WITH_PANDAS!, true);
      expect(told.rowsType).toBe('DataFrame');
      expect(told).toMatchObject({ wide: true });
      expectWhole(told);
    },
    60_000,
  );

  it('has a notebook whose cells run', async () => {
    const path = `${CLIENT}factormine.ipynb`;
    const notebook = JSON.parse(readFileSync(path, 'utf8'));
    expect(notebook).toMatchObject({ nbformat: 4, nbformat_minor: 5 });
    const printed = await python(PYTHON!, [script('run_notebook.py'), path]);
    expect(printed).toContain('Div(Sub($close,Mean($close,20)),Std($close,20))');
    expect(printed).toContain('COMPLETED 3');
  }, 60_000);

  it('keeps the promises of its examples, with the standard library alone', async () => {
    expect(await python(PYTHON!, ['-m', 'doctest', `${CLIENT}factormine.py`])).toBe('');
    const source = readFileSync(`${CLIENT}factormine.py`, 'utf8');
    const imported = [...source.matchAll(/^ *(?:import|from) (\w+)/gm)].map(([, name]) => name);
    const listed = await python(PYTHON!, ['-c', 'import sys; print(",".join(sys.stdlib_module_names))']);
    const known = new Set([...listed.trim().split(','), 'pandas', 'factormine']);
    expect(imported.filter((name) => !known.has(name!))).toEqual([]);
  });
});
