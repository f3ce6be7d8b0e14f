import { mkdir, open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { describePanel } from './describe-panel.ts';
import { diskRefusal } from './disk-full.ts';
import { verifyPanel } from './load-panel.ts';
import { hashOfText, minuteIndexOf } from './minute/minute-index.ts';
import { tilesIn } from './minute/place-tiles.ts';
import { arraysOf, type PanelContent } from './panel-content.ts';
import { bytesOf } from './panel-hash.ts';
import { MANIFEST_FILE, type PanelManifest } from './panel-manifest.ts';
import { removeAbandoned, unfinishedFolder } from './unfinished-folders.ts';

const CHUNK_BYTES = 8 * 1024 * 1024;

export interface WrittenPanel {
  /** Folder of this dataset: what `loadPanel` takes. */
  readonly folder: string;
  readonly manifest: PanelManifest;
  /** False when the same content was stored already. */
  readonly created: boolean;
}

/**
 * Stores a panel as `<datasetsFolder>/<hash>/`, all or nothing: it is written beside, flushed to the disk and
 * renamed. The same content gives the same folder and no second copy; a damaged copy is replaced. Minute tiles are
 * linked, not copied, where the file system can: whoever wrote them removes his own folder afterwards.
 * @param unfinished a name that is free, on the file system of the datasets, for what is not finished
 * @throws Refusal DISK_FULL; other system errors of the file system. They leave nothing behind.
 */
export async function writePanel(
  datasetsFolder: string,
  content: PanelContent,
  unfinished = unfinishedFolder(datasetsFolder),
): Promise<WrittenPanel> {
  const manifest = describePanel(content);
  const folder = join(datasetsFolder, manifest.datasetHash);
  await mkdir(datasetsFolder, { recursive: true });
  await removeAbandoned(datasetsFolder);
  const intact = await intactManifest(folder);
  if (intact !== null) return { folder, manifest: intact, created: false };
  try {
    await mkdir(unfinished, { recursive: true });
    await writeArrays(unfinished, content, manifest);
    const stored = { ...manifest, minutes: await writeMinutes(unfinished, content, manifest) };
    await writeFlushed(join(unfinished, MANIFEST_FILE), [Buffer.from(`${JSON.stringify(stored)}\n`)]);
    await flushFolder(unfinished);
    const created = await moveIntoPlace(unfinished, folder);
    await flushFolder(datasetsFolder);
    return { folder, manifest: stored, created };
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true });
    throw diskRefusal(datasetsFolder, error);
  }
}

async function writeArrays(folder: string, content: PanelContent, manifest: PanelManifest): Promise<void> {
  for (const [index, [, values]] of arraysOf(content).entries()) {
    const bytes = bytesOf(values);
    const chunks: Uint8Array[] = [];
    for (let at = 0; at < bytes.length; at += CHUNK_BYTES) chunks.push(bytes.subarray(at, at + CHUNK_BYTES));
    await writeFlushed(join(folder, manifest.files[index]!.file), chunks);
  }
}

/** Brings the minute tiles and their index into the folder. */
async function writeMinutes(
  folder: string,
  content: PanelContent,
  { minutes }: PanelManifest,
): Promise<PanelManifest['minutes']> {
  if (content.minutes === null || minutes === null) return null;
  const tiles = await tilesIn(folder, content.minutes, content.symbols);
  const text = minuteIndexOf(tiles);
  await writeFlushed(join(folder, minutes.index.file), [Buffer.from(text)]);
  return { ...minutes, index: { ...minutes.index, sha256: hashOfText(text) } };
}

async function writeFlushed(path: string, chunks: readonly Uint8Array[]): Promise<void> {
  const file = await open(path, 'wx');
  try {
    for (const chunk of chunks) {
      let written = 0;
      while (written < chunk.length) {
        written += (await file.write(chunk, written, chunk.length - written)).bytesWritten;
      }
    }
    await file.sync();
  } finally {
    await file.close();
  }
}

async function flushFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** @returns false when another import of the same content came first, whose copy then stays */
async function moveIntoPlace(unfinished: string, folder: string): Promise<boolean> {
  for (let attempt = 0; ; attempt++) {
    try {
      await rename(unfinished, folder);
      return true;
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code;
      if ((code !== 'ENOTEMPTY' && code !== 'EEXIST') || attempt === 2) throw error;
      if ((await intactManifest(folder)) !== null) {
        await rm(unfinished, { recursive: true, force: true });
        return false;
      }
      await rm(folder, { recursive: true, force: true });
    }
  }
}

/** The manifest of a stored copy that is sound, else null. */
async function intactManifest(folder: string): Promise<PanelManifest | null> {
  try {
    return await verifyPanel(folder);
  } catch {
    // Whatever is wrong with that copy, the one at hand replaces it.
    return null;
  }
}
