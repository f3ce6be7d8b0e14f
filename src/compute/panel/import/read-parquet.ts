import {
  type AsyncBuffer,
  asyncBufferFromFile,
  type FileMetaData,
  parquetMetadataAsync,
  parquetRead,
} from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import type { Cell } from './cell-readers.ts';
import { fileRefusal } from './file-refusal.ts';
import type { OnBytes, TableSink } from './table-sink.ts';

/** Rows that are held at once: about 200 MB of cells. Writers make row groups of 0.1 to 1 million. */
const SLICE_ROWS = 2 ** 18;
/** Larger slices rather than more, for each reads its row group's bytes anew. */
const MOST_SLICES = 50;

/**
 * Streams a flat Parquet file, a row group or a slice of one at a time; memory: the slice, and the bytes of one column of the
 * row group. A slice passes over the pages before it.
 */
export async function readParquet(
  path: string,
  sink: TableSink,
  onBytes: OnBytes,
  sliceRows = SLICE_ROWS,
): Promise<void> {
  try {
    const file = await asyncBufferFromFile(path);
    const metadata = await parquetMetadataAsync(file);
    const columns = metadata.schema.filter((element) => element.type !== undefined).map(({ name }) => name);
    sink.header(columns);
    let rowStart = 0;
    for (const group of metadata.row_groups) {
      const groupRows = Number(group.num_rows);
      const groupEnd = rowStart + groupRows;
      const rowsAtOnce = Math.max(sliceRows, Math.ceil(groupRows / MOST_SLICES));
      while (rowStart < groupEnd) {
        const rowEnd = Math.min(groupEnd, rowStart + rowsAtOnce);
        await readSlice({ file, metadata, columns, rowStart, rowEnd }, sink);
        rowStart = rowEnd;
        onBytes(Math.floor(file.byteLength * (rowEnd / Number(metadata.num_rows))));
      }
    }
  } catch (error) {
    throw fileRefusal(path, error);
  }
}

interface Slice {
  readonly file: AsyncBuffer;
  readonly metadata: FileMetaData;
  readonly columns: readonly string[];
  readonly rowStart: number;
  readonly rowEnd: number;
}

async function readSlice(slice: Slice, sink: TableSink): Promise<void> {
  const { columns, rowStart, rowEnd } = slice;
  const values: Cell[][] = [];
  // One after another: the bytes of all columns at once would be those of the whole row group.
  for (const column of columns) values.push(await readColumn(slice, column));
  const cells = new Array<Cell>(columns.length);
  for (let row = 0; row < rowEnd - rowStart; row++) {
    for (let c = 0; c < columns.length; c++) cells[c] = values[c]![row];
    sink.row(rowStart + row + 1, cells);
  }
}

async function readColumn({ file, metadata, rowStart, rowEnd }: Slice, column: string): Promise<Cell[]> {
  const values = new Array<Cell>(rowEnd - rowStart);
  await parquetRead({
    file,
    metadata,
    compressors,
    columns: [column],
    useOffsetIndex: true,
    rowStart,
    rowEnd,
    onChunk: (chunk) => {
      // A chunk may begin before the rows that were asked for.
      for (let row = Math.max(rowStart, chunk.rowStart); row < Math.min(rowEnd, chunk.rowEnd); row++) {
        values[row - rowStart] = chunk.columnData[row - chunk.rowStart] as Cell;
      }
    },
  });
  return values;
}
