import type { Command } from 'commander';
import { evaluatePrepared } from '../../compute/evaluation/evaluate-program.ts';
import { preparePeriod } from '../../compute/evaluation/prepare-period.ts';
import { unknownImported } from '../../compute/imported/imported-source.ts';
import { asPanel } from '../../compute/panel/describe-panel.ts';
import { readMarket } from '../../compute/panel/import/read-market.ts';
import type { Panel } from '../../compute/panel/panel.ts';
import { formatDimension } from '../../core/dimension/dimension.ts';
import type { CorrelationKind, EvaluationDefinition } from '../../core/experiment/experiment.ts';
import type { Refusal } from '../../core/outcome/refusal.ts';
import { importedNamesIn } from '../../core/program/imported-field.ts';
import { openLanguage } from '../../core/program/language.ts';
import { parseProgram } from '../../core/program/parse.ts';
import type { Program } from '../../core/program/program.ts';
import type { FactorStatistics } from '../../core/statistics/factor-statistics.ts';
import {
  addReadingOptions,
  badOption,
  collect,
  dayOption,
  numberOption,
  oneOf,
  type ReadingOptions,
  readingOptions,
} from '../market-options.ts';
import { progressBar } from '../progress-bar.ts';
import { figure, table } from '../table.ts';
import { UNIVERSE_HELP, universeOption } from '../universe-option.ts';

interface EvaluateOptions extends ReadingOptions {
  readonly prices?: readonly string[];
  readonly minutes?: readonly string[];
  readonly market?: string;
  readonly formula: readonly string[];
  readonly from?: string;
  readonly to?: string;
  readonly universe: string;
  readonly minimumStocks: string;
  readonly holdingDays: string;
  readonly dropLimitLocked: string;
  readonly groups?: string;
  readonly fitness: string;
  readonly series: boolean;
  readonly decay?: string;
  readonly json: boolean;
}

export function configure(command: Command): void {
  addReadingOptions(command)
    .option('--prices <file>', 'daily bars: CSV, CSV.gz or Parquet; repeatable', collect)
    .option('--minutes <file>', 'minute bars; repeatable', collect)
    .option('--market <file>', 'market vectors, a row a day')
    .requiredOption('--formula <formula>', 'what to judge; repeatable', collect)
    .option('--from <day>', 'first day of the period; default: of the data')
    .option('--to <day>', 'last day of the period; default: of the data')
    .option('--universe <filters>', UNIVERSE_HELP, 'all')
    .option('--minimum-stocks <n>', 'pairs from which a date counts', '10')
    .option('--holding-days <n>', 'days that the judged return spans, from T+1 on', '1')
    .option('--drop-limit-locked <rule>', 'off, auto, limits or board', 'off')
    .option('--groups <n>', 'quantile groups; default 10 from 500 stocks on, else 5')
    .option('--fitness <kind>', 'rank or pearson: whose sign orients the groups', 'rank')
    .option('--series', 'add the daily ICs', false)
    .option('--decay <days>', 'add the mean ICs of the returns over 1 to this many days')
    .option('--json', 'one JSON array, full precision', false)
    .action(evaluate);
}

async function evaluate(options: EvaluateOptions): Promise<void> {
  const definition = definitionOf(options);
  const panel = await readPanel(options);
  const programs = options.formula.map((formula) => programOf(formula, panel));
  const period = {
    from: options.from === undefined ? panel.days[0]! : dayOption('--from', options.from),
    to: options.to === undefined ? panel.days.at(-1)! : dayOption('--to', options.to),
  };
  const prepared = preparePeriod(panel, definition, period);
  const fitness = oneOf<CorrelationKind>('--fitness', options.fitness, ['rank', 'pearson']);
  const horizons = options.decay === undefined ? 0 : numberOption('--decay', options.decay, 1);
  const decayHorizons = Array.from({ length: horizons }, (_, index) => index + 1);
  const answers = programs.map((program, index) => {
    const statistics = evaluatePrepared(program, prepared, { fitness, backend: 'portable', decayHorizons });
    return answerOf(options.formula[index]!, program, statistics, options);
  });
  process.stdout.write(options.json ? `${JSON.stringify(answers, null, 2)}\n` : `${summary(answers)}\n`);
}

/** The plain definitions that anyone can check with pandas: every symbol, prices on their own base, no label dropped. */
function definitionOf(options: EvaluateOptions): EvaluationDefinition {
  return {
    universe: universeOption(options.universe),
    label: {
      lagDays: 1,
      holdingDays: numberOption('--holding-days', options.holdingDays, 1),
      dropLimitLocked: oneOf('--drop-limit-locked', options.dropLimitLocked, [
        'off',
        'auto',
        'limits',
        'board',
      ] as const),
    },
    winsorise: 0,
    minimumStocks: numberOption('--minimum-stocks', options.minimumStocks, 2),
    minimumDateShare: 0,
    minimumCoverage: 0,
    groups: options.groups === undefined ? null : numberOption('--groups', options.groups, 2),
  };
}

async function readPanel(options: EvaluateOptions): Promise<Panel> {
  if (options.prices === undefined && options.minutes === undefined) {
    throw badOption('--prices', 'at least one file of daily or minute bars', 'none');
  }
  const bar = progressBar('reading', !options.json || process.stderr.isTTY === true);
  try {
    const { content } = await readMarket(
      {
        adjustment: 'asGiven',
        suspendedRows: 'asGiven',
        ...readingOptions(options),
        ...(options.prices && { daily: options.prices }),
        ...(options.minutes && { minutes: options.minutes }),
        ...(options.market && { market: options.market }),
      },
      ({ bytesRead, bytesTotal, rows }) => bar.update(bytesRead, bytesTotal, `${rows} rows`),
    );
    return asPanel(content);
  } finally {
    bar.stop();
  }
}

function programOf(formula: string, panel: Panel): Program {
  const parsed = parseProgram(formula, openLanguage(panel));
  if (!parsed.ok) throw parsed.error;
  const [imported] = importedNamesIn(parsed.value);
  if (imported !== undefined) throw notInFiles(imported);
  return parsed.value;
}

const notInFiles = (name: string): Refusal =>
  unknownImported(
    name,
    'imported values are in the store: measure the formula through the service, or `factormine tear`',
  );

interface Answer extends Omit<FactorStatistics, 'series' | 'groups' | 'decay'> {
  readonly formula: string;
  readonly canonical: string;
  readonly dimension: string;
  readonly longShort: FactorStatistics['groups']['longShort'];
  readonly longLeg: FactorStatistics['groups']['longLeg'];
  readonly longLegExcess: FactorStatistics['groups']['longLegExcess'];
}

function answerOf(
  formula: string,
  program: Program,
  { series, groups, decay, ...statistics }: FactorStatistics,
  options: EvaluateOptions,
): Answer {
  return {
    formula,
    canonical: program.text,
    dimension: formatDimension(program.nodes.at(-1)!.type.dimension),
    ...statistics,
    longShort: groups.longShort,
    longLeg: groups.longLeg,
    longLegExcess: groups.longLegExcess,
    ...(options.series && { series }),
    ...(options.decay !== undefined && { decay }),
  };
}

function summary(answers: readonly Answer[]): string {
  const headers = [
    'formula',
    'rank IC',
    'std',
    'IC',
    'std',
    'days',
    'coverage',
    'long-short a year',
    'warnings',
  ];
  return table(
    headers,
    answers.map((answer) => [
      answer.canonical,
      figure(answer.rankIc.mean, 6),
      figure(answer.rankIc.std),
      figure(answer.ic.mean, 6),
      figure(answer.ic.std),
      String(answer.rankIc.days),
      figure(answer.coverage, 3),
      figure(answer.longShort.report, 3),
      answer.warnings.join(' '),
    ]),
  );
}
