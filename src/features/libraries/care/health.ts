import type { IcSummary } from '../../../core/statistics/factor-statistics.ts';

export interface Fading {
  /** Trading days at the end of a dataset that are looked at. */
  readonly windowDays: number;
  /** Of the admission's |mean IC|, by its sign: with less left, a member has faded. */
  readonly minimumShare: number;
}

/** A quarter of a year is enough to see that something is gone, and half of an IC is often noise. */
export const DEFAULT_FADING: Fading = { windowDays: 60, minimumShare: 0.3 };

export interface Health {
  readonly ic: number | null;
  readonly standardError: number | null;
  readonly days: number;
  readonly admissionIc: number | null;
  /** IC now by the admission's sign, over the admission's |IC|; null where either is missing. */
  readonly share: number | null;
  readonly faded: boolean;
}

/** Of a member whose imported values do not reach the last days yet: nothing can be said, least of all that it has faded. */
export const healthBehind = (admissionIc: number | null): Health => ({
  ic: null,
  standardError: null,
  days: 0,
  admissionIc,
  share: null,
  faded: false,
});

/** A member that cannot be measured any more has faded as well: its field is gone, or its coverage. */
export function healthOf(
  now: Pick<IcSummary, 'mean' | 'standardError' | 'days'>,
  admissionIc: number | null,
  { minimumShare }: Fading,
): Health {
  const { mean, standardError, days } = now;
  const share =
    mean === null || !admissionIc ? null : (mean * Math.sign(admissionIc)) / Math.abs(admissionIc);
  return { ic: mean, standardError, days, admissionIc, share, faded: share === null || share < minimumShare };
}
