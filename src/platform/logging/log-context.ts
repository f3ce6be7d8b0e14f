import { AsyncLocalStorage } from 'node:async_hooks';

/** What every line says that is logged meanwhile. */
export interface LogContext {
  /** Of the request, as the answer's header X-Request-Id names it. */
  readonly requestId?: string;
  /** Of the run that is being mined. */
  readonly runId?: string;
}

const storage = new AsyncLocalStorage<LogContext>();

export const logContext = (): LogContext => storage.getStore() ?? {};

/** Does work whose log lines carry `context` beside what they carry already. */
export const withLogContext = <T>(context: LogContext, work: () => T): T =>
  storage.run({ ...storage.getStore(), ...context }, work);
