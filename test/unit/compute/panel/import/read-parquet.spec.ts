import fc from 'fast-check';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { describe, expect, it } from 'vitest';
import { readParquet } from '../../../../../src/compute/panel/import/read-parquet.ts';
import { temporaryFolder } from '../../../../support/market-files.ts';

const files = temporaryFolder();
const ROWS = 1000;
const columnData = [
  { name: 'day', data: Array.from({ length: ROWS }, (_, row) => `day ${row % 3}`), type: 'STRING' as const },
  { name: 'number', data: Array.from({ length: ROWS }, (_, row) => row / 8), type: 'DOUBLE' as const },
  {
    name: 'gaps',
    data: Array.from({ length: ROWS }, (_, row) => (row % 7 === 0 ? null : row)),
    type: 'INT32' as const,
  },
];

async function rowsOf(bytes: ArrayBuffer, sliceRows: number): Promise<unknown[][]> {
  const rows: unknown[][] = [];
  const read: number[] = [];
  const sink = {
    header: (names: readonly string[]) => void rows.push([0, ...names]),
    row: (line: number, cells: readonly unknown[]) => void rows.push([line, ...cells]),
  };
  const path = files.write('table.parquet', Buffer.from(bytes));
  await readParquet(path, sink, (size) => read.push(size), sliceRows);
  expect(read).toEqual(read.toSorted((a, b) => a - b));
  expect(read.at(-1)).toBe(bytes.byteLength);
  return rows;
}

describe('a Parquet file', () => {
  it('has the same rows in slices of any size, pages and row groups of any size', async () => {
    const expected = columnData[0]!.data.map((_, row) => [
      row + 1,
      ...columnData.map(({ data }) => data[row]),
    ]);
    const sizes = fc.record({
      sliceRows: fc.integer({ min: 20, max: ROWS + 1 }),
      pageSize: fc.integer({ min: 50, max: 5000 }),
      rowGroupSize: fc.integer({ min: 100, max: ROWS }),
    });
    await fc.assert(
      fc.asyncProperty(sizes, async ({ sliceRows, pageSize, rowGroupSize }) => {
        const bytes = parquetWriteBuffer({ columnData, rowGroupSize, pageSize });
        const [header, ...rows] = await rowsOf(bytes, sliceRows);
        expect(header).toEqual([0, 'day', 'number', 'gaps']);
        expect(rows).toEqual(expected);
      }),
      { numRuns: 60 },
    );
  });
});
