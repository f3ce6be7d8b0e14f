import type { Command } from 'commander';
import { DatasetRemoval, type DatasetUse } from '../../features/housekeeping/dataset-removal.service.ts';
import { withService } from '../service-session.ts';

interface DeleteOptions {
  readonly confirm?: string;
  readonly force: boolean;
}

export function configure(command: Command): void {
  command
    .argument('<dataset>', 'id of a dataset')
    .option(
      '--confirm <name>',
      'its name or content hash; without it, says what would go and changes nothing',
    )
    .option('--force', 'although runs, schedules, libraries or pools use it', false)
    .action(deleteDataset);
}

async function deleteDataset(datasetId: string, { confirm, force }: DeleteOptions): Promise<void> {
  await withService(async (parts) => {
    const removal = parts.get(DatasetRemoval);
    if (confirm === undefined) {
      const use = await removal.preview(datasetId);
      process.stdout.write(`would go: ${inWords(use)}\nnothing was changed; add --confirm ${use.name}\n`);
      return;
    }
    process.stdout.write(`deleted: ${inWords(await removal.delete(datasetId, { confirm, force }))}\n`);
  });
}

function inWords({ name, hash, rows, files, bytes, users }: DatasetUse): string {
  const counts = Object.entries(rows).map(([what, count]) => `  ${what}: ${count}`);
  const missed = users.map(
    (user) => `  used by ${user.kind.toLowerCase()} ${user.name ?? user.id}: ${user.why}`,
  );
  const size = `  ${files} files, ${(bytes / 2 ** 20).toFixed(1)} MB`;
  return [`${name} (${hash})`, ...counts, size, ...missed].join('\n');
}
