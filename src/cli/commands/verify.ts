import type { Command } from 'commander';
import { RetentionService } from '../../features/retention/retention.service.ts';
import { EXIT } from '../report-failure.ts';
import { withService } from '../service-session.ts';

export function configure(command: Command): void {
  command
    .argument('<run>', 'id of a run')
    .option('--against <run>', 'the same run, made again (clone it with its own seed)')
    .action(verify);
}

async function verify(run: string, { against }: { readonly against?: string }): Promise<void> {
  const found = await withService((parts) => parts.get(RetentionService).verify(run, against ?? null));
  const { generations, born, kept, recomputed, compared, sound, faults } = found;
  process.stdout.write(
    `${sound ? 'sound' : 'NOT SOUND'}: ${generations} generations, ${kept} of ${born} individuals kept, ` +
      `${recomputed} generations hashed again, ${compared} compared\n${faults.map((fault) => `  ${fault}\n`).join('')}`,
  );
  if (!sound) process.exitCode = EXIT.fault;
}
