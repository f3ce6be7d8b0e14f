import { mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { asPanel } from '../../../../src/compute/panel/describe-panel.ts';
import { loadPanel } from '../../../../src/compute/panel/load-panel.ts';
import { minuteFieldsOf } from '../../../../src/compute/panel/minute/minute-source.ts';
import { hashSlice } from '../../../../src/compute/panel/panel-hash.ts';
import { writePanel } from '../../../../src/compute/panel/write-panel.ts';
import { generateDemoMarket } from '../../../../src/demo-market/generate-demo-market.ts';
import { figuresOf } from '../../../support/minute-figures.ts';

const small = { stocks: 20, days: 40, bars: 8 } as const;
let root: string;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'panel-'));
});
afterAll(() => rm(root, { recursive: true, force: true }));

describe('a stored panel', () => {
  it('comes back as it was, on shared memory', async () => {
    const content = generateDemoMarket(small);
    const { folder, manifest, created } = await writePanel(join(root, 'a'), content);
    const panel = await loadPanel(folder, manifest.datasetHash);
    expect(created).toBe(true);
    const { provenance: _, minutes, ...expected } = content;
    expect({ ...panel, minutes }).toEqual({ ...expected, minutes, datasetHash: manifest.datasetHash });
    expect(panel.minutes?.kind).toBe('tiles');
    for (const field of minuteFieldsOf(minutes)) {
      expect(figuresOf(panel.minutes, field), field).toEqual(figuresOf(minutes, field));
    }
    expect(hashSlice(panel, panel.days[20]!)).toBe(hashSlice(asPanel(content), panel.days[20]!));
    expect(panel.matrices.get('CLOSE')?.buffer).toBeInstanceOf(SharedArrayBuffer);
    expect(asPanel(content).datasetHash).toBe(manifest.datasetHash);
  });

  it('is stored once however often it is written', async () => {
    const first = await writePanel(join(root, 'b'), generateDemoMarket(small));
    const second = await writePanel(join(root, 'b'), generateDemoMarket(small));
    expect(second).toEqual({ ...first, created: false });
    expect(await readdir(join(root, 'b'))).toEqual([first.manifest.datasetHash]);
  });

  it('is another dataset when a single value, a dimension or the currency differs', () => {
    const hashOf = (change: (content: ReturnType<typeof generateDemoMarket>) => void): string => {
      const content = generateDemoMarket(small);
      change(content);
      return asPanel(content).datasetHash;
    };
    const plain = hashOf(() => {});
    const value = hashOf((content) => {
      const close = content.matrices.get('CLOSE')!;
      close[7] = close[7]! + 1e-9;
    });
    const currency = hashOf((content) => Object.assign(content.provenance, { currency: 'USD' }));
    const dimension = hashOf((content) => {
      const volume = content.fields.get('VOLUME')!;
      (content.fields as Map<string, typeof volume>).set('VOLUME', {
        ...volume,
        dimension: { yuan: 0, lot: 0 },
      });
    });
    expect(new Set([plain, value, currency, dimension]).size).toBe(4);
  });

  it('does not tell one missing value, or one zero, from another', () => {
    const content = generateDemoMarket(small);
    const hash = asPanel(content).datasetHash;
    const volume = content.matrices.get('VOLUME')!;
    const missing = [...volume.keys()].find((i) => Number.isNaN(volume[i]!))!;
    new BigUint64Array(volume.buffer)[missing] = 0xfff8000000000001n;
    expect(asPanel(content).datasetHash).toBe(hash);
  });

  it.each(['a changed byte', 'a missing byte', 'a missing file', 'a changed manifest', 'no manifest'])(
    'is refused with %s and mended by writing it again',
    async (damage) => {
      const content = generateDemoMarket(small);
      const { folder } = await writePanel(join(root, 'c'), content);
      const path = join(folder, damage.includes('manifest') ? 'manifest.json' : 'matrix-CLOSE.f64');
      const bytes = await readFile(path);
      if (damage === 'a missing file' || damage === 'no manifest') await rm(path);
      else if (damage === 'a missing byte') await writeFile(path, bytes.subarray(1));
      else if (damage === 'a changed byte') await writeFile(path, bytes.fill(1, 100, 101));
      else await writeFile(path, bytes.toString().replace('CNY', 'USD'));
      const code = damage === 'no manifest' ? 'NOT_FOUND' : 'DATASET_CHANGED';
      await expect(loadPanel(folder)).rejects.toMatchObject({ code });
      expect((await writePanel(join(root, 'c'), content)).created).toBe(true);
      expect((await loadPanel(folder)).symbols).toHaveLength(20);
    },
  );

  it('sweeps what killed imports left an hour ago, and nothing younger', async () => {
    const folder = join(root, 'e');
    for (const name of ['.unfinished-old', '.unfinished-young'])
      await mkdir(join(folder, name), { recursive: true });
    await utimes(join(folder, '.unfinished-old'), new Date(0), new Date(0));
    const { manifest } = await writePanel(folder, generateDemoMarket(small));
    expect((await readdir(folder)).sort()).toEqual(['.unfinished-young', manifest.datasetHash]);
  });

  it('is stored once when two write it at the same time', async () => {
    const folder = join(root, 'f');
    const written = await Promise.all([1, 2, 3].map(() => writePanel(folder, generateDemoMarket(small))));
    expect(new Set(written.map((panel) => panel.folder)).size).toBe(1);
    expect(await readdir(folder)).toHaveLength(1);
    await loadPanel(written[0]!.folder);
  });

  it('is refused when the database knows another hash', async () => {
    const { folder } = await writePanel(join(root, 'd'), generateDemoMarket(small));
    await expect(loadPanel(folder, '0'.repeat(64))).rejects.toMatchObject({ code: 'DATASET_CHANGED' });
  });
});

describe('the hash of a slice', () => {
  it('is the same after days and symbols were appended, and another on a changed row', () => {
    const long = asPanel(generateDemoMarket({ ...small, days: 40 }));
    const day = long.days[29]!;
    const before = hashSlice(long, day);
    const close = long.matrices.get('CLOSE')!;
    close[35 * 20] = 1;
    expect(hashSlice(long, day)).toBe(before);
    close[10 * 20] = 1;
    expect(hashSlice(long, day)).not.toBe(before);
  });
});
