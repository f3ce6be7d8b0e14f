import type { Command } from 'commander';
import { UnusedFilesService } from '../../features/housekeeping/unused-files.service.ts';
import { numberOption } from '../market-options.ts';
import { withService } from '../service-session.ts';
import { table } from '../table.ts';

interface CleanOptions {
  readonly yes: boolean;
  readonly reductions: boolean;
  readonly quietHours: string;
}

export function configure(command: Command): void {
  command
    .option('--yes', 'remove them; without it, lists them and changes nothing', false)
    .option('--reductions', 'also daily reductions of minute bars, which are made anew when needed', false)
    .option('--quiet-hours <n>', 'only what was not written for so long', '24')
    .action(clean);
}

async function clean({ yes, reductions, quietHours }: CleanOptions): Promise<void> {
  const order = { quietHours: numberOption('--quiet-hours', quietHours, 1), reductions };
  const found = await withService((parts) => {
    const unused = parts.get(UnusedFilesService);
    return yes ? unused.remove(order) : unused.list(order);
  });
  const lines = found.map(({ kind, path, files, bytes }) => [
    kind,
    String(files),
    (bytes / 2 ** 20).toFixed(1),
    path,
  ]);
  const end = found.length === 0 ? 'nothing is unused' : yes ? 'removed' : 'nothing was changed; add --yes';
  process.stdout.write(`${table(['kind', 'files', 'MB', 'path'], lines)}\n${end}\n`);
}
