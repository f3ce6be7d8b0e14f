import { invariant } from '../../core/outcome/refusal.ts';
import { type CopiedCells, copiedCells } from './copied-cells.ts';
import type { Batch, ExportColumn } from './export-column.ts';

/** Signature (11 bytes), flags (4), length of the extension (4). */
const HEADER_BYTES = 19;
const END_OF_ROWS = -1;
const MISSING = -1;

/**
 * Reads the binary rows of `COPY (...) TO STDOUT (FORMAT binary)` into batches. The statement's columns must have the types
 * text, int4, int8, float8, bool, date, timestamptz in the order of the table's. Cost: some 50 ns a cell.
 */
export class CopyDecoder {
  private readonly columns: readonly CopiedCells[];
  private rows = 0;
  private headerDue = true;

  /** @param batchRows rows that are taken at a time */
  constructor(
    columns: readonly ExportColumn[],
    private readonly batchRows: number,
  ) {
    this.columns = columns.map(({ type }) => copiedCells(type, batchRows));
  }

  /** A batch is full. */
  get isFull(): boolean {
    return this.rows === this.batchRows;
  }

  get isEmpty(): boolean {
    return this.rows === 0;
  }

  /** The server sends a row in each message; `bytes` are read at once, and may be used again. */
  push(bytes: Buffer): void {
    let at = this.headerDue ? HEADER_BYTES : 0;
    this.headerDue = false;
    while (at < bytes.length) {
      const cells = bytes.readInt16BE(at);
      at += 2;
      if (cells === END_OF_ROWS) return;
      invariant(cells === this.columns.length, `a row has ${this.columns.length} cells, got ${cells}`);
      invariant(this.rows < this.batchRows, 'a full batch is taken before the next row');
      at = this.readRow(bytes, at);
    }
  }

  take(): Batch {
    const batch = { rows: this.rows, columns: this.columns.map((column) => column.take()) };
    this.rows = 0;
    return batch;
  }

  private readRow(bytes: Buffer, start: number): number {
    let at = start;
    for (const column of this.columns) {
      const length = bytes.readInt32BE(at);
      at += 4;
      if (length === MISSING) {
        column.pushMissing();
        continue;
      }
      column.push(bytes, at, length);
      at += length;
    }
    this.rows++;
    return at;
  }
}
