import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterAll } from 'vitest';
import type { CliOutcome } from './run-cli.ts';

const CHILD = fileURLToPath(new URL('./cli-session-child.mjs', import.meta.url));

/**
 * The built command line in one process for all commands of a test file, one after another: as `runCli`, but each takes
 * tenths of a second.
 */
export function cliSession(): (
  args: readonly string[],
  variables?: Readonly<Record<string, string>>,
) => Promise<CliOutcome> {
  let child: ChildProcess | null = null;
  let before: Promise<unknown> = Promise.resolve();
  afterAll(() => child?.disconnect());
  const run = async (args: readonly string[], variables: Readonly<Record<string, string>>) => {
    const { PATH, HOME, TMPDIR } = process.env;
    child ??= fork(CHILD, { env: { PATH, HOME, TMPDIR }, stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
    const answered = once(child, 'message');
    child.send({ args, variables });
    const [outcome] = await answered;
    return outcome as CliOutcome;
  };
  return (args, variables = {}) => {
    const outcome = before.then(() => run(args, variables));
    before = outcome.catch(() => undefined);
    return outcome;
  };
}
