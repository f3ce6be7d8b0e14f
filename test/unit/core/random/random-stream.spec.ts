import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { drawBelow, drawSample, drawUniform, drawWeighted } from '../../../../src/core/random/draw.ts';
import { openStream, type RandomStream } from '../../../../src/core/random/random-stream.ts';

const PUBLISHED = [1687026976, 3799248050, 2275608450, 3798891415];
const place = { generation: 3, slot: 7, purpose: 'breed' } as const;
const take = (stream: RandomStream, count: number): number[] =>
  Array.from({ length: count }, () => stream.uint32());

describe('openStream', () => {
  it('gives the published sequence of a place on every machine', () => {
    expect(take(openStream('factormine', place), 4)).toEqual(PUBLISHED);
  });

  it('gives the same place the same numbers, whatever was drawn elsewhere', () => {
    const first = take(openStream('a', place), 20);
    take(openStream('a', { ...place, slot: 8 }), 5);
    expect(take(openStream('a', place), 20)).toEqual(first);
  });

  it.each([
    ['seed', 'b', place],
    ['generation', 'a', { ...place, generation: 4 }],
    ['slot', 'a', { ...place, slot: 8 }],
    ['purpose', 'a', { ...place, purpose: 'select' as const }],
  ])('gives another %s another sequence', (_, seed, other) => {
    expect(take(openStream(seed, other), 4)).not.toEqual(take(openStream('a', place), 4));
  });
});

describe('draws', () => {
  it('draws every whole number below a count alike', () => {
    const stream = openStream('fair', place);
    const counts = new Array<number>(7).fill(0);
    for (let draw = 0; draw < 70_000; draw++) counts[drawBelow(stream, 7)]! += 1;
    const chiSquare = counts.reduce((sum, count) => sum + (count - 10_000) ** 2 / 10_000, 0);
    expect(chiSquare).toBeLessThan(22.5);
  });

  it('draws again where a remainder would favour the small numbers', () => {
    const values = [4294967295, 5];
    const stream = { uint32: () => values.shift() ?? 0 };
    expect(drawBelow(stream, 3)).toBe(2);
    expect(values).toEqual([]);
  });

  it('keeps fractions inside [0, 1)', () => {
    expect(drawUniform({ uint32: () => 4294967295 })).toBeLessThan(1);
    expect(drawUniform({ uint32: () => 0 })).toBe(0);
  });

  it('follows weights, never draws a weight of nought, and treats all-nought alike', () => {
    const stream = openStream('weights', place);
    const counts = [0, 0, 0];
    for (let draw = 0; draw < 40_000; draw++) counts[drawWeighted(stream, [1, 0, 3])]! += 1;
    expect(counts[1]).toBe(0);
    expect(counts[2]! / counts[0]!).toBeGreaterThan(2.85);
    expect(counts[2]! / counts[0]!).toBeLessThan(3.15);
    const even = new Set(Array.from({ length: 60 }, () => drawWeighted(stream, [0, 0, 0])));
    expect([...even].sort()).toEqual([0, 1, 2]);
  });

  it('samples without repeating', () => {
    fc.assert(
      fc.property(fc.nat(60), fc.integer({ min: 1, max: 60 }), fc.string(), (size, count, seed) => {
        const sample = drawSample(openStream(seed, place), count, size);
        expect(sample).toHaveLength(Math.min(size, count));
        expect(new Set(sample).size).toBe(sample.length);
        expect(sample.every((value) => value >= 0 && value < count)).toBe(true);
      }),
    );
  });
});
