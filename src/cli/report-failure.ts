import { Refusal } from '../core/outcome/refusal.ts';
import { BadEnvironment } from '../platform/config/bad-environment.ts';
import { isConnectionLoss } from '../platform/database/connection-loss.ts';
import { isDiskFull } from '../platform/disk/is-disk-full.ts';

/** Exit codes of every command: 0 done, 1 a fault of the program or its environment, 2 bad input. */
export const EXIT = { done: 0, fault: 1, badInput: 2 } as const;

/**
 * Says on standard error what went wrong and what to do; standard output stays clean for pipes.
 * @returns the exit code: 2 for a refusal (bad formula, bad file, bad option), 1 for anything else: a database that cannot
 *   be reached, a full disk, a fault of the program
 */
export function reportFailure(error: unknown): number {
  if (error instanceof Refusal) {
    process.stderr.write(`${describeRefusal(error)}\n`);
    return EXIT.badInput;
  }
  process.stderr.write(`${describeFault(error)}\n`);
  return EXIT.fault;
}

/** What the user can mend says how; anything else is a fault of the program, whose stack is wanted. */
function describeFault(error: unknown): string {
  const { message, stack } = error instanceof Error ? error : { message: String(error), stack: undefined };
  const code = String((error as { code?: unknown } | null)?.code ?? '');
  if (error instanceof BadEnvironment) return `factormine: ${message}`;
  if (isDiskFull(error))
    return told('there is no room left on the disk', message, 'make room, then try again');
  if (isConnectionLoss(error) || REFUSED.test(code)) {
    return told(
      'the database cannot be used',
      message || code,
      'see that DATABASE_URL is right and its server runs',
    );
  }
  return `factormine: ${stack ?? message}`;
}

/** SQLSTATE: a wrong password or user, a database that is not there. */
const REFUSED = /^(28...|3D000)$/;

const told = (what: string, actual: string, remedy: string): string =>
  `factormine: ${what}\n  actual:   ${actual}\n  remedy:   ${remedy}`;

function describeRefusal({ code, message, details }: Refusal): string {
  const lines = [`factormine: ${message} [${code}]`];
  if (details.where !== undefined) lines.push(`  where:    ${details.where}`);
  if (details.expected !== undefined) lines.push(`  expected: ${details.expected}`);
  if (details.actual !== undefined) lines.push(`  actual:   ${details.actual}`);
  if (details.position !== undefined) lines.push(`  position: character ${details.position.start + 1}`);
  if (details.remedy !== undefined) lines.push(`  remedy:   ${details.remedy}`);
  return lines.join('\n');
}
