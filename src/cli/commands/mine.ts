import { readFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { Refusal } from '../../core/outcome/refusal.ts';
import type { ExperimentInput } from '../../features/experiments/experiment.settings.ts';
import type { RunModel } from '../../features/runs/run.models.ts';
import { RunCreation } from '../../features/runs/run-creation.service.ts';
import { runView } from '../../features/runs/run-views.ts';
import { RunsService } from '../../features/runs/runs.service.ts';
import { badOption, collect, dayOption, numberOption, oneOf } from '../market-options.ts';
import { mineHere } from '../mine-here.ts';
import { type ServiceParts, withService } from '../service-session.ts';
import { figure } from '../table.ts';
import { watchRun } from '../watch-run.ts';

interface MineOptions {
  readonly dataset?: string;
  readonly series?: string;
  readonly experiment?: string;
  readonly train?: string;
  readonly validation?: string;
  readonly test?: string;
  readonly generations?: string;
  readonly population?: string;
  readonly search?: string;
  readonly seed?: string;
  readonly warmStart?: readonly string[];
  readonly improve?: string;
  readonly unlike?: string;
  readonly resume?: string;
  readonly name?: string;
  readonly json: boolean;
}

export function configure(command: Command): void {
  command
    .option('--dataset <id>', 'the dataset to mine')
    .option('--series <id>', 'a series of datasets: its latest is mined')
    .option('--experiment <file>', 'JSON file with the settings; what it leaves out takes its default')
    .option('--train <from..to>', 'train period, YYYY-MM-DD..YYYY-MM-DD')
    .option('--validation <from..to>', 'validation period')
    .option('--test <from..to>', 'test period')
    .option('--generations <n>', 'generations after the first population')
    .option('--population <n>', 'individuals of the population')
    .option('--search <kind>', 'evolution, or random for a control of equal budget')
    .option('--seed <text>', 'equal seeds give equal populations; drawn if not given')
    .option('--warm-start <formula>', 'a formula that joins the first population; repeatable', collect)
    .option('--improve <formula>', 'a formula whose mutants are the first population; see `improve`')
    .option('--unlike <library>', 'a library whose members the run keeps away from')
    .option('--resume <run>', 'go on with a paused run instead of starting one')
    .option('--name <text>', 'a name for people')
    .option('--json', 'print the finished run as JSON', false)
    .action((options: MineOptions) => withService((parts) => mine(parts, options)));
}

async function mine(parts: ServiceParts, options: MineOptions): Promise<void> {
  const runId = await chooseRun(parts, options);
  // The first Ctrl-C pauses after the generation under way; a second one ends at once and loses only that.
  const pause = (): void =>
    void parts
      .get(RunsService)
      .pause(runId)
      .catch(() => undefined);
  process.once('SIGINT', pause);
  const watching = watchRun(parts, runId, options.json);
  await mineHere(parts, runId);
  process.off('SIGINT', pause);
  await watching.stop();
  const run = runView(await parts.get(RunsService).get(runId));
  process.stdout.write(options.json ? `${JSON.stringify(run, null, 2)}\n` : `${summary(run)}\n`);
}

async function chooseRun(parts: ServiceParts, options: MineOptions): Promise<string> {
  if (options.resume !== undefined) {
    await parts.get(RunsService).resume(options.resume);
    return options.resume;
  }
  // Not through RunsService: that would offer the run to the workers of a service that runs beside this.
  return parts.get(RunCreation).create({
    ...(options.name && { name: options.name }),
    ...(options.dataset && { datasetId: options.dataset }),
    ...(options.series && { seriesId: options.series }),
    ...(options.seed && { seed: options.seed }),
    ...(options.warmStart && { warmStart: { formulas: [...options.warmStart] } }),
    ...(options.improve && { improve: options.improve }),
    ...(options.unlike && { unlike: { libraryId: options.unlike } }),
    experiment: await experimentOf(options),
    start: true,
  });
}

/** The settings of the file, with those of the options over them. */
async function experimentOf(options: MineOptions): Promise<ExperimentInput> {
  const file = options.experiment === undefined ? {} : await readSettings(options.experiment);
  const { train, validation, test, generations, population, search } = options;
  return {
    ...file,
    periods: {
      ...file.periods,
      ...(train && { train: periodOf('--train', train) }),
      ...(validation && { validation: periodOf('--validation', validation) }),
      ...(test && { test: periodOf('--test', test) }),
    },
    ...(generations && {
      stop: { ...file.stop, generations: numberOption('--generations', generations, 1) },
    }),
    ...((population || search) && {
      evolution: {
        ...file.evolution,
        ...(population && { populationSize: numberOption('--population', population, 2) }),
        ...(search && { search: oneOf('--search', search, ['evolution', 'random'] as const) }),
      },
    }),
  } as ExperimentInput;
}

async function readSettings(path: string): Promise<Partial<ExperimentInput>> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as Partial<ExperimentInput>;
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    throw new Refusal(missing ? 'FILE_NOT_FOUND' : 'FILE_UNREADABLE', `${path} cannot be read as settings`, {
      expected: 'a JSON file with the settings of an experiment',
      actual: (error as Error).message,
      where: path,
    });
  }
}

function periodOf(option: string, text: string): { from: string; to: string } {
  const [from, to, ...rest] = text.split('..');
  if (from === undefined || to === undefined || rest.length > 0) {
    throw badOption(option, 'YYYY-MM-DD..YYYY-MM-DD', text);
  }
  return { from: dayOption(option, from), to: dayOption(option, to) };
}

const summary = (run: RunModel): string =>
  [
    `run ${run.id}: ${run.state} (${run.reason ?? 'no reason given'})`,
    `  generation ${run.generation ?? '-'}, ${run.evaluations} programs judged in ${run.minedSeconds.toFixed(1)} s, seed ${run.seed}`,
    `  best ever ${figure(run.bestEverFitness, 6)}  ${run.bestEverFormula ?? '-'}`,
  ].join('\n');
