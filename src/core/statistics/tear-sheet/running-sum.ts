/** Sum up to and including each day; a missing day (NaN) leaves it where it is. */
export function runningSum(series: ArrayLike<number>): number[] {
  let sum = 0;
  return Array.from({ length: series.length }, (_, day) => {
    if (!Number.isNaN(series[day]!)) sum += series[day]!;
    return sum;
  });
}
