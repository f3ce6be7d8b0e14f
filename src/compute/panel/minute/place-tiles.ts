import { copyFile, link, open } from 'node:fs/promises';
import { join } from 'node:path';
import type { MemoryMinutes, MinuteSource, TiledMinutes } from './minute-source.ts';
import { openMinutes } from './open-minutes.ts';
import { MinuteTileWriter, tilesFile } from './tile-writer.ts';

/** Minute bars as tiles in a folder: figures in memory are written there, tiles that lie elsewhere are linked. */
export async function tilesIn(
  folder: string,
  source: MinuteSource,
  symbols: readonly string[],
): Promise<TiledMinutes> {
  if (source.kind === 'memory') return writeTiles(folder, source, symbols);
  const fields = source.fields.map((field) => ({ ...field, path: join(folder, tilesFile(field.name)) }));
  for (const [at, { path }] of source.fields.entries()) await linkOrCopy(path, fields[at]!.path);
  return { ...source, fields };
}

function writeTiles(folder: string, source: MemoryMinutes, symbols: readonly string[]): TiledMinutes {
  const bars = openMinutes(source);
  const fields = bars.fields;
  const writer = new MinuteTileWriter(folder, { fields, bars: source.shape.bars, symbols });
  try {
    for (let day = 0; day < source.shape.days; day++) {
      writer.addDay(new Map(fields.map((name) => [name, bars.readDay(name, day)])));
    }
    return writer.finish();
  } finally {
    writer.close();
  }
}

/** Datasets never change, so two may share a file; file systems without links get a copy. */
async function linkOrCopy(from: string, to: string): Promise<void> {
  try {
    await link(from, to);
  } catch {
    await copyFile(from, to);
    const copy = await open(to, 'r+');
    await copy.sync();
    await copy.close();
  }
}
