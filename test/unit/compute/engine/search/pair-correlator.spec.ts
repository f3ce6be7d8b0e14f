import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type CorrelateOptions,
  correlateDays,
  pairsOf,
} from '../../../../../src/compute/engine/correlate-days.ts';
import { PairCorrelator } from '../../../../../src/compute/engine/search/pair-correlator.ts';
import { spearman } from '../../../../../src/core/statistics/correlation.ts';
import { collectPairs } from '../../../../../src/core/statistics/daily-ic.ts';
import { streamOf } from '../made-panel.ts';

/** How the values of a factor lie, and whether it takes after the others. */
const TASTES = {
  own: (next: () => number) => next() - 0.5,
  shared: (next: () => number, common: number) => common + 0.3 * next(),
  ties: (_: () => number, common: number) => Math.floor(common * 6),
  constant: () => 2,
  heavy: (next: () => number) => Math.exp(60 * (next() - 0.5)),
  offset: (next: () => number, common: number) => 1000 + 1e-2 * (common + next()),
} satisfies Record<string, (next: () => number, common: number) => number>;

interface Case extends CorrelateOptions {
  readonly tastes: readonly (keyof typeof TASTES)[];
  readonly days: number;
  /** Share of the cells. */
  readonly missing: number;
  readonly seed: number;
}

const cases: fc.Arbitrary<Case> = fc.record({
  tastes: fc.array(fc.constantFrom(...(Object.keys(TASTES) as (keyof typeof TASTES)[])), { maxLength: 6 }),
  days: fc.integer({ min: 1, max: 4 }),
  stocks: fc.constantFrom(1, 2, 15, 16, 17, 60, 700),
  missing: fc.constantFrom(0, 0.02, 0.5, 1),
  minimumStocks: fc.constantFrom(1, 2, 10, 100),
  pairs: fc.constantFrom('all' as const, 'withFirst' as const),
  kind: fc.constantFrom('rank' as const, 'pearson' as const),
  seed: fc.nat(),
});

function factorsOf({ tastes, days, stocks, missing, seed }: Case): Float64Array[] {
  const next = streamOf(seed);
  const common = Float64Array.from({ length: days * stocks }, next);
  return tastes.map((taste) =>
    Float64Array.from(common, (value) =>
      next() < missing ? Number.NaN : Math.fround(TASTES[taste](next, value)),
    ),
  );
}

describe('PairCorrelator', () => {
  it('agrees with correlateDays on whatever is missing, tied or constant', () => {
    const correlator = new PairCorrelator();
    fc.assert(
      fc.property(cases, (given) => {
        const factors = factorsOf(given);
        const actual = correlator.correlateDays(factors, given);
        const expected = correlateDays(factors, given);
        expect(actual.length).toBe(expected.length);
        const tolerance = given.kind === 'rank' ? 1e-12 : 1e-7;
        expected.forEach((wanted, at) => {
          const got = actual[at]!;
          if (Number.isNaN(got) !== Number.isNaN(wanted) || Math.abs(got - wanted) > tolerance) {
            expect.fail(`day and pair ${at}: expected ${wanted}, got ${got}`);
          }
        });
        expect(correlator.correlateDays(factors, given)).toEqual(actual);
      }),
      { numRuns: 300 },
    );
  });

  it('gives each pair the same correlation from either side, that of spearman', () => {
    const tastes = ['own', 'shared', 'shared', 'ties'] as const;
    const options = { stocks: 4000, minimumStocks: 10, pairs: 'all', kind: 'rank' } as const;
    const { stocks } = options;
    const factors = factorsOf({ ...options, tastes, days: 1, missing: 0.03, seed: 5 });
    const correlator = new PairCorrelator();
    const forth = correlator.correlateDays(factors, options);
    const back = correlator.correlateDays(factors.toReversed(), options);
    const last = tastes.length - 1;
    const pairs = pairsOf(tastes.length, 'all');
    pairs.forEach(([left, right], pair) => {
      const mirrored = pairs.findIndex(([a, b]) => a === last - right && b === last - left);
      expect(back[mirrored]).toBe(forth[pair]);
      const into = { x: new Float64Array(stocks), y: new Float64Array(stocks) };
      const count = collectPairs(factors[left]!, factors[right]!, 0, into);
      expect(forth[pair]).toBeCloseTo(spearman(into.x, into.y, count), 12);
    });
  });
});
