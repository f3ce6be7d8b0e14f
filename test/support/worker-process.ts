import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('../../dist/main.js', import.meta.url));

export interface WorkerProcess {
  readonly process: ChildProcess;
  /** What it has said so far. */
  output(): string;
  /** Sends a signal and, for those that end it, waits for the end. */
  end(signal: 'SIGKILL' | 'SIGTERM'): Promise<number | null>;
}

/** The compiled service in the worker role, as a process of its own; resolves once it is up. */
export async function startWorker(
  databaseUrl: string,
  dataFolder: string,
  variables: Readonly<Record<string, string>> = {},
): Promise<WorkerProcess> {
  const child = spawn(process.execPath, [MAIN], {
    env: {
      PATH: process.env.PATH,
      DATABASE_URL: databaseUrl,
      FACTORMINE_DATA: dataFolder,
      FACTORMINE_ROLE: 'worker',
      FACTORMINE_DEMO: 'off',
      FACTORMINE_THREADS: '1',
      ...variables,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  const ended = new Promise<number | null>((resolve) => child.on('exit', (code) => resolve(code)));
  await new Promise<void>((resolve, reject) => {
    const listen = (chunk: Buffer): void => {
      said += chunk.toString();
      if (said.includes('is up')) resolve();
    };
    child.stdout.on('data', listen);
    child.stderr.on('data', listen);
    void ended.then((code) => reject(new Error(`the worker ended with ${code}: ${said}`)));
  });
  return {
    process: child,
    output: () => said,
    end: (signal) => {
      child.kill(signal);
      return ended;
    },
  };
}
