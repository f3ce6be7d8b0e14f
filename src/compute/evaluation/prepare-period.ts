import type { EvaluationDefinition, Period } from '../../core/experiment/experiment.ts';
import { Refusal } from '../../core/outcome/refusal.ts';
import type { Panel } from '../panel/panel.ts';
import type { RowRange } from '../plan/run-plan.ts';
import { forwardReturns } from './forward-returns.ts';
import { limitLockedDays } from './limit-locked.ts';
import type { PreparedPeriod } from './prepared-period.ts';
import { universeMask } from './universe-mask.ts';

/**
 * Makes universe, labels and counts of one period, to be used for every program judged on it.
 * @throws Refusal UNIVERSE_UNAVAILABLE when the universe or the limit rule needs a column that the dataset lacks
 * @throws Refusal PERIOD_INVALID when no trading day of the dataset lies in the period
 * Cost: a few passes over the panel.
 */
export function preparePeriod(
  panel: Panel,
  definition: EvaluationDefinition,
  period: Period,
): PreparedPeriod {
  const rows = rowsOf(panel, period);
  const universe = universeMask(panel, definition.universe);
  const locked = limitLockedDays(panel, definition.label.dropLimitLocked);
  const labels = labelsOf(panel, definition, { rows, universe, locked: locked.mask });
  const labelled = countLabels(labels, panel.symbols.length);
  const labelledDays = labelled.flatMap((count, day) =>
    count >= definition.minimumStocks ? [rows.from + day] : [],
  );
  const labelledCells = labelled.reduce((sum, count) => sum + count, 0);
  return {
    panel,
    definition,
    rows,
    universe,
    locked: locked.mask,
    labels,
    labelledCells,
    labelledDays,
    notes: locked.notes,
  };
}

/** Rows of the panel whose day lies in the period, both ends inclusive. */
export function rowsOf(panel: Panel, period: Period): RowRange {
  const from = panel.days.findIndex((day) => day >= period.from);
  const to = panel.days.findLastIndex((day) => day <= period.to) + 1;
  if (from >= 0 && from < to) return { from, to };
  throw new Refusal('PERIOD_INVALID', 'The period holds no trading day of the dataset.', {
    expected: `days between ${panel.days[0] ?? 'none'} and ${panel.days.at(-1) ?? 'none'}`,
    actual: `${period.from} to ${period.to}`,
    where: 'period',
    remedy: 'Choose a period that overlaps the dataset, or import more days.',
  });
}

interface LabelMasks {
  readonly rows: RowRange;
  readonly universe: Uint8Array;
  readonly locked: Uint8Array | null;
}

/**
 * Labels of the period over another holding than its own (the IC's decay): the same lag, universe and limit
 * rule, and again none that reaches past the period's last row.
 */
export function labelsOf(
  panel: Panel,
  definition: EvaluationDefinition,
  masks: LabelMasks,
  holdingDays: number = definition.label.holdingDays,
): Float64Array {
  const stocks = panel.symbols.length;
  const { lagDays } = definition.label;
  const { rows, universe, locked } = masks;
  const labels = forwardReturns(panel, rows, { lagDays, holdingDays });
  for (let cell = 0; cell < labels.length; cell++) {
    const today = rows.from * stocks + cell;
    const entry = today + lagDays * stocks;
    if (universe[today] === 0 || locked?.[entry] === 1) labels[cell] = Number.NaN;
  }
  return labels;
}

function countLabels(labels: Float64Array, stocks: number): number[] {
  return Array.from({ length: labels.length / stocks }, (_, day) => {
    let count = 0;
    for (let stock = 0; stock < stocks; stock++) if (!Number.isNaN(labels[day * stocks + stock]!)) count++;
    return count;
  });
}
