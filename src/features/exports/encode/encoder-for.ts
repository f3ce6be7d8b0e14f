import type { TableHead } from '../export-column.ts';
import type { ExportFormat } from '../export-format.ts';
import { ArrowEncoder } from './arrow-encoder.ts';
import { CsvEncoder } from './csv-encoder.ts';
import type { Encoder } from './encoder.ts';
import { NdjsonEncoder } from './ndjson-encoder.ts';
import { ParquetEncoder } from './parquet-encoder.ts';

/** The encoder of a format for a table. */
export function encoderFor(format: ExportFormat, head: TableHead): Encoder {
  switch (format) {
    case 'csv':
      return new CsvEncoder(head);
    case 'ndjson':
      return new NdjsonEncoder(head);
    case 'arrow':
      return new ArrowEncoder(head);
    case 'parquet':
      return new ParquetEncoder(head);
  }
}
