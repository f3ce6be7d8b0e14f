import type { Command } from 'commander';
import type { ImprovementModel } from '../../features/runs/improvement/improvement.models.ts';
import { RunImprovement } from '../../features/runs/improvement/run-improvement.service.ts';
import { withService } from '../service-session.ts';
import { figure } from '../table.ts';

export function configure(command: Command): void {
  command
    .argument('<run>', 'id of a run that was started with mine --improve')
    .option('--json', 'one JSON object with every figure', false)
    .action(async (run: string, { json }: { json: boolean }) => {
      const found = await withService((parts) => parts.get(RunImprovement).of(run));
      process.stdout.write(json ? `${JSON.stringify(found, null, 2)}\n` : chainText(found));
    });
}

/** A line for each factor of the chain, after a line for the mutation that made it. */
function chainText({ steps, births }: ImprovementModel): string {
  const lines = steps.flatMap(({ formula, mutation, before, after, train, validation }) => [
    ...(mutation === null ? [] : [`  ${mutation}: ${before} -> ${after}`]),
    `${formula}`,
    `    rank IC ${figure(train.rankIc, 4)} in train, ${figure(validation?.rankIc ?? null, 4)} in validation; without styles ${figure(train.residualRankIc, 4)}, ${figure(validation?.residualRankIc ?? null, 4)}`,
  ]);
  return `${lines.join('\n')}\n${births} births among its descendants\n`;
}
