import type { Logger } from 'pino';

/** Whatever hangs after this long is left behind; the next start recovers it. */
const LONGEST_SHUTDOWN_MS = 28_000;

/**
 * Ends the process on SIGINT, SIGTERM or SIGHUP after `close` has drained it; a second signal ends it at once.
 */
export function shutDownOnSignal(close: () => Promise<void>, logger: Logger): void {
  let isClosing = false;
  const onSignal = async (signal: NodeJS.Signals): Promise<void> => {
    if (isClosing) process.exit(130);
    isClosing = true;
    logger.info(`${signal}: finishing what is under way`);
    setTimeout(() => {
      logger.error(
        `still busy after ${LONGEST_SHUTDOWN_MS / 1000} s: ending anyway; the next start goes on from what was committed`,
      );
      process.exit(1);
    }, LONGEST_SHUTDOWN_MS).unref();
    try {
      await close();
      logger.info('stopped');
      process.exit(0);
    } catch (error) {
      logger.error({ err: error }, 'the shutdown failed; what was committed is there at the next start');
      process.exit(1);
    }
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, onSignal);
}
