import { registerEnumType } from '@nestjs/graphql';

/** File formats of exports, by the names that GraphQL shows. */
export const ExportFormatEnum = { CSV: 'csv', NDJSON: 'ndjson', ARROW: 'arrow', PARQUET: 'parquet' } as const;
export type ExportFormat = (typeof ExportFormatEnum)[keyof typeof ExportFormatEnum];

registerEnumType(ExportFormatEnum, {
  name: 'ExportFormat',
  description: 'File formats of exports.',
  valuesMap: {
    CSV: { description: 'RFC 4180, UTF-8, a header line; a missing cell is empty, an empty text is "".' },
    NDJSON: {
      description: 'One JSON object a line; what JSON cannot hold (NaN) is null, as what is missing.',
    },
    ARROW: { description: 'Apache Arrow IPC stream.' },
    PARQUET: { description: 'Apache Parquet, row groups of 65,536 rows, snappy.' },
  },
});

export const EXPORT_FORMATS = Object.values(ExportFormatEnum);

/** What a browser is told of each. */
export const MEDIA_TYPES: Readonly<Record<ExportFormat, string>> = {
  csv: 'text/csv; charset=utf-8',
  ndjson: 'application/x-ndjson',
  arrow: 'application/vnd.apache.arrow.stream',
  parquet: 'application/vnd.apache.parquet',
};

export const FILE_ENDINGS: Readonly<Record<ExportFormat, string>> = {
  csv: 'csv',
  ndjson: 'ndjson',
  arrow: 'arrows',
  parquet: 'parquet',
};
