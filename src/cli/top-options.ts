import type { Command } from 'commander';
import { type FactorMetric, FactorMetricEnum, PeriodRoleEnum } from '../features/factors/factor.enums.ts';
import type { TopFactorsInput } from '../features/factors/top-factors.inputs.ts';
import { collect, numberOption, oneOf } from './market-options.ts';

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
    .option('--dataset <id>', "the market; default: the run's, else that of the newest run")
    .option('--run <id>', 'the run whose market, periods and definition are meant')
    .option('--role <period>', `period of the run: ${ROLES.join(', ')}`, 'train')
    .option('--metric <name>', `what to order by: ${METRICS.join(', ')}`, 'RANK_IC')
    .option('--found-by <run>', 'only factors that lived in this run')
    .option('--operator <name>', 'only factors that use this operator; repeatable', collect)
    .option('--field <name>', 'only factors that read this field; repeatable', collect)
    .option('--maximum-size <n>', 'largest size')
    .option('--minimum-coverage <share>', "smallest coverage; default: the definition's own");
}

/** @throws Refusal INVALID_INPUT naming the option */
export function topQuery(options: TopOptions): TopFactorsInput {
  const { dataset, run, foundBy, operator, field, maximumSize, minimumCoverage } = options;
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
