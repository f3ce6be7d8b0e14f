import type { Command } from 'commander';
import { ImportedValuesService } from '../../features/imported-values/imported-values.service.ts';
import type { ImportedValuesRecord } from '../../features/imported-values/imported-values.store.ts';
import { withService } from '../service-session.ts';
import { table } from '../table.ts';

interface ListOptions {
  readonly delete?: string;
}

const A_PAGE = 500;

export function configure(command: Command): void {
  command
    .option(
      '--delete <name>',
      'delete the values of a name, which no member of a library may read; the name stays taken',
    )
    .action(listOrDelete);
}

async function listOrDelete({ delete: name }: ListOptions): Promise<void> {
  await withService(async (parts) => {
    const service = parts.get(ImportedValuesService);
    if (name !== undefined) {
      const { cellCount } = await service.delete(name);
      process.stdout.write(`deleted: imported_${name}, ${cellCount} values\n`);
      return;
    }
    const { items } = await service.list({ pageSize: A_PAGE, pageToken: null });
    process.stdout.write(items.length === 0 ? 'no imported values\n' : `${listOf(items)}\n`);
  });
}

const listOf = (items: readonly ImportedValuesRecord[]): string =>
  table(
    ['formula', 'days', 'from', 'to', 'symbols', 'values', 'series', 'by', 'what'],
    items.map((item) => [
      `imported_${item.name}`,
      String(item.dayCount),
      item.firstDay,
      item.lastDay,
      String(item.symbolCount),
      String(item.cellCount),
      item.seriesName,
      item.changedBy,
      item.description,
    ]),
  );
