import { expect, it } from 'vitest';
import { healthOf } from '../../../../src/features/libraries/care/health.ts';

const now = (mean: number | null) => ({ mean, standardError: 0.01, days: 60 });
const fading = { windowDays: 60, minimumShare: 0.3 };

it.each([
  [0.04, 0.05, 0.8, false],
  [0.015, 0.05, 0.3, false],
  [0.014, 0.05, 0.28, true],
  [-0.04, -0.05, 0.8, false],
  [-0.04, 0.05, -0.8, true],
  [0.08, 0.05, 1.6, false],
  [null, 0.05, null, true],
  [0.04, null, null, true],
])('an IC of %s where %s was admitted is a share of %s', (mean, admissionIc, share, faded) => {
  const health = healthOf(now(mean), admissionIc, fading);
  expect(health.faded).toBe(faded);
  if (share === null) expect(health.share).toBeNull();
  else expect(health.share).toBeCloseTo(share, 12);
});
