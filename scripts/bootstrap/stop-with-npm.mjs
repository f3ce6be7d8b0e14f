const POLL_MS = 500;

/**
 * npm passes signals on, but kill -9 of npm leaves its script behind, still holding the port. Then the service
 * is asked to stop as if by SIGTERM.
 */
export function stopWithNpm() {
  if (!process.env.npm_lifecycle_event || process.platform === 'win32') return;
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) process.kill(process.pid, 'SIGTERM');
  }, POLL_MS).unref();
}
