import {
  AsyncByteQueue,
  Bool,
  type DataType,
  DateDay,
  Field,
  Float64,
  Int32,
  Int64,
  makeData,
  RecordBatch,
  RecordBatchStreamWriter,
  Schema,
  Struct,
  TimestampMillisecond,
  Utf8,
  vectorFromArray,
} from 'apache-arrow';
import type { Batch, Cell, ColumnType, ExportColumn, TableHead } from '../export-column.ts';
import type { Encoder } from './encoder.ts';

const TYPES: Readonly<Record<ColumnType, () => DataType>> = {
  text: () => new Utf8(),
  integer: () => new Int32(),
  long: () => new Int64(),
  number: () => new Float64(),
  flag: () => new Bool(),
  day: () => new DateDay(),
  time: () => new TimestampMillisecond('UTC'),
};

/** Keeps what the writer says until it is asked for. */
class Drain extends AsyncByteQueue {
  private chunks: Uint8Array[] = [];

  override write(value: Uint8Array): void {
    // The writer uses its buffers again.
    if (value.byteLength > 0) this.chunks.push(Uint8Array.from(value));
  }

  take(): Uint8Array[] {
    const taken = this.chunks;
    this.chunks = [];
    return taken;
  }
}

/** An IPC stream: the schema, a record batch for each batch, the end. Descriptions are metadata of the fields. */
export class ArrowEncoder implements Encoder {
  private readonly schema: Schema;
  private readonly drain = new Drain();
  private readonly writer = new RecordBatchStreamWriter({ autoDestroy: false });

  constructor(private readonly head: TableHead) {
    this.schema = new Schema(
      head.columns.map(fieldOf),
      new Map(Object.entries({ table: head.name, ...head.notes })),
    );
    this.writer.reset(this.drain, this.schema);
  }

  encode({ rows, columns }: Batch): Uint8Array[] {
    const children = this.head.columns.map(
      ({ type }, at) => vectorFromArray(wide(type, columns[at]!), TYPES[type]()).data[0]!,
    );
    const data = makeData({ type: new Struct(this.schema.fields), length: rows, nullCount: 0, children });
    this.writer.write(new RecordBatch(this.schema, data));
    return this.drain.take();
  }

  finish(): Uint8Array[] {
    this.writer.finish();
    return this.drain.take();
  }
}

/** The builder of days wants milliseconds or Dates. */
function wide(type: ColumnType, cells: readonly Cell[]): readonly unknown[] {
  return type === 'day'
    ? cells.map((day) => (day === null ? null : new Date((day as number) * 86_400_000)))
    : cells;
}

const fieldOf = ({ name, type, nullable, description }: ExportColumn): Field =>
  new Field(name, TYPES[type](), nullable, new Map([['description', description]]));
