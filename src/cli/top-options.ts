import type { Command } from 'commander';
import { Refusal } from '../core/outcome/refusal.ts';
import { type FactorMetric, FactorMetricEnum, PeriodRoleEnum } from '../features/factors/factor.enums.ts';
import type { TopFactorsInput } from '../features/factors/top-factors.inputs.ts';
import { RunsService } from '../features/runs/runs.service.ts';
import { collect, numberOption, oneOf } from './market-options.ts';
import type { ServiceParts } from './service-session.ts';

/** Which factors, measured where: shared by the commands that list them. */
export interface TopOptions {
  readonly dataset?: string;
  readonly run?: string;
  readonly role: string;
  readonly metric: string;
  readonly foundBy?: string;
  readonly operator?: readonly string[];
  readonly field?: readonly string[];
  readonly maximumSize?: string;
  readonly minimumCoverage?: string;
}

const ROLES = Object.values(PeriodRoleEnum);
const METRICS = Object.keys(FactorMetricEnum) as FactorMetric[];

export function addTopOptions(command: Command): Command {
  return command
    .option('--dataset <id>', "the market; default: the run's")
    .option('--run <id>', 'the run whose market, periods and definition are meant; default: the newest')
    .option('--role <period>', `period of the run: ${ROLES.join(', ')}`, 'train')
    .option('--metric <name>', `what to order by: ${METRICS.join(', ')}`, 'RANK_IC')
    .option('--found-by <run>', 'only factors that lived in this run')
    .option('--operator <name>', 'only factors that use this operator; repeatable', collect)
    .option('--field <name>', 'only factors that read this field; repeatable', collect)
    .option('--maximum-size <n>', 'largest size')
    .option('--minimum-coverage <share>', "smallest coverage; default: the definition's own");
}

/** The query of the options; without a market or a run, on what the newest run mined. @throws Refusal INVALID_INPUT */
export async function topQuery(parts: ServiceParts, options: TopOptions): Promise<TopFactorsInput> {
  const run = options.run ?? (options.dataset === undefined ? await newestRun(parts) : undefined);
  const { dataset, foundBy, operator, field, maximumSize, minimumCoverage } = options;
  return {
    ...(dataset && { datasetId: dataset }),
    ...(run && { runId: run }),
    role: oneOf('--role', options.role, ROLES),
    metric: oneOf('--metric', options.metric, METRICS),
    ...(foundBy && { foundByRun: foundBy }),
    ...(operator && { operators: [...operator] }),
    ...(field && { fields: [...field] }),
    ...(maximumSize && { maximumSize: numberOption('--maximum-size', maximumSize, 1) }),
    ...(minimumCoverage && { minimumCoverage: numberOption('--minimum-coverage', minimumCoverage, 0) }),
  };
}

/** Id of the newest run. @throws Refusal NOT_FOUND while there is none */
export async function newestRun(parts: ServiceParts): Promise<string> {
  const { items } = await parts.get(RunsService).list({}, { pageSize: 1, pageToken: null });
  if (items[0] !== undefined) return items[0].id;
  throw new Refusal('NOT_FOUND', 'there is no run yet', {
    where: '--run',
    remedy: 'start one with `mine`, or name a market with --dataset',
  });
}
