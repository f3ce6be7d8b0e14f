import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PreparedPeriod } from '../../../../src/compute/evaluation/prepared-period.ts';
import { compareOnShelf } from '../../../../src/compute/sketch/compare-on-shelf.ts';
import { compareSketches } from '../../../../src/compute/sketch/compare-sketches.ts';
import { MISSING_CELL, sketchFactor } from '../../../../src/compute/sketch/sketch-factor.ts';
import { layGrid, type SketchSize } from '../../../../src/compute/sketch/sketch-grid.ts';
import { SketchShelf } from '../../../../src/compute/sketch/sketch-shelf.ts';
import { bytesOfSketch } from '../../../../src/compute/sketch/sketch-size.ts';
import { similarity } from '../../../../src/core/statistics/similarity.ts';
import { streamOf } from '../engine/made-panel.ts';

const WHOLE: SketchSize = { days: 12, stocks: 48 };

/** A period whose whole universe is there on every day, or what is told to be. */
function periodOf(days: number, stocks: number, changes: { symbols?: string[]; universe?: Uint8Array } = {}) {
  const symbols = changes.symbols ?? Array.from({ length: stocks }, (_, at) => `S${at}`);
  return {
    panel: { days: Array.from({ length: days }, (_, at) => `2020-01-${at + 1}`), symbols },
    definition: { minimumStocks: 5 },
    universe: changes.universe ?? new Uint8Array(days * stocks).fill(1),
    labelledDays: Array.from({ length: days }, (_, at) => at),
    rows: { from: 0, to: days },
  } as unknown as PreparedPeriod;
}

/** Two factors that share a part, with gaps of their own and, where rounded, many ties. */
function twoFactors(seed: number, cells: number, options: { gaps: number; levels: number }): Float64Array[] {
  const next = streamOf(seed);
  const weight = next() * 2 - 1;
  const round = (value: number): number => Math.floor(value * options.levels);
  const left = new Float64Array(cells);
  const right = new Float64Array(cells);
  for (let cell = 0; cell < cells; cell++) {
    const common = next();
    left[cell] = next() < options.gaps ? Number.NaN : round(common);
    right[cell] = next() < options.gaps ? Number.NaN : round(weight * common + next());
  }
  return [left, right];
}

describe('a sketch of every stock on every day', () => {
  const { days, stocks } = WHOLE;
  const grid = layGrid(periodOf(days, stocks), WHOLE);
  const exactly = { stocks, minimumStocks: 5, kind: 'rank' } as const;

  it('says what the similarity says, but for rounding to int8, with ties too', () => {
    fc.assert(
      fc.property(fc.integer(), fc.constantFrom(3, 10, 1e6), (seed, levels) => {
        const [left, right] = twoFactors(seed, days * stocks, { gaps: 0, levels });
        const exact = similarity(left!, right!, exactly);
        const sketched = compareSketches(sketchFactor(left!, grid), sketchFactor(right!, grid), grid);
        expect(sketched.correlation).toBeCloseTo(exact, 2);
        expect(Math.abs(sketched.correlation - exact)).toBeLessThan(0.006);
      }),
    );
  });

  it('says nearly so where each factor has gaps of its own, whose stocks are ranked with those that the other lacks', () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const [left, right] = twoFactors(seed, days * stocks, { gaps: 0.2, levels: 1e6 });
        const exact = similarity(left!, right!, exactly);
        const sketched = compareSketches(sketchFactor(left!, grid), sketchFactor(right!, grid), grid);
        expect(Math.abs(sketched.correlation - exact)).toBeLessThan(0.03);
      }),
    );
  });

  it('knows f by any increasing function of it, and -f by its sign', () => {
    const [factor] = twoFactors(4, days * stocks, { gaps: 0.1, levels: 1e6 });
    const sketch = sketchFactor(factor!, grid);
    const cubed = sketchFactor(
      factor!.map((value) => value * value * value),
      grid,
    );
    const negative = sketchFactor(
      factor!.map((value) => -value),
      grid,
    );
    expect(cubed).toEqual(sketch);
    expect(compareSketches(sketch, cubed, grid)).toEqual({ correlation: 1, standardError: 0 });
    expect(compareSketches(sketch, negative, grid).correlation).toBe(-1);
  });

  it('has nothing to say of constant factors and of days with too few stocks', () => {
    const [factor] = twoFactors(5, days * stocks, { gaps: 0, levels: 1e6 });
    const constant = sketchFactor(
      factor!.map(() => 3),
      grid,
    );
    expect(compareSketches(sketchFactor(factor!, grid), constant, grid).correlation).toBeNaN();
    const sparse = sketchFactor(
      factor!.map((value, cell) => (cell % stocks < 4 ? value : Number.NaN)),
      grid,
    );
    expect(compareSketches(sparse, sparse, grid).correlation).toBeNaN();
  });
});

describe('the grid', () => {
  const size: SketchSize = { days: 5, stocks: 16 };

  it('takes days from equal stretches and stocks of the universe alone, other ones each day', () => {
    const universe = new Uint8Array(40 * 30).map((_, cell) => (cell % 30 < 20 ? 1 : 0));
    const grid = layGrid(periodOf(40, 30, { universe }), size);
    expect(grid.rows).toEqual([4, 12, 20, 28, 36]);
    const days = grid.rows.map((_, day) => [...grid.columns.subarray(day * 16, (day + 1) * 16)]);
    for (const columns of days) {
      expect(new Set(columns).size).toBe(16);
      expect(columns.every((column) => column >= 0 && column < 20)).toBe(true);
    }
    expect(new Set(days.map((columns) => [...columns].sort().join())).size).toBeGreaterThan(1);
    // 5 of 20 stocks at least are 4 of 16.
    expect([...grid.minimumCells]).toEqual([4, 4, 4, 4, 4]);
  });

  it('names the same cells wherever a panel holds its symbols, and whatever came later', () => {
    const symbols = Array.from({ length: 30 }, (_, at) => `S${at}`);
    const namesOf = (names: string[], universe: Uint8Array): string[] => {
      const grid = layGrid(periodOf(40, names.length, { symbols: names, universe }), size);
      return [...grid.columns].map((column) => names[column]!);
    };
    const later = ['NEW', ...symbols];
    const withoutLater = new Uint8Array(40 * 31).map((_, cell) => (cell % 31 === 0 ? 0 : 1));
    expect(namesOf(later, withoutLater)).toEqual(namesOf(symbols, new Uint8Array(40 * 30).fill(1)));
  });

  it('leaves cells out where a day has fewer stocks, and refuses a period without days', () => {
    const grid = layGrid(periodOf(3, 10), size);
    expect(grid.rows).toEqual([0, 1, 2]);
    expect([...grid.columns.subarray(10, 16)]).toEqual([-1, -1, -1, -1, -1, -1]);
    const sketch = sketchFactor(
      new Float64Array(30).map((_, at) => at % 7),
      grid,
    );
    expect(sketch.length).toBe(80);
    expect(sketch.filter((score) => score !== MISSING_CELL).length).toBe(30);
    const empty = { ...periodOf(3, 10), labelledDays: [] };
    expect(() => layGrid(empty, size)).toThrow(expect.objectContaining({ code: 'PERIOD_INVALID' }));
  });
});

describe('the kernel', () => {
  it('has the bits of the plain code, on every shelf length, with gaps and constants', () => {
    const score = fc.oneof(fc.constant(MISSING_CELL), fc.integer({ min: -127, max: 127 }), fc.constant(7));
    const shape = fc.record({
      days: fc.integer({ min: 1, max: 20 }),
      blocks: fc.integer({ min: 1, max: 5 }),
    });
    fc.assert(
      fc.property(
        shape.chain(({ days, blocks }) => {
          const size = { days, stocks: blocks * 16 };
          const sketch = fc.array(score, { minLength: bytesOfSketch(size), maxLength: bytesOfSketch(size) });
          return fc.tuple(fc.constant(size), fc.array(sketch, { minLength: 2, maxLength: 4 }));
        }),
        fc.integer({ min: 0, max: 12 }),
        ([size, sketches], minimum) => {
          const minimumCells = new Int32Array(size.days).fill(minimum);
          const shelf = new SketchShelf(size, 2);
          for (const sketch of sketches) shelf.add(Int8Array.from(sketch));
          const first = Int8Array.from(sketches[0]!);
          const question = { sketches: first, shelf: shelf.view, first: 0, end: shelf.count };
          const expected = sketches.flatMap((sketch) => {
            const found = compareSketches(first, Int8Array.from(sketch), { size, minimumCells });
            return [found.correlation, found.standardError];
          });
          expect([...compareOnShelf(question, { minimumCells }, 1)]).toEqual(expected);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('compares with more sketches than it takes at a time, and with a part of them', () => {
    const size = { days: 9, stocks: 16 };
    const next = streamOf(8);
    const sketches = Array.from({ length: 2500 }, () =>
      new Int8Array(bytesOfSketch(size)).map(() => Math.floor(next() * 255) - 127),
    );
    const shelf = new SketchShelf(size, 1);
    for (const sketch of sketches) shelf.add(sketch);
    const minimumCells = new Int32Array(size.days).fill(2);
    const [asked] = sketches;
    const question = { sketches: asked!, shelf: shelf.view, first: 100, end: 2500 };
    const found = compareOnShelf(question, { minimumCells }, 0);
    expect(found.length).toBe(2 * 2400);
    for (const at of [0, 1023, 1024, 2399]) {
      const expected = compareSketches(asked!, sketches[100 + at]!, { size, minimumCells });
      expect([found[2 * at], found[2 * at + 1]]).toEqual([expected.correlation, expected.standardError]);
    }
  });

  it('holds sums of the largest scores and of the longest day', () => {
    const size = { days: 1, stocks: 1024 };
    const sketch = new Int8Array(1024).map((_, at) => (at % 512 === 0 ? -127 : 127));
    const shelf = new SketchShelf(size, 1);
    shelf.add(sketch);
    const minimumCells = Int32Array.of(1024);
    const question = { sketches: sketch, shelf: shelf.view, first: 0, end: 1 };
    const expected = compareSketches(sketch, sketch, { size, minimumCells }).correlation;
    expect(compareOnShelf(question, { minimumCells }, 0)[0]).toBe(expected);
    expect(expected).toBe(1);
  });
});
