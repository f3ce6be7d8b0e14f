import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import type { Writable } from 'node:stream';
import type { Command } from 'commander';
import type { TopFactorModel } from '../../features/factors/factor.models.ts';
import { topFactorView } from '../../features/factors/factor-views.ts';
import { TopFactors } from '../../features/factors/top-factors.service.ts';
import { numberOption, oneOf } from '../market-options.ts';
import { type ServiceParts, withService } from '../service-session.ts';
import { addTopOptions, type TopOptions, topQuery } from '../top-options.ts';

interface Options extends TopOptions {
  readonly count?: string;
  readonly format: string;
  readonly output?: string;
  readonly json: boolean;
}

const PAGE = 500;

const COLUMNS = {
  id: (row) => row.factor.id,
  formula: (row) => row.factor.formula,
  size: (row) => row.factor.size,
  from: (row) => row.evaluation.period.from,
  to: (row) => row.evaluation.period.to,
  rankIc: (row) => row.evaluation.rankIc,
  rankIcStd: (row) => row.evaluation.rankIcStd,
  rankIcIr: (row) => row.evaluation.rankIcIr,
  ic: (row) => row.evaluation.ic,
  icStd: (row) => row.evaluation.icStd,
  icIr: (row) => row.evaluation.icIr,
  days: (row) => row.evaluation.days,
  pairs: (row) => row.evaluation.pairs,
  coverage: (row) => row.evaluation.coverage,
  tiedShare: (row) => row.evaluation.tiedShare,
} as const satisfies Record<string, (row: TopFactorModel) => string | number | null>;

export function configure(command: Command): void {
  addTopOptions(command)
    .option('--count <n>', 'at most so many, best first; default: all')
    .option('--format <kind>', 'csv or ndjson', 'csv')
    .option('--output <file>', 'where to; default: standard output')
    .option('--json', 'the same as --format ndjson', false)
    .action((options: Options) => withService((parts) => exportFactors(parts, options)));
}

/** Streams page by page, as fast as the reader takes it. */
async function exportFactors(parts: ServiceParts, options: Options): Promise<void> {
  const format = options.json ? 'ndjson' : oneOf('--format', options.format, ['csv', 'ndjson'] as const);
  const limit =
    options.count === undefined ? Number.POSITIVE_INFINITY : numberOption('--count', options.count, 1);
  const query = await topQuery(parts, options);
  const output: Writable = options.output === undefined ? process.stdout : createWriteStream(options.output);
  if (format === 'csv') await write(output, `${Object.keys(COLUMNS).join(',')}\n`);
  let pageToken: string | null = null;
  let written = 0;
  do {
    const pageSize = Math.min(PAGE, limit - written);
    const page: Awaited<ReturnType<TopFactors['page']>> = await parts
      .get(TopFactors)
      .page(query, { pageSize, pageToken });
    const lines = page.items.map(topFactorView).map(format === 'csv' ? csvLine : ndjsonLine);
    await write(output, lines.join(''));
    written += lines.length;
    pageToken = page.nextPageToken;
  } while (pageToken !== null && written < limit);
  if (options.output !== undefined) {
    output.end();
    await once(output, 'finish');
    process.stderr.write(`${written} factors written to ${options.output}\n`);
  }
}

async function write(output: Writable, text: string): Promise<void> {
  if (text !== '' && !output.write(text)) await once(output, 'drain');
}

const csvLine = (row: TopFactorModel): string =>
  `${Object.values(COLUMNS)
    .map((column) => csvCell(column(row)))
    .join(',')}\n`;

const csvCell = (value: string | number | null): string => {
  const text = value === null ? '' : String(value);
  return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};

const ndjsonLine = (row: TopFactorModel): string =>
  `${JSON.stringify(Object.fromEntries(Object.entries(COLUMNS).map(([name, column]) => [name, column(row)])))}\n`;
