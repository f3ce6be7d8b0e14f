import {
  type Batch,
  type Cell,
  type ColumnType,
  dayText,
  type TableHead,
  timeText,
} from '../export-column.ts';
import type { Encoder } from './encoder.ts';

const WRITERS: Readonly<Record<ColumnType, (cell: NonNullable<Cell>) => string>> = {
  text: (cell) => JSON.stringify(cell),
  integer: String,
  // As a JSON number with all its digits.
  long: String,
  number: (cell) => (Number.isFinite(cell as number) ? String(cell) : 'null'),
  flag: String,
  day: (cell) => `"${dayText(cell as number)}"`,
  time: (cell) => `"${timeText(cell as number)}"`,
};

/** One object a line, every column in every line. */
export class NdjsonEncoder implements Encoder {
  private readonly columns: readonly { readonly opening: string; readonly write: (typeof WRITERS)['text'] }[];

  constructor({ columns }: TableHead) {
    this.columns = columns.map(({ name, type }, at) => ({
      opening: `${at === 0 ? '{' : ','}${JSON.stringify(name)}:`,
      write: WRITERS[type],
    }));
  }

  encode(batch: Batch): Uint8Array[] {
    let text = '';
    for (let row = 0; row < batch.rows; row++) {
      for (let at = 0; at < this.columns.length; at++) {
        const { opening, write } = this.columns[at]!;
        const cell: Cell = batch.columns[at]![row]!;
        text += opening + (cell === null ? 'null' : write(cell));
      }
      text += '}\n';
    }
    return text === '' ? [] : [Buffer.from(text, 'utf8')];
  }

  finish(): Uint8Array[] {
    return [];
  }
}
