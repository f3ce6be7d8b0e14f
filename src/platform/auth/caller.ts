import { AsyncLocalStorage } from 'node:async_hooks';
import type { AccessRole } from './access.ts';

/** Who asks: a key, or this machine where no keys are asked for. */
export interface Caller {
  /** Of the key; null on loopback without keys, and for the key of the environment. */
  readonly keyId: string | null;
  /** For people: the key's name, `environment key`, or `local`. */
  readonly name: string;
  readonly role: AccessRole;
  /** What was asked for: `GET /v1/runs/:runId` or `query topFactors`. */
  readonly operation: string;
}

const storage = new AsyncLocalStorage<Caller>();

/** Whoever the work under way is done for; null in jobs and timers, which are nobody's. */
export const currentCaller = (): Caller | null => storage.getStore() ?? null;

/** Does work in the name of a caller: everything that it awaits can ask `currentCaller`. */
export const onBehalfOf = <T>(caller: Caller, work: () => T): T => storage.run(caller, work);

/** How a caller is told apart in tables and limits. */
export const callerId = ({ keyId, name }: Pick<Caller, 'keyId' | 'name'>): string => keyId ?? name;
