/**
 * Mean of the values that are present among each day's last `windowDays` days, itself included.
 * @returns as long as the series; NaN where fewer than half of the window's days (rounded up) are present
 * Same as pandas `rolling(window, min_periods=ceil(window / 2)).mean()`.
 */
export function rollingMean(series: ArrayLike<number>, windowDays: number): Float64Array {
  const needed = Math.ceil(windowDays / 2);
  return Float64Array.from({ length: series.length }, (_, day) => {
    let sum = 0;
    let count = 0;
    for (let at = Math.max(0, day - windowDays + 1); at <= day; at++) {
      if (Number.isNaN(series[at]!)) continue;
      sum += series[at]!;
      count++;
    }
    return count < needed ? Number.NaN : sum / count;
  });
}
