/** NaN stands for missing inside, null in what leaves. */
export const orNull = (value: number): number | null => (Number.isFinite(value) ? value : null);

export const seriesOrNull = (values: ArrayLike<number>): (number | null)[] =>
  Array.from({ length: values.length }, (_, at) => orNull(values[at]!));
