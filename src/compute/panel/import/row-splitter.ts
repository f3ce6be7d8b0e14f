const COMMA = 44;
const NEWLINE = 10;
const RETURN = 13;
const QUOTE = 34;

/** Takes the cells of one row. They are only valid during the call. @param line 1-based */
export type OnCells = (line: number, cells: readonly string[]) => void;

/**
 * Splits comma-separated text into rows, as csv-parse does and several times as fast, as long as quotes are simple: round a
 * whole cell, with neither quotes nor line ends within. A line ends with LF, CR or CRLF; empty lines count, but are no rows.
 */
export class RowSplitter {
  private readonly cells: string[] = [];
  /** Lines that are behind. */
  lines = 0;

  constructor(private readonly onCells: OnCells) {}

  /**
   * @param text whole lines
   * @returns where the first line with a quote that is not simple begins; the text's length without any
   */
  take(text: string): number {
    const { cells } = this;
    let lineStart = 0;
    let start = 0;
    let width = 0;
    // Characters to leave out at both ends of the cell: its quotes.
    let quotes = 0;
    for (let at = 0; at < text.length; at++) {
      const code = text.charCodeAt(at);
      if (code > COMMA) continue;
      if (code === COMMA) {
        cells[width++] = text.slice(start + quotes, at - quotes);
        start = at + 1;
        quotes = 0;
      } else if (code === NEWLINE || code === RETURN) {
        if (at > lineStart) cells[width++] = text.slice(start + quotes, at - quotes);
        this.endLine(width);
        if (code === RETURN && text.charCodeAt(at + 1) === NEWLINE) at++;
        lineStart = start = at + 1;
        width = quotes = 0;
      } else if (code === QUOTE) {
        const closed = at === start ? closingQuote(text, at) : -1;
        if (closed < 0) return lineStart;
        at = closed;
        quotes = 1;
      }
    }
    if (text.length > lineStart) {
      cells[width++] = text.slice(start + quotes, text.length - quotes);
      this.endLine(width);
    }
    return text.length;
  }

  private endLine(width: number): void {
    this.lines++;
    if (width === 0) return;
    if (this.cells.length !== width) this.cells.length = width;
    this.onCells(this.lines, this.cells);
  }
}

/** The quote that ends the cell which begins at `opening`; -1 when the cell is not simple. */
function closingQuote(text: string, opening: number): number {
  const closing = text.indexOf('"', opening + 1);
  const next = text.charCodeAt(closing + 1);
  if (closing < 0 || (next !== COMMA && next !== NEWLINE && next !== RETURN && closing + 1 < text.length))
    return -1;
  for (let at = opening + 1; at < closing; at++) {
    const code = text.charCodeAt(at);
    if (code === NEWLINE || code === RETURN) return -1;
  }
  return closing;
}
