import type { Command } from 'commander';
import { runView } from '../../features/runs/run-views.ts';
import { RunsService } from '../../features/runs/runs.service.ts';
import { numberOption } from '../market-options.ts';
import { withService } from '../service-session.ts';
import { figure, table } from '../table.ts';

interface RunsOptions {
  readonly count: string;
  readonly json: boolean;
}

export function configure(command: Command): void {
  command
    .option('--count <n>', 'how many, newest first', '20')
    .option('--json', 'full precision, one JSON array', false)
    .action((options: RunsOptions) => runs(options));
}

async function runs(options: RunsOptions): Promise<void> {
  const pageSize = numberOption('--count', options.count, 1);
  const rows = await withService(async (parts) => {
    const page = await parts.get(RunsService).list({}, { pageSize, pageToken: null });
    return page.items.map(runView);
  });
  if (options.json) {
    process.stdout.write(`${JSON.stringify(rows, null, 2)}\n`);
    return;
  }
  const headers = ['run', 'state', 'generation', 'programs', 'best ever', 'formula', 'name'];
  const lines = rows.map((run) => [
    run.id,
    run.state,
    String(run.generation ?? '-'),
    String(run.evaluations),
    figure(run.bestEverFitness, 6),
    run.bestEverFormula ?? '-',
    run.name ?? '-',
  ]);
  process.stdout.write(`${table(headers, lines)}\n`);
}
