import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const PROJECT = fileURLToPath(new URL('../../', import.meta.url));
const LARGEST_ANSWER_BYTES = 16 * 1024 * 1024;

export interface CliOutcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the built command line with the given variables and nothing else of this process's settings. */
export function runCli(
  args: readonly string[],
  variables: Readonly<Record<string, string>> = {},
): Promise<CliOutcome> {
  const { PATH, HOME, TMPDIR } = process.env;
  const options = {
    cwd: PROJECT,
    env: { PATH, HOME, TMPDIR, ...variables },
    maxBuffer: LARGEST_ANSWER_BYTES,
  };
  return new Promise((resolve) => {
    const child = execFile(process.execPath, ['dist/cli/main.js', ...args], options, (_, stdout, stderr) =>
      resolve({ code: child.exitCode ?? -1, stdout, stderr }),
    );
  });
}
