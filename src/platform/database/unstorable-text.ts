/** Postgres: text with NUL (22021), and escapes of it in JSON (22P05). */
const UNSTORABLE = new Set(['22021', '22P05']);

interface DriverError {
  readonly code?: unknown;
  /** Where Prisma keeps what the driver said. */
  readonly meta?: { readonly driverAdapterError?: { readonly cause?: { readonly originalCode?: unknown } } };
}

/** Whether a statement failed because a text holds what Postgres cannot store: the sender's doing, whatever column it was. */
export function isUnstorableText(error: unknown): boolean {
  const { code, meta } = (error ?? {}) as DriverError;
  const codes = [code, meta?.driverAdapterError?.cause?.originalCode];
  return codes.some((one) => typeof one === 'string' && UNSTORABLE.has(one));
}

/** A text that Postgres can store: without NUL and without halves of characters. */
export const isStorable = (text: string): boolean => !text.includes('\0') && !/\p{Surrogate}/u.test(text);
