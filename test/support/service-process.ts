import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const PROJECT = fileURLToPath(new URL('../../', import.meta.url));
const START_TIMEOUT_MS = 60_000;

export interface ServiceProcess {
  readonly child: ChildProcess;
  /** Everything that it has printed so far. */
  readonly output: () => string;
  /** Address of the service once it has announced itself; rejects when it ends before. */
  readonly announced: Promise<string>;
  readonly exited: Promise<number | null>;
}

/** Starts the built service with the given variables and nothing else of this process's settings. */
export function startServiceProcess(variables: Readonly<Record<string, string>>): ServiceProcess {
  const { PATH, HOME, TMPDIR } = process.env;
  const env = { PATH, HOME, TMPDIR, PORT: '0', FACTORMINE_DEMO: 'off', ...variables };
  const child = spawn(process.execPath, ['dist/main.js'], {
    cwd: PROJECT,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let text = '';
  const exited = once(child, 'exit').then(([code]) => code as number | null);
  const announced = new Promise<string>((resolve, reject) => {
    const fail = (): void => reject(new Error(`the service did not start:\n${text}`));
    const timer = setTimeout(fail, START_TIMEOUT_MS);
    const listen = (chunk: Buffer): void => {
      text += chunk;
      const url = /GraphiQL\s+(http\S+)\/graphiql/.exec(text)?.[1];
      if (url === undefined || !text.includes('database ')) return;
      clearTimeout(timer);
      resolve(url);
    };
    child.stdout.on('data', listen);
    child.stderr.on('data', listen);
    void exited.then(() => {
      clearTimeout(timer);
      fail();
    });
  });
  announced.catch(() => undefined);
  return { child, output: () => text, announced, exited };
}

/** Process number of the embedded Postgres of a data folder; null when its pid file is gone. */
export function postgresPid(dataFolder: string): number | null {
  try {
    const path = join(dataFolder, 'postgres', 'cluster', 'postmaster.pid');
    return Number(readFileSync(path, 'utf8').split('\n')[0]);
  } catch {
    return null;
  }
}
