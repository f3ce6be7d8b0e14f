import type { Program } from '../../core/program/program.ts';
import { planProgram } from '../plan/plan.ts';
import type { RowRange } from '../plan/run-plan.ts';

/** A factor on days of the panel, which are among the rows that are computed: [days x symbols], missing outside the universe. */
export type ValuesOn = (program: Program, rows: RowRange, days: readonly number[]) => Float64Array;

/** The factor on single days of the panel, [days x symbols]: day by day where that reads fewer rows. */
export function valuesOnDays(
  program: Program,
  days: readonly number[],
  stocks: number,
  valuesOn: ValuesOn,
): Float64Array {
  const { warmUpRows } = planProgram(program);
  const first = Math.min(...days);
  const rows = { from: first, to: Math.max(...days) + 1 };
  if (rows.to - first + warmUpRows < days.length * (warmUpRows + 1)) return valuesOn(program, rows, days);
  const values = new Float64Array(days.length * stocks);
  days.forEach((day, index) => {
    values.set(valuesOn(program, { from: day, to: day + 1 }, [day]), index * stocks);
  });
  return values;
}

/** Days out of consecutive rows [rows x stocks]. */
export function pickDays(
  values: Float64Array,
  { from }: RowRange,
  days: readonly number[],
  stocks: number,
): Float64Array {
  const picked = new Float64Array(days.length * stocks);
  days.forEach((day, index) => {
    picked.set(values.subarray((day - from) * stocks, (day - from + 1) * stocks), index * stocks);
  });
  return picked;
}
