import { invariant } from '../../core/outcome/refusal.ts';
import type { Panel } from '../panel/panel.ts';
import type { RowRange } from '../plan/run-plan.ts';

/**
 * Return that a factor at day T is judged by: CLOSE[T+lag+holding] / CLOSE[T+lag] - 1, adjusted closes, float64.
 * Rows are exchange days. No return looks past the last row of `rows`, so none crosses a period's boundary.
 * @returns [rows x symbols]; NaN where either close is missing and in the last lag + holding rows
 * Source: report section 3.2; framework, section 7 ("the label").
 */
export function forwardReturns(
  panel: Panel,
  rows: RowRange,
  span: { readonly lagDays: number; readonly holdingDays: number },
): Float64Array {
  const close = panel.matrices.get('CLOSE');
  invariant(close !== undefined, 'every panel has the daily field CLOSE');
  const stocks = panel.symbols.length;
  const returns = new Float64Array((rows.to - rows.from) * stocks).fill(Number.NaN);
  const entryShift = span.lagDays * stocks;
  const exitShift = (span.lagDays + span.holdingDays) * stocks;
  const labelledRows = rows.to - rows.from - span.lagDays - span.holdingDays;
  for (let cell = 0; cell < labelledRows * stocks; cell++) {
    const today = rows.from * stocks + cell;
    const value = close[today + exitShift]! / close[today + entryShift]! - 1;
    returns[cell] = Number.isFinite(value) ? value : Number.NaN;
  }
  return returns;
}
