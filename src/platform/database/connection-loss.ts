/** PostgreSQL's "cannot be reached", "is shutting down" and "has no connection left", Node's own, and Prisma's. */
const CODES =
  /^(08...|57P0[123]|53300|ECONNREFUSED|ECONNRESET|ENOTFOUND|EPIPE|ETIMEDOUT|P1001|P1002|P1017|P2024)$/;

/** The driver's own words where it gives no code. */
const MESSAGES =
  /^Connection terminated|^timeout exceeded when trying to connect|connection error and is not queryable/;

interface DriverError {
  readonly code?: unknown;
  readonly message?: unknown;
  /** Where Prisma keeps what the driver said. */
  readonly meta?: { readonly driverAdapterError?: { readonly cause?: { readonly originalCode?: unknown } } };
}

/**
 * Whether an error of `pool`, `prisma` or `transaction` says that the database could not be reached or went away:
 * nobody's fault, and worth another try once it is back. Whether the statement took effect is not known.
 */
export function isConnectionLoss(error: unknown): boolean {
  const { code, message, meta } = (error ?? {}) as DriverError;
  const codes = [code, meta?.driverAdapterError?.cause?.originalCode];
  if (codes.some((one) => typeof one === 'string' && CODES.test(one))) return true;
  return typeof message === 'string' && MESSAGES.test(message);
}
