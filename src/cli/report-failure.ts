import { Refusal } from '../core/outcome/refusal.ts';

/** Exit codes of every command: 0 done, 1 a fault of the program or its environment, 2 bad input. */
export const EXIT = { done: 0, fault: 1, badInput: 2 } as const;

/**
 * Says on standard error what went wrong and what to do; standard output stays clean for pipes.
 * @returns the exit code: 2 for a refusal (bad formula, bad file, bad option), 1 for anything else
 */
export function reportFailure(error: unknown): number {
  if (error instanceof Refusal) {
    process.stderr.write(`${describeRefusal(error)}\n`);
    return EXIT.badInput;
  }
  process.stderr.write(
    `factormine: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
  );
  return EXIT.fault;
}

function describeRefusal({ code, message, details }: Refusal): string {
  const lines = [`factormine: ${message} [${code}]`];
  if (details.where !== undefined) lines.push(`  where:    ${details.where}`);
  if (details.expected !== undefined) lines.push(`  expected: ${details.expected}`);
  if (details.actual !== undefined) lines.push(`  actual:   ${details.actual}`);
  if (details.position !== undefined) lines.push(`  position: character ${details.position.start + 1}`);
  if (details.remedy !== undefined) lines.push(`  remedy:   ${details.remedy}`);
  return lines.join('\n');
}
