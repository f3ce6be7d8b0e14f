import { Refusal, type RefusalCode } from './refusal.ts';

const PASSING: ReadonlySet<RefusalCode> = new Set(['UNAVAILABLE', 'DISK_FULL', 'TOO_MANY_REQUESTS']);

/**
 * Whether a failure says nothing of what was asked: no worker, no room, too much at once. The same may succeed later, so
 * whoever works in the background tries again and holds it against nobody. What is no refusal is a fault, and passes too.
 */
export const isPassing = (error: unknown): boolean => !(error instanceof Refusal) || PASSING.has(error.code);
