import {
  type Batch,
  type Cell,
  type ColumnType,
  dayText,
  type TableHead,
  timeText,
} from '../export-column.ts';
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
  time: (cell) => timeText(cell as number),
};

/** RFC 4180 with `\n` at line ends. */
export class CsvEncoder implements Encoder {
  private headerDue = true;

  constructor(private readonly head: TableHead) {}

  encode(batch: Batch): Uint8Array[] {
    const { columns } = this.head;
    const writers = columns.map(({ type }) => WRITERS[type]);
    let text = this.headerDue ? this.header() : '';
    this.headerDue = false;
    for (let row = 0; row < batch.rows; row++) {
      for (let at = 0; at < writers.length; at++) {
        const cell: Cell = batch.columns[at]![row]!;
        if (at > 0) text += ',';
        if (cell !== null) text += writers[at]!(cell);
      }
      text += '\n';
    }
    return text === '' ? [] : [Buffer.from(text, 'utf8')];
  }

  finish(): Uint8Array[] {
    return this.headerDue ? this.encode({ rows: 0, columns: [] }) : [];
  }

  private header(): string {
    return this.head.columns
      .map(({ name }) => csvText(name))
      .join(',')
      .concat('\n');
  }
}
