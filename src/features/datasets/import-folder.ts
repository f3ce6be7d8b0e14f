import { realpath, stat } from 'node:fs/promises';
import { isAbsolute, join, relative, sep } from 'node:path';
import { Injectable } from '@nestjs/common';
import { Refusal } from '../../core/outcome/refusal.ts';
import { Config } from '../../platform/config/config.ts';

/** The one folder that imports by API may read. What links lead out of it is as far away as any other file. */
@Injectable()
export class ImportFolder {
  private readonly folder: string | null;
  /** Where the folder really lies, once it was looked at. */
  private place: string | null = null;

  constructor({ importFolder }: Config) {
    this.folder = importFolder;
  }

  /**
   * Real path of a file that is named relative to the import folder.
   * @throws Refusal UNAVAILABLE where no folder is configured, INVALID_INPUT for a name that leads out of it,
   *   FILE_NOT_FOUND, FILE_UNREADABLE
   */
  async resolve(name: string): Promise<string> {
    const folder = await this.realFolder();
    if (name === '' || name.includes('\0') || isAbsolute(name) || name.split(/[/\\]/).includes('..')) {
      throw leadsOut(name);
    }
    const path = await realpath(join(folder, name)).catch((error: NodeJS.ErrnoException) => {
      throw refuseFile(name, error.code);
    });
    if (!isInside(folder, path)) throw leadsOut(name);
    // Pipes and devices would never end, folders never begin.
    if (!(await stat(path)).isFile()) throw refuseFile(name, 'not a regular file');
    return path;
  }

  /** A text without the place of the import folder, which is nobody's business. */
  withoutFolder(text: string): string {
    const folders = [this.place, this.folder].filter((folder) => folder !== null);
    return folders.reduce((shorter, folder) => shorter.replaceAll(`${folder}${sep}`, ''), text);
  }

  private async realFolder(): Promise<string> {
    if (this.folder === null) {
      throw new Refusal('UNAVAILABLE', 'imports by API are off: no import folder is configured', {
        expected: 'a folder in FACTORMINE_IMPORTS',
        actual: 'none',
        remedy: 'set FACTORMINE_IMPORTS and restart, or import by command line (factormine import)',
      });
    }
    try {
      this.place = await realpath(this.folder);
      return this.place;
    } catch {
      throw new Refusal('UNAVAILABLE', 'the import folder does not exist', {
        expected: 'FACTORMINE_IMPORTS to name a folder that is there',
        remedy: 'create the folder, or correct FACTORMINE_IMPORTS and restart',
      });
    }
  }
}

function isInside(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way !== '' && way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

function leadsOut(name: string): Refusal {
  return new Refusal('INVALID_INPUT', 'import: the name of a file leads out of the import folder', {
    expected: 'a file inside the import folder, named relative to it',
    actual: name.slice(0, 200),
    where: 'files',
    remedy: 'copy the file into the import folder and name it from there',
  });
}

function refuseFile(name: string, cause = ''): Refusal {
  const shown = name.slice(0, 200);
  if (cause === 'ENOENT' || cause === 'ENOTDIR') {
    return new Refusal('FILE_NOT_FOUND', `import: there is no file ${shown} in the import folder`, {
      where: shown,
      remedy: 'copy the file into the import folder; names are relative to it',
    });
  }
  return new Refusal('FILE_UNREADABLE', `import: ${shown} cannot be read`, {
    expected: 'a regular file that the service may read',
    actual: cause,
    where: shown,
    remedy: 'check the type and the rights of the file',
  });
}
