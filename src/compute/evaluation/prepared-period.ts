import type { EvaluationDefinition } from '../../core/experiment/experiment.ts';
import type { Panel } from '../panel/panel.ts';
import type { RowRange } from '../plan/run-plan.ts';

/**
 * All that evaluating factors on one period needs beside the factor: made once by `preparePeriod`, then used
 * for every program. Pure data; a worker may make its own.
 */
export interface PreparedPeriod {
  readonly panel: Panel;
  readonly definition: EvaluationDefinition;
  /** Rows of the panel that belong to the period. */
  readonly rows: RowRange;
  /** [panel days x symbols], over the whole panel because windows look back: 1 = in the universe that day. */
  readonly universe: Uint8Array;
  /** [panel days x symbols], 1 = closed at a price limit, where no label may enter; null = not asked. */
  readonly locked: Uint8Array | null;
  /** [rows x symbols]: return that a factor at that day is judged by; NaN where there is none or the stock is outside the universe. */
  readonly labels: Float64Array;
  /** Finite labels. */
  readonly labelledCells: number;
  /** Panel rows with at least `minimumStocks` labels, ascending: the dates that could count. */
  readonly labelledDays: readonly number[];
  /** What a reader should know of how labels and universe were made (limit rules in force ...). */
  readonly notes: readonly string[];
}
