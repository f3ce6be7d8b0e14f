import { invariant } from '../../core/outcome/refusal.ts';
import type { Operand } from '../kernels/kernel.ts';
import { REFERENCE_KERNELS } from '../kernels/reference/reference-kernels.ts';
import { openMinutes } from '../panel/minute/open-minutes.ts';
import type { Panel } from '../panel/panel.ts';
import type { MinuteLeaf } from '../plan/leaf.ts';

/**
 * Reduces minute bars by the reference kernels, one day at a time: memory is that of a day's bars.
 * @returns [days x symbols]; NaN = missing
 */
export function reduceByReference(panel: Panel, leaf: MinuteLeaf): Float64Array {
  const { minutes, session } = panel;
  invariant(minutes !== null && session !== null, 'a panel with minute fields has minute bars');
  const kernel = REFERENCE_KERNELS.get(leaf.operator);
  invariant(kernel !== undefined, `${leaf.operator} has a reference kernel`);
  const stocks = panel.symbols.length;
  const step = {
    kind: 'operation',
    operator: leaf.operator,
    operands: leaf.fields.map((_, operand) => operand),
    window: null,
    interval: leaf.interval,
    frequency: 'daily',
    shape: 'matrix',
  } as const;
  const context = { days: 1, firstRow: 0, stocks, bars: session.barStamps.length, session, universe: null };
  const allocate = (length: number): Float64Array => new Float64Array(length);
  const result = new Float64Array(panel.days.length * stocks);
  const bars = openMinutes(minutes);
  try {
    for (let day = 0; day < panel.days.length; day++) {
      const operands = leaf.fields.map(
        (field): Operand => ({
          frequency: 'minute',
          shape: 'matrix',
          values: bars.readDays(field, day, day + 1),
        }),
      );
      result.set(kernel(operands, step, { ...context, allocate }), day * stocks);
    }
  } finally {
    bars.close();
  }
  return result;
}
