import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

// Debian's packages belong to Debian's Python, which need not be the first on the path.
const PYTHONS = ['/usr/bin/python3', 'python3'].filter((path) => !path.startsWith('/') || existsSync(path));

const runs = (python: string, code: string): boolean => spawnSync(python, ['-c', code]).status === 0;

/** A Python 3.10 or newer; null where there is none. */
export const PYTHON: string | null =
  PYTHONS.find((python) => runs(python, 'import sys; sys.exit(sys.version_info < (3, 10))')) ?? null;

/** A Python that has pandas; null where there is none. */
export const PYTHON_WITH_PANDAS: string | null =
  PYTHONS.find((python) => runs(python, 'import numpy, pandas')) ?? null;

const SCRIPTS = new URL('python/', import.meta.url);

/** Runs a script of `test/support/python` on a JSON input. @throws with what it said if it fails */
export function runPython<T>(python: string, script: string, input: unknown): T {
  const { status, stdout, stderr } = spawnSync(python, [fileURLToPath(new URL(script, SCRIPTS))], {
    input: JSON.stringify(input),
    encoding: 'utf8',
    maxBuffer: 256 * 1024 * 1024,
  });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout) as T;
}
