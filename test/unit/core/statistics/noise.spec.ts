import { describe, expect, it } from 'vitest';
import { drawUniform } from '../../../../src/core/random/draw.ts';
import { openStream } from '../../../../src/core/random/random-stream.ts';
import { deflatedSignificance } from '../../../../src/core/statistics/deflated-significance.ts';
import { meanStandardError, neweyWestLags } from '../../../../src/core/statistics/mean-standard-error.ts';
import {
  expectedLargestDeviation,
  largestDeviationQuantile,
  noiseCeiling,
  searchEffort,
} from '../../../../src/core/statistics/noise-ceiling.ts';
import { normalUpperQuantile, normalUpperTail } from '../../../../src/core/statistics/normal-distribution.ts';

describe('the normal tail', () => {
  it.each([
    [0, 0.5],
    [1, 0.15865525393145707],
    [1.959963984540054, 0.025],
    [2.9999, 0.0013503419],
    [3, 0.0013498980316300957],
    [5, 2.866515718791939e-7],
    [10, 7.619853024160527e-24],
    [37, 5.725571e-300],
  ])('beyond %f is %e', (z, tail) => {
    expect(normalUpperTail(z) / tail).toBeCloseTo(1, tail > 1e-100 && z !== 2.9999 ? 12 : 6);
    expect(normalUpperTail(-z) + normalUpperTail(z)).toBeCloseTo(1, 14);
  });

  it('is undone by its quantile', () => {
    for (const tail of [0.9, 0.5, 0.1, 1e-3, 1e-9, 1e-100]) {
      expect(normalUpperTail(normalUpperQuantile(tail)) / tail).toBeCloseTo(1, 11);
    }
    expect(normalUpperQuantile(0)).toBeNaN();
  });
});

describe('the best of many skill-less tries', () => {
  it('is known exactly for one and two', () => {
    expect(expectedLargestDeviation(1)).toBeCloseTo(Math.sqrt(2 / Math.PI), 10);
    expect(expectedLargestDeviation(2)).toBeCloseTo(2 / Math.sqrt(Math.PI), 10);
  });

  it('is what a simulation shows for a hundred', () => {
    const stream = openStream('ceiling', { generation: 0, slot: 0, purpose: 'audit' });
    const rounds = 4_000;
    let sum = 0;
    let above = 0;
    const quantile = largestDeviationQuantile(100, 0.05);
    for (let round = 0; round < rounds; round++) {
      let best = 0;
      for (let at = 0; at < 100; at++) {
        const radius = Math.sqrt(-2 * Math.log(1 - drawUniform(stream)));
        best = Math.max(best, Math.abs(radius * Math.cos(2 * Math.PI * drawUniform(stream))));
      }
      sum += best;
      above += best > quantile ? 1 : 0;
    }
    // Standard errors of the simulation: 0.43 / 63 and 0.0034.
    expect(Math.abs(sum / rounds - expectedLargestDeviation(100))).toBeLessThan(0.03);
    expect(Math.abs(above / rounds - 0.05)).toBeLessThan(0.015);
  });

  it('of ten thousand over 730 days is a mean IC of 0.012 to 0.019 at usual deviations', () => {
    const effort = searchEffort(10_000);
    expect(noiseCeiling(effort, 0.08, 730).expected).toBeCloseTo(0.012, 3);
    expect(noiseCeiling(effort, 0.13, 730).expected).toBeCloseTo(0.019, 3);
  });

  it('grows with every try', () => {
    expect(expectedLargestDeviation(1e9)).toBeGreaterThan(expectedLargestDeviation(1e6));
    expect(expectedLargestDeviation(1e15)).toBeLessThan(9);
  });
});

describe('deflated significance', () => {
  it('of one try is the plain two-sided test', () => {
    const one = deflatedSignificance(-0.0196, 0.01, searchEffort(1))!;
    expect(one.zScore).toBeCloseTo(1.96, 12);
    expect(one.pValue).toBeCloseTo(0.04999579, 7);
    expect(one.adjustedPValue).toBeCloseTo(one.pValue, 12);
  });

  it('falls with the number of tries: what is sure alone is nothing as the best of a million', () => {
    const alone = deflatedSignificance(0.04, 0.01, searchEffort(1))!;
    const best = deflatedSignificance(0.04, 0.01, searchEffort(1_000_000))!;
    expect(alone.adjustedPValue).toBeLessThan(1e-4);
    expect(best.adjustedPValue).toBeGreaterThan(0.99);
    expect(best.excess).toBeLessThan(0);
    expect(best.deflatedProbability).toBeLessThan(0.5);
    expect(alone.deflatedProbability).toBeGreaterThan(0.99);
  });

  it('keeps its digits where p is tiny', () => {
    const { adjustedPValue, pValue } = deflatedSignificance(0.2, 0.01, searchEffort(1000))!;
    expect(adjustedPValue / (1000 * pValue)).toBeCloseTo(1, 9);
  });

  it('is unknown without a standard error', () => {
    expect(deflatedSignificance(0.1, 0, searchEffort(5))).toBeNull();
    expect(deflatedSignificance(0.1, Number.NaN, searchEffort(5))).toBeNull();
  });
});

describe('the standard error of a mean IC', () => {
  it('takes neighbours into account: by hand', () => {
    expect(meanStandardError(Float64Array.of(1, 2, Number.NaN, 4, 3), 1)).toBeCloseTo(
      Math.sqrt(1.4375 / 4),
      14,
    );
  });

  it('has at least the lags of the overlap', () => {
    expect(neweyWestLags(100, 1)).toBe(4);
    expect(neweyWestLags(975, 1)).toBe(6);
    expect(neweyWestLags(975, 20)).toBe(19);
    expect(neweyWestLags(5, 20)).toBe(4);
  });

  it('is unknown for one date', () => {
    expect(meanStandardError(Float64Array.of(0.1, Number.NaN), 1)).toBeNull();
  });
});
