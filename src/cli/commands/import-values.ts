import { basename } from 'node:path';
import type { Command } from 'commander';
import { fileSize } from '../../compute/panel/import/read-table.ts';
import {
  ImportedValuesService,
  type KeptValues,
} from '../../features/imported-values/imported-values.service.ts';
import { progressBar } from '../progress-bar.ts';
import { withService } from '../service-session.ts';

interface ImportValuesOptions {
  readonly name: string;
  readonly series?: string;
  readonly description?: string;
  readonly dateColumn?: string;
  readonly symbolColumn?: string;
  readonly valueColumn?: string;
  readonly json: boolean;
}

export function configure(command: Command): void {
  command
    .argument(
      '<file>',
      'CSV, CSV.gz or Parquet: date, symbol, value; or a date column and one column for each symbol',
    )
    .requiredOption(
      '--name <name>',
      'formulas read the values as imported_<name>; a name that is there is continued',
    )
    .option('--series <name>', 'series of datasets that they are for; needed for a new name alone')
    .option('--description <text>', 'what they are, and when each value became known')
    .option('--date-column <name>', 'else date, trade_date, day or datetime')
    .option('--symbol-column <name>', 'else symbol, code, ticker or ts_code')
    .option('--value-column <name>', 'else value, the name, or the only column that is left')
    .option('--json', 'print the outcome as JSON', false)
    .action(importValues);
}

async function importValues(path: string, options: ImportValuesOptions): Promise<void> {
  const { name, series, description, dateColumn, symbolColumn, valueColumn } = options;
  const columns = {
    ...(dateColumn && { date: dateColumn }),
    ...(symbolColumn && { symbol: symbolColumn }),
    ...(valueColumn && { value: valueColumn }),
  };
  const order = { name, series: series ?? null, description: description ?? null, columns };
  const bar = progressBar('importing', !options.json || process.stderr.isTTY === true);
  const bytes = await fileSize(path);
  const onBytes = (read: number): void => bar.update(read, bytes, `${Math.round(read / 1e6)} MB`);
  const kept = await withService((parts) =>
    parts.get(ImportedValuesService).import(order, { path, fileName: basename(path) }, onBytes),
  ).finally(() => bar.stop());
  process.stdout.write(options.json ? `${JSON.stringify(kept, null, 2)}\n` : `${summary(kept)}\n`);
}

function summary({ values, form, newDays, unknownSymbols }: KeptValues): string {
  const { name, firstDay, lastDay, dayCount, symbolCount, cellCount, hash, seriesName } = values;
  return [
    `imported_${name}: ${newDays} new days from a ${form.toLowerCase()} table`,
    `  ${dayCount} days from ${firstDay} to ${lastDay}, ${symbolCount} symbols, ${cellCount} values, content ${hash.slice(0, 12)}`,
    ...(unknownSymbols > 0 ? [`  ${unknownSymbols} symbols are not in series ${seriesName} (yet)`] : []),
  ].join('\n');
}
