import { describe, expect, it } from 'vitest';
import { apply, overTime } from './apply-kernel.ts';

const NONE = Number.NaN;

describe('operators on one stock-day', () => {
  it.each([
    ['add', [1, NONE, 1e308], [2, 2, 1e308], [3, NONE, NONE]],
    ['subtract', [1, 5, NONE], [2, NONE, 1], [-1, NONE, NONE]],
    ['multiply', [3, 1e200, NONE], [2, 1e200, 0], [6, NONE, NONE]],
    ['protecteddiv', [1, 1, 1, 0, 1], [4, 1e-13, 1e-12, 5, 0], [0.25, NONE, 1 / 1e-12, 0, NONE]],
  ])(
    '%s gives a missing value for a missing operand or a result that is not finite',
    (name, a, b, expected) => {
      expect(overTime(name, null, a, b)).toEqual(expected);
    },
  );

  it('protecteddiv guards negative divisors by their size, not by their sign', () => {
    expect(overTime('protecteddiv', null, [1, 1], [-4, -1e-13])).toEqual([-0.25, NONE]);
  });

  it.each([
    ['sigmoid', [0, 1000, -1000, NONE], [0.5, 1, 0, NONE]],
    ['log', [Math.E, 1, 0, -1, NONE], [1, 0, NONE, NONE, NONE]],
    ['abs', [-2, 0, 3, NONE], [2, 0, 3, NONE]],
    ['sign', [-2, 0, 3, NONE], [-1, 0, 1, NONE]],
  ])('%s', (name, a, expected) => {
    expect(overTime(name, null, a)).toEqual(expected);
  });

  it('a market vector meets every stock of its day, on either side', () => {
    const matrix = { frequency: 'daily', shape: 'matrix', values: Float64Array.of(1, 2, 3, 4) } as const;
    const vector = { frequency: 'daily', shape: 'vector', values: Float64Array.of(10, 20) } as const;
    const context = { days: 2, stocks: 2 };
    expect([...apply('protecteddiv', [matrix, vector], {}, context)]).toEqual([0.1, 0.2, 0.15, 0.2]);
    expect([...apply('subtract', [vector, matrix], {}, context)]).toEqual([9, 8, 17, 16]);
    expect([...apply('add', [vector, vector], { shape: 'vector' }, context)]).toEqual([20, 40]);
  });
});
