/** The server of a cluster: is it running, start it, stop it. */
import { spawn } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync, rmSync, statfsSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { commandLineOf, isAlive } from '../process-identity.mjs';
import { readPassword, SUPERUSER } from './cluster.mjs';

const HOST = '127.0.0.1';
/** Recovery after a crash replays the log, which may take a while. */
const READY_TIMEOUT_MS = 120_000;
const FAST_STOP_MS = 20_000;
const LOG_LIMIT_BYTES = 10_000_000;
const POLL_MS = 20;
/** Children of a killed server hold its memory for a moment, and a port may be taken between look and use. */
const ATTEMPTS = 5;

export function connectionUrl(paths, port, database) {
  return `postgresql://${SUPERUSER}:${encodeURIComponent(readPassword(paths))}@${HOST}:${port}/${database}`;
}

/** The live server by its pid file; null when there is none, or when the number belongs to another program. */
export function runningServer(paths) {
  if (!existsSync(paths.pidFile)) return null;
  const lines = readFileSync(paths.pidFile, 'utf8').split('\n');
  const pid = Math.abs(Number(lines[0]));
  if (!pid || !isAlive(pid)) return null;
  const command = commandLineOf(pid);
  if (command !== null && !command.includes('postgres')) return null;
  return { pid, port: Number(lines[3]) };
}

const freePort = () =>
  new Promise((resolve, reject) => {
    const probe = createServer().listen(0, HOST, () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
    probe.on('error', reject);
  });

/** @returns a connected client of the maintenance database, or null while the server is not ready */
export async function tryConnect(paths, port, applicationName) {
  const client = new pg.Client({
    connectionString: connectionUrl(paths, port, 'postgres'),
    application_name: applicationName,
  });
  client.on('error', () => {});
  try {
    await client.connect();
    return client;
  } catch (error) {
    await client.end().catch(() => {});
    if (error.code === '28P01') {
      throw new Error(
        `embedded Postgres: the server on port ${port} refuses the password in ${paths.password}`,
      );
    }
    return null;
  }
}

/** Waits until a server answers. `hasExited` says when waiting is in vain; then the answer is null. */
export async function connectWhenReady(paths, port, applicationName, hasExited) {
  const deadline = Date.now() + READY_TIMEOUT_MS;
  while (!hasExited() && Date.now() < deadline) {
    const client = await tryConnect(paths, port, applicationName);
    if (client) return client;
    await sleep(POLL_MS);
  }
  return null;
}

function openLog(paths) {
  if (existsSync(paths.log) && statSync(paths.log).size > LOG_LIMIT_BYTES) rmSync(paths.log);
  return openSync(paths.log, 'a', 0o600);
}

function launch(paths, { postgres }, prefix, port, durable) {
  const settings = {
    listen_addresses: HOST,
    unix_socket_directories: '',
    max_connections: 200,
    shared_buffers: '128MB',
    ...(durable ? {} : { fsync: 'off', full_page_writes: 'off', synchronous_commit: 'off' }),
  };
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const command = [...prefix, postgres, '-D', paths.cluster, '-p', String(port), ...flags];
  const log = openLog(paths);
  const child = spawn(command[0], command.slice(1), { stdio: ['ignore', log, log], cwd: paths.folder });
  closeSync(log);
  child.on('error', () => {});
  child.unref();
  return child;
}

/** A server wants a file of 16 MB for its log of changes before it does anything. */
const LEAST_FREE_BYTES = 32 * 2 ** 20;

function whyNot(paths) {
  const { bavail, bsize } = statfsSync(paths.folder);
  const free = bavail * bsize;
  if (free >= LEAST_FREE_BYTES) return `its log ${paths.log} says why`;
  return `only ${Math.floor(free / 2 ** 20)} MB are free on the disk of ${paths.folder}: make room`;
}

/**
 * @param options.port where the pools of the service look for it; any free one if not given
 * @returns the port and a connected client named `applicationName`
 */
export async function startServer(paths, binaries, user, { port, durable, applicationName }) {
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    // A number in the pid file that belongs to another program would keep Postgres from starting.
    rmSync(paths.pidFile, { force: true });
    const chosen = port ?? (await freePort());
    const child = launch(paths, binaries, user.prefix, chosen, durable);
    const hasExited = () => child.exitCode !== null || child.signalCode !== null;
    const client = await connectWhenReady(paths, chosen, applicationName, hasExited);
    if (client) return { port: chosen, client };
    child.kill('SIGKILL');
    await sleep(attempt * 200);
  }
  throw new Error(`embedded Postgres: the server does not start; ${whyNot(paths)}`);
}

async function isGoneWithin(pid, timeoutMs) {
  const deadline = Date.now() + timeoutMs;
  while (isAlive(pid) && Date.now() < deadline) await sleep(POLL_MS);
  return !isAlive(pid);
}

/** Asks for a fast stop, then insists; the log is replayed at the next start if it comes to that. */
export async function stopServer(paths) {
  const server = runningServer(paths);
  if (!server) return;
  for (const signal of ['SIGINT', 'SIGQUIT', 'SIGKILL']) {
    try {
      process.kill(server.pid, signal);
    } catch (error) {
      if (error.code !== 'ESRCH') throw error;
    }
    if (await isGoneWithin(server.pid, FAST_STOP_MS)) return;
  }
}
