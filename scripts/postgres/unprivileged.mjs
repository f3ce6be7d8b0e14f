/**
 * Postgres refuses to run as root. For root it is put into a user namespace that shows root as `nobody`, which
 * keeps access to files, even below /root. Where namespaces are forbidden, as in many containers, it becomes
 * `nobody` and keeps the one capability to reach its folder.
 */
import { spawnSync } from 'node:child_process';
import { chownSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

const NOBODY = 65_534;
const FILE_ACCESS = '+dac_override,+dac_read_search';

const NAMESPACE = ['unshare', '--user', `--map-user=${NOBODY}`, `--map-group=${NOBODY}`];
const DROPPED = [
  'setpriv',
  '--securebits',
  '+no_setuid_fixup,+noroot',
  `--reuid=${NOBODY}`,
  `--regid=${NOBODY}`,
  '--clear-groups',
  '--inh-caps',
  FILE_ACCESS,
  '--ambient-caps',
  FILE_ACCESS,
];

const works = ([command, ...args]) => spawnSync(command, [...args, 'true']).status === 0;

/** @returns the words to put before a command, and the user that must own the cluster's files */
export function unprivileged() {
  const uid = process.getuid?.() ?? null;
  if (uid !== 0) return { prefix: [], owner: uid };
  if (process.env.FACTORMINE_POSTGRES_AS !== 'nobody' && works(NAMESPACE))
    return { prefix: NAMESPACE, owner: 0 };
  if (works(DROPPED)) return { prefix: DROPPED, owner: NOBODY };
  throw new Error(
    'embedded Postgres: it does not run as root, and neither unshare nor setpriv works here; ' +
      'run as an ordinary user, or set DATABASE_URL to a PostgreSQL server',
  );
}

/** Gives a folder and all in it to `owner` when another way of starting left it to somebody else. */
export function giveTo(folder, owner) {
  if (owner === null || statSync(folder).uid === owner) return;
  if (process.getuid() !== 0) {
    throw new Error(
      `data folder ${folder}: expected user ${owner} as its owner, found ${statSync(folder).uid}; ` +
        'start as that user, or set FACTORMINE_DATA to a folder of your own',
    );
  }
  for (const entry of readdirSync(folder, { recursive: true })) chownSync(join(folder, entry), owner, owner);
  chownSync(folder, owner, owner);
}
