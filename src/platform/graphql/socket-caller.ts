import type { Identity, KeyRing } from '../auth/key-ring.ts';

/** What a connection by WebSocket knows before its first message. */
export interface SocketContext {
  readonly context: { readonly caller: Identity | null };
}

/**
 * Who asks by WebSocket: known by the headers already, or by the key of the first message.
 * @returns what joins the context of every operation; false closes the connection
 */
export function socketCaller(
  known: Identity | null,
  presented: string | null,
  keys: KeyRing,
): { readonly caller: Identity } | false {
  const caller = presented === null ? known : keys.identify(presented);
  return caller !== null && { caller };
}
