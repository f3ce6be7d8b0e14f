/** Entry of the embedded Postgres: starts it, or joins the one that runs on the same folder. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const KEEPER = fileURLToPath(new URL('./keeper.mjs', import.meta.url));

/**
 * @param options.folder     where the cluster lives; made, private to the user, if absent
 * @param options.database   made if absent
 * @param options.durable    false: no fsync, for tests
 * @param options.disposable true: the folder is removed when the server stops
 * @returns `url` to connect with (it holds the password), `reused` when a live server was joined, and `stop`,
 *   which leaves the server and waits until it has stopped unless others use it. Ending this process in any
 *   way, kill -9 included, does the same without waiting.
 * @throws Error that says what to do, when no server can be had
 */
export async function startPostgres({ folder, database = 'factormine', durable = true, disposable = false }) {
  const options = JSON.stringify({ folder: resolve(folder), database, durable, disposable });
  const keeper = spawn(process.execPath, [KEEPER, options], {
    stdio: ['pipe', 'pipe', 'inherit'],
    detached: true,
    env: { ...process.env, NODE_OPTIONS: '' },
  });
  keeper.stdin.on('error', () => {});
  const exited = once(keeper, 'exit');
  const lines = createInterface({ input: keeper.stdout });
  const [line] = await Promise.race([once(lines, 'line'), exited.then(() => [null])]);
  const answer =
    line === null ? { error: 'embedded Postgres: its keeper died at the start' } : JSON.parse(line);
  if (answer.error) throw new Error(answer.error);
  // The keeper must not hold this process open; its pipe still closes with it.
  for (const handle of [keeper, keeper.stdin, keeper.stdout]) handle.unref();
  const stop = async () => {
    keeper.ref();
    keeper.stdin.end();
    await exited;
  };
  return { url: answer.url, reused: answer.reused, stop };
}
