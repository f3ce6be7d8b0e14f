import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Injectable } from '@nestjs/common';
import { Config } from '../../platform/config/config.ts';
import { requireRoom } from '../../platform/disk/disk-guard.ts';
import { isUuid } from '../../platform/paging/ids.ts';
import { valuesFolderOf } from '../evaluations/evaluations.module.ts';

/** A file that is so old was left by a process that ended. */
const LEFT_MS = 3_600_000;

/** The folder in which values of formulas wait for the export that asked for them. */
@Injectable()
export class ExportFiles {
  private readonly folder: string;

  constructor(private readonly config: Config) {
    this.folder = valuesFolderOf(config);
  }

  /** @throws Refusal DISK_FULL where files of so many bytes would leave too little room */
  requireRoom(bytes: number): Promise<void> {
    return requireRoom(this.config, 'export', bytes);
  }

  path(file: string): string {
    return join(this.folder, file);
  }

  /** Removes files, and whatever an earlier process left. Nothing depends on it: a failure is tried again with the next. */
  async remove(files: readonly string[]): Promise<void> {
    const known = await readdir(this.folder).catch(() => []);
    const old = await Promise.all(
      known.filter(isUuid).map(async (file) => ((await this.isOld(file)) ? file : null)),
    );
    const gone = [...files, ...old.filter((file) => file !== null)];
    await Promise.all(gone.map((file) => rm(this.path(file), { force: true })));
  }

  private async isOld(file: string): Promise<boolean> {
    const found = await stat(this.path(file)).catch(() => null);
    return found !== null && found.mtimeMs < Date.now() - LEFT_MS;
  }
}
