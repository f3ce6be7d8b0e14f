import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import { z } from 'zod';
import type { PanelManifest } from '../panel-manifest.ts';
import { sharedFlags } from '../shared-arrays.ts';
import { dayDigests, digestOfDays } from './minute-digest.ts';
import type { MinuteSource, TiledMinutes } from './minute-source.ts';
import { minuteFieldsOf } from './minute-source.ts';
import { changedFile } from './tile-reader.ts';
import { tilesFile } from './tile-writer.ts';

/** Name of the file that says where each day lies in the tiles. */
export const MINUTE_INDEX_FILE = 'minutes.json';

const HASH = z.string().regex(/^[0-9a-f]{64}$/);

const schema = z.object({
  fields: z.array(
    z.object({
      name: z.string(),
      days: z.array(
        z
          .object({
            decimals: z.int().min(0).nullable(),
            adjusted: z.boolean(),
            offset: z.int().min(0),
            bytes: z.int().min(1),
            sha256: HASH,
            digest: HASH,
          })
          .nullable(),
      ),
    }),
  ),
});

/** The text of the index of some tiles. */
export function minuteIndexOf({ fields }: TiledMinutes): string {
  return `${JSON.stringify({ fields: fields.map(({ name, days }) => ({ name, days })) })}\n`;
}

export const hashOfText = (text: string): string => createHash('sha256').update(text).digest('hex');

/** What a manifest says of a panel's minute figures: one digest a field. */
export function minuteDigests(
  source: MinuteSource,
  symbols: readonly string[],
): { readonly name: string; readonly digest: string }[] {
  return minuteFieldsOf(source).map((name) => ({
    name,
    digest: digestOfDays(dayDigests(source, name, symbols)),
  }));
}

/**
 * Opens the minute tiles of a stored dataset: reads their index alone, and compares it with the manifest.
 * @throws Refusal DATASET_CHANGED when the index is not the one that was written
 */
export async function loadMinuteTiles(folder: string, manifest: PanelManifest): Promise<TiledMinutes | null> {
  const { minutes, session } = manifest;
  if (minutes === null || session === null) return null;
  const path = join(folder, minutes.index.file);
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw changedFile(path, minutes.index.sha256, error.code ?? error.message);
  });
  const actual = hashOfText(text);
  if (actual !== minutes.index.sha256) throw changedFile(path, minutes.index.sha256, actual);
  const { fields } = schema.parse(JSON.parse(text));
  const shape = {
    days: manifest.days.length,
    bars: session.barStamps.length,
    symbols: manifest.symbols.length,
  };
  const absolute = isAbsolute(folder) ? folder : join(process.cwd(), folder);
  const tiled = fields.map(({ name, days }) => ({
    name,
    path: join(absolute, tilesFile(name)),
    days,
    verified: sharedFlags(shape.days),
  }));
  const source: TiledMinutes = { kind: 'tiles', shape, fields: tiled };
  const digests = JSON.stringify(minuteDigests(source, manifest.symbols));
  if (digests !== JSON.stringify(minutes.fields)) {
    throw changedFile(path, JSON.stringify(minutes.fields), digests);
  }
  return source;
}
