import type { TestLookModel } from './test-look.models.ts';
import type { LookRecord } from './test-looks.store.ts';

export function testLookView({ periodFrom, periodTo, ...look }: LookRecord): TestLookModel {
  return { ...look, period: { from: periodFrom, to: periodTo } };
}
