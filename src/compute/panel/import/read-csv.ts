import { createReadStream } from 'node:fs';
import { PassThrough, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { type CsvError, type Info, type Parser, parse } from 'csv-parse';
import { Refusal } from '../../../core/outcome/refusal.ts';
import { fileRefusal } from './file-refusal.ts';
import { type OnCells, RowSplitter } from './row-splitter.ts';
import type { OnBytes, TableSink } from './table-sink.ts';
import { LARGEST_LINE_BYTES, wholeLines } from './whole-lines.ts';

const CHUNK_BYTES = 1024 * 1024;

/**
 * Streams a CSV file: comma, header row, UTF-8 with or without BOM, any line ending, quotes optional. From the first
 * line with a quote that is not simple on csv-parse splits the rows, at a fraction of the speed.
 */
export async function readCsv(path: string, gzip: boolean, sink: TableSink, onBytes: OnBytes): Promise<void> {
  let headed = false;
  const take: OnCells = (line, cells) => {
    if (headed) sink.row(line, cells);
    else sink.header(cells);
    headed = true;
  };
  const splitter = new RowSplitter(take);
  try {
    await pipeline(
      createReadStream(path, { highWaterMark: CHUNK_BYTES }),
      byteCounter(onBytes),
      gzip ? createGunzip({ chunkSize: CHUNK_BYTES }) : new PassThrough(),
      (bytes: AsyncIterable<Buffer>) => fromFirstQuote(wholeLines(path, bytes), splitter),
      quoteParser((line, cells) => take(splitter.lines + line, cells)),
    );
  } catch (error) {
    throw csvRefusal(path, error, splitter.lines);
  }
  if (!headed) throw fileRefusal(path, new Error('the file is empty'));
}

/** Splits rows while their quotes are simple and hands the rest on. */
async function* fromFirstQuote(pieces: AsyncIterable<string>, splitter: RowSplitter): AsyncGenerator<string> {
  let quoted = false;
  for await (const piece of pieces) {
    const done = quoted ? 0 : splitter.take(piece);
    if (done === piece.length) continue;
    quoted = true;
    yield piece.slice(done);
  }
}

function quoteParser(onCells: OnCells): Parser {
  const parser = parse({
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    record_delimiter: ['\r\n', '\n', '\r'],
    max_record_size: LARGEST_LINE_BYTES,
    // Handing nothing on keeps the rows out of the stream's own queue.
    on_record: (record: string[], { lines }: Info) => {
      onCells(lines, record);
      return null;
    },
  });
  return parser.resume();
}

function byteCounter(onBytes: OnBytes): Transform {
  let bytesRead = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytesRead += chunk.length;
      onBytes(bytesRead);
      done(null, chunk);
    },
  });
}

function csvRefusal(path: string, error: unknown, linesBefore: number): Refusal {
  const { code, lines } = error as CsvError & { lines?: number };
  if (code !== 'CSV_QUOTE_NOT_CLOSED' && code !== 'CSV_MAX_RECORD_SIZE') return fileRefusal(path, error);
  const line = lines === undefined ? '?' : linesBefore + lines;
  return new Refusal('FILE_UNREADABLE', `${path} holds a quote that is not closed`, {
    expected: 'quotes in pairs',
    actual: `a cell that goes on past line ${line}`,
    where: `${path}:${line}`,
    remedy: 'Close or remove the quotation mark.',
  });
}
