import type { Command } from 'commander';
import { BadRowsRefusal } from '../../compute/panel/import/bad-rows.ts';
import type {
  DeclaredColumn,
  ImportProgress,
  MarketImport,
} from '../../compute/panel/import/import-options.ts';
import { parseDimension } from '../../core/dimension/dimension.ts';
import { ImportsService } from '../../features/datasets/imports.service.ts';
import type { ImportedMarket } from '../../features/datasets/market-importer.ts';
import {
  addReadingOptions,
  badOption,
  collect,
  numberOption,
  type ReadingOptions,
  readingOptions,
} from '../market-options.ts';
import { progressBar } from '../progress-bar.ts';
import { withService } from '../service-session.ts';
import { figure, table } from '../table.ts';

interface ImportOptions extends ReadingOptions {
  readonly prices?: readonly string[];
  readonly minutes?: readonly string[];
  readonly market?: string;
  readonly name: string;
  readonly series?: string;
  readonly currency?: string;
  readonly declare?: readonly string[];
  readonly vector?: readonly string[];
  readonly adjusted: boolean;
  readonly forwardAdjusted: boolean;
  readonly skipBadRows?: string;
  readonly json: boolean;
}

export function configure(command: Command): void {
  addReadingOptions(command)
    .requiredOption('--name <text>', 'what to call the dataset')
    .option('--series <name>', 'series that it begins or continues; default: the name')
    .option('--prices <file>', 'daily bars: CSV, CSV.gz or Parquet; repeatable', collect)
    .option('--minutes <file>', 'minute bars; repeatable', collect)
    .option('--market <file>', 'market vectors, a row a day')
    .option('--vector <name=column>', 'column of the market file for a vector; repeatable', collect)
    .option(
      '--declare <name=dimension>',
      'a further column that becomes a field, e.g. pe=none; repeatable',
      collect,
    )
    .option('--currency <unit>', 'unit of prices and amounts', 'CNY')
    .option('--adjusted', 'prices are adjusted already', false)
    .option('--forward-adjusted', 'prices are forward-adjusted: labelled and warned of', false)
    .option('--skip-bad-rows <share>', 'leave bad rows out, up to this share; default: refuse')
    .option('--json', 'print the dataset and its quality report as JSON', false)
    .action(importFiles);
}

const BAR_STEPS = 1000;
const GIGABYTE = 1e9;

/** Phase, bytes as the files store them, and rows. */
function noteOf({ phase, bytesRead, bytesTotal, rows }: ImportProgress): string {
  const [unit, name] = bytesTotal >= GIGABYTE ? [GIGABYTE, 'GB'] : [GIGABYTE / 1000, 'MB'];
  const bytes = `${(bytesRead / unit).toFixed(1)} of ${(bytesTotal / unit).toFixed(1)} ${name}`;
  return `${phase}, ${bytes}, ${rows} rows`;
}

async function importFiles(options: ImportOptions): Promise<void> {
  const bar = progressBar('importing', !options.json || process.stderr.isTTY === true);
  const order = { name: options.name, series: options.series ?? null, market: marketOf(options) };
  const imported = await withService(async (parts) => {
    try {
      return await parts
        .get(ImportsService)
        .importNow(order, (progress) =>
          bar.update(Math.round(progress.share * BAR_STEPS), BAR_STEPS, noteOf(progress)),
        );
    } catch (error) {
      if (error instanceof BadRowsRefusal) listBadRows(error);
      throw error;
    } finally {
      bar.stop();
    }
  });
  process.stdout.write(options.json ? `${JSON.stringify(imported, null, 2)}\n` : `${summary(imported)}\n`);
}

function marketOf(options: ImportOptions): Omit<MarketImport, 'continues'> {
  const { prices, minutes, market, vector, declare, skipBadRows } = options;
  return {
    ...readingOptions(options),
    ...(prices && { daily: prices }),
    ...(minutes && { minutes }),
    ...(market && { market }),
    ...(vector && { marketColumns: Object.fromEntries(vector.map((pair) => pairOf('--vector', pair))) }),
    ...(declare && { fields: declare.map(declaredColumn) }),
    ...(options.currency && { currency: options.currency }),
    ...(options.adjusted && { prices: 'adjusted' as const }),
    ...(options.forwardAdjusted && { forwardAdjusted: true }),
    ...(skipBadRows && { skipBadRows: numberOption('--skip-bad-rows', skipBadRows, 0) }),
  };
}

function pairOf(option: string, text: string): [string, string] {
  const cut = text.indexOf('=');
  if (cut < 1 || cut === text.length - 1) throw badOption(option, 'name=value', text);
  return [text.slice(0, cut), text.slice(cut + 1)];
}

function declaredColumn(text: string): DeclaredColumn {
  const [column, dimensionText] = pairOf('--declare', text);
  const dimension = parseDimension(dimensionText);
  if (dimension === null) {
    throw badOption('--declare', 'a dimension such as none, yuan, lot or yuan/lot', dimensionText);
  }
  return { column, dimension };
}

/** The first bad rows, each with its place, before the refusal that counts them all. */
function listBadRows({ report }: BadRowsRefusal): void {
  for (const { file, line, column, value, reason } of report.first.slice(0, 20)) {
    process.stderr.write(`${file}:${line} ${column}: ${reason} ${JSON.stringify(value)}\n`);
  }
}

function summary({ dataset, created, quality }: ImportedMarket): string {
  const years = quality.byYear.map(({ year, days, symbols, coverage }) => [
    String(year),
    String(days),
    String(symbols),
    figure(coverage, 3),
  ]);
  return [
    `dataset ${dataset.id} ${created ? 'imported' : 'was here already'}: ${dataset.name}, number ${dataset.sequence} of series ${dataset.seriesName}`,
    `  ${quality.symbols} symbols, ${quality.days} days from ${quality.from} to ${quality.to}, content ${dataset.hash.slice(0, 12)}`,
    `  ${quality.suspensions.stockDays} suspended stock-days, ${quality.jumps.count} jumps above ${100 * quality.jumps.threshold}%, ${quality.zeroVolumes} zero volumes, prices ${quality.adjustment}`,
    ...quality.warnings.map(({ code, message }) => `  ${code}: ${message}`),
    table(['year', 'days', 'symbols', 'coverage'], years),
  ].join('\n');
}
