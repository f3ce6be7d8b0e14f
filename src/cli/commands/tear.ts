import type { Command } from 'commander';
import { PeriodRoleEnum } from '../../features/factors/factor.enums.ts';
import type { MakeTearSheetInput } from '../../features/tear-sheets/tear-sheet.inputs.ts';
import type { TearSheetModel } from '../../features/tear-sheets/tear-sheet.models.ts';
import { TearSheets } from '../../features/tear-sheets/tear-sheets.service.ts';
import { makeSheetHere } from '../make-sheet-here.ts';
import { badOption, collect, dayOption, numberOption, oneOf } from '../market-options.ts';
import { type ServiceParts, withService } from '../service-session.ts';
import { tearSheetText } from '../tear-sheet-text.ts';
import { newestRun } from '../top-options.ts';

interface TearOptions {
  readonly dataset?: string;
  readonly run?: string;
  readonly role?: string;
  readonly from?: string;
  readonly to?: string;
  readonly groups?: string;
  readonly movingAverage?: readonly string[];
  readonly decay?: string;
  readonly cost?: string;
  readonly library?: string;
  readonly json: boolean;
}

const ROLES = Object.values(PeriodRoleEnum);
/** A factor's id or canonical hash; whatever else is typed is a formula. */
const FACTOR = /^(?:[0-9a-f]{64}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/i;

export function configure(command: Command): void {
  command
    .argument('<factor>', 'id or hash of a factor, or a formula')
    .option('--dataset <id>', "the market; default: the run's")
    .option('--run <id>', 'the run whose market, periods and definition are meant; default: the newest')
    .option('--role <period>', `period of the run: ${ROLES.join(', ')}; default: train`)
    .option('--from <day>', 'first day, instead of a role')
    .option('--to <day>', 'last day')
    .option('--groups <n>', "quantile groups; default: the definition's")
    .option('--moving-average <days>', 'window of a moving average; repeatable; default: 20 and 60', collect)
    .option('--decay <days>', 'horizons of the decay, from 1 to this many days; default: 20')
    .option('--cost <fraction>', 'cost of each side of a trade; default: 0.0015')
    .option('--library <id>', 'library to compare with; needs a service that runs')
    .option('--json', 'the whole sheet with every series, one JSON object', false)
    .action(tear);
}

async function tear(factor: string, options: TearOptions): Promise<void> {
  const drawn = drawingOf(options);
  const sheet = await withService(async (parts) => {
    const input = { ...drawn, ...(await whereOf(parts, options)) };
    const subject = FACTOR.test(factor) ? { factorId: factor } : { formula: factor };
    return parts.get(TearSheets).of({ ...input, ...subject }, makeSheetHere(parts));
  });
  print(sheet, options.json);
}

const print = (sheet: TearSheetModel, json: boolean): void => {
  process.stdout.write(json ? `${JSON.stringify(sheet)}\n` : `${tearSheetText(sheet)}\n`);
};

/** What needs no store to be read, so that a slip is told at once. @throws Refusal INVALID_INPUT */
function drawingOf(options: TearOptions): MakeTearSheetInput {
  const { groups, movingAverage, decay, cost, library } = options;
  return {
    ...(groups && { groups: numberOption('--groups', groups, 2) }),
    ...(movingAverage && {
      movingAverageDays: movingAverage.map((days) => numberOption('--moving-average', days, 2)),
    }),
    ...(decay && { decayDays: numberOption('--decay', decay, 1) }),
    ...(cost && { costPerSide: numberOption('--cost', cost, 0) }),
    ...(library && { libraryId: library }),
    ...daysOf(options),
  };
}

function daysOf({ from, to, role }: TearOptions): Pick<MakeTearSheetInput, 'period' | 'role'> {
  if (from === undefined && to === undefined) {
    return role === undefined ? {} : { role: oneOf('--role', role, ROLES) };
  }
  if (from === undefined) throw badOption('--from', 'a first day beside --to', 'none');
  if (to === undefined) throw badOption('--to', 'a last day beside --from', 'none');
  if (role !== undefined) throw badOption('--role', 'either a role or days', 'both');
  return { period: { from: dayOption('--from', from), to: dayOption('--to', to) } };
}

async function whereOf(
  parts: ServiceParts,
  { dataset, run }: TearOptions,
): Promise<Pick<MakeTearSheetInput, 'datasetId' | 'runId'>> {
  const runId = run ?? (dataset === undefined ? await newestRun(parts) : undefined);
  return { ...(dataset && { datasetId: dataset }), ...(runId && { runId }) };
}
