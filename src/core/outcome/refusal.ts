/**
 * Stable codes of the failures that a user can meet and mend. A code never changes its meaning;
 * the API maps each to an HTTP status in one place (`platform/http`).
 */
export const REFUSAL_CODES = [
  'INVALID_INPUT',
  'FORMULA_SYNTAX',
  'FORMULA_UNKNOWN_NAME',
  'FORMULA_DIMENSION',
  'FORMULA_TYPE',
  'FORMULA_WINDOW',
  'FORMULA_TOO_LONG',
  'FORMULA_UNTRANSLATABLE',
  'LEARN_NOT_SUPPORTED',
  'NOT_FOUND',
  'ALREADY_EXISTS',
  'CONFLICT',
  'FILE_NOT_FOUND',
  'FILE_UNREADABLE',
  'DATASET_INVALID',
  'DATASET_CHANGED',
  'DATASET_TOO_LARGE',
  'DISK_FULL',
  'UNIVERSE_UNAVAILABLE',
  'PERIOD_INVALID',
  'VALUES_BEHIND',
  'EXPERIMENT_INVALID',
  'RUN_NOT_STARTABLE',
  'RUN_NOT_RESUMABLE',
  'RUN_FENCED',
  'SCHEDULE_INVALID',
  'LIBRARY_NOT_ADMITTED',
  'POOL_EMPTY',
  'ADDRESS_NOT_ALLOWED',
  'UNAUTHENTICATED',
  'FORBIDDEN',
  'TOO_MANY_REQUESTS',
  'UNAVAILABLE',
] as const;

export type RefusalCode = (typeof REFUSAL_CODES)[number];

/** What a refusal tells: the two sides of the disagreement, the place, and the way out. */
export interface RefusalDetails {
  readonly expected?: string;
  readonly actual?: string;
  /** File and line, column of a formula, path of a setting, or name of an object. */
  readonly where?: string;
  /** What the user can do about it. */
  readonly remedy?: string;
  /** Offset of the first offending character of a formula, 0-based; the end is exclusive. */
  readonly position?: { readonly start: number; readonly end: number };
  /** Every fault that was found, where an input can have several; the message tells the first ones. */
  readonly problems?: readonly {
    readonly where: string;
    readonly expected: string;
    readonly actual: string;
  }[];
}

/**
 * An expected failure: bad input or a state that forbids what was asked. It is thrown where a `Result`
 * would only be passed on, and becomes a typed GraphQL error or an RFC 9457 problem at the edge.
 * Anything else that is thrown is a fault of ours or of the environment.
 */
export class Refusal extends Error {
  override readonly name = 'Refusal';

  constructor(
    readonly code: RefusalCode,
    message: string,
    readonly details: RefusalDetails = {},
  ) {
    super(message);
  }
}

/** States what must hold if our own code is right; a breach is a bug, never bad input. */
export function invariant(condition: unknown, message: string): asserts condition {
  if (!condition) throw new Error(`invariant: ${message}`);
}
