import { spawnSync } from 'node:child_process';

/** The first Python that has pandas (Debian's python3-pandas belongs to Debian's Python); undefined where none has. */
const python = ['python3', '/usr/bin/python3'].find(
  (candidate) => spawnSync(candidate, ['-c', 'import pandas, numpy']).status === 0,
);

/** Whether this machine can compute the oracle. Tests skip, visibly, where it cannot. */
export const hasPandas = python !== undefined;

/** Runs a script that reads `data` (JSON on stdin, NaN as null) and prints JSON without NaN. */
export function runPandas<T>(script: string, data: unknown): T {
  const preamble = 'import json, sys\nimport numpy as np\nimport pandas as pd\ndata = json.load(sys.stdin)\n';
  const ran = spawnSync(python!, ['-c', preamble + script], {
    input: JSON.stringify(data, (_, value) => (Number.isNaN(value) ? null : value)),
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  if (ran.status !== 0) throw new Error(ran.stderr);
  return JSON.parse(ran.stdout) as T;
}
