import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { importInThread } from '../../src/compute/panel/import/import-in-thread.ts';
import { importMarket } from '../../src/compute/panel/import/import-market.ts';
import { removeAbandoned } from '../../src/compute/panel/unfinished-folders.ts';
import { SOUND_DAILY, temporaryFolder } from '../support/market-files.ts';
import { minuteCsv, minuteRows } from '../support/minute-rows.ts';

const full = vi.hoisted(() => ({ bytesLeft: Number.POSITIVE_INFINITY, path: '' }));

/** A disk that is full when so many bytes were written. */
vi.mock('node:fs', async (original) => {
  const fs = await original<typeof import('node:fs')>();
  const writeSync = (file: number, bytes: Uint8Array, ...more: number[]): number => {
    full.bytesLeft -= bytes.length;
    if (full.bytesLeft < 0) {
      throw Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
    }
    return fs.writeSync(file, bytes, more[0], more[1], more[2]);
  };
  return { ...fs, writeSync };
});

const files = temporaryFolder();
const BATCH_BYTES = 64 * 1024;
const PATIENCE_MS = 30_000;
let minutes: string[];
let folders = 0;
const children: ChildProcess[] = [];

function newFolder(): string {
  const folder = join(files.path, `datasets-${folders++}`);
  mkdirSync(folder);
  return folder;
}

beforeAll(() => {
  minutes = [files.write('minutes.csv', minuteCsv(minuteRows({ stocks: 40, days: 30, bars: 240 })))];
});
afterEach(() => {
  full.bytesLeft = Number.POSITIVE_INFINITY;
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

const unfinished = (folder: string): string[] =>
  readdirSync(folder).filter((name) => name.startsWith('.unfinished-'));

/** Bytes of a file among those that are not finished. */
function grown(folder: string, file: string): number {
  try {
    return statSync(join(folder, unfinished(folder)[0]!, file)).size;
  } catch {
    return 0;
  }
}

async function until(condition: () => boolean): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS;
  while (!condition()) {
    if (Date.now() > deadline) throw new Error('it did not happen in time');
    await new Promise((done) => setTimeout(done, 1));
  }
}

/** An import in a process of its own. */
function importElsewhere(folder: string): ChildProcess {
  const built = pathToFileURL(resolve('dist/compute/panel/import/import-market.js')).href;
  const code = `const { importMarket } = await import(${JSON.stringify(built)});
    await importMarket(${JSON.stringify(folder)}, { minutes: ${JSON.stringify(minutes)} }, () => {}, { batchBytes: ${BATCH_BYTES} });`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', code], { stdio: 'inherit' });
  children.push(child);
  return child;
}

describe('an import that is killed', () => {
  it.each([
    ['while it reads', 'minute-rows'],
    ['while it writes tiles', 'tiles/minute-open.tiles'],
  ])('%s leaves nothing after the next start', async (_, file) => {
    const folder = newFolder();
    const child = importElsewhere(folder);
    await until(() => grown(folder, file) > 0);
    // A living import's files are nobody else's to remove.
    await removeAbandoned(folder);
    expect(unfinished(folder)).toHaveLength(1);
    const exited = once(child, 'exit');
    child.kill('SIGKILL');
    await exited;
    expect(readdirSync(folder)).toEqual(unfinished(folder));
    expect(unfinished(folder)).toHaveLength(1);
    await removeAbandoned(folder);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('is swept by the next import, too', async () => {
    const folder = newFolder();
    const child = importElsewhere(folder);
    await until(() => grown(folder, 'minute-rows') > 0);
    const exited = once(child, 'exit');
    child.kill('SIGKILL');
    await exited;
    const { manifest } = await importMarket(folder, { daily: [files.write('daily.csv', SOUND_DAILY)] });
    expect(readdirSync(folder)).toEqual([manifest.datasetHash]);
  });

  it('or called off leaves nothing at once', async () => {
    for (const phase of ['reading', 'building']) {
      const folder = newFolder();
      const controller = new AbortController();
      const running = importInThread(
        { datasetsFolder: folder, options: { minutes } },
        (progress) => {
          if (progress.phase === phase) controller.abort(new Error('called off'));
        },
        controller.signal,
      );
      await expect(running).rejects.toThrow('called off');
      expect(readdirSync(folder)).toEqual([]);
    }
  });
});

describe('a disk that is full', () => {
  it.each([
    ['at once', 0],
    ['while rows are on their way', 2_000_000],
    ['while tiles are written', 20_000_000],
  ])('%s: is refused with a way out, and nothing is stored', async (_, bytes) => {
    const folder = newFolder();
    full.bytesLeft = bytes;
    await expect(
      importMarket(folder, { minutes }, () => {}, { batchBytes: BATCH_BYTES }),
    ).rejects.toMatchObject({
      name: 'Refusal',
      code: 'DISK_FULL',
      details: { remedy: expect.stringContaining('room') },
    });
    expect(readdirSync(folder)).toEqual([]);
  });
});
