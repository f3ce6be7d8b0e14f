import { factorise, solveLower } from '../../../core/statistics/small-cholesky.ts';
import { COLLINEAR, EXPLAINED } from '../../../core/statistics/take-out-styles.ts';
import type { GroundDay } from './style-ground.ts';

/** One day of a factor, on the stocks that have it. */
export interface ResidualDay {
  /** What is regressed, and what the residual is correlated with. */
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly count: number;
  /** Positions in the day's ground of these; null = all of it. */
  readonly present: Int32Array | null;
  /** Positions that the factor lacks. */
  readonly missing: Int32Array;
}

/** Sums of a day's whole basis: products of its columns, and the sum of each in each group. */
interface WholeSums {
  readonly products: Float64Array;
  readonly groupSums: Float64Array;
  readonly groupSizes: Float64Array;
}

/**
 * Correlation of a regression's residual without the residual: with u the sums of the groups' dummies and w what is left
 * for the basis once they are taken out, e'y = x'y - (ux'uy + wx' S^-1 wy) and e'e likewise, where S is the basis'
 * matrix of products on the stocks that are there (Frisch, Waugh and Lovell; S by Schur's complement). Stocks that are
 * missing are taken off the whole day's sums.
 */
export class ResidualSums {
  private readonly whole: readonly WholeSums[];

  constructor(private readonly ground: readonly GroundDay[]) {
    this.whole = ground.map(sumsOf);
  }

  /** NaN where either side is constant or nothing is left of x. */
  correlation(at: number, day: ResidualDay): number {
    const ground = this.ground[at]!;
    const { columns, groupCount } = ground;
    const part = lessMissing(ground, this.whole[at]!, day.missing);
    const x = projections(ground, day, day.x);
    const y = projections(ground, day, day.y);
    if (x.squares === 0 || y.squares === 0) return Number.NaN;
    let cross = 0;
    let explained = 0;
    for (let g = 0; g < groupCount; g++) {
      const size = part.groupSizes[g]!;
      if (size === 0) continue;
      cross += (x.groups[g]! * y.groups[g]!) / size;
      explained += (x.groups[g]! * x.groups[g]!) / size;
      for (let j = 0; j < columns; j++) {
        const share = part.groupSums[g * columns + j]! / size;
        x.basis[j] = x.basis[j]! - share * x.groups[g]!;
        y.basis[j] = y.basis[j]! - share * y.groups[g]!;
        for (let k = 0; k < columns; k++) {
          const other = part.groupSums[g * columns + k]!;
          part.products[j * columns + k] = part.products[j * columns + k]! - share * other;
        }
      }
    }
    factorise(part.products, columns, COLLINEAR);
    solveLower(part.products, columns, x.basis);
    solveLower(part.products, columns, y.basis);
    for (let j = 0; j < columns; j++) {
      cross += x.basis[j]! * y.basis[j]!;
      explained += x.basis[j]! * x.basis[j]!;
    }
    const left = x.squares - explained;
    if (!(left > EXPLAINED * x.squares)) return Number.NaN;
    const correlation = (productOf(day, x.mean, y.mean) - cross) / Math.sqrt(left * y.squares);
    return Math.max(-1, Math.min(1, correlation));
  }
}

function sumsOf({ basis, columns, groups, groupCount, places }: GroundDay): WholeSums {
  const n = places.length;
  const products = new Float64Array(columns * columns);
  const groupSums = new Float64Array(groupCount * columns);
  const groupSizes = new Float64Array(groupCount);
  for (let i = 0; i < n; i++) {
    const group = groups[i]!;
    groupSizes[group] = groupSizes[group]! + 1;
    addTo(products, groupSums, 1, { basis, columns, n, i, group });
  }
  return { products, groupSums, groupSizes };
}

function lessMissing(ground: GroundDay, whole: WholeSums, missing: Int32Array): WholeSums {
  const products = whole.products.slice();
  if (missing.length === 0) return { ...whole, products };
  const groupSums = whole.groupSums.slice();
  const groupSizes = whole.groupSizes.slice();
  const { basis, columns, groups } = ground;
  const n = ground.places.length;
  for (const i of missing) {
    const group = groups[i]!;
    groupSizes[group] = groupSizes[group]! - 1;
    addTo(products, groupSums, -1, { basis, columns, n, i, group });
  }
  return { products, groupSums, groupSizes };
}

function addTo(
  products: Float64Array,
  groupSums: Float64Array,
  sign: 1 | -1,
  at: { basis: Float32Array; columns: number; n: number; i: number; group: number },
): void {
  const { basis, columns, n, i, group } = at;
  for (let j = 0; j < columns; j++) {
    const value = sign * basis[j * n + i]!;
    groupSums[group * columns + j] = groupSums[group * columns + j]! + value;
    for (let k = 0; k < columns; k++) {
      products[j * columns + k] = products[j * columns + k]! + value * basis[k * n + i]!;
    }
  }
}

interface Projections {
  readonly mean: number;
  /** Of deviations from the mean. */
  readonly squares: number;
  readonly groups: Float64Array;
  readonly basis: Float64Array;
}

function projections(ground: GroundDay, { count, present }: ResidualDay, values: Float64Array): Projections {
  const { columns, groupCount, groups: groupOf, basis: columnsOf } = ground;
  const n = ground.places.length;
  let sum = 0;
  for (let i = 0; i < count; i++) sum += values[i]!;
  const mean = sum / count;
  const groups = new Float64Array(groupCount);
  const basis = new Float64Array(columns);
  let squares = 0;
  for (let i = 0; i < count; i++) {
    const value = values[i]! - mean;
    const at = present === null ? i : present[i]!;
    squares += value * value;
    groups[groupOf[at]!] = groups[groupOf[at]!]! + value;
  }
  for (let j = 0; j < columns; j++) {
    let along = 0;
    if (present === null)
      for (let i = 0; i < count; i++) along += (values[i]! - mean) * columnsOf[j * n + i]!;
    else for (let i = 0; i < count; i++) along += (values[i]! - mean) * columnsOf[j * n + present[i]!]!;
    basis[j] = along;
  }
  return { mean, squares, groups, basis };
}

function productOf({ x, y, count }: ResidualDay, meanX: number, meanY: number): number {
  let product = 0;
  for (let i = 0; i < count; i++) product += (x[i]! - meanX) * (y[i]! - meanY);
  return product;
}
