import { sharedFloats } from '../panel/shared-arrays.ts';
import type { ImportedValues } from './imported-values.ts';

/**
 * Imported values on the days and symbols of a panel.
 * @returns [days x symbols] on shared memory; NaN where there is no value. Nothing is filled from day to day.
 * Cost: a few ns a cell.
 */
export function alignValues(
  imported: ImportedValues,
  panel: { readonly days: readonly string[]; readonly symbols: readonly string[] },
): Float64Array {
  const width = panel.symbols.length;
  const aligned = sharedFloats(panel.days.length * width);
  const rowOfDay = new Map(imported.days.map((day, row) => [day, row]));
  const columnOf = new Map(imported.symbols.map((symbol, column) => [symbol, column]));
  const columns = Int32Array.from(panel.symbols, (symbol) => columnOf.get(symbol) ?? -1);
  panel.days.forEach((day, at) => {
    const row = rowOfDay.get(day);
    if (row === undefined) return;
    const from = row * imported.symbols.length;
    for (let symbol = 0; symbol < width; symbol++) {
      const column = columns[symbol]!;
      if (column >= 0) aligned[at * width + symbol] = imported.values[from + column]!;
    }
  });
  return aligned;
}
