/** Of a style's variance, less than this left by the styles before it: it says nothing of its own. */
export const COLLINEAR = 1e-10;
/** Of a factor's variance, less than this left by the styles: it is made of them. */
export const EXPLAINED = 1e-9;

/**
 * Residual of an OLS regression with intercept on columns and on a dummy for each group: means of the groups are taken
 * out of everything (Frisch, Waugh and Lovell), then the columns one after another by modified Gram-Schmidt.
 * @param groups number of each value's group, small whole numbers; null = one group, that is an intercept alone
 * @returns null where nothing is left of the values
 */
export function takeOutStyles(
  values: Float64Array,
  columns: readonly Float64Array[],
  groups: Int32Array | null,
): Float64Array | null {
  const whole = squaresOf(centred(values, null));
  const left = centred(values, groups);
  for (const column of orthonormal(columns, groups)) subtractAlong(left, column);
  return squaresOf(left) <= EXPLAINED * whole ? null : left;
}

/** Orthonormal columns of the same span, without means of groups; those that others explain are left out. */
export function orthonormal(columns: readonly Float64Array[], groups: Int32Array | null): Float64Array[] {
  const basis: Float64Array[] = [];
  for (const column of columns) {
    const whole = squaresOf(centred(column, null));
    const left = centred(column, groups);
    for (const earlier of basis) subtractAlong(left, earlier);
    const squares = squaresOf(left);
    if (!(squares > COLLINEAR * whole)) continue;
    const scale = 1 / Math.sqrt(squares);
    basis.push(left.map((value) => value * scale));
  }
  return basis;
}

/** Deviations from the means of the groups. */
export function centred(values: Float64Array, groups: Int32Array | null): Float64Array {
  const count = groups === null ? 1 : groups.reduce((most, group) => Math.max(most, group + 1), 0);
  const sums = new Float64Array(count);
  const sizes = new Float64Array(count);
  for (let i = 0; i < values.length; i++) {
    const group = groups === null ? 0 : groups[i]!;
    sums[group] = sums[group]! + values[i]!;
    sizes[group] = sizes[group]! + 1;
  }
  return values.map((value, i) => {
    const group = groups === null ? 0 : groups[i]!;
    return value - sums[group]! / sizes[group]!;
  });
}

function subtractAlong(values: Float64Array, unit: Float64Array): void {
  let along = 0;
  for (let i = 0; i < values.length; i++) along += values[i]! * unit[i]!;
  for (let i = 0; i < values.length; i++) values[i] = values[i]! - along * unit[i]!;
}

function squaresOf(values: Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value * value;
  return sum;
}
