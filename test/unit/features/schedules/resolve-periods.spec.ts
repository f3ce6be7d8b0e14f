import { describe, expect, it } from 'vitest';
import { resolvePeriods } from '../../../../src/features/schedules/resolve-periods.ts';

const days = Array.from({ length: 100 }, (_, index) => `d${String(index).padStart(3, '0')}`);

describe('resolvePeriods', () => {
  it('keeps fixed periods as they are', () => {
    const periods = { train: { from: 'd000', to: 'd050' }, validation: null, test: null };
    expect(resolvePeriods({ kind: 'fixed', periods }, days)).toEqual({ ok: true, value: periods });
  });

  it('counts rolling periods back from the last day, without gap or overlap', () => {
    const rolling = { trainDays: 60, validationDays: 20, testDays: 10 };
    expect(resolvePeriods({ kind: 'rolling', rolling }, days)).toEqual({
      ok: true,
      value: {
        train: { from: 'd010', to: 'd069' },
        validation: { from: 'd070', to: 'd089' },
        test: { from: 'd090', to: 'd099' },
      },
    });
  });

  it('takes everything before validation when train has no length', () => {
    const rolling = { trainDays: null, validationDays: 0, testDays: 30 };
    expect(resolvePeriods({ kind: 'rolling', rolling }, days)).toEqual({
      ok: true,
      value: { train: { from: 'd000', to: 'd069' }, validation: null, test: { from: 'd070', to: 'd099' } },
    });
  });

  it('refuses periods that the dataset is too short for', () => {
    const outcome = resolvePeriods(
      { kind: 'rolling', rolling: { trainDays: 90, validationDays: 20, testDays: 10 } },
      days,
    );
    expect(!outcome.ok && outcome.error.code).toBe('PERIOD_INVALID');
    expect(!outcome.ok && outcome.error.message).toContain('expected at least 120 trading days, got 100');
  });
});
