import type { Periods } from '../../core/experiment/experiment.ts';
import { Refusal } from '../../core/outcome/refusal.ts';
import { failure, type Result, success } from '../../core/outcome/result.ts';

/** Lengths in trading days, counted back from the dataset's last day: train, then validation, then test. */
export interface RollingPeriods {
  /** Null = everything before validation (or test). */
  readonly trainDays: number | null;
  /** 0 = no validation period. */
  readonly validationDays: number;
  /** 0 = no test period. */
  readonly testDays: number;
}

/** Either the same periods at every slot, or periods that move on with the series. */
export type PeriodsTemplate =
  | { readonly kind: 'fixed'; readonly periods: Periods }
  | { readonly kind: 'rolling'; readonly rolling: RollingPeriods };

/** Fewer rows than this carry no statistics worth mining for. */
const MINIMUM_TRAIN_DAYS = 20;

/**
 * Periods of a slot on the series' latest dataset.
 * @param days trading days of the dataset, ascending, `YYYY-MM-DD`
 */
export function resolvePeriods(template: PeriodsTemplate, days: readonly string[]): Result<Periods, Refusal> {
  if (template.kind === 'fixed') return success(template.periods);
  const { trainDays, validationDays, testDays } = template.rolling;
  const testStart = days.length - testDays;
  const validationStart = testStart - validationDays;
  const trainStart = trainDays === null ? 0 : validationStart - trainDays;
  if (trainStart < 0 || validationStart - trainStart < MINIMUM_TRAIN_DAYS) {
    const wanted = (trainDays ?? MINIMUM_TRAIN_DAYS) + validationDays + testDays;
    return failure(
      new Refusal(
        'PERIOD_INVALID',
        `rolling periods: expected at least ${wanted} trading days, got ${days.length}`,
        {
          expected: `${wanted} trading days, of them at least ${MINIMUM_TRAIN_DAYS} in train`,
          actual: `${days.length} trading days`,
          where: 'periods.rolling',
          remedy: 'shorten the periods or import a longer history',
        },
      ),
    );
  }
  return success({
    train: range(days, trainStart, validationStart),
    validation: validationDays > 0 ? range(days, validationStart, testStart) : null,
    test: testDays > 0 ? range(days, testStart, days.length) : null,
  });
}

/** Days [start, end), which the caller has checked to lie within. */
function range(days: readonly string[], start: number, end: number): { from: string; to: string } {
  return { from: days[start]!, to: days[end - 1]! };
}
