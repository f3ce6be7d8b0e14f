import { mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EvaluationPool } from '../../../../src/compute/engine/evaluation-pool.ts';
import { sharedFloats } from '../../../../src/compute/panel/shared-arrays.ts';
import type { MinuteLeaf } from '../../../../src/compute/plan/leaf.ts';
import { LeafFiles } from '../../../../src/compute/reduction/leaf-files.ts';
import { MinuteReductions } from '../../../../src/compute/reduction/minute-reductions.ts';
import { reduceByTiles } from '../../../../src/compute/reduction/reduce-by-tiles.ts';
import type { LeafTarget } from '../../../../src/compute/reduction/tile-reducer.ts';
import { frameOf, madePanel, programOf } from '../engine/made-panel.ts';

const panel = madePanel(60, 20);
const leaf = (operator: string, ...fields: string[]): MinuteLeaf => ({ operator, fields, interval: null });
const LEAVES = [leaf('ts_mean', 'high'), leaf('ts_corr', 'high', 'volume'), leaf('idx_max', 'volume')];
const BYTES = 60 * 20 * 8;
let root: string;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'leaves-'));
});
afterAll(() => rm(root, { recursive: true, force: true }));

/** Reduces here, and counts. */
function counting() {
  const passes: number[] = [];
  const inThreads = async (targets: readonly LeafTarget[]): Promise<void> => {
    passes.push(targets.length);
    await Promise.resolve();
    for (const target of targets) target.values.set(reduceByTiles(panel, target.leaf));
  };
  return { passes, inThreads };
}

describe('reductions of minute bars', () => {
  it('are made in one pass, once, whoever asks meanwhile', async () => {
    const { passes, inThreads } = counting();
    const reductions = new MinuteReductions(null, 1e6);
    const [all, one] = await Promise.all([
      reductions.reduce(panel, LEAVES, inThreads),
      reductions.reduce(panel, [LEAVES[1]!], inThreads),
    ]);
    expect(passes).toEqual([3]);
    expect(one[0]!.values).toBe(all[1]!.values);
    expect(all.map(({ values }) => [...values])).toEqual(
      LEAVES.map((each) => [...reduceByTiles(panel, each)]),
    );
    await reductions.reduce(panel, [...LEAVES, leaf('ts_max', 'high')], inThreads);
    expect(passes).toEqual([3, 1]);
  });

  it('give way to newer ones for lack of room, but not while they are asked for', async () => {
    const { passes, inThreads } = counting();
    const reductions = new MinuteReductions(null, 2 * BYTES);
    expect(reductions.leavesThatFit(panel)).toBe(2);
    expect(await reductions.reduce(panel, LEAVES, inThreads)).toHaveLength(3);
    await reductions.reduce(panel, [leaf('ts_min', 'high')], inThreads);
    expect(reductions.bytes).toBe(2 * BYTES);
    await reductions.reduce(panel, [LEAVES[2]!], inThreads);
    expect(passes).toEqual([3, 1]);
    await reductions.reduce(panel, [LEAVES[0]!], inThreads);
    expect(passes).toEqual([3, 1, 1]);
  });

  it('are tried again after a failure', async () => {
    const reductions = new MinuteReductions(null, 1e6);
    const failing = () => Promise.reject(new Error('no tiles'));
    await expect(reductions.reduce(panel, LEAVES, failing)).rejects.toThrow('no tiles');
    expect(reductions.bytes).toBe(0);
    expect(await reductions.reduce(panel, LEAVES, counting().inThreads)).toHaveLength(3);
  });

  it('come back from the disk', async () => {
    const folder = join(root, 'kept');
    const first = counting();
    const made = await new MinuteReductions(new LeafFiles(folder, 1e6), 1e6).reduce(
      panel,
      LEAVES,
      first.inThreads,
    );
    await expect.poll(async () => (await readdir(folder)).length).toBe(3);
    const second = counting();
    const found = await new MinuteReductions(new LeafFiles(folder, 1e6), 1e6).reduce(
      panel,
      [...LEAVES, leaf('ts_sum', 'volume')],
      second.inThreads,
    );
    expect(second.passes).toEqual([1]);
    expect(found[1]!.values).toEqual(made[1]!.values);
    expect(found[1]!.values.buffer).toBeInstanceOf(SharedArrayBuffer);
  });
});

describe('files of reductions', () => {
  const values = sharedFloats(100, 2.5);

  it('are read as they were written, and never by another name, length or content', async () => {
    const folder = join(root, 'files');
    const files = new LeafFiles(folder, 1e6);
    await files.write('a', values);
    expect(await files.read('a', 100)).toEqual(values);
    expect(await files.read('b', 100)).toBeNull();
    const [name] = await readdir(folder);
    const bytes = await readFile(join(folder, name!));
    bytes[200]! ^= 1;
    await writeFile(join(folder, name!), bytes);
    expect(await files.read('a', 100)).toBeNull();
    expect(await readdir(folder)).toEqual([]);
    await files.write('a', values);
    expect(await files.read('a', 99)).toBeNull();
  });

  it('stay within their limit, the longest unused going first, and leave nothing unfinished', async () => {
    const folder = join(root, 'limit');
    const files = new LeafFiles(folder, 2 * 832);
    await files.write('a', values);
    await files.write('b', values);
    for (const name of await readdir(folder)) await utimes(join(folder, name), new Date(0), new Date(0));
    expect(await files.read('a', 100)).toEqual(values);
    await writeFile(join(folder, '.unfinished-x'), 'killed');
    await utimes(join(folder, '.unfinished-x'), new Date(0), new Date(0));
    await files.write('c', values);
    expect(await files.read('b', 100)).toBeNull();
    expect(await files.read('a', 100)).toEqual(values);
    expect(await files.read('c', 100)).toEqual(values);
    expect(await readdir(folder)).toHaveLength(2);
    await files.write('too large', sharedFloats(1000));
    expect(await readdir(folder)).toHaveLength(2);
  });

  it('cost nobody an answer when they cannot be written', async () => {
    await writeFile(join(root, 'no-folder'), '');
    const files = new LeafFiles(join(root, 'no-folder'), 1e6);
    await files.write('a', values);
    expect(await files.read('a', 100)).toBeNull();
  });
});

describe('a pool', () => {
  it('reduces before it evaluates: the same bits with one thread and two, and in groups for lack of room', async () => {
    const frame = frameOf(panel);
    const programs = [
      'ts_corr(high,volume,240)',
      'ts_mean(high,240)/CLOSE',
      'interval(volume,sum,9:30,11:00)/VOLUME',
    ].map((formula) => programOf(panel, formula));
    const answers = [];
    for (const [threads, limit] of [
      [1, 1e6],
      [2, 1e6],
      [2, BYTES],
    ] as const) {
      const pool = new EvaluationPool({ threads, reductions: new MinuteReductions(null, limit) });
      const handle = pool.addPanel(panel);
      const judged = await pool.judge(handle, frame, programs);
      const values = await pool.values(handle, { frame, program: programs[0]! });
      const leaves = await pool.reduceMinuteLeaves(handle, LEAVES);
      answers.push({ judged, values, leaves });
      await pool.close();
    }
    expect(answers[1]).toEqual(answers[0]);
    expect(answers[2]).toEqual(answers[0]);
    expect(answers[0]!.judged[0]!.fitness).not.toBeNull();
    expect(answers[0]!.leaves[1]).toEqual(Float64Array.from(reduceByTiles(panel, LEAVES[1]!)));
  });
});
