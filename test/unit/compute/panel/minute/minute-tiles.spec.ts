import { link, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { asPanel, describePanel } from '../../../../../src/compute/panel/describe-panel.ts';
import { loadContent, loadPanel } from '../../../../../src/compute/panel/load-panel.ts';
import { decimalsOf } from '../../../../../src/compute/panel/minute/day-chunk.ts';
import { memoryMinutes } from '../../../../../src/compute/panel/minute/memory-minutes.ts';
import type { DayFigures } from '../../../../../src/compute/panel/minute/minute-source.ts';
import { openMinutes } from '../../../../../src/compute/panel/minute/open-minutes.ts';
import { MinuteTileWriter } from '../../../../../src/compute/panel/minute/tile-writer.ts';
import type { Panel } from '../../../../../src/compute/panel/panel.ts';
import { arraysOf, type PanelContent } from '../../../../../src/compute/panel/panel-content.ts';
import { bytesOf, hashManifest, hashSlice, sha256 } from '../../../../../src/compute/panel/panel-hash.ts';
import { unfinishedFolder } from '../../../../../src/compute/panel/unfinished-folders.ts';
import { writePanel } from '../../../../../src/compute/panel/write-panel.ts';
import { generateDemoMarket } from '../../../../../src/demo-market/generate-demo-market.ts';
import { streamOf } from '../../engine/made-panel.ts';

const BARS = 8;
const STOCKS = 21;
let root: string;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'tiles-'));
});
afterAll(() => rm(root, { recursive: true, force: true }));

const symbols = Array.from({ length: STOCKS }, (_, s) => `S${String(s).padStart(2, '0')}`);

/** Prices in cents with gaps, an idle and an absent stock. */
function dayOf(seed: number, decimals = 100): Float64Array {
  const next = streamOf(seed);
  return Float64Array.from({ length: BARS * STOCKS }, (_, cell) => {
    const stock = cell % STOCKS;
    const figure = Math.round(next() * 1e6) / decimals;
    if (stock === 3 || next() < 0.1) return Number.NaN;
    return stock === 5 ? 7.25 : figure;
  });
}

const factors = Float64Array.from({ length: STOCKS }, (_, s) => 1 + s / 7);

function tilesOf(
  folder: string,
  days: readonly ReadonlyMap<string, DayFigures>[],
  fields: readonly string[],
) {
  const writer = new MinuteTileWriter(folder, { fields, bars: BARS, symbols });
  for (const day of days) writer.addDay(day);
  return writer.finish();
}

describe('minute tiles', () => {
  it('give back every figure bit for bit, adjusted and as given', () => {
    const given = [1, 2, 3].map((seed) => dayOf(seed));
    const tiles = tilesOf(
      join(root, 'a'),
      given.map((figures) => new Map([['close', { figures, factors }]])),
      ['close'],
    );
    expect(tiles.fields[0]!.days.map((day) => day?.decimals)).toEqual([2, 2, 2]);
    const bars = openMinutes(tiles);
    const read = bars.readDays('close', 1, 3);
    for (let cell = 0; cell < read.length; cell++) {
      const figures = given[1 + Math.floor(cell / (BARS * STOCKS))]!;
      expect(read[cell]).toBe(figures[cell % (BARS * STOCKS)]! * factors[cell % STOCKS]!);
    }
    expect(bars.readDay('close', 2)).toEqual({ figures: given[2], factors });
    const counts = bars.countBars('close', 0);
    expect(counts[3]).toBe(0);
    expect(counts[5]).toBe(given[0]!.filter((value, cell) => cell % STOCKS === 5 && value > 0).length);
    bars.close();
  });

  it('keep figures that are no decimals, or too large, as float64', () => {
    const third = dayOf(1).map((value) => value / 3);
    const large = dayOf(2).map((value) => value * 1e6 + 0.01);
    const figures = [third, large, dayOf(3, 1e4)].map(
      (one) => new Map([['x', { figures: one, factors: null }]]),
    );
    const tiles = tilesOf(join(root, 'b'), figures, ['x']);
    expect(tiles.fields[0]!.days.map((day) => day?.decimals)).toEqual([null, null, 4]);
    const bars = openMinutes(tiles);
    figures.forEach((day, at) => {
      expect(bars.readDays('x', at, at + 1)).toEqual(day.get('x')!.figures);
    });
    bars.close();
  });

  it('take no bytes for a day without bars', () => {
    const nothing = new Float64Array(BARS * STOCKS).fill(Number.NaN);
    const days = [new Map(), new Map([['x', { figures: nothing, factors: null }]])];
    const tiles = tilesOf(join(root, 'c'), days, ['x']);
    expect(tiles.fields[0]!.days).toEqual([null, null]);
    const bars = openMinutes(tiles);
    expect(bars.readDays('x', 0, 1)).toEqual(nothing);
    expect([...bars.countBars('x', 1)]).toEqual(symbols.map(() => 0));
  });

  it('find the fewest decimals that hold every figure', () => {
    expect(decimalsOf(Float64Array.of(1, Number.NaN, 2))).toBe(0);
    expect(decimalsOf(Float64Array.of(1, 0.1, 2.25, -3.125))).toBe(3);
    expect(decimalsOf(Float64Array.of(21474836.45))).toBe(2);
    expect(decimalsOf(Float64Array.of(21474836.49))).toBeNull();
    expect(decimalsOf(Float64Array.of(0.1 + 0.2))).toBeNull();
    expect(decimalsOf(Float64Array.of(Number.POSITIVE_INFINITY))).toBeNull();
  });
});

/** A market in memory, and the same with its minute bars in tiles of prices as traded and factors. */
function markets(folder: string): { memory: PanelContent; tiled: PanelContent } {
  const base = generateDemoMarket({ stocks: 21, days: 30, bars: 8 });
  const given = base.days.map((_, day) => dayOf(day + 1));
  const adjusted = new Float64Array(base.days.length * BARS * STOCKS);
  given.forEach((figures, day) => {
    figures.forEach((value, cell) => {
      adjusted[day * BARS * STOCKS + cell] = value * factors[cell % STOCKS]!;
    });
  });
  const fields = new Map([...base.fields].filter(([, { frequency }]) => frequency === 'daily'));
  fields.set('close', base.fields.get('close')!);
  const content = { ...base, fields };
  const shape = { days: base.days.length, bars: BARS, symbols: STOCKS };
  const writer = new MinuteTileWriter(folder, { fields: ['close'], bars: BARS, symbols: base.symbols });
  for (const figures of given) writer.addDay(new Map([['close', { figures, factors }]]));
  return {
    memory: { ...content, minutes: memoryMinutes(new Map([['close', adjusted]]), shape) },
    tiled: { ...content, minutes: writer.finish() },
  };
}

describe('a dataset with minute tiles', () => {
  it('has the identity of its figures, however they are written', async () => {
    const datasets = join(root, 'd');
    const scratch = unfinishedFolder(datasets);
    const { memory, tiled } = markets(scratch);
    const hash = asPanel(memory).datasetHash;
    expect(asPanel(tiled).datasetHash).toBe(hash);
    const day = memory.days[20]!;
    expect(hashSlice(asPanel(tiled), day)).toBe(hashSlice(asPanel(memory), day));
    const { folder, created } = await writePanel(datasets, tiled);
    await rm(scratch, { recursive: true });
    expect(created).toBe(true);
    expect((await writePanel(datasets, memory)).created).toBe(false);
    const panel = await loadPanel(folder, hash);
    const bars = openMinutes(panel.minutes!);
    expect(bars.readDays('close', 0, 30)).toEqual(openMinutes(memory.minutes!).readDays('close', 0, 30));
  });

  it('has the same slice when a symbol is listed later', async () => {
    const { memory } = markets(join(root, 'later'));
    const panel = asPanel(memory);
    const day = panel.days[20]!;
    const wider = widened(panel);
    expect(hashSlice(wider, day)).toBe(hashSlice(panel, day));
    expect(hashSlice(wider, panel.days[29]!)).not.toBe(hashSlice(panel, panel.days[29]!));
  });

  it.each(['minute-close.tiles', 'minutes.json'])(
    'is refused when %s was changed or is gone',
    async (name) => {
      const datasets = join(root, `e-${name}`);
      const { tiled } = markets(unfinishedFolder(datasets));
      const { folder } = await writePanel(datasets, tiled);
      const path = join(folder, name);
      const bytes = await readFile(path);
      const changed = Buffer.from(bytes);
      changed[Math.floor(bytes.length / 2)]! ^= 1;
      await rm(path);
      await expect(loadAndRead(folder)).rejects.toMatchObject({ code: 'DATASET_CHANGED' });
      await writeFile(path, changed);
      await expect(loadAndRead(folder)).rejects.toMatchObject({ code: 'DATASET_CHANGED' });
      const { created } = await writePanel(datasets, markets(unfinishedFolder(datasets)).tiled);
      expect(created).toBe(true);
      await loadAndRead(folder);
    },
  );

  it('gives way to nothing of the dataset that it was read from', async () => {
    const { tiled } = markets(join(root, 'f-tiles'));
    const { folder } = await writePanel(join(root, 'f'), tiled);
    const copy = await writePanel(join(root, 'f-copy'), await loadContent(folder));
    await rm(copy.folder, { recursive: true });
    await loadAndRead(folder);
    await expect(link(join(folder, 'minute-close.tiles'), join(root, 'linked'))).resolves.toBeUndefined();
  });
});

describe('a dataset of the first format', () => {
  it('is still read, its minute bars into memory, and written anew as tiles', async () => {
    const { memory } = markets(join(root, 'g-tiles'));
    const folder = await writeFirstFormat(join(root, 'g'), memory);
    const former = await loadContent(folder);
    expect(former.minutes?.kind).toBe('memory');
    const bars = openMinutes(former.minutes!).readDays('close', 0, 30);
    expect(bars).toEqual(openMinutes(memory.minutes!).readDays('close', 0, 30));
    const { folder: anew, manifest } = await writePanel(join(root, 'g-anew'), former);
    expect(manifest.datasetHash).toBe(asPanel(memory).datasetHash);
    expect((await loadPanel(anew)).minutes?.kind).toBe('tiles');
  });
});

/** Stores a panel as the first format did: minute bars as one float64 file a field. */
async function writeFirstFormat(folder: string, content: PanelContent): Promise<string> {
  const described = describePanel({ ...content, minutes: null });
  const bars = openMinutes(content.minutes!).readDays('close', 0, content.days.length);
  const bytes = bytesOf(bars);
  const file = {
    kind: 'minute' as const,
    name: 'close',
    file: 'minute-close.f64',
    bytes: bytes.length,
    sha256: sha256(bytes),
  };
  const at = described.files.findIndex(({ kind }) => kind === 'attribute' || kind === 'flags');
  const manifest = { ...described, files: described.files.toSpliced(at, 0, file) };
  await mkdir(folder, { recursive: true });
  for (const [index, [, values]] of arraysOf(content).entries()) {
    await writeFile(join(folder, described.files[index]!.file), bytesOf(values));
  }
  await writeFile(join(folder, file.file), bytes);
  const { minutes: _, ...first } = { ...manifest, datasetHash: hashManifest(manifest) };
  await writeFile(join(folder, 'manifest.json'), JSON.stringify(first));
  return folder;
}

/** The panel with one symbol more, which has figures from day 25 on. */
function widened(panel: Panel): Panel {
  const days = panel.days.length;
  const grow = (values: Float64Array, rowsADay: number, first: number): Float64Array => {
    const grown = new Float64Array((values.length / STOCKS) * (STOCKS + 1)).fill(Number.NaN);
    for (let row = 0; row < days * rowsADay; row++) {
      grown.set(values.subarray(row * STOCKS, (row + 1) * STOCKS), row * (STOCKS + 1));
      if (row >= first * rowsADay) grown[row * (STOCKS + 1) + STOCKS] = 5;
    }
    return grown;
  };
  const attributes = {
    isSt: null,
    rawClose: null,
    rawPreviousClose: null,
    limitUp: null,
    limitDown: null,
    amount: null,
    listedOn: null,
  };
  Object.assign(panel, { attributes });
  const bars = openMinutes(panel.minutes!).readDays('close', 0, days);
  return {
    ...panel,
    symbols: [...panel.symbols, 'Z99'],
    matrices: new Map([...panel.matrices].map(([name, values]) => [name, grow(values, 1, 25)])),
    minutes: memoryMinutes(new Map([['close', grow(bars, BARS, 25)]]), {
      days,
      bars: BARS,
      symbols: STOCKS + 1,
    }),
  };
}

async function loadAndRead(folder: string): Promise<void> {
  const panel = await loadPanel(folder);
  const bars = openMinutes(panel.minutes!);
  try {
    for (let day = 0; day < panel.days.length; day++) bars.readDays('close', day, day + 1);
  } finally {
    bars.close();
  }
}
