/** SQLSTATE 53100, and Node's own words for a full disk and a quota that is used up. */
const NO_ROOM = new Set(['53100', 'ENOSPC', 'EDQUOT']);

interface DriverError {
  readonly code?: unknown;
  /** Where Prisma keeps what the driver said. */
  readonly meta?: { readonly driverAdapterError?: { readonly cause?: { readonly originalCode?: unknown } } };
}

/** Whether the database, or this machine, said that there is no room left on its disk: nothing of the statement was kept. */
export function isDiskFull(error: unknown): boolean {
  const { code, meta } = (error ?? {}) as DriverError;
  const codes = [code, meta?.driverAdapterError?.cause?.originalCode];
  return codes.some((one) => typeof one === 'string' && NO_ROOM.has(one));
}
