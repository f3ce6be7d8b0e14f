import { createHash } from 'node:crypto';

/**
 * Id of a factor: a UUID of version 8 made of the first 122 free bits of its canonical hash, so that every
 * process and every store gives a program the same id.
 * @param hash SHA-256 of the canonical text, 64 hex digits
 */
export function factorIdOf(hash: string): string {
  const variant = ((Number.parseInt(hash.charAt(16), 16) & 0x3) | 0x8).toString(16);
  return [
    hash.slice(0, 8),
    hash.slice(8, 12),
    `8${hash.slice(13, 16)}`,
    `${variant}${hash.slice(17, 20)}`,
    hash.slice(20, 32),
  ].join('-');
}

/** As `factorIdOf`, of a text that is canonical already. */
export const factorIdOfText = (canonical: string): string =>
  factorIdOf(createHash('sha256').update(canonical).digest('hex'));
