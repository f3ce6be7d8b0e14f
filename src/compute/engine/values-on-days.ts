import type { Program } from '../../core/program/program.ts';
import { planProgram } from '../plan/plan.ts';
import type { RowRange } from '../plan/run-plan.ts';

/** A factor on rows of the panel: [rows x symbols], missing outside the universe. */
export type ValuesOn = (program: Program, rows: RowRange) => Float64Array;

/** The factor on single days of the panel, [days x symbols]: day by day where that reads fewer rows. */
export function valuesOnDays(
  program: Program,
  days: readonly number[],
  stocks: number,
  valuesOn: ValuesOn,
): Float64Array {
  const values = new Float64Array(days.length * stocks);
  const { warmUpRows } = planProgram(program);
  const first = Math.min(...days);
  const rows = { from: first, to: Math.max(...days) + 1 };
  const together = rows.to - first + warmUpRows < days.length * (warmUpRows + 1);
  const all = together ? valuesOn(program, rows) : null;
  days.forEach((day, index) => {
    const found =
      all?.subarray((day - first) * stocks, (day - first + 1) * stocks) ??
      valuesOn(program, { from: day, to: day + 1 });
    values.set(found, index * stocks);
  });
  return values;
}
