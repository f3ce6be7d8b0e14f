/** The project's folder, words to the user, and commands run in it. */
import { spawn, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url));
export const inProject = (...parts) => join(root, ...parts);
export const lockFile = inProject('.bootstrap.lock');

/** Standard output belongs to the command that runs in the end. */
export const say = (text) => process.stderr.write(`${text}\n`);

/** A program of a development dependency, run by this Node. */
export const toolScript = (path) => inProject('node_modules', ...path.split('/'));

const options = { cwd: root, stdio: 'inherit' };

/** @returns the exit code */
export function runNode(args) {
  return spawnSync(process.execPath, args, options).status ?? 1;
}

/** The npm that started us, or the one on the path. */
export function runNpm(args) {
  const cli = process.env.npm_execpath;
  if (cli?.endsWith('.js')) return runNode([cli, ...args]);
  return spawnSync('npm', args, { ...options, shell: process.platform === 'win32' }).status ?? 1;
}

/** Like runNode, while this process stays able to pass on signals. */
export function runNodeAttended(args) {
  const child = spawn(process.execPath, args, options);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? 1));
  });
}
