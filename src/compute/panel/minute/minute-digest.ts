import { createHash } from 'node:crypto';
import { invariant } from '../../../core/outcome/refusal.ts';
import type { MinuteSource } from './minute-source.ts';
import { openMinutes } from './open-minutes.ts';

/**
 * Hash of one day's adjusted figures, however they are stored: SHA-256 over the names of the symbols that have a bar
 * and those symbols' figures, bar by bar. Symbols without a bar are not in it, so that one that is listed later
 * leaves earlier days as they are. Null of a day without any bar.
 * @param figures [bars x symbols], adjusted; changed to canonical bytes in place
 */
export function digestDay(figures: Float64Array, symbols: readonly string[]): string | null {
  const width = symbols.length;
  const present = new Uint8Array(width);
  for (let cell = 0, s = 0; cell < figures.length; cell++) {
    const value = figures[cell]!;
    if (Number.isNaN(value)) figures[cell] = Number.NaN;
    else {
      present[s] = 1;
      if (value === 0) figures[cell] = 0;
    }
    if (++s === width) s = 0;
  }
  const kept = [...symbols.keys()].filter((s) => present[s] === 1);
  if (kept.length === 0) return null;
  const hash = createHash('sha256').update(JSON.stringify(kept.map((s) => symbols[s])));
  const dense = kept.length === width ? figures : columnsOf(figures, width, kept);
  return hash.update(new Uint8Array(dense.buffer, dense.byteOffset, dense.byteLength)).digest('hex');
}

function columnsOf(figures: Float64Array, width: number, kept: readonly number[]): Float64Array {
  const picked = new Float64Array((figures.length / width) * kept.length);
  let at = 0;
  for (let from = 0; from < figures.length; from += width) {
    for (let k = 0; k < kept.length; k++) picked[at++] = figures[from + kept[k]!]!;
  }
  return picked;
}

/**
 * The digests of a field's days, null where a day has no bar. Of tiles they are known; figures in memory are
 * hashed, about 1 s per GB.
 */
export function dayDigests(
  source: MinuteSource,
  field: string,
  symbols: readonly string[],
): (string | null)[] {
  if (source.kind === 'tiles') {
    const tiled = source.fields.find(({ name }) => name === field);
    invariant(tiled !== undefined, `the panel has minute bars of ${field}`);
    return tiled.days.map((day) => day?.digest ?? null);
  }
  const bars = openMinutes(source);
  return Array.from({ length: source.shape.days }, (_, day) =>
    digestDay(bars.readDays(field, day, day + 1), symbols),
  );
}

/** One hash of many days'. */
export const digestOfDays = (digests: readonly (string | null)[]): string =>
  createHash('sha256').update(JSON.stringify(digests)).digest('hex');
