/** Pause after the first failure; each further one doubles it ... */
export const FIRST_PAUSE_MS = 10_000;
/** ... up to this. */
export const LONGEST_PAUSE_MS = 3_600_000;
/** Share by which a pause is longer or shorter by chance, so that receivers which come back are not stormed. */
export const JITTER = 0.2;
/** A delivery that has not arrived after so long is given up; it can still be sent again by hand. */
export const GIVE_UP_AFTER_MS = 24 * 3_600_000;
/** A webhook of which nothing has arrived for so long is disabled. */
export const DISABLE_AFTER_MS = 3 * 24 * 3_600_000;

/**
 * Pause before the next attempt.
 * @param failures attempts that have failed, from 1
 * @param chance in [0, 1)
 */
export function pauseAfter(failures: number, chance: number): number {
  const doublings = Math.min(failures - 1, 30);
  const pause = Math.min(FIRST_PAUSE_MS * 2 ** doublings, LONGEST_PAUSE_MS);
  return Math.round(pause * (1 - JITTER + 2 * JITTER * chance));
}
