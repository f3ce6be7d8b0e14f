import { AsyncLocalStorage } from 'node:async_hooks';

/** What a request that only reads is answered as of: one snapshot for all its questions. */
export interface Moment {
  snapshot: Promise<string> | null;
}

const storage = new AsyncLocalStorage<Moment>();

export const currentMoment = (): Moment | null => storage.getStore() ?? null;

/** Answers a request as of one moment after it came. */
export const atOneMoment = <T>(work: () => T): T => storage.run({ snapshot: null }, work);

/** After a change: what the same request reads from now on must see it. */
export function forgetMoment(): void {
  const moment = storage.getStore();
  if (moment) moment.snapshot = null;
}
