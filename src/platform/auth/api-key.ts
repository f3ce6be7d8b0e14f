import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

const BEARER = /^Bearer +(\S+)$/i;
const BASIC = /^Basic +([\w+/=]+)$/i;
const KEY_BYTES = 32;
const SHOWN_CHARACTERS = 8;
/** Tells people, and scanners of leaked secrets, whose key it is. */
const MARK = 'fm_';

/** A key has 256 random bits: no dictionary helps against one plain hash of it. */
export const hashOfKey = (key: string): Buffer => createHash('sha256').update(key).digest();

/** Draws a key; it is shown once and kept as its hash. */
export function drawKey(): { readonly key: string; readonly hash: Buffer; readonly prefix: string } {
  const key = `${MARK}${randomBytes(KEY_BYTES).toString('base64url')}`;
  return { key, hash: hashOfKey(key), prefix: key.slice(0, MARK.length + SHOWN_CHARACTERS) };
}

/** The key of a request: `Authorization: Bearer KEY` or `X-API-Key: KEY`; null when there is none. */
export function presentedKey(headers: IncomingHttpHeaders): string | null {
  const bearer = BEARER.exec(headers.authorization ?? '')?.[1];
  if (bearer !== undefined) return bearer;
  const key = headers['x-api-key'];
  return typeof key === 'string' && key !== '' ? key : null;
}

/** The key as the password of a page in a browser, under any name; null when there is none. */
export function passwordOf({ authorization = '' }: IncomingHttpHeaders): string | null {
  const encoded = BASIC.exec(authorization)?.[1];
  const text = encoded === undefined ? '' : Buffer.from(encoded, 'base64').toString();
  return text.slice(text.indexOf(':') + 1) || null;
}

/**
 * The key that a WebSocket presents in its first message, for browsers cannot set headers there: as headers, in any case of
 * letters, at the top or under `headers`.
 */
export function keyOfConnection(payload: unknown): string | null {
  if (typeof payload !== 'object' || payload === null) return null;
  const { headers = {}, ...rest } = payload as Record<string, unknown>;
  const given = { ...rest, ...(typeof headers === 'object' ? headers : {}) };
  const lower = Object.entries(given).map(([name, value]) => [name.toLowerCase(), value] as const);
  const texts = lower.filter((entry): entry is readonly [string, string] => typeof entry[1] === 'string');
  return presentedKey(Object.fromEntries(texts));
}

/** Compares in a time that tells nothing of where, or of how long, the two differ. */
export function isSameKey(presented: string, expected: string): boolean {
  return timingSafeEqual(hashOfKey(presented), hashOfKey(expected));
}
