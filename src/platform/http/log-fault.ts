import type { Logger } from '@nestjs/common';
import { isConnectionLoss } from '../database/connection-loss.ts';
import { isDiskFull } from '../disk/is-disk-full.ts';

/**
 * Writes what a caller was not told under the id that the caller has: a database that is away or full in one line, as many
 * callers meet it at once, anything else with its stack.
 */
export const logFault =
  (logger: Logger) =>
  (error: unknown, errorId: string): void => {
    if (isConnectionLoss(error)) {
      logger.warn(`the database cannot be reached, see that it runs: ${String(error)} errorId=${errorId}`);
    } else if (isDiskFull(error)) {
      logger.warn(`the database's disk is full, make room on it: ${String(error)} errorId=${errorId}`);
    } else logger.error({ errorId, err: error });
  };
