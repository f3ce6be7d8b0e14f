import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import type { Command } from 'commander';
import type { ExportFile } from '../../features/exports/export-desk.ts';
import { EXPORT_FORMATS, type ExportFormat } from '../../features/exports/export-format.ts';
import { StoredExports } from '../../features/exports/stored-exports.service.ts';
import { ValueExports } from '../../features/exports/value-exports.service.ts';
import { badOption, collect, dayOption, numberOption, oneOf } from '../market-options.ts';
import { type ServiceParts, withService } from '../service-session.ts';
import { addTopOptions, type TopOptions, topQuery } from '../top-options.ts';

interface Options extends TopOptions {
  readonly count?: string;
  readonly format?: string;
  readonly output?: string;
  readonly json: boolean;
  readonly formula?: readonly string[];
  readonly from?: string;
  readonly to?: string;
}

const TABLES = ['factors', 'ic-series', 'lineage', 'values'] as const;
type Table = (typeof TABLES)[number];

export function configure(command: Command): void {
  addTopOptions(
    command.argument(
      '[table]',
      `${TABLES.join(', ')}; values, and ic-series of what was not measured yet, need a service that runs`,
      'factors',
    ),
  )
    .option('--count <n>', 'at most so many rows (of ic-series: factors), best first; default: all (50)')
    .option('--formula <text>', 'of values: a formula; repeatable', collect)
    .option('--from <day>', 'of values: first day; with --to, instead of --role')
    .option('--to <day>', 'of values: last day')
    .option('--format <kind>', `${EXPORT_FORMATS.join(', ')}; default: by the ending of --output, else csv`)
    .option('--output <file>', 'where to; default: standard output')
    .option('--json', 'the same as --format ndjson', false)
    .action((table: string, options: Options) =>
      withService((parts) => exportTable(parts, oneOf('table', table, TABLES), options)),
    );
}

/** As fast as the reader takes it. */
async function exportTable(parts: ServiceParts, table: Table, options: Options): Promise<void> {
  const { output } = options;
  const { stream } = await open(parts, table, options);
  if (output === undefined) {
    await pipeline(stream, process.stdout, { end: false });
    return;
  }
  let bytes = 0;
  stream.on('data', (piece: Uint8Array) => {
    bytes += piece.byteLength;
  });
  await pipeline(stream, createWriteStream(output));
  process.stderr.write(`${table}: ${bytes} bytes written to ${output}\n`);
}

async function open(parts: ServiceParts, table: Table, options: Options): Promise<ExportFile> {
  const format = formatOf(options);
  const limit = options.count === undefined ? null : numberOption('--count', options.count, 1);
  switch (table) {
    case 'factors':
      return parts.get(StoredExports).factors(await topQuery(parts, options), format, limit);
    case 'ic-series':
      return parts.get(StoredExports).icSeries(await topQuery(parts, options), format, limit);
    case 'lineage':
      return parts.get(StoredExports).lineage(options.run ?? null, format, limit);
    case 'values': {
      const { datasetId, runId, role } = await topQuery(parts, options);
      const input = {
        datasetId,
        runId,
        ...daysOf(options, role),
        formulas: [...(options.formula ?? [])],
        format,
      };
      if (input.formulas.length === 0) throw badOption('--formula', 'at least one formula', 'none');
      return parts.get(ValueExports).values(input);
    }
  }
}

function daysOf({ from, to }: Options, role: Awaited<ReturnType<typeof topQuery>>['role']) {
  if (from === undefined && to === undefined) return { role };
  return { period: { from: dayOption('--from', from ?? ''), to: dayOption('--to', to ?? '') } };
}

function formatOf({ json, format, output }: Options): ExportFormat {
  if (json) return 'ndjson';
  if (format !== undefined) return oneOf('--format', format, EXPORT_FORMATS);
  return EXPORT_FORMATS.find((known) => output?.endsWith(`.${known}`)) ?? 'csv';
}
