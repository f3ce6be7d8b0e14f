import { createHash } from 'node:crypto';
import { open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Refusal } from '../../core/outcome/refusal.ts';
import type { FieldDefinition } from '../../core/program/program.ts';
import { memoryMinutes } from './minute/memory-minutes.ts';
import { loadMinuteTiles } from './minute/minute-index.ts';
import type { TiledMinutes } from './minute/minute-source.ts';
import { verifyTiles } from './minute/tile-reader.ts';
import type { Panel, PanelAttributes } from './panel.ts';
import { ATTRIBUTE_MATRICES, emptyArray, lengthOf, type PanelContent, shapeOf } from './panel-content.ts';
import { hashManifest } from './panel-hash.ts';
import { fieldOf, MANIFEST_FILE, type PanelManifest, parseManifest } from './panel-manifest.ts';

const CHUNK_BYTES = 1024 * 1024;

type ManifestFile = PanelManifest['files'][number];

/**
 * Reads a stored dataset into shared memory and verifies every hash on the way, so that what is computed on is
 * what was imported. Minute tiles stay on disk; each of their days is verified when it is first read. Memory: the
 * arrays and 1 MB. Cost: about 1 s for 500 MB.
 * @param folder one dataset's folder, as `writePanel` returned it
 * @param expectedHash refuse any other dataset, e.g. the one that the database knows
 * @throws Refusal NOT_FOUND without such a folder, DATASET_CHANGED when anything differs from the manifest
 */
export async function loadPanel(folder: string, expectedHash?: string): Promise<Panel> {
  const { provenance: _provenance, ...panel } = await loadContent(folder, expectedHash);
  return panel;
}

/** As `loadPanel`, with what an import that continues the dataset must know. */
export async function loadContent(
  folder: string,
  expectedHash?: string,
): Promise<PanelContent & { readonly datasetHash: string }> {
  const manifest = await readManifest(folder, expectedHash);
  const shape = shapeOf(manifest);
  const arrays = new Map<string, Float64Array | Uint8Array>();
  for (const entry of manifest.files) {
    const values = emptyArray(entry.kind, shape);
    checkLength(folder, entry, values.byteLength);
    await readVerified(folder, entry, new Uint8Array(values.buffer));
    arrays.set(`${entry.kind} ${entry.name}`, values);
  }
  return assemble(manifest, arrays, await loadMinuteTiles(folder, manifest));
}

/** Compares a stored dataset with its manifest, in constant memory. @throws Refusal as `loadPanel` */
export async function verifyPanel(folder: string): Promise<PanelManifest> {
  const manifest = await readManifest(folder);
  const shape = shapeOf(manifest);
  for (const entry of manifest.files) {
    checkLength(folder, entry, lengthOf(entry.kind, shape) * (entry.kind === 'flags' ? 1 : 8));
    await readVerified(folder, entry, null);
  }
  const tiles = await loadMinuteTiles(folder, manifest);
  if (tiles !== null) verifyTiles(tiles);
  return manifest;
}

/** The manifest of a stored dataset, checked against its own hash but not against the arrays. */
export async function readManifest(folder: string, expectedHash?: string): Promise<PanelManifest> {
  const path = join(folder, MANIFEST_FILE);
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new Refusal('NOT_FOUND', `no dataset in ${folder}`, {
      expected: `a file ${MANIFEST_FILE}`,
      actual: error.code ?? error.message,
      where: path,
      remedy: 'Import the market again, or point the data folder at the place where it was imported.',
    });
  });
  const manifest = parseManifest(text, path);
  const actual = hashManifest(manifest);
  if (actual !== manifest.datasetHash) throw changed(path, manifest.datasetHash, actual);
  if (expectedHash !== undefined && expectedHash !== actual) throw changed(path, expectedHash, actual);
  return manifest;
}

function checkLength(folder: string, entry: ManifestFile, bytes: number): void {
  if (entry.bytes !== bytes) {
    throw changed(join(folder, entry.file), `${bytes} bytes by the manifest's shape`, `${entry.bytes} bytes`);
  }
}

/** Reads a file of known length into `target` (or nowhere) and compares its hash. */
async function readVerified(folder: string, entry: ManifestFile, target: Uint8Array | null): Promise<void> {
  const path = join(folder, entry.file);
  const file = await open(path, 'r').catch((error: NodeJS.ErrnoException) => {
    throw changed(path, entry.sha256, error.code ?? error.message);
  });
  try {
    const hash = createHash('sha256');
    const chunk = Buffer.allocUnsafe(CHUNK_BYTES);
    let total = 0;
    for (;;) {
      const { bytesRead } = await file.read(chunk, 0, CHUNK_BYTES, total);
      if (bytesRead === 0) break;
      const bytes = chunk.subarray(0, bytesRead);
      if (total + bytesRead > entry.bytes) throw changed(path, `${entry.bytes} bytes`, 'more');
      hash.update(bytes);
      target?.set(bytes, total);
      total += bytesRead;
    }
    const digest = hash.digest('hex');
    if (total !== entry.bytes) throw changed(path, `${entry.bytes} bytes`, `${total} bytes`);
    if (digest !== entry.sha256) throw changed(path, entry.sha256, digest);
  } finally {
    await file.close();
  }
}

const changed = (where: string, expected: string, actual: string): Refusal =>
  new Refusal('DATASET_CHANGED', `${where} is not what was imported`, {
    expected,
    actual,
    where,
    remedy: 'Import the market again: the same files give the same dataset and mend it.',
  });

function assemble(
  manifest: PanelManifest,
  arrays: ReadonlyMap<string, Float64Array | Uint8Array>,
  tiles: TiledMinutes | null,
): PanelContent & { readonly datasetHash: string } {
  const ofKind = (kind: ManifestFile['kind']): Map<string, Float64Array> =>
    new Map(
      manifest.files
        .filter((entry) => entry.kind === kind)
        .map((entry) => [entry.name, arrays.get(`${kind} ${entry.name}`) as Float64Array]),
    );
  const attributeArrays = ofKind('attribute');
  const matrices = Object.fromEntries(
    ATTRIBUTE_MATRICES.map((name) => [name, attributeArrays.get(name) ?? null]),
  ) as Pick<PanelAttributes, (typeof ATTRIBUTE_MATRICES)[number]>;
  const isSt = (arrays.get('flags isSt') ?? null) as Uint8Array | null;
  const { datasetHash, days, symbols, session, provenance, listedOn } = manifest;
  return {
    datasetHash,
    days,
    symbols,
    session,
    fields: new Map(manifest.fields.map((f): [string, FieldDefinition] => [f.name, fieldOf(f)])),
    matrices: ofKind('matrix'),
    vectors: ofKind('vector'),
    minutes: tiles ?? memoryMinutes(ofKind('minute'), shapeOf(manifest)),
    attributes: { ...matrices, isSt, listedOn },
    provenance,
  };
}
