import type { BarFile, BarReading } from './bar-file.ts';
import type { Cell } from './cell-readers.ts';
import { planColumns } from './column-plan.ts';
import { readTable } from './read-table.ts';
import { RowReader } from './row-reader.ts';

/**
 * Streams the rows of a daily or minute file and logs every row that is unsound.
 * @throws Refusal for a file that cannot be read or lacks columns; bad rows do not throw
 */
export async function readBars(reading: BarReading): Promise<BarFile> {
  let reader: RowReader | null = null;
  const header = (names: readonly string[]): void => {
    const plan = planColumns(reading.path, reading.kind, names, reading.options);
    reader = new RowReader(reading, plan);
  };
  const row = (line: number, cells: readonly Cell[]): void => reader!.read(line, cells);
  await readTable(reading.path, { header, row }, reading.onBytes);
  return reader!.finish();
}
