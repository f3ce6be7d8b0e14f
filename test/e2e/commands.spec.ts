import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { COMMANDS } from '../../src/cli/command-line.ts';
import type { RunModel } from '../../src/features/runs/run.models.ts';
import { cliSession } from '../support/cli-session.ts';
import { emptyDatabases } from '../support/empty-databases.ts';
import { featureService } from '../support/feature-service.ts';
import { temporaryFolder } from '../support/market-files.ts';
import { type CliOutcome, runCli } from '../support/run-cli.ts';
import { testDatabase } from '../support/test-database.ts';

/** A service runs on the same store while the commands do what they are asked. */
const database = testDatabase();
const emptyDatabase = emptyDatabases();
const service = featureService(database);
const files = temporaryFolder();
const session = cliSession();
const called = new Set<string>();
let market: string;
let run: RunModel;
let factor: string;

const DAYS = Array.from({ length: 150 }, (_, day) =>
  new Date(Date.UTC(2020, 0, 1 + day)).toISOString().slice(0, 10),
);

/** 40 stocks that drift apart; the same at every call. */
function dailyCsv(): string {
  let state = 7;
  const random = (): number => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 1;
    return (state % 1000) / 1000;
  };
  const rows = Array.from({ length: 40 }, (_, stock) => {
    let price = 10 + stock;
    return DAYS.map((day) => {
      const open = price;
      price = Math.max(1, price * (1 + (random() - 0.5) / 20));
      const [high, low] = [Math.max(open, price) * 1.01, Math.min(open, price) * 0.99];
      const prices = [open, high, low, price].map((one) => one.toFixed(4)).join(',');
      return `${day},S${String(stock).padStart(2, '0')},${prices},${100 + Math.floor(random() * 900)}`;
    });
  });
  return ['date,symbol,open,high,low,close,volume', ...rows.flat()].join('\n');
}

const store = () => ({ DATABASE_URL: database.url, FACTORMINE_DATA: service.dataFolder });

function cli(args: readonly string[], variables: Record<string, string> = {}): Promise<CliOutcome> {
  called.add(args[0]!);
  return session(args, { ...store(), ...variables });
}

/** What a command prints that does its work. */
async function done(...args: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await cli(args);
  expect({ args, code, stderr: code === 0 ? '' : stderr }).toEqual({ args, code: 0, stderr: '' });
  return stdout;
}

/** What a command says that cannot do what it was asked. */
async function refused(...args: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await cli(args);
  expect({ args, code, stdout }).toEqual({ args, code: 2, stdout: '' });
  expect(stderr).not.toMatch(/^\s+at /m);
  return stderr;
}

const PERIODS = [
  ['--train', `${DAYS[0]}..${DAYS[99]}`],
  ['--validation', `${DAYS[100]}..${DAYS[124]}`],
  ['--test', `${DAYS[125]}..${DAYS[149]}`],
].flat();

beforeAll(async () => {
  files.write('daily.csv', dailyCsv());
  files.write('experiment.json', JSON.stringify({ evaluation: { minimumStocks: 10 } }));
  const prices = join(files.path, 'daily.csv');
  market = JSON.parse(await done('import', '--name', 'commands', '--prices', prices, '--json')).dataset.id;
  const mined = await done(
    ...['mine', '--dataset', market, ...PERIODS, '--generations', '4', '--population', '20', '--seed', 'cli'],
    ...['--improve', 'CLOSE/OPEN', '--experiment', join(files.path, 'experiment.json'), '--json'],
  );
  run = JSON.parse(mined);
  factor = JSON.parse(await done('top', '--count', '1', '--json'))[0].factor.id;
}, 60_000);

describe('a command that is rightly used', () => {
  it('mine: has mined what the options say', () => {
    expect(run).toMatchObject({ state: 'COMPLETED', generation: 4, seed: 'cli', improves: true });
  });

  it('runs: names the run and where it stands, in a process of its own too', async () => {
    const stands = new RegExp(`${run.id}\\s+COMPLETED\\s+4 `);
    expect(await done('runs')).toMatch(stands);
    expect(await runCli(['runs'], store())).toEqual({
      code: 0,
      stdout: expect.stringMatching(stands),
      stderr: '',
    });
  });

  it('runs: ends quietly where nobody reads on', async () => {
    const { PATH } = process.env;
    const child = spawn(process.execPath, ['dist/cli/main.js', 'runs'], { env: { PATH, ...store() } });
    child.stdout.destroy();
    let stderr = '';
    child.stderr.on('data', (text) => {
      stderr += text;
    });
    const [code] = await once(child, 'close');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  });

  it('show: tells of a factor by its id', async () => {
    const text = await done('show', factor);
    expect(text).toContain(`id ${factor}`);
    expect(text).toContain(`${DAYS[0]}..${DAYS[99]}`);
  });

  it('improve: tells the chain', async () => {
    expect(await done('improve', run.id)).toMatch(/^OPEN\/CLOSE|^CLOSE\/OPEN/);
  });

  it('tear: prints the sheet of a formula with its checks', async () => {
    const text = await done('tear', 'CLOSE/OPEN', '--dataset', market, '--from', DAYS[0]!, '--to', DAYS[99]!);
    expect(text).toContain('LOW_COVERAGE');
    expect(text).not.toContain('NaN');
  });

  it('why: says that the run is over', async () => {
    expect(await done('why', run.id)).toMatch(/^OVER: It is complete/);
  });

  it('verify: finds the run sound', async () => {
    expect(await done('verify', run.id)).toMatch(/^sound: 5 generations, (\d+) of \1 individuals kept/);
  });

  it('prune: counts, and changes nothing unless told', async () => {
    expect(await done('prune')).toContain('nothing was changed; add --yes');
  });

  it('export: writes a file of its ending, or to standard output', async () => {
    const output = join(files.path, 'factors.parquet');
    await done('export', 'factors', '--output', output);
    expect(readFileSync(output).subarray(0, 4).toString()).toBe('PAR1');
    const values = ['export', 'values', '--formula', 'CLOSE/OPEN', '--format', 'csv'];
    expect(await done(...values, '--dataset', market, '--from', DAYS[0]!, '--to', DAYS[9]!)).toMatch(
      /^day,symbol,CLOSE\/OPEN\n2020-01-01,S00,\d/,
    );
  });

  it('keys: makes, lists and takes back', async () => {
    const { stdout, stderr } = await cli(['keys', 'create', '--name', 'night', '--role', 'operator']);
    expect(stdout).toMatch(/^fm_\S+\n$/);
    const id = /key (\S+) of night, operator/.exec(stderr)![1]!;
    expect(await done('keys', 'list')).toMatch(new RegExp(`${id}\\s+night\\s+operator`));
    expect(await done('keys', 'revoke', id)).toBe('the key of night is revoked\n');
  });

  it('backup and restore: into a store that is empty', async () => {
    const backup = join(files.path, 'backup');
    expect(await done('backup', backup)).toMatch(/: \d+ rows of \d+ tables, \d+ files, /);
    const elsewhere = { DATABASE_URL: await emptyDatabase(), FACTORMINE_DATA: join(files.path, 'restored') };
    const { code, stdout } = await cli(['restore', backup], elsewhere);
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: expect.stringMatching(/^restored what was backed up at /),
    });
    expect((await cli(['runs'], elsewhere)).stdout).toBe(await done('runs'));
    // Not a second time: there is something now.
    expect(await cli(['restore', backup], elsewhere)).toMatchObject({ code: 2, stdout: '' });
  });

  it('import-values and imported-values: takes values from elsewhere, and lists them', async () => {
    const file = files.write('roe.csv', `date,symbol,value\n${DAYS[0]},S00,0.1\n${DAYS[1]},S01,0.2\n`);
    expect(await done('import-values', file, '--name', 'roe', '--series', 'commands')).toMatch(
      /^imported_roe: 2 new days/,
    );
    expect(await done('imported-values')).toMatch(/imported_roe\s+2 /);
  });

  it('clean: finds nothing unused in a young store', async () => {
    expect(await done('clean')).toContain('nothing is unused');
  });

  it('delete-dataset: says what would go', async () => {
    expect(await done('delete-dataset', market)).toMatch(
      /^would go: commands \([\s\S]*nothing was changed; add --confirm commands/,
    );
  });

  it('doctor: finds the machine and the database in order', async () => {
    const { code, stdout } = await cli(['doctor', '--json']);
    const fails = JSON.parse(stdout).filter(({ level }: { level: string }) => level === 'FAIL');
    expect({ code, fails }).toEqual({ code: 0, fails: [] });
  });

  it('evaluate and translate: without a database', async () => {
    const nowhere = { DATABASE_URL: 'postgresql://nobody@127.0.0.1:1/none' };
    const prices = ['--prices', join(files.path, 'daily.csv')];
    const judged = await cli(['evaluate', ...prices, '--formula', 'CLOSE/OPEN', '--json'], nowhere);
    expect(JSON.parse(judged.stdout)[0]).toMatchObject({ canonical: 'CLOSE/OPEN', rankIc: { days: 148 } });
    const qlib = await cli(['translate', 'ts_mean(CLOSE,5)/CLOSE', '--to', 'qlib'], nowhere);
    expect(qlib).toMatchObject({ code: 0, stdout: expect.stringContaining('Mean($close') });
  });
});

describe('a command that is wrongly used says in one message what it expected', () => {
  const NOBODY = '01900000-0000-7000-8000-000000000000';
  const used: readonly (readonly [string[], string])[] = [
    [['import', '--name', 'x', '--prices', 'no-such-file.csv'], 'FILE_NOT_FOUND'],
    [['mine', '--dataset', NOBODY, ...PERIODS], 'NOT_FOUND'],
    [['mine', '--train', 'yesterday'], 'INVALID_INPUT'],
    [['demo', '--minutes', 'soon'], 'INVALID_INPUT'],
    [['top', '--metric', 'BEAUTY'], 'INVALID_INPUT'],
    [['show', 'nothing'], 'INVALID_INPUT'],
    [['improve', NOBODY], 'NOT_FOUND'],
    [['tear', 'CLOSE+', '--run', NOBODY], ''],
    [['why', "'; DROP TABLE runs"], 'INVALID_INPUT'],
    [['verify', NOBODY], 'NOT_FOUND'],
    [['prune', '--run', 'x'], 'INVALID_INPUT'],
    [['export', 'everything'], 'INVALID_INPUT'],
    [['keys', 'create', '--name', 'x', '--role', 'king'], 'INVALID_INPUT'],
    [['restore', '/no/such/folder'], ''],
    [['delete-dataset', NOBODY], 'NOT_FOUND'],
    [['clean', '--quiet-hours', '0'], 'INVALID_INPUT'],
    [['runs', '--count', 'many'], 'INVALID_INPUT'],
    [['evaluate', '--formula', 'CLOSE'], 'INVALID_INPUT'],
    [['translate', 'CLOSE+LOW'], ''],
    [['import-values', 'no-such-file.csv', '--name', 'x', '--series', 'commands'], 'FILE_NOT_FOUND'],
    [['imported-values', '--delete', 'nobody'], 'NOT_FOUND'],
  ];
  it.each(used)('%j', async (args, code) => {
    const told = await refused(...args);
    expect(told).toContain(code);
    expect(told).toMatch(/^factormine: .+ \[[A-Z_]+\]$/m);
  });

  it('a database that cannot be reached', async () => {
    const { code, stdout, stderr } = await cli(['runs'], {
      DATABASE_URL: 'postgresql://nobody@127.0.0.1:1/none',
    });
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(/^factormine: the database cannot be used\n {2}actual: .+\n {2}remedy: .+\n$/);
  });
});

afterAll(() => expect([...called].sort()).toEqual(Object.keys(COMMANDS).sort()));
