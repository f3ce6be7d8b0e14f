import { tableFromIPC } from 'apache-arrow';
import { parse } from 'csv-parse/sync';
import { parquetMetadata, parquetReadObjects } from 'hyparquet';
import { describe, expect, it } from 'vitest';
import { encoderFor } from '../../../../src/features/exports/encode/encoder-for.ts';
import type { Batch, Cell, ExportColumn, TableHead } from '../../../../src/features/exports/export-column.ts';
import { EXPORT_FORMATS, type ExportFormat } from '../../../../src/features/exports/export-format.ts';

const columns: readonly ExportColumn[] = [
  { name: 'id', type: 'text', nullable: false, description: 'UUID' },
  { name: 'ts_corr(A,B,10)/"x"', type: 'text', nullable: true, description: '说明, "quoted"' },
  { name: 'whole', type: 'integer', nullable: true, description: 'int32' },
  { name: 'long', type: 'long', nullable: true, description: 'int64' },
  { name: 'number', type: 'number', nullable: true, description: 'float64' },
  { name: 'flag', type: 'flag', nullable: true, description: 'boolean' },
  { name: 'day', type: 'day', nullable: true, description: 'date' },
  { name: 'time', type: 'time', nullable: true, description: 'UTC' },
];
const HEAD: TableHead = { name: 'made', columns, notes: { datasetId: 'x', 注: '值' } };
const UUID = '01a20668-94f4-7bb1-a1c5-f47ac450c509';
const DAY = 19_723; // 2024-01-01
const TIME = 1_704_067_200_123; // 2024-01-01T00:00:00.123Z
const LARGEST = 9_223_372_036_854_775_807n;
const ROWS: readonly (readonly Cell[])[] = [
  [UUID, '因子, "a"\nb', 2_147_483_647, LARGEST, 0.1 + 0.2, true, DAY, TIME],
  [UUID, '', -2_147_483_648, -LARGEST - 1n, Number.NaN, false, -1, -1],
  [UUID, null, null, null, null, null, null, null],
  [UUID, ' 𝛼 ', 0, 0n, -0.1e-300, true, 0, 0],
];

const batchOf = (rows: readonly (readonly Cell[])[]): Batch => ({
  rows: rows.length,
  columns: columns.map((_, at) => rows.map((row) => row[at]!)),
});

function encode(format: ExportFormat, batches: readonly Batch[], head = HEAD): Buffer {
  const encoder = encoderFor(format, head);
  const pieces = batches.flatMap((batch) => encoder.encode(batch));
  return Buffer.concat([...pieces, ...encoder.finish()]);
}

const arrayBufferOf = (bytes: Buffer): ArrayBuffer => Uint8Array.from(bytes).buffer;

describe.each(EXPORT_FORMATS)('%s', (format) => {
  it('is the same bytes or rows however the rows come', async () => {
    const [first, ...rest] = ROWS;
    const whole = encode(format, [batchOf(ROWS)]);
    const inParts = encode(format, [batchOf([first!]), batchOf([]), batchOf(rest)]);
    if (format === 'arrow') expect(arrowRows(inParts)).toEqual(arrowRows(whole));
    else expect(inParts.equals(whole)).toBe(true);
  });
});

const arrowRows = (bytes: Buffer): unknown[] =>
  tableFromIPC(bytes)
    .toArray()
    .map((row) => ({ ...row.toJSON() }));

describe('csv', () => {
  it('reads back, with missing cells apart from empty texts', () => {
    const read = parse(encode('csv', [batchOf(ROWS)]).toString('utf8'), {
      cast: (value, { quoting }) => (value === '' && !quoting ? null : value),
    }) as (string | null)[][];
    expect(read[0]).toEqual(columns.map(({ name }) => name));
    expect(read[1]).toEqual([
      UUID,
      '因子, "a"\nb',
      '2147483647',
      '9223372036854775807',
      '0.30000000000000004',
      'true',
      '2024-01-01',
      '2024-01-01T00:00:00.123Z',
    ]);
    expect(read[2]!.slice(1, 8)).toEqual([
      '',
      '-2147483648',
      '-9223372036854775808',
      'NaN',
      'false',
      '1969-12-31',
      '1969-12-31T23:59:59.999Z',
    ]);
    expect(read[3]).toEqual([UUID, null, null, null, null, null, null, null]);
    expect(read[4]![1]).toBe(' 𝛼 ');
    expect(Number(read[4]![4])).toBe(-0.1e-300);
  });

  it('of nothing is its header', () => {
    expect(encode('csv', []).toString()).toBe('id,"ts_corr(A,B,10)/""x""",whole,long,number,flag,day,time\n');
  });
});

describe('ndjson', () => {
  it('reads back, with null for what JSON cannot hold', () => {
    const lines = encode('ndjson', [batchOf(ROWS)])
      .toString('utf8')
      .trimEnd()
      .split('\n');
    const read = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(lines[0]).toContain('"long":9223372036854775807,');
    expect(read[0]).toMatchObject({
      'ts_corr(A,B,10)/"x"': '因子, "a"\nb',
      number: 0.1 + 0.2,
      day: '2024-01-01',
    });
    expect(read[1]).toMatchObject({ number: null, flag: false, time: '1969-12-31T23:59:59.999Z' });
    expect(Object.keys(read[2]!)).toEqual(columns.map(({ name }) => name));
    expect(Object.values(read[2]!).slice(1)).toEqual(Array(7).fill(null));
  });

  it('of nothing is nothing', () => {
    expect(encode('ndjson', []).length).toBe(0);
  });
});

describe('arrow', () => {
  it('reads back with types and descriptions', () => {
    const table = tableFromIPC(encode('arrow', [batchOf(ROWS.slice(0, 2)), batchOf(ROWS.slice(2))]));
    expect(table.schema.fields.map(({ type }) => String(type))).toEqual([
      'Utf8',
      'Utf8',
      'Int32',
      'Int64',
      'Float64',
      'Bool',
      'Date32<DAY>',
      'Timestamp<MILLISECOND, UTC>',
    ]);
    expect(table.schema.fields.map(({ nullable }) => nullable)).toEqual(columns.map((c) => c.nullable));
    expect(table.schema.fields[1]!.metadata.get('description')).toBe('说明, "quoted"');
    expect(table.schema.metadata.get('注')).toBe('值');
    const column = (at: number): unknown[] => [...table.getChildAt(at)!];
    for (let at = 0; at < 6; at++) expect(column(at)).toEqual(ROWS.map((row) => row[at]));
    expect(column(6).map((day) => (day === null ? null : Number(day) / 86_400_000))).toEqual([
      DAY,
      -1,
      null,
      0,
    ]);
    expect(column(7)).toEqual([TIME, -1, null, 0]);
  });

  it('of nothing still has its schema', () => {
    const table = tableFromIPC(encode('arrow', []));
    expect(table.numRows).toBe(0);
    expect(table.schema.fields).toHaveLength(columns.length);
  });
});

describe('parquet', () => {
  it('reads back with types and descriptions', async () => {
    const file = arrayBufferOf(encode('parquet', [batchOf(ROWS)]));
    const { schema, key_value_metadata: metadata } = parquetMetadata(file);
    expect(schema.slice(1).map(({ type, converted_type }) => [type, converted_type])).toEqual([
      ['BYTE_ARRAY', 'UTF8'],
      ['BYTE_ARRAY', 'UTF8'],
      ['INT32', undefined],
      ['INT64', undefined],
      ['DOUBLE', undefined],
      ['BOOLEAN', undefined],
      ['INT32', 'DATE'],
      ['INT64', 'TIMESTAMP_MILLIS'],
    ]);
    expect(JSON.parse(metadata!.find(({ key }) => key === 'columns')!.value!)).toMatchObject({
      long: 'int64',
    });
    const read = await parquetReadObjects({ file });
    expect(read).toEqual(
      ROWS.map((row) =>
        Object.fromEntries(
          columns.map(({ name, type }, at) => {
            const cell = row[at]!;
            if (cell === null) return [name, null];
            if (type === 'day') return [name, new Date((cell as number) * 86_400_000)];
            return [name, type === 'time' ? new Date(cell as number) : cell];
          }),
        ),
      ),
    );
  });

  it('spans row groups that go out as they fill', async () => {
    const rows = 50_000;
    const head = { ...HEAD, columns: [columns[2]!, columns[4]!] };
    const encoder = encoderFor('parquet', head);
    const pieces: Uint8Array[] = [];
    let early = 0;
    for (let from = 0; from < rows; from += 10_000) {
      const values = Array.from({ length: 10_000 }, (_, at) => from + at);
      const sent = encoder.encode({ rows: 10_000, columns: [values, values.map((value) => value / 3)] });
      early += sent.length;
      pieces.push(...sent);
    }
    expect(early).toBeGreaterThan(1);
    const file = arrayBufferOf(Buffer.concat([...pieces, ...encoder.finish()]));
    expect(parquetMetadata(file).row_groups.map(({ num_rows }) => Number(num_rows))).toEqual([
      16_384, 16_384, 16_384, 848,
    ]);
    const tail = await parquetReadObjects({ file, rowStart: 49_998, rowEnd: rows });
    expect(tail).toEqual([
      { whole: 49_998, number: 49_998 / 3 },
      { whole: 49_999, number: 49_999 / 3 },
    ]);
  });

  it('of nothing still has its schema', async () => {
    const file = arrayBufferOf(encode('parquet', []));
    expect(parquetMetadata(file).schema).toHaveLength(columns.length + 1);
    expect(await parquetReadObjects({ file })).toEqual([]);
  });
});
