import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { WANTED } from '../../../../../src/compute/kernels/wasm/day-exports.ts';
import { dailyIc } from '../../../../../src/core/statistics/daily-ic.ts';
import { streamOf } from '../../engine/made-panel.ts';
import { DayMemory } from './day-memory.ts';

/** How values lie on a line: each is a way to make sorting hard. */
const TASTES = {
  normal: (next: () => number) => next() + next() + next() - 1.5,
  ties: (next: () => number) => Math.floor(next() * 5),
  constant: () => 3.5,
  twoClusters: (next: () => number) => (next() < 0.5 ? -1 : 1e20) * (1 + 1e-6 * next()),
  cluster: (next: () => number) => (next() < 0.01 ? -1e30 : 1 + 1e-5 * next()),
  exponential: (next: () => number) => Math.exp(80 * (next() - 0.5)),
  tiny: (next: () => number) => (next() - 0.5) * 1e-40,
  zeros: (next: () => number) => (next() < 0.6 ? (next() < 0.5 ? 0 : -0) : next() - 0.5),
} satisfies Record<string, (next: () => number) => number>;
type Taste = keyof typeof TASTES;

const cases = fc.record({
  rows: fc.integer({ min: 1, max: 40 }),
  stocks: fc.oneof(fc.integer({ min: 1, max: 40 }), fc.constantFrom(64, 150, 300)),
  seed: fc.nat(),
  taste: fc.constantFrom(...(Object.keys(TASTES) as Taste[])),
  labelTaste: fc.constantFrom<Taste>('normal', 'ties', 'constant', 'zeros'),
  missing: fc.constantFrom(0, 0.03, 0.5, 1),
  minimumStocks: fc.constantFrom(1, 2, 10, 100),
  winsorise: fc.constantFrom(0, 0, 0.01, 0.2),
});

function matrix(length: number, taste: Taste, missing: number, next: () => number): Float32Array {
  return Float32Array.from({ length }, () => (next() < missing ? Number.NaN : TASTES[taste](next)));
}

function expectNear(actual: Float64Array, expected: Float64Array, tolerance: number, what: string): void {
  expected.forEach((wanted, row) => {
    const got = actual[row]!;
    if (Number.isNaN(got) !== Number.isNaN(wanted) || Math.abs(got - wanted) > tolerance) {
      expect.fail(`${what} of row ${row}: expected ${wanted}, got ${got}`);
    }
  });
}

describe('judge', () => {
  it('gives the ICs, pairs and ties of dailyIc', () => {
    fc.assert(
      fc.property(cases, (given) => {
        const { rows, stocks, taste, labelTaste, missing, minimumStocks, winsorise } = given;
        const next = streamOf(given.seed);
        const factor = matrix(rows * stocks, taste, missing, next);
        const labels = matrix(rows * stocks, labelTaste, missing === 1 ? 0.1 : missing, next);
        const memory = new DayMemory(rows, stocks);
        const laid = [memory.lay(factor), memory.labels(labels)] as const;
        const actual = memory.judge(...laid, { minimumStocks, winsorise });
        const exact = [Float64Array.from(factor), Float64Array.from(labels)] as const;
        const expected = dailyIc(...exact, { stocks, minimumStocks, winsorise });
        expect(actual.pairs).toEqual(expected.pairs);
        expectNear(actual.rankIc, expected.rankIc, 1e-12, 'rank IC');
        // Squares of values near 1e-40 leave float64's precision in the reference too.
        if (taste !== 'tiny') expectNear(actual.ic, expected.ic, 1e-7, 'IC');
        actual.tied.forEach((tied, row) => {
          if (expected.pairs[row]! >= minimumStocks) expect(tied).toBe(expected.tied[row]);
        });
      }),
      { numRuns: 400 },
    );
  });

  it.each(Object.keys(TASTES) as Taste[])('judges thousands of stocks: %s', (taste) => {
    for (const labelTaste of ['normal', 'zeros', 'ties'] as const) {
      const next = streamOf(7);
      const [rows, stocks] = [2, 4100];
      const factor = matrix(rows * stocks, taste, 0.02, next);
      const labels = matrix(rows * stocks, labelTaste, 0.02, next);
      const memory = new DayMemory(rows, stocks);
      const options = { minimumStocks: 10, winsorise: 0 };
      const actual = memory.judge(memory.lay(factor), memory.labels(labels), options);
      const exact = [Float64Array.from(factor), Float64Array.from(labels)] as const;
      const expected = dailyIc(...exact, { stocks, ...options });
      expectNear(actual.rankIc, expected.rankIc, 1e-12, `rank IC of ${labelTaste} labels`);
      expect(actual.tied).toEqual(expected.tied);
      if (taste !== 'tiny') expectNear(actual.ic, expected.ic, 1e-7, `IC of ${labelTaste} labels`);
    }
  });

  it('keeps its precision where few stocks make the whole correlation, or all lie close together', () => {
    const next = streamOf(11);
    const [rows, stocks] = [10, 900];
    const labels = Float64Array.from({ length: rows * stocks }, () => Math.exp(9 * (next() - 0.5)));
    const factors = {
      cubes: labels.map((label) => label * label * label),
      close: labels.map((label) => 1000 + 1e-3 * label * next()),
      opposite: labels.map((label) => -label * (1 + 1e-3 * next())),
    };
    for (const [name, factor] of Object.entries(factors)) {
      const memory = new DayMemory(rows, stocks);
      const singles = [Float32Array.from(factor), Float32Array.from(labels)] as const;
      const options = { minimumStocks: 10, winsorise: 0 };
      const actual = memory.judge(memory.lay(singles[0]), memory.labels(singles[1]), options);
      const exact = singles.map((values) => Float64Array.from(values)) as [Float64Array, Float64Array];
      expectNear(actual.ic, dailyIc(...exact, { stocks, ...options }).ic, 1e-7, name);
    }
  });

  it('computes what is wanted alone, with the same bits', () => {
    const next = streamOf(3);
    const [rows, stocks] = [20, 130];
    const memory = new DayMemory(rows, stocks);
    const factor = memory.lay(matrix(rows * stocks, 'normal', 0.1, next));
    const labels = memory.labels(matrix(rows * stocks, 'normal', 0.1, next));
    const options = { minimumStocks: 10, winsorise: 0 };
    const both = memory.judge(factor, labels, options);
    const pearson = memory.judge(factor, labels, { ...options, wanted: WANTED.pearson });
    const rank = memory.judge(factor, labels, { ...options, wanted: WANTED.rank });
    expect(pearson).toEqual({
      ...both,
      rankIc: both.rankIc.map(() => Number.NaN),
      tied: both.tied.map(() => 0),
    });
    expect(rank).toEqual({ ...both, ic: both.ic.map(() => Number.NaN) });
    expect(memory.judge(factor, labels, options)).toEqual(both);
  });

  it('takes infinities as missing', () => {
    const memory = new DayMemory(1, 4);
    const factor = memory.lay(Float32Array.of(1, 2, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY));
    const labels = memory.labels(Float32Array.of(1, 2, 3, 4));
    const { ic, rankIc, pairs, tied } = memory.judge(factor, labels, { minimumStocks: 2, winsorise: 0 });
    expect([pairs[0], tied[0]]).toEqual([2, 0]);
    expect(ic[0]).toBeCloseTo(1, 12);
    expect(rankIc[0]).toBeCloseTo(1, 12);
  });
});
