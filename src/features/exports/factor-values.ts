import { open } from 'node:fs/promises';
import type { Batch, Cell } from './export-column.ts';

/** Values of formulas as workers left them on disk, and the days and symbols that they belong to. */
export interface FactorValues {
  /** One file a formula: float64 in the machine's order, [days x symbols], NaN = missing. */
  readonly files: readonly string[];
  /** Days since 1970-01-01, ascending. */
  readonly days: readonly number[];
  readonly symbols: readonly string[];
}

const BATCH_CELLS = 65_536;

/** Long format: (day, symbol, a value for each formula), by day, then symbol; rows without any value are left out. */
export async function* valueRows(values: FactorValues): AsyncGenerator<Batch, void, void> {
  const { files, days, symbols } = values;
  const handles = await Promise.all(files.map((file) => open(file, 'r')));
  const daysAtOnce = Math.max(1, Math.floor(BATCH_CELLS / Math.max(1, symbols.length * files.length)));
  try {
    for (let from = 0; from < days.length; from += daysAtOnce) {
      const some = days.slice(from, from + daysAtOnce);
      const cells = some.length * symbols.length;
      const blocks = await Promise.all(
        handles.map(async (handle) => {
          const block = new Float64Array(cells);
          const bytes = new Uint8Array(block.buffer);
          const { bytesRead } = await handle.read(bytes, 0, bytes.length, from * symbols.length * 8);
          if (bytesRead !== bytes.length) throw new Error('a file of factor values is shorter than its days');
          return block;
        }),
      );
      yield longRows(some, symbols, blocks);
    }
  } finally {
    await Promise.all(handles.map((handle) => handle.close()));
  }
}

function longRows(
  days: readonly number[],
  symbols: readonly string[],
  blocks: readonly Float64Array[],
): Batch {
  const columns: Cell[][] = [[], [], ...blocks.map(() => [])];
  days.forEach((day, row) => {
    symbols.forEach((symbol, at) => {
      const cell = row * symbols.length + at;
      if (blocks.every((block) => Number.isNaN(block[cell]!))) return;
      columns[0]!.push(day);
      columns[1]!.push(symbol);
      blocks.forEach((block, formula) => {
        const value = block[cell]!;
        columns[formula + 2]!.push(Number.isNaN(value) ? null : value);
      });
    });
  });
  return { rows: columns[0]!.length, columns };
}
