import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  formatDimension,
  LOT,
  NONE,
  parseDimension,
  productOf,
  quotientOf,
  sameDimension,
  YUAN,
} from '../../../../src/core/dimension/dimension.ts';

const dimension = fc.record({
  yuan: fc.integer({ min: -50, max: 49 }),
  lot: fc.integer({ min: -50, max: 49 }),
});

describe('dimensions', () => {
  it('are read back as they are written', () => {
    fc.assert(
      fc.property(dimension, (d) => {
        const read = parseDimension(formatDimension(d));
        return read !== null && sameDimension(read, d);
      }),
    );
  });

  it('subtract what was added', () => {
    fc.assert(fc.property(dimension, dimension, (a, b) => sameDimension(quotientOf(productOf(a, b), b), a)));
    expect(formatDimension(quotientOf(YUAN, LOT))).toBe('yuan*lot^-1');
    expect(sameDimension(quotientOf(YUAN, YUAN), NONE)).toBe(true);
  });

  it.each([
    ['none', NONE],
    ['1', NONE],
    [' Yuan ', YUAN],
    ['yuan/lot', { yuan: 1, lot: -1 }],
    ['yuan^2*lot^-1', { yuan: 2, lot: -1 }],
  ])('%s is read', (text, expected) => {
    expect(parseDimension(text)).toEqual(expected);
  });

  it.each(['', 'dollar', '/yuan', 'yuanlot', 'yuan*', 'yuan^', 'yuan^1.5', 'none*yuan', 'yuan!'])(
    '%s is not',
    (text) => {
      expect(parseDimension(text)).toBeNull();
    },
  );
});
