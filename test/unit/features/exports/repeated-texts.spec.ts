import { describe, expect, it } from 'vitest';
import { drawBelow } from '../../../../src/core/random/draw.ts';
import { openStream } from '../../../../src/core/random/random-stream.ts';
import { RepeatedTexts } from '../../../../src/features/exports/repeated-texts.ts';

const SHORT = 6;

/** Reads texts that lie one after another, as the cells of a row do. */
function readAll(texts: readonly string[]): string[] {
  const reader = new RepeatedTexts();
  const parts = texts.map((text) => Buffer.from(text));
  const bytes = Buffer.concat(parts);
  let at = 0;
  return parts.map(({ length }) => {
    const text = reader.read(bytes, at, length);
    at += length;
    return text;
  });
}

describe('texts of a column', () => {
  it.each([
    ['few, again and again', 5],
    ['more than there are places', 5_000],
    ['hardly any twice', 10_000_000],
  ])('are read as they are: %s', (_, distinct) => {
    const random = openStream('texts', { generation: 0, slot: 0, purpose: 'initialise' });
    const texts = Array.from({ length: 30_000 }, () => {
      const which = drawBelow(random, distinct);
      return which % SHORT === 0 ? '' : `因子 ${which}`.slice(0, 2 + (which % SHORT));
    });
    expect(readAll(texts)).toEqual(texts);
  });

  it('are the same string where they repeat, which makes no garbage', () => {
    const hash = 'a'.repeat(64);
    const reader = new RepeatedTexts();
    const bytes = Buffer.from(hash);
    const first = reader.read(bytes, 0, hash.length);
    bytes.fill('b');
    expect(reader.read(bytes, 0, hash.length)).toBe('b'.repeat(64));
    expect(first).toBe(hash);
  });
});
