import { expect, it } from 'vitest';
import { drawUniform } from '../../../../src/core/random/draw.ts';
import { openStream } from '../../../../src/core/random/random-stream.ts';
import { dailyIc } from '../../../../src/core/statistics/daily-ic.ts';
import { meanOf } from '../../../../src/core/statistics/mean.ts';
import { permutedIcs } from '../../../../src/core/statistics/permuted-ics.ts';

const STOCKS = 30;
const DAYS = 60;
const streamOf = (seed: string) => openStream(seed, { generation: 0, slot: 0, purpose: 'permute' });

/** A factor that knows a part of its label, with ties and gaps. */
function market(): { factor: Float64Array; labels: Float64Array } {
  const stream = openStream('market', { generation: 0, slot: 0, purpose: 'audit' });
  const labels = Float64Array.from({ length: STOCKS * DAYS }, () => drawUniform(stream) - 0.5);
  const factor = labels.map((label) => {
    if (drawUniform(stream) < 0.1) return Number.NaN;
    return Math.round((0.2 * label + 0.3 * drawUniform(stream)) * 50);
  });
  return { factor, labels };
}

const { factor, labels } = market();
const options = { stocks: STOCKS, minimumStocks: 10, permutations: 500 };

it('has the mean rank IC itself beside the permuted ones', () => {
  const { observed, days } = permutedIcs(factor, labels, { ...options, stream: streamOf('a') });
  const { rankIc } = dailyIc(factor, labels, { stocks: STOCKS, minimumStocks: 10, winsorise: 0 });
  expect(days).toBe(DAYS);
  expect(observed).toBeCloseTo(meanOf(rankIc), 12);
});

it('spreads as the theory of permutations says, around nothing', () => {
  const { permuted, exactStd, observed } = permutedIcs(factor, labels, { ...options, stream: streamOf('b') });
  const mean = meanOf(permuted);
  const std = Math.sqrt(meanOf(permuted.map((value) => (value - mean) * (value - mean))));
  expect(std / exactStd).toBeGreaterThan(0.9);
  expect(std / exactStd).toBeLessThan(1.1);
  expect(Math.abs(mean)).toBeLessThan((4 * exactStd) / Math.sqrt(options.permutations));
  expect(observed).toBeGreaterThan(Math.max(...permuted));
});

it('is the same for the same stream and another for another', () => {
  const answer = (seed: string) =>
    permutedIcs(factor, labels, { ...options, permutations: 5, stream: streamOf(seed) });
  expect(answer('c').permuted).toEqual(answer('c').permuted);
  expect(answer('c').permuted).not.toEqual(answer('d').permuted);
});

it('leaves out days that do not count', () => {
  const few = factor.map((value, cell) => (cell < STOCKS ? Number.NaN : value));
  expect(permutedIcs(few, labels, { ...options, permutations: 1, stream: streamOf('e') }).days).toBe(
    DAYS - 1,
  );
});
