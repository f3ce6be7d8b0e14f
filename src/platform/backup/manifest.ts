import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { Refusal } from '../../core/outcome/refusal.ts';

export const MANIFEST = 'manifest.json';
const FORMAT = 'factormine-backup';
const VERSION = 1;

const FILE = z.object({ path: z.string(), bytes: z.number(), sha256: z.string().length(64) });
const SCHEMA = z.object({
  format: z.literal(FORMAT),
  version: z.literal(VERSION),
  takenAt: z.string(),
  /** Migrations that the tables had. */
  migrations: z.array(z.string()),
  tables: z.array(z.object({ name: z.string(), columns: z.array(z.string()), rows: z.number(), file: FILE })),
  /** Of the data folder, by their paths there. */
  files: z.array(FILE),
});

export type Manifest = z.infer<typeof SCHEMA>;
export type BackedUpFile = z.infer<typeof FILE>;

export const newManifest = (parts: Omit<Manifest, 'format' | 'version'>): Manifest => ({
  format: FORMAT,
  version: VERSION,
  ...parts,
});

/** @throws Refusal FILE_NOT_FOUND, FILE_UNREADABLE */
export async function readManifest(folder: string): Promise<Manifest> {
  const path = join(folder, MANIFEST);
  const text = await readFile(path, 'utf8').catch(() => {
    throw new Refusal('FILE_NOT_FOUND', `backup: there is no ${path}`, {
      expected: 'the folder of a finished backup',
      where: folder,
      remedy: 'name the folder that `factormine backup` was given; without a manifest it was not finished',
    });
  });
  const parsed = SCHEMA.safeParse(parse(text));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new Refusal('FILE_UNREADABLE', `backup: ${path} is not the manifest of a backup`, {
    expected: `${FORMAT}, version ${VERSION}`,
    actual: `${issue?.path.join('.')}: ${issue?.message}`,
    where: path,
    remedy: 'restore with the version of the program that took the backup',
  });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
