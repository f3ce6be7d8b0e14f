import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { COMMANDS, commandLine, runCommandLine } from '../../../src/cli/command-line.ts';
import { EXIT, reportFailure } from '../../../src/cli/report-failure.ts';
import { BadEnvironment } from '../../../src/platform/config/bad-environment.ts';

const NAMES = Object.keys(COMMANDS);

/** What is printed on standard error while `work` goes on. */
async function complaints<T>(work: () => Promise<T> | T): Promise<{ result: T; text: string }> {
  let text = '';
  const written = vi.spyOn(process.stderr, 'write').mockImplementation((chunk) => {
    text += String(chunk);
    return true;
  });
  try {
    return { result: await work(), text };
  } finally {
    written.mockRestore();
  }
}

afterEach(() => vi.restoreAllMocks());

describe.each(NAMES)('the command %s', (name) => {
  it('describes itself and every option', async () => {
    const command = (await commandLine([name])).commands.find((one) => one.name() === name)!;
    const leaves = command.commands.length > 0 ? command.commands : [command];
    for (const leaf of leaves) {
      expect(leaf.description()).not.toBe('');
      expect(leaf.registeredArguments.filter(({ description }) => !description)).toEqual([]);
      expect(leaf.options.filter(({ description }) => !description)).toEqual([]);
      expect(leaf.helpInformation()).toContain('--help');
    }
  });

  it('prints its help and is done', async () => {
    const printed = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
    expect(await runCommandLine([name, '--help'])).toBe(EXIT.done);
    expect(String(printed.mock.calls[0]![0])).toMatch(new RegExp(`^Usage: factormine ${name}`));
  });

  it('answers an option that it does not have in one line, with exit code 2', async () => {
    const { result, text } = await complaints(() => runCommandLine([name, '--no-such-option']));
    expect(result).toBe(EXIT.badInput);
    expect(text).toMatch(
      /^error: (unknown option '--no-such-option'|missing required argument|required option)/,
    );
    expect(text).toContain('--help');
    expect(text.trim().split('\n').length).toBeLessThanOrEqual(3);
  });

  it('is told of in the README', () => {
    const readme = readFileSync(new URL('../../../README.md', import.meta.url), 'utf8');
    expect(readme).toMatch(new RegExp(`(npm run cli -- |\`factormine |\`)${name}\\b`));
  });
});

describe('what cannot be done', () => {
  it('a command that is not there', async () => {
    const { result, text } = await complaints(() => runCommandLine(['nonsense']));
    expect(result).toBe(EXIT.badInput);
    expect(text).toContain("unknown command 'nonsense'");
  });

  it.each([
    [
      'the database cannot be used',
      Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' }),
    ],
    ['the database cannot be used', Object.assign(new Error('password'), { code: '28P01' })],
    ['the database cannot be used', Object.assign(new Error('no such database'), { code: '3D000' })],
    ['there is no room left', Object.assign(new Error('ENOSPC: no space left'), { code: 'ENOSPC' })],
    ['variable PORT', new BadEnvironment('environment variable PORT: expected a number')],
  ])('%s: the message says what to do, without a stack', async (told, error) => {
    const { result, text } = await complaints(() => reportFailure(error));
    expect(result).toBe(EXIT.fault);
    expect(text).toContain(told);
    expect(text).not.toMatch(/^\s+at /m);
  });

  it('a fault of the program shows its stack', async () => {
    const { text } = await complaints(() => reportFailure(new TypeError('x is not a function')));
    expect(text).toMatch(/^factormine: TypeError: x is not a function\n\s+at /);
  });
});
