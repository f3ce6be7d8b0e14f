import { ByteWriter, ParquetWriter } from 'hyparquet-writer';
import type { Batch, Cell, ColumnType, ExportColumn, TableHead } from '../export-column.ts';
import type { Encoder } from './encoder.ts';

type Schema = ConstructorParameters<typeof ParquetWriter>[0]['schema'];
type SchemaElement = Schema[number];

const ROW_GROUP = 65_536;

const TYPES: Readonly<Record<ColumnType, Pick<SchemaElement, 'type' | 'converted_type'>>> = {
  text: { type: 'BYTE_ARRAY', converted_type: 'UTF8' },
  integer: { type: 'INT32' },
  long: { type: 'INT64' },
  number: { type: 'DOUBLE' },
  flag: { type: 'BOOLEAN' },
  day: { type: 'INT32', converted_type: 'DATE' },
  time: { type: 'INT64', converted_type: 'TIMESTAMP_MILLIS' },
};

/** Row groups go out as they fill; what is kept of them is their place. Descriptions are in the file's metadata. */
export class ParquetEncoder implements Encoder {
  private readonly bytes = new DrainedWriter();
  private readonly writer: ParquetWriter;
  private waiting: Cell[][];
  private rows = 0;

  constructor(private readonly head: TableHead) {
    this.waiting = head.columns.map(() => []);
    const { name, notes, columns } = head;
    const described = Object.fromEntries(columns.map((column) => [column.name, column.description]));
    const metadata = { table: name, ...notes, columns: JSON.stringify(described) };
    this.writer = new ParquetWriter({
      writer: this.bytes,
      schema: [{ name: 'root', num_children: columns.length }, ...columns.map(elementOf)],
      createdBy: 'factormine',
      kvMetadata: Object.entries(metadata).map(([key, value]) => ({ key, value })),
    });
  }

  encode(batch: Batch): Uint8Array[] {
    for (let from = 0; from < batch.rows; ) {
      const taken = Math.min(batch.rows - from, ROW_GROUP - this.rows);
      this.waiting.forEach((cells, at) => {
        const column = batch.columns[at]!;
        for (let row = from; row < from + taken; row++) cells.push(column[row]!);
      });
      from += taken;
      this.rows += taken;
      if (this.rows === ROW_GROUP) this.writeGroup();
    }
    return this.bytes.take();
  }

  finish(): Uint8Array[] {
    if (this.rows > 0) this.writeGroup();
    this.writer.finish();
    return this.bytes.take();
  }

  private writeGroup(): void {
    const columnData = this.head.columns.map(({ name, type }, at) => ({
      name,
      data: this.waiting[at]!,
      // Doubles hardly repeat: looking for a dictionary costs more than it saves.
      ...(type === 'number' && { encoding: 'PLAIN' as const }),
    }));
    this.writer.write({ columnData, rowGroupSize: ROW_GROUP });
    this.waiting = this.head.columns.map(() => []);
    this.rows = 0;
  }
}

/** A writer whose bytes are taken away between row groups; its offset goes on counting. */
class DrainedWriter extends ByteWriter {
  take(): Uint8Array[] {
    if (this.index === 0) return [];
    const taken = Uint8Array.from(this.getBytes());
    this.index = 0;
    return [taken];
  }
}

const elementOf = ({ name, type, nullable }: ExportColumn): SchemaElement => ({
  name,
  ...TYPES[type],
  repetition_type: nullable ? 'OPTIONAL' : 'REQUIRED',
});
