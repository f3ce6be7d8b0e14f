import { expect, it } from 'vitest';
import {
  FIRST_PAUSE_MS,
  GIVE_UP_AFTER_MS,
  LONGEST_PAUSE_MS,
  pauseAfter,
} from '../../../../src/features/webhooks/retry-times.ts';

it('doubles the pause up to an hour', () => {
  const middle = [1, 2, 3, 9, 10, 1000].map((failures) => pauseAfter(failures, 0.5));
  expect(middle).toEqual([10_000, 20_000, 40_000, 2_560_000, LONGEST_PAUSE_MS, LONGEST_PAUSE_MS]);
});

it('spreads a pause by a fifth to either side', () => {
  expect(pauseAfter(1, 0)).toBe(0.8 * FIRST_PAUSE_MS);
  expect(pauseAfter(1, 0.999999)).toBeCloseTo(1.2 * FIRST_PAUSE_MS, -1);
});

it('tries some thirty times before it gives up', () => {
  let elapsed = 0;
  let attempts = 0;
  while (elapsed <= GIVE_UP_AFTER_MS) elapsed += pauseAfter(++attempts, 0.5);
  expect(attempts).toBeGreaterThan(25);
  expect(attempts).toBeLessThan(40);
});
