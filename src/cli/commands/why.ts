import type { Command } from 'commander';
import { RunDiagnosis } from '../../features/runs/diagnosis/run-diagnosis.service.ts';
import { withService } from '../service-session.ts';

export function configure(command: Command): void {
  command
    .argument('<run>', 'id of a run')
    .option('--json', 'one JSON object with the facts', false)
    .action(async (run: string, { json }: { json: boolean }) => {
      const found = await withService((parts) => parts.get(RunDiagnosis).of(run));
      const remedy = found.remedy === null ? '' : `What to do: ${found.remedy}.\n`;
      const text = `${found.verdict}: ${found.explanation}\n${remedy}`;
      process.stdout.write(json ? `${JSON.stringify(found, null, 2)}\n` : text);
    });
}
