import type { UniverseSpec } from '../../core/experiment/experiment.ts';
import { invariant, Refusal } from '../../core/outcome/refusal.ts';
import type { Panel } from '../panel/panel.ts';

/**
 * Which stock-days take part in cross-sectional operators and ICs, by what was known at the close of that day:
 * traded that day (CLOSE present), and what the spec asks for beside it.
 * @returns [panel days x symbols], 1 = in the universe
 * @throws Refusal UNIVERSE_UNAVAILABLE when the dataset lacks a column that the spec needs
 */
export function universeMask(panel: Panel, spec: UniverseSpec): Uint8Array {
  const { isSt, rawClose, amount } = panel.attributes;
  const close = panel.matrices.get('CLOSE');
  invariant(close !== undefined, 'every panel has the daily field CLOSE');
  const mask = Uint8Array.from(close, (value) => (Number.isNaN(value) ? 0 : 1));
  if (spec.excludeSt) {
    const flags = required(isSt, 'excludeSt', 'an ST flag (is_st)');
    mask.forEach((_, cell) => {
      if (flags[cell] === 1) mask[cell] = 0;
    });
  }
  if (spec.minimumPrice !== null) {
    keepFrom(mask, required(rawClose, 'minimumPrice', 'unadjusted closes'), spec.minimumPrice);
  }
  if (spec.minimumAmount !== null) {
    keepFrom(mask, required(amount, 'minimumAmount', 'an amount column'), spec.minimumAmount);
  }
  if (spec.excludeFirstDays > 0) dropFirstDays(mask, panel, spec.excludeFirstDays, close);
  return mask;
}

function required<T>(column: T | null, setting: string, need: string): T {
  if (column !== null) return column;
  throw new Refusal('UNIVERSE_UNAVAILABLE', `The universe needs ${need}, which the dataset does not have.`, {
    expected: need,
    actual: 'no such column in the import',
    where: `universe.${setting}`,
    remedy: `Import the column, or switch ${setting} off.`,
  });
}

function keepFrom(mask: Uint8Array, values: Float64Array, minimum: number): void {
  mask.forEach((_, cell) => {
    if (!(values[cell]! >= minimum)) mask[cell] = 0;
  });
}

/**
 * Leaves out each stock's first n trading days from its listing date on. Days before the dataset's first row
 * are counted as the weekdays since the listing, holidays unknown; a symbol whose own listing date is unknown
 * counts from its first row, unless it is there from the dataset's first day on.
 */
function dropFirstDays(mask: Uint8Array, panel: Panel, firstDays: number, close: Float64Array): void {
  const listed = required(panel.attributes.listedOn, 'excludeFirstDays', 'listing dates');
  const stocks = panel.symbols.length;
  const start = panel.days[0] ?? '';
  for (let stock = 0; stock < stocks; stock++) {
    const listedOn = listed[stock] ?? null;
    const presentAtStart = !Number.isNaN(close[stock]!);
    if (listedOn === null && presentAtStart) continue;
    let traded = listedOn === null ? 0 : weekdaysBetween(listedOn, start);
    for (let day = 0; day < panel.days.length && traded < firstDays; day++) {
      const cell = day * stocks + stock;
      if (Number.isNaN(close[cell]!)) continue;
      mask[cell] = 0;
      traded++;
    }
  }
}

const DAY_MS = 86_400_000;

/** Mondays to Fridays from `from` (inclusive) to `to` (exclusive); 0 when `from` is not earlier. */
function weekdaysBetween(from: string, to: string): number {
  const end = Date.parse(to);
  let count = 0;
  for (let time = Date.parse(from); time < end; time += DAY_MS) {
    const weekday = new Date(time).getUTCDay();
    if (weekday !== 0 && weekday !== 6) count++;
  }
  return count;
}
