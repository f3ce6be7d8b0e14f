import { Refusal } from '../../core/outcome/refusal.ts';

/** A slice of an ordered list that ends every order with the id; the token names the last item seen. */
export interface Page<T> {
  readonly items: readonly T[];
  /** Null on the last page. */
  readonly nextPageToken: string | null;
}

export interface PageRequest {
  readonly pageSize: number;
  readonly pageToken: string | null;
}

export const DEFAULT_PAGE_SIZE = 50;
export const MAXIMUM_PAGE_SIZE = 500;

const PART_LIMIT = 200;

/** Position in a keyset order: the ordering values of the last item, the id last. */
export function encodePageToken(parts: readonly string[]): string {
  return Buffer.from(JSON.stringify(parts), 'utf8').toString('base64url');
}

/**
 * @param length how many parts the order has
 * @throws Refusal INVALID_INPUT for a token that this service did not make
 */
export function decodePageToken(token: string, length: number): string[] {
  try {
    const parts: unknown = JSON.parse(Buffer.from(token, 'base64url').toString('utf8'));
    const legal = (part: unknown): part is string => typeof part === 'string' && part.length <= PART_LIMIT;
    if (Array.isArray(parts) && parts.length === length && parts.every(legal)) return parts;
  } catch {
    // Falls through to the refusal: what is wrong with a forged token is nobody's business.
  }
  throw new Refusal('INVALID_INPUT', 'page token: not one of this list', {
    expected: 'the nextPageToken (or endCursor) of an earlier answer',
    where: 'pageToken',
    remedy: 'start again from the first page',
  });
}

/**
 * Cuts rows that were read with `limit pageSize + 1` to a page.
 * @param keyOf ordering values of a row, the id last
 */
export function toPage<T>(
  rows: readonly T[],
  pageSize: number,
  keyOf: (row: T) => readonly string[],
): Page<T> {
  const items = rows.slice(0, pageSize);
  const last = items.at(-1);
  return { items, nextPageToken: rows.length > pageSize && last ? encodePageToken(keyOf(last)) : null };
}
