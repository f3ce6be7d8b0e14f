import { ByteWriter, type ColumnSource, ParquetWriter } from 'hyparquet-writer';
import type { Batch, Cell, Cells, ColumnType, ExportColumn, TableHead } from '../export-column.ts';
import type { Encoder } from './encoder.ts';

type Schema = ConstructorParameters<typeof ParquetWriter>[0]['schema'];
type SchemaElement = Schema[number];

const ROW_GROUP = 16_384;

const TYPES: Readonly<Record<ColumnType, Pick<SchemaElement, 'type' | 'converted_type'>>> = {
  text: { type: 'BYTE_ARRAY', converted_type: 'UTF8' },
  integer: { type: 'INT32' },
  long: { type: 'INT64' },
  number: { type: 'DOUBLE' },
  flag: { type: 'BOOLEAN' },
  day: { type: 'INT32', converted_type: 'DATE' },
  time: { type: 'INT64', converted_type: 'TIMESTAMP_MILLIS' },
};

/** Where a writer's work would be for nothing: doubles hardly repeat, and nobody searches them, or texts, by smallest and largest. */
const EFFORT: Readonly<Partial<Record<ColumnType, Partial<ColumnSource>>>> = {
  number: { encoding: 'PLAIN', codec: 'UNCOMPRESSED', statistics: false },
  text: { statistics: false },
};

/** Row groups go out as they fill; what is kept of them is their place. Descriptions are in the file's metadata. */
export class ParquetEncoder implements Encoder {
  private readonly bytes = new DrainedWriter();
  private readonly writer: ParquetWriter;
  private waiting: Batch[] = [];
  private rows = 0;

  constructor(private readonly head: TableHead) {
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
      const to = Math.min(batch.rows, from + ROW_GROUP - this.rows);
      this.waiting.push({ rows: to - from, columns: batch.columns.map((cells) => partOf(cells, from, to)) });
      this.rows += to - from;
      from = to;
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
      data: joined(this.waiting.map(({ columns }) => columns[at]!)),
      ...EFFORT[type],
    }));
    this.writer.write({ columnData, rowGroupSize: ROW_GROUP });
    this.waiting = [];
    this.rows = 0;
  }
}

const partOf = (cells: Cells, from: number, to: number): Cells =>
  from === 0 && to === cells.length ? cells : cells.slice(from, to);

/** The parts of a column one after the other; in a typed array where all of them are. */
function joined(parts: readonly Cells[]): Float64Array | Int32Array | Cell[] {
  const [first] = parts;
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  if (first instanceof Float64Array && parts.every((part) => part instanceof Float64Array)) {
    return fill(new Float64Array(length), parts);
  }
  if (first instanceof Int32Array && parts.every((part) => part instanceof Int32Array)) {
    return fill(new Int32Array(length), parts);
  }
  const whole: Cell[] = new Array(length);
  let at = 0;
  for (const part of parts) for (let row = 0; row < part.length; row++) whole[at++] = part[row]!;
  return whole;
}

function fill<T extends Float64Array | Int32Array>(
  whole: T,
  parts: readonly (Float64Array | Int32Array)[],
): T {
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
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
