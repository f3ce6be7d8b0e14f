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

/** Streams a flat Parquet file, a row group at a time; memory: one row group. */
export async function readParquet(path: string, sink: TableSink, onBytes: OnBytes): Promise<void> {
  try {
    const file = await asyncBufferFromFile(path);
    const metadata = await parquetMetadataAsync(file);
    const columns = metadata.schema.filter((element) => element.type !== undefined).map(({ name }) => name);
    sink.header(columns);
    let rowStart = 0;
    for (const group of metadata.row_groups) {
      const rowEnd = rowStart + Number(group.num_rows);
      await readGroup({ file, metadata, columns, rowStart, rowEnd }, sink);
      rowStart = rowEnd;
      onBytes(Math.floor(file.byteLength * (rowEnd / Math.max(1, Number(metadata.num_rows)))));
    }
  } catch (error) {
    throw fileRefusal(path, error);
  }
}

interface Group {
  readonly file: AsyncBuffer;
  readonly metadata: FileMetaData;
  readonly columns: readonly string[];
  readonly rowStart: number;
  readonly rowEnd: number;
}

async function readGroup(group: Group, sink: TableSink): Promise<void> {
  const { file, metadata, columns, rowStart, rowEnd } = group;
  const values = columns.map(() => new Array<Cell>(rowEnd - rowStart));
  await parquetRead({
    file,
    metadata,
    compressors,
    rowStart,
    rowEnd,
    onChunk: (chunk) => {
      const column = values[columns.indexOf(chunk.columnName)]!;
      // A chunk may begin before the rows that were asked for.
      for (let row = Math.max(rowStart, chunk.rowStart); row < Math.min(rowEnd, chunk.rowEnd); row++) {
        column[row - rowStart] = chunk.columnData[row - chunk.rowStart] as Cell;
      }
    },
  });
  const cells = new Array<Cell>(columns.length);
  for (let row = 0; row < rowEnd - rowStart; row++) {
    for (let c = 0; c < columns.length; c++) cells[c] = values[c]![row];
    sink.row(rowStart + row + 1, cells);
  }
}
