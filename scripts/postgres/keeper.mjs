/**
 * Keeps an embedded Postgres for the process that spawned it, and never outlives it: standard input is a pipe
 * whose other end that process holds, so even kill -9 of it is seen here. It leads a session of its own, which
 * Ctrl-C and signals to the service's group do not reach. Keepers of several processes may share one server:
 * each holds a connection under a known name, and the last to leave stops the server.
 */
import { rmSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { withFileLock } from '../file-lock.mjs';
import { postgresBinaries } from './binaries.mjs';
import { clusterPaths, ensureCluster } from './cluster.mjs';
import { connectionUrl, connectWhenReady, runningServer, startServer, stopServer } from './server.mjs';
import { unprivileged } from './unprivileged.mjs';

const APPLICATION = 'factormine-keeper';
/** How soon a server that could not be started is tried again, and how often that is told. */
const RETRY_MS = 3_000;
const TOLD_EVERY = 20;
const { folder, database, durable, disposable } = JSON.parse(process.argv[2]);
const paths = clusterPaths(folder);
let isReleased = false;

async function ensureDatabase(client) {
  const { rowCount } = await client.query('SELECT FROM pg_database WHERE datname = $1', [database]);
  if (rowCount === 0) await client.query(`CREATE DATABASE ${client.escapeIdentifier(database)}`);
}

/** Joins the live server, or starts one. */
async function join(port) {
  const live = runningServer(paths);
  if (live) {
    const client = await connectWhenReady(paths, live.port, APPLICATION, () => !runningServer(paths));
    if (client) return { port: live.port, client, reused: true };
  }
  const user = unprivileged();
  const binaries = await postgresBinaries();
  await ensureCluster(paths, binaries, user);
  const server = await startServer(paths, binaries, user, { port, durable, applicationName: APPLICATION });
  return { ...server, reused: false };
}

const joinAlone = (port) =>
  withFileLock(paths.lock, async () => {
    const server = await join(port);
    await ensureDatabase(server.client);
    return server;
  });

/**
 * A server that died is started again on its port, so that the pools of the service find it. What keeps it from starting
 * may pass, as a full disk does when room is made: it is tried for as long as the service lives.
 */
function watch({ client, port }) {
  client.once('end', async () => {
    if (isReleased) return;
    process.stderr.write(`embedded Postgres: the server went away, starting it again (log: ${paths.log})\n`);
    for (let failures = 0; !isReleased; failures++) {
      try {
        keep(await joinAlone(port));
        return;
      } catch (error) {
        if (failures % TOLD_EVERY === 0) {
          const why = error.message.replace(/^embedded Postgres: /, '');
          process.stderr.write(`embedded Postgres: ${why}; it is tried every ${RETRY_MS / 1000} s\n`);
        }
        await sleep(RETRY_MS);
      }
    }
  });
}

let current;
function keep(server) {
  current = server;
  watch(server);
}

/** Leaves the server, and stops it if nobody else keeps it. */
async function release() {
  isReleased = true;
  await withFileLock(paths.lock, async () => {
    const others = await current.client
      .query(
        'SELECT count(*)::int AS count FROM pg_stat_activity WHERE application_name = $1 AND pid <> pg_backend_pid()',
        [APPLICATION],
      )
      .then(({ rows }) => rows[0].count)
      .catch(() => 0);
    await current.client.end().catch(() => {});
    if (others === 0) await stopServer(paths);
  });
  if (disposable) rmSync(folder, { recursive: true, force: true });
}

const parentIsGone = new Promise((resolve) => {
  process.stdin.on('end', resolve).on('error', resolve).resume();
});
for (const signal of ['SIGINT', 'SIGHUP', 'SIGTERM']) process.on(signal, () => {});
// The parent may be gone before it has read the answer.
process.stdout.on('error', () => {});

try {
  const server = await joinAlone(undefined);
  keep(server);
  const answer = { url: connectionUrl(paths, server.port, database), reused: server.reused };
  process.stdout.write(`${JSON.stringify(answer)}\n`);
  await parentIsGone;
  await release();
  process.exit(0);
} catch (error) {
  const isFull = error.code === 'ENOSPC';
  const told = isFull
    ? `embedded Postgres: no room is left on the disk of ${folder}: make room`
    : error.message;
  process.stdout.write(`${JSON.stringify({ error: told })}\n`, () => process.exit(1));
}
