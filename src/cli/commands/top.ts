import type { Command } from 'commander';
import { topFactorView } from '../../features/factors/factor-views.ts';
import { TopFactors } from '../../features/factors/top-factors.service.ts';
import { numberOption } from '../market-options.ts';
import { withService } from '../service-session.ts';
import { figure, table } from '../table.ts';
import { addTopOptions, type TopOptions, topQuery } from '../top-options.ts';

interface Options extends TopOptions {
  readonly count: string;
  readonly json: boolean;
}

export function configure(command: Command): void {
  addTopOptions(command)
    .option('--count <n>', 'how many', '10')
    .option('--json', 'full precision, one JSON array', false)
    .action((options: Options) => top(options));
}

async function top(options: Options): Promise<void> {
  const pageSize = numberOption('--count', options.count, 1);
  const factors = await withService(async (parts) => {
    const page = await parts
      .get(TopFactors)
      .page(await topQuery(parts, options), { pageSize, pageToken: null });
    return page.items.map(topFactorView);
  });
  if (options.json) {
    process.stdout.write(`${JSON.stringify(factors, null, 2)}\n`);
    return;
  }
  const headers = ['rank IC', 'ICIR', 'IC', 'days', 'coverage', 'size', 'factor', 'formula'];
  const rows = factors.map(({ factor, evaluation }) => [
    figure(evaluation.rankIc, 6),
    figure(evaluation.rankIcIr, 3),
    figure(evaluation.ic, 6),
    String(evaluation.days),
    figure(evaluation.coverage, 3),
    String(factor.size),
    factor.id,
    factor.formula,
  ]);
  process.stdout.write(`${table(headers, rows)}\n`);
}
