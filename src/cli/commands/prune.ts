import type { Command } from 'commander';
import { RetentionService } from '../../features/retention/retention.service.ts';
import { withService } from '../service-session.ts';
import { table } from '../table.ts';

interface PruneOptions {
  readonly run?: string;
  readonly yes: boolean;
}

/** The settings are the service's: `PATCH /v1/retention`, or the mutation `setRetention`. */
export function configure(command: Command): void {
  command
    .option('--run <id>', 'one run alone')
    .option('--yes', 'prune; without it, counts and changes nothing', false)
    .action(prune);
}

async function prune({ run, yes }: PruneOptions): Promise<void> {
  const { settings, pruned } = await withService(async (parts) => {
    const retention = parts.get(RetentionService);
    return {
      settings: await retention.getSettings(),
      pruned: await retention.prune({ runId: run ?? null, dryRun: !yes }),
    };
  });
  const { afterDays, keepGenerations, keepBest } = settings;
  const lines = pruned.map((one) => [one.runId, String(one.individuals), String(one.beforeGeneration)]);
  process.stdout.write(
    `runs that ended ${afterDays} days ago or earlier keep their last ${keepGenerations} generations and best ${keepBest} factors\n` +
      `${table(['run', 'individuals', 'whole from'], lines)}\n${yes ? 'pruned' : 'nothing was changed; add --yes'}\n`,
  );
}
