const NO_SPACE = new Set(['53100', 'ENOSPC']);

/** Whether the database, or this machine, said that there is no room left: SQLSTATE 53100, or ENOSPC. */
export const isDiskFull = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && NO_SPACE.has(String(error.code));
