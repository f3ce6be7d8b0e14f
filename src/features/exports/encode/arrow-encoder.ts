import {
  AsyncByteQueue,
  Field,
  makeData,
  RecordBatch,
  RecordBatchStreamWriter,
  Schema,
  Struct,
} from 'apache-arrow';
import type { Batch, ExportColumn, TableHead } from '../export-column.ts';
import { ARROW_TYPES, arrowColumn } from './arrow-columns.ts';
import type { Encoder } from './encoder.ts';

/** Keeps what the writer says until it is asked for. */
class Drain extends AsyncByteQueue {
  private chunks: Uint8Array[] = [];

  override write(value: Uint8Array): void {
    // The writer uses its buffers again.
    if (value.byteLength > 0) this.chunks.push(Uint8Array.from(value));
  }

  /** As one piece: the writer speaks in many small ones. */
  take(): Uint8Array[] {
    const taken = this.chunks;
    this.chunks = [];
    return taken.length === 0 ? [] : [Uint8Array.from(Buffer.concat(taken))];
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
    const children = this.head.columns.map(({ type }, at) => arrowColumn(type, columns[at]!));
    const data = makeData({ type: new Struct(this.schema.fields), length: rows, nullCount: 0, children });
    this.writer.write(new RecordBatch(this.schema, data));
    return this.drain.take();
  }

  finish(): Uint8Array[] {
    this.writer.finish();
    return this.drain.take();
  }
}

const fieldOf = ({ name, type, nullable, description }: ExportColumn): Field =>
  new Field(name, ARROW_TYPES[type](), nullable, new Map([['description', description]]));
