import { once } from 'node:events';
import { gzipSync } from 'node:zlib';
import { parse } from 'csv-parse';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readCsv } from '../../../../../src/compute/panel/import/read-csv.ts';
import { RowSplitter } from '../../../../../src/compute/panel/import/row-splitter.ts';
import { wholeLines } from '../../../../../src/compute/panel/import/whole-lines.ts';
import { temporaryFolder } from '../../../../support/market-files.ts';

const files = temporaryFolder();

type Rows = [line: number, cells: string[]][];

/** What csv-parse makes of a text, as one piece. */
async function parsed(text: string): Promise<Rows> {
  const rows: Rows = [];
  const parser = parse({
    bom: true,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    record_delimiter: ['\r\n', '\n', '\r'],
    on_record: (record: string[], { lines }) => {
      rows.push([lines, record]);
      return null;
    },
  });
  parser.end(text);
  await once(parser.resume(), 'end');
  return rows;
}

async function read(content: string | Buffer, gzip = false): Promise<Rows> {
  const rows: Rows = [];
  const sink = {
    header: (columns: readonly string[]) => void rows.push([0, [...columns]]),
    row: (line: number, cells: readonly unknown[]) => void rows.push([line, cells.map(String)]),
  };
  const path = files.write('text.csv', content);
  await readCsv(path, gzip, sink, () => {});
  return rows;
}

async function* inPieces(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

const plain = fc
  .array(fc.constantFrom('a', '1.5', ',', '\n', '\r\n', '\r', '\u6d66\u53d1', ' ', ''), { maxLength: 40 })
  .map((parts) => parts.join(''));
const quoted = fc
  .array(fc.constantFrom('a', ',', '\n', '"a"', '"a,b"', '"x\ny"', '"say ""hi"""', 'b"c'), { maxLength: 20 })
  .map((parts) => parts.join(''));

describe('plain text', () => {
  it('is split as csv-parse splits it, whatever pieces it comes in', async () => {
    await fc.assert(
      fc.asyncProperty(plain, fc.integer({ min: 1, max: 9 }), async (text, size) => {
        const rows: Rows = [];
        const splitter = new RowSplitter((line, cells) => rows.push([line, [...cells]]));
        for await (const piece of wholeLines('text', inPieces(Buffer.from(text), size))) {
          expect(splitter.take(piece)).toBe(piece.length);
        }
        expect(rows).toEqual(await parsed(text));
      }),
      { numRuns: 500 },
    );
  });

  it('may have quotes round its cells; at others it stops at the start of their line', () => {
    const taken = (text: string): [number, Rows] => {
      const rows: Rows = [];
      const splitter = new RowSplitter((line, cells) => rows.push([line, [...cells]]));
      return [splitter.take(text), rows];
    };
    const simple = '"a","1,5",""\r\n""\nb,"c"';
    expect(taken(simple)).toEqual([
      simple.length,
      [
        [1, ['a', '1,5', '']],
        [2, ['']],
        [3, ['b', 'c']],
      ],
    ]);
    for (const odd of ['"say ""hi""",1', 'b"c",1', '"two\nlines",1', '"a"b,1', '"open,1']) {
      expect(taken(`x,"y"\n${odd}\n`)).toEqual([6, [[1, ['x', 'y']]]]);
    }
  });

  it('may begin with a byte order mark, in pieces too', async () => {
    for (const size of [1, 2, 3, 4, 100]) {
      let text = '';
      for await (const piece of wholeLines('text', inPieces(Buffer.from('\uFEFFa,b\n'), size))) text += piece;
      expect(text).toBe('a,b\n');
    }
  });
});

describe('a CSV file', () => {
  it('is read as csv-parse reads it, from its first quote on too', async () => {
    await fc.assert(
      fc.asyncProperty(plain, quoted, async (before, after) => {
        const text = `h1,h2\n${before}\n${after}`;
        // A quote that is not closed is refused by both.
        const expected = await parsed(text).catch(() => null);
        const actual = await read(text).catch(() => null);
        // The header's line is not told.
        expect(actual).toEqual(expected && [[0, expected[0]![1]], ...expected.slice(1)]);
      }),
      { numRuns: 300 },
    );
  });

  it('tells the line of a quote that is not closed, after lines without', async () => {
    const reading = read(`a,b\n${'1,2\n'.repeat(10)}1,"2\n`);
    await expect(reading).rejects.toMatchObject({ details: { where: expect.stringMatching(/:12$|:13$/) } });
  });

  it('of one endless line is refused before it fills the memory', async () => {
    await expect(read(gzipSync(Buffer.alloc(9 * 2 ** 20, 'a')), true)).rejects.toMatchObject({
      code: 'FILE_UNREADABLE',
      message: expect.stringContaining('line that does not end'),
    });
  });
});
