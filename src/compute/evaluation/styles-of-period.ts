import type { StyleName } from '../../core/experiment/experiment.ts';
import { chosenStyles } from '../../core/experiment/styles.ts';
import type { StyleColumns } from '../../core/statistics/style-residual-ic.ts';
import { winsorise } from '../../core/statistics/winsorise.ts';
import { rankerFor } from '../kernels/registry.ts';
import type { PreparedPeriod } from './prepared-period.ts';
import { styleMatrices } from './style-matrices.ts';

/** What is taken out of factors on a period. */
export interface PeriodStyles {
  readonly names: readonly StyleName[];
  readonly columns: StyleColumns;
}

/** Stock-days whose styles are kept between questions, at most 96 bytes each; beyond, they are made anew. */
const KEPT_CELLS = 1_000_000;
const made = new WeakMap<PreparedPeriod, PeriodStyles | null>();

/**
 * Styles of a period's rows on the ground of each day: stocks of the universe with a label and every style. Ranked and
 * clipped there, once for every factor: a factor with gaps meets the same figures.
 * @returns null where the dataset has none of the chosen styles; made when first asked for, and kept with a period that is not large
 */
export function stylesOf(period: PreparedPeriod): PeriodStyles | null {
  const known = made.get(period);
  if (known !== undefined) return known;
  const styles = makeStyles(period);
  if (period.labels.length <= KEPT_CELLS) made.set(period, styles);
  return styles;
}

/** The same without a trace in memory. */
export function makeStyles({ panel, rows, definition, labels }: PreparedPeriod): PeriodStyles | null {
  const matrices = styleMatrices(panel, rows, chosenStyles(definition));
  if (matrices.size === 0) return null;
  const stocks = panel.symbols.length;
  const all = [...matrices.values()];
  const figures = [...matrices].filter(([name]) => name !== 'industry').map(([, matrix]) => matrix);
  const empty = (): Float64Array => new Float64Array(labels.length).fill(Number.NaN);
  const ranks = figures.map(empty);
  const values = figures.map(empty);
  const industry = matrices.get('industry');
  const groups = industry ? new Int32Array(labels.length).fill(-1) : null;
  const rank = rankerFor('portable', stocks);
  for (let from = 0; from < labels.length; from += stocks) {
    const ground = groundOf(all, labels, from, from + stocks);
    figures.forEach((matrix, at) => {
      const own = Float64Array.from(ground, (cell) => matrix[cell]!);
      const ranked = new Float64Array(own.length);
      rank(own, own.length, ranked);
      const clipped = winsorise(own, own.length, definition.winsorise);
      ground.forEach((cell, place) => {
        ranks[at]![cell] = ranked[place]!;
        values[at]![cell] = clipped[place]!;
      });
    });
    if (industry && groups) numberGroups(ground, industry, groups);
  }
  return { names: [...matrices.keys()], columns: { ranks, values, groups } };
}

function groundOf(all: readonly Float64Array[], labels: Float64Array, from: number, to: number): number[] {
  const cells: number[] = [];
  for (let cell = from; cell < to; cell++) {
    if (Number.isNaN(labels[cell]!) || all.some((matrix) => Number.isNaN(matrix[cell]!))) continue;
    cells.push(cell);
  }
  return cells;
}

/** Industries of a day, numbered from 0 in the order of their stocks. */
function numberGroups(cells: readonly number[], industry: Float64Array, groups: Int32Array): void {
  const numbers = new Map<number, number>();
  for (const cell of cells) {
    const code = industry[cell]!;
    const number = numbers.get(code) ?? numbers.size;
    numbers.set(code, number);
    groups[cell] = number;
  }
}
