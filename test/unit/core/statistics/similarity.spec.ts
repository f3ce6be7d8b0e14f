import { describe, expect, it } from 'vitest';
import { similarity } from '../../../../src/core/statistics/similarity.ts';

const NONE = Number.NaN;
const options = { stocks: 4, minimumStocks: 3, kind: 'rank' } as const;

describe('similarity', () => {
  const factor = Float64Array.of(1, 2, 3, 4, 2, 1, 4, 3);

  it('is 1 with itself, -1 with its opposite: signed', () => {
    expect(similarity(factor, factor, options)).toBeCloseTo(1, 12);
    expect(
      similarity(
        factor,
        factor.map((value) => -value),
        options,
      ),
    ).toBeCloseTo(-1, 12);
  });

  it('sees ranks alone, unless Pearson is asked for', () => {
    const bent = factor.map((value) => Math.exp(3 * value));
    expect(similarity(factor, bent, options)).toBeCloseTo(1, 12);
    expect(similarity(factor, bent, { ...options, kind: 'pearson' })).toBeLessThan(0.95);
  });

  it('means the dates before the absolute value is taken: opposite days cancel', () => {
    const turned = Float64Array.of(1, 2, 3, 4, -2, -1, -4, -3);
    expect(similarity(factor, turned, options)).toBeCloseTo(0, 12);
  });

  it('takes pairs present in both and leaves out dates with too few', () => {
    const holes = Float64Array.of(NONE, 4, 3, 2, NONE, NONE, 4, 3);
    expect(similarity(factor, holes, options)).toBeCloseTo(-1, 12);
    expect(similarity(factor, new Float64Array(8).fill(NONE), options)).toBeNaN();
    expect(similarity(factor, new Float64Array(8).fill(1), options)).toBeNaN();
  });
});
