import { isAscii, isUtf8 } from 'node:buffer';
import { Refusal } from '../../../core/outcome/refusal.ts';

/** A line beyond this, or a quote that is never closed, would otherwise take the rest of the file into memory. */
export const LARGEST_LINE_BYTES = 4 * 1024 * 1024;

const NEWLINE = 10;
const RETURN = 13;
const BYTE_ORDER_MARK = Buffer.from([0xef, 0xbb, 0xbf]);

/**
 * Cuts the bytes of a text file into pieces of whole lines and decodes them; a byte order mark at the start is left out.
 * @throws Refusal FILE_UNREADABLE for the first bytes that are not UTF-8: they would become other names
 */
export async function* wholeLines(path: string, source: AsyncIterable<Buffer>): AsyncGenerator<string> {
  let rest: Buffer = Buffer.alloc(0);
  let begun = false;
  for await (const chunk of source) {
    let bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    if (!begun && bytes.length < BYTE_ORDER_MARK.length) {
      rest = bytes;
      continue;
    }
    if (!begun) bytes = withoutMark(bytes);
    begun = true;
    const end = endOfLines(bytes);
    rest = bytes.subarray(end);
    if (rest.length > LARGEST_LINE_BYTES) throw tooLong(path);
    if (end > 0) yield decode(path, bytes.subarray(0, end));
  }
  const last = begun ? rest : withoutMark(rest);
  if (last.length > 0) yield decode(path, last);
}

const withoutMark = (bytes: Buffer): Buffer =>
  bytes.subarray(0, BYTE_ORDER_MARK.length).equals(BYTE_ORDER_MARK)
    ? bytes.subarray(BYTE_ORDER_MARK.length)
    : bytes;

/** Behind the last line that is known to be whole; a CR at the very end may be half of a CRLF. */
function endOfLines(bytes: Buffer): number {
  const newline = bytes.lastIndexOf(NEWLINE);
  if (newline >= 0 || bytes.length < 2) return newline + 1;
  return bytes.lastIndexOf(RETURN, bytes.length - 2) + 1;
}

function decode(path: string, bytes: Buffer): string {
  if (isAscii(bytes)) return bytes.toString('latin1');
  if (isUtf8(bytes)) return bytes.toString('utf8');
  throw new Refusal('FILE_UNREADABLE', `${path} is not UTF-8 text`, {
    expected: 'UTF-8',
    actual: 'another encoding, perhaps GBK or UTF-16',
    where: path,
    remedy: `Convert it first: iconv -f GBK -t UTF-8 ${path} > converted.csv`,
  });
}

const tooLong = (path: string): Refusal =>
  new Refusal('FILE_UNREADABLE', `${path} holds a line that does not end`, {
    expected: `lines of at most ${LARGEST_LINE_BYTES / 2 ** 20} MB`,
    actual: 'a longer one',
    where: path,
    remedy: 'Check that the file is a CSV file whose rows end with a line break.',
  });
