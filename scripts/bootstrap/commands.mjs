/** What each npm script does. A command answers with an exit code, or nothing when its process goes on. */
import { pathToFileURL } from 'node:url';
import { build } from './build.mjs';
import { generate, reportDrift } from './generate.mjs';
import { install } from './install.mjs';
import { inProject, runNode, runNodeAttended, say, toolScript } from './project.mjs';
import { stopWithNpm } from './stop-with-npm.mjs';

async function prepare() {
  await install();
  await build();
}

/** Runs a compiled entry in this very process: one process fewer to signal, to kill and to lose. */
async function runHere(entry, args) {
  const path = inProject('dist', entry);
  process.argv = [process.argv[0], path, ...args];
  process.setSourceMapsEnabled(true);
  await import(pathToFileURL(path).href);
}

async function start(args) {
  await prepare();
  stopWithNpm();
  await runHere('main.js', args);
}

async function cli(args) {
  await prepare();
  await runHere('cli/main.js', args);
}

async function test(args) {
  await prepare();
  return runNodeAttended([toolScript('vitest/vitest.mjs'), 'run', ...args]);
}

async function bench(args) {
  await prepare();
  return runNodeAttended(['--enable-source-maps', inProject('bench', 'run.mjs'), ...args]);
}

async function drift() {
  await build();
  return reportDrift();
}

/** Every check runs, so that one call shows all that is wrong; the tests come last and tell the counts. */
async function check(args) {
  await install();
  const checks = [
    ['format and lint', () => runNode([toolScript('@biomejs/biome/bin/biome'), 'ci', '.'])],
    ['types', () => runNode([toolScript('typescript/bin/tsc'), '--noEmit', '-p', 'tsconfig.json'])],
    ['generated files', drift],
    ['tests, architecture among them', () => test(args)],
  ];
  const failed = [];
  for (const [name, run] of checks) {
    say(`== ${name}`);
    if ((await run()) !== 0) failed.push(name);
  }
  if (failed.length > 0) say(`check failed: ${failed.join(', ')}`);
  return failed.length === 0 ? 0 : 1;
}

export const commands = {
  start,
  test,
  check,
  cli,
  bench,
  generate: async () => {
    await install();
    return generate();
  },
};
