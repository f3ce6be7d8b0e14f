import type { WebSocket } from 'ws';
import type { Identity, KeyRing } from '../auth/key-ring.ts';

/** What a connection by WebSocket knows before its first message. */
export interface SocketContext {
  readonly context: { readonly caller: Identity | null };
  readonly socket: Pick<WebSocket, 'close' | 'once'>;
}

/** Of the protocol graphql-transport-ws. */
const FORBIDDEN = 4403;

/**
 * Who asks by WebSocket: known by the headers already, or by the key of the first message. The connection ends with the key.
 * @returns what joins the context of every operation; false closes the connection
 */
export function socketCaller(
  { context, socket }: SocketContext,
  presented: string | null,
  keys: KeyRing,
): { readonly caller: Identity } | false {
  const caller = presented === null ? context.caller : keys.identify(presented);
  if (caller === null) return false;
  const forget = keys.whenGone(caller, () => socket.close(FORBIDDEN, 'the key is no longer live'));
  socket.once('close', forget);
  return { caller };
}
