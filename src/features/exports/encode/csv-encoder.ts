import { type Batch, type Cell, type ColumnType, dayText, type TableHead } from '../export-column.ts';
import type { Encoder } from './encoder.ts';

const QUOTED = /[",\r\n]|^$|^\s|\s$/;

/** A missing cell is empty and an empty text is `""`, so that the two can be told apart. */
export const csvText = (text: string): string =>
  QUOTED.test(text) ? `"${text.replaceAll('"', '""')}"` : text;

const WRITERS: Readonly<Record<ColumnType, (cell: NonNullable<Cell>) => string>> = {
  text: (cell) => csvText(cell as string),
  integer: String,
  long: String,
  // The shortest text that reads back to the same number; NaN and Infinity by name.
  number: String,
  flag: String,
  day: (cell) => dayText(cell as number),
  time: (cell) => new Date(cell as number).toISOString(),
};

/** RFC 4180 with `\n` at line ends. */
export class CsvEncoder implements Encoder {
  private headerDue = true;

  constructor(private readonly head: TableHead) {}

  encode(batch: Batch): Uint8Array[] {
    const { columns } = this.head;
    const writers = columns.map(({ type }) => WRITERS[type]);
    const lines: string[] = this.headerDue ? [this.header()] : [];
    this.headerDue = false;
    for (let row = 0; row < batch.rows; row++) {
      let line = '';
      for (let at = 0; at < writers.length; at++) {
        const cell = batch.columns[at]![row]!;
        if (at > 0) line += ',';
        if (cell !== null) line += writers[at]!(cell);
      }
      lines.push(line);
    }
    return lines.length === 0 ? [] : [Buffer.from(`${lines.join('\n')}\n`, 'utf8')];
  }

  finish(): Uint8Array[] {
    return this.headerDue ? this.encode({ rows: 0, columns: [] }) : [];
  }

  private header(): string {
    return this.head.columns.map(({ name }) => csvText(name)).join(',');
  }
}
