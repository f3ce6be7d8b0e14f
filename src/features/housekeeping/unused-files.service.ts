import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Injectable, Logger } from '@nestjs/common';
import { Config } from '../../platform/config/config.ts';
import { DatasetsFolder } from '../datasets/datasets-folder.ts';
import { valuesFolderOf } from '../evaluations/evaluations.module.ts';
import { ImportedFiles } from '../imported-values/imported-files.service.ts';
import { DatasetUseStore } from './dataset-use.store.ts';
import { folderBytes } from './folder-bytes.ts';

export const UNUSED_KINDS = [
  'DATASET',
  'IMPORTED_VALUES',
  'UNFINISHED_IMPORT',
  'EXPORT',
  'REDUCTION',
] as const;

export interface UnusedFiles {
  readonly kind: (typeof UNUSED_KINDS)[number];
  /** Below the data folder. */
  readonly path: string;
  readonly files: number;
  readonly bytes: number;
  readonly changedAt: Date;
}

export interface CollectionOrder {
  /** Only what was not written for so long: an import that is about to be registered is no garbage. */
  readonly quietHours: number;
  /** Also reductions of minute bars that were not read for that time; they are made anew when they are needed. */
  readonly reductions: boolean;
}

const REDUCTIONS = 'minute-reductions';
const HOUR_MS = 3_600_000;
const CONTENT_HASH = /^[0-9a-f]{64}$/;
const VALUES_FILE = /^[a-z][a-z0-9_]*\.[0-9a-f]{64}\.values$/;

interface Place {
  readonly folder: string;
  readonly kindOf: (name: string, known: ReadonlySet<string>) => UnusedFiles['kind'] | null;
}

/** Files of the data folder to which nothing points any more. Knows its own folders alone, and touches no other. */
@Injectable()
export class UnusedFilesService {
  private readonly logger = new Logger(UnusedFilesService.name);

  constructor(
    private readonly config: Config,
    private readonly folder: DatasetsFolder,
    private readonly store: DatasetUseStore,
    private readonly imported: ImportedFiles,
  ) {}

  /** Changes nothing. Largest first. */
  async list(order: CollectionOrder): Promise<UnusedFiles[]> {
    // Read first: what is registered after this was written lately, and is left alone for that.
    const known = new Set([...(await this.store.hashes()), ...(await this.imported.inUse())]);
    const latest = Date.now() - order.quietHours * HOUR_MS;
    const found: UnusedFiles[] = [];
    for (const { folder, kindOf } of this.places(order)) {
      for (const name of await readdir(folder).catch(() => [])) {
        const kind = kindOf(name, known);
        if (kind === null) continue;
        const { files, bytes, changedAtMs } = await folderBytes(join(folder, name));
        const path = join(folder, name).slice(this.config.dataFolder.length + 1);
        if (changedAtMs <= latest) found.push({ kind, path, files, bytes, changedAt: new Date(changedAtMs) });
      }
    }
    return found.sort((a, b) => b.bytes - a.bytes || (a.path < b.path ? -1 : 1));
  }

  /** Removes what `list` shows. @returns what is gone; what could not be removed is left out, and logged */
  async remove(order: CollectionOrder): Promise<UnusedFiles[]> {
    const removed: UnusedFiles[] = [];
    for (const unused of await this.list(order)) {
      try {
        await rm(join(this.config.dataFolder, unused.path), { recursive: true, force: true });
        removed.push(unused);
      } catch (error) {
        this.logger.warn(
          `unused files are left, see who may write there: ${unused.path}: ${(error as Error).message}`,
        );
      }
    }
    const bytes = removed.reduce((sum, each) => sum + each.bytes, 0);
    if (removed.length > 0) this.logger.log(`removed unused files: ${removed.length}, ${bytes} bytes`);
    return removed;
  }

  private places({ reductions }: CollectionOrder): Place[] {
    const datasets: Place = { folder: this.folder.path, kindOf: kindInDatasets };
    const values: Place = { folder: this.imported.folder, kindOf: kindInImportedValues };
    const exports: Place = { folder: valuesFolderOf(this.config), kindOf: () => 'EXPORT' };
    const kept: Place = { folder: join(this.config.dataFolder, REDUCTIONS), kindOf: () => 'REDUCTION' };
    return [datasets, values, exports, ...(reductions ? [kept] : [])];
  }
}

function kindInDatasets(name: string, known: ReadonlySet<string>): UnusedFiles['kind'] | null {
  if (name.startsWith('.unfinished-')) return 'UNFINISHED_IMPORT';
  return CONTENT_HASH.test(name) && !known.has(name) ? 'DATASET' : null;
}

function kindInImportedValues(name: string, known: ReadonlySet<string>): UnusedFiles['kind'] | null {
  if (name.startsWith('.unfinished-')) return 'UNFINISHED_IMPORT';
  return VALUES_FILE.test(name) && !known.has(name) ? 'IMPORTED_VALUES' : null;
}
