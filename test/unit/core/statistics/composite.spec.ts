import { describe, expect, it } from 'vitest';
import { drawUniform } from '../../../../src/core/random/draw.ts';
import { openStream } from '../../../../src/core/random/random-stream.ts';
import { centredRanks, combine, icirWeights, meanRankIc } from '../../../../src/core/statistics/composite.ts';

const sections = { stocks: 4, minimumStocks: 2 };
const NONE = Number.NaN;

describe('centred ranks', () => {
  it('run from -0.5 to 0.5, ties in the middle, gaps stay gaps', () => {
    const values = Float64Array.of(3, 1, 2, NONE, 5, 5, 1, 9, NONE, NONE, NONE, 7);
    expect([...centredRanks(values, sections)]).toEqual([
      0.5,
      -0.5,
      0,
      NONE,
      0,
      0,
      -0.5,
      0.5,
      NONE,
      NONE,
      NONE,
      NONE,
    ]);
  });
});

describe('a combination', () => {
  it('takes the weights anew over the members that are there', () => {
    const one = Float32Array.of(0.5, -0.5, NONE, NONE);
    const two = Float32Array.of(0.5, 0.5, 0.25, NONE);
    expect([...combine([one, two], [3, -1])]).toEqual([0.25, -0.5, -0.25, NONE]);
  });

  it('is its only member where it has one', () => {
    const stream = openStream('composite', { generation: 0, slot: 0, purpose: 'audit' });
    const wide = { stocks: 20, minimumStocks: 5 };
    const values = Float64Array.from({ length: 400 }, () => drawUniform(stream));
    const labels = values.map((value) => value + drawUniform(stream));
    const ranks = centredRanks(values, wide);
    expect(meanRankIc(combine([ranks], [1]), labels, wide)).toBeCloseTo(
      meanRankIc(values, labels, wide)!,
      12,
    );
    expect(meanRankIc(combine([ranks], [-2]), labels, wide)).toBeCloseTo(
      -meanRankIc(values, labels, wide)!,
      12,
    );
  });
});

describe('ICIR weights', () => {
  const series = (...values: number[]) => Float64Array.from(values);

  it('are S^-1 m: by hand for two', () => {
    // Means 2 and 1, variances 1 and 4, covariance -1; shrunk by half: -0.5. Inverse of [[1, -.5], [-.5, 4]] is [[4, .5], [.5, 1]] / 3.75.
    const a = series(1, 2, 3);
    const b = series(2, 3, -2);
    const [covAb] = [((1 - 2) * (2 - 1) + 0 + (3 - 2) * (-2 - 1)) / 2];
    const varB = ((2 - 1) ** 2 + (3 - 1) ** 2 + (-2 - 1) ** 2) / 2;
    const half = covAb / 2;
    const determinant = varB - half * half;
    const raw = [(varB * 2 - half * 1) / determinant, (-half * 2 + 1) / determinant];
    const total = Math.abs(raw[0]!) + Math.abs(raw[1]!);
    const weights = icirWeights([a, b], 0.5);
    expect(weights[0]).toBeCloseTo(raw[0]! / total, 12);
    expect(weights[1]).toBeCloseTo(raw[1]! / total, 12);
  });

  it('are IC over variance where shrunk to the diagonal, and their sizes sum to one', () => {
    const weights = icirWeights([series(1, 2, 3, 2), series(-4, -2, -6, -4)], 1);
    expect(weights[0]! / -weights[1]!).toBeCloseTo(2 / (2 / 3) / (4 / (8 / 3)), 12);
    expect(weights.reduce((sum, weight) => sum + Math.abs(weight), 0)).toBeCloseTo(1, 12);
  });

  it('leave out a member without any date, instead of all dates', () => {
    const [one, two] = [series(1, 2, 3, 2), series(-4, -2, -6, -4)];
    const [first, second] = icirWeights([one, two], 0.5);
    expect(icirWeights([one, series(NONE, NONE, NONE, NONE), two], 0.5)).toEqual([first, 0, second]);
  });

  it('of twins that nothing tells apart are equal', () => {
    const one = series(0.1, 0.3, 0.2, 0.4);
    expect(icirWeights([one, one.map((ic) => -ic)], 0)).toEqual([0.5, -0.5]);
    expect(icirWeights([series(0.1, 0.1, 0.1), series(0.1, 0.1, 0.1)], 0.5)).toEqual([0.5, 0.5]);
  });

  it('leave out days on which one is missing, and are equal where too few are left', () => {
    const full = [series(1, 2, 3), series(2, 3, 5)];
    const gaps = full.map((one) => Float64Array.of(NONE, ...one));
    expect(icirWeights(gaps, 0.5)).toEqual(icirWeights(full, 0.5));
    expect(icirWeights([series(0.1, 0.2), series(-0.1, -0.2)], 0.5)).toEqual([0.5, -0.5]);
  });
});
