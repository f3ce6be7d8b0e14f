import { createReadStream } from 'node:fs';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { type CsvError, type Info, parse } from 'csv-parse';
import { Refusal } from '../../../core/outcome/refusal.ts';
import { fileRefusal } from './file-refusal.ts';
import type { OnBytes, TableSink } from './table-sink.ts';

const CHUNK_BYTES = 256 * 1024;
/** A quote that is never closed would otherwise swallow the rest of the file into memory. */
const LARGEST_RECORD_BYTES = 4 * 1024 * 1024;

/** Streams a CSV file: comma, header row, UTF-8 with or without BOM, any line ending, quotes optional. */
export async function readCsv(path: string, gzip: boolean, sink: TableSink, onBytes: OnBytes): Promise<void> {
  let headed = false;
  const parser = parse({
    bom: true,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    record_delimiter: ['\r\n', '\n', '\r'],
    max_record_size: LARGEST_RECORD_BYTES,
    // Handing nothing on keeps the rows out of the stream's own queue.
    on_record: (record: string[], { lines }: Info) => {
      if (headed) sink.row(lines, record);
      else sink.header(record);
      headed = true;
      return null;
    },
  });
  parser.resume();
  const source = createReadStream(path, { highWaterMark: CHUNK_BYTES });
  const steps = gzip ? [createGunzip({ chunkSize: CHUNK_BYTES })] : [];
  try {
    await pipeline([source, byteCounter(onBytes), ...steps, utf8Check(path), parser]);
  } catch (error) {
    throw csvRefusal(path, error);
  }
  if (!headed) throw fileRefusal(path, new Error('the file is empty'));
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

/** Lets bytes pass as they are, and refuses the first that are not UTF-8: they would become other names. */
function utf8Check(path: string): Transform {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const check = (decode: () => void, done: (error: Error | null, chunk?: Buffer) => void, chunk?: Buffer) => {
    try {
      decode();
    } catch {
      done(
        new Refusal('FILE_UNREADABLE', `${path} is not UTF-8 text`, {
          expected: 'UTF-8',
          actual: 'another encoding, perhaps GBK or UTF-16',
          where: path,
          remedy: `Convert it first: iconv -f GBK -t UTF-8 ${path} > converted.csv`,
        }),
      );
      return;
    }
    done(null, chunk);
  };
  return new Transform({
    transform: (chunk: Buffer, _encoding, done) =>
      check(() => decoder.decode(chunk, { stream: true }), done, chunk),
    flush: (done) => check(() => decoder.decode(), done),
  });
}

function csvRefusal(path: string, error: unknown): Refusal {
  const { code, lines } = error as CsvError & { lines?: number };
  if (code !== 'CSV_QUOTE_NOT_CLOSED' && code !== 'CSV_MAX_RECORD_SIZE') return fileRefusal(path, error);
  return new Refusal('FILE_UNREADABLE', `${path} holds a quote that is not closed`, {
    expected: 'quotes in pairs',
    actual: `a cell that goes on past line ${lines ?? '?'}`,
    where: `${path}:${lines ?? '?'}`,
    remedy: 'Close or remove the quotation mark.',
  });
}
