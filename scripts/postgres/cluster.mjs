/** The files of a cluster: where they lie, how they are made, and the password that keeps others out. */
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { giveTo } from './unprivileged.mjs';

export const SUPERUSER = 'factormine';

/** @param folder home of the cluster, its log, its lock and its password; nobody else may enter */
export const clusterPaths = (folder) => ({
  folder,
  cluster: join(folder, 'cluster'),
  log: join(folder, 'postgres.log'),
  lock: join(folder, 'lock'),
  password: join(folder, 'password'),
  pidFile: join(folder, 'cluster', 'postmaster.pid'),
});

export function readPassword(paths) {
  try {
    return readFileSync(paths.password, 'utf8').trim();
  } catch (error) {
    throw new Error(
      `embedded Postgres: the password file ${paths.password} cannot be read (${error.code}); ` +
        'start as the user who created the data folder, or set FACTORMINE_DATA to a folder of your own',
    );
  }
}

async function initialise(paths, { initdb }, { prefix, owner }) {
  const unfinished = `${paths.cluster}.unfinished`;
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(unfinished, { mode: 0o700 });
  giveTo(unfinished, owner);
  const options = ['-D', unfinished, '-U', SUPERUSER, `--pwfile=${paths.password}`, '--auth=scram-sha-256'];
  const locale = ['-E', 'UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
  const command = [...prefix, initdb, ...options, ...locale, '--no-sync', '--no-instructions'];
  const child = spawn(command[0], command.slice(1), { stdio: ['ignore', 'ignore', 'pipe'] });
  let complaint = '';
  child.stderr.on('data', (text) => {
    complaint += text;
  });
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error(`embedded Postgres: initdb failed (${code}): ${complaint.trim()}`);
  renameSync(unfinished, paths.cluster);
}

/** Makes the cluster unless it is there; a start that was cut off leaves nothing that looks finished. */
export async function ensureCluster(paths, binaries, user) {
  mkdirSync(paths.folder, { recursive: true, mode: 0o700 });
  chmodSync(paths.folder, 0o700);
  if (existsSync(join(paths.cluster, 'PG_VERSION'))) {
    giveTo(paths.cluster, user.owner);
    return;
  }
  const password = randomBytes(24).toString('base64url');
  rmSync(paths.password, { force: true });
  writeFileSync(paths.password, `${password}\n`, { flag: 'wx', mode: 0o600 });
  await initialise(paths, binaries, user);
}
