import type { Command } from 'commander';
import type { Catalog } from '../../core/program/language.ts';
import { openLanguage } from '../../core/program/language.ts';
import { parseProgram } from '../../core/program/parse.ts';
import {
  FOUND_FROM,
  findPlantedSignals,
  type RatedProgram,
  type SignalSearch,
} from '../../demo-market/find-planted-signals.ts';
import { DemoService } from '../../features/demo/demo.service.ts';
import { DemoStore, type JudgedFactor } from '../../features/demo/demo.store.ts';
import { EngineHost } from '../../features/evaluations/engine-host.ts';
import { ExperimentsService } from '../../features/experiments/experiments.service.ts';
import { RunCreation } from '../../features/runs/run-creation.service.ts';
import { RunsService } from '../../features/runs/runs.service.ts';
import { trainFrame } from '../../mining/create-evaluator.ts';
import { numberOption } from '../market-options.ts';
import { mineHere } from '../mine-here.ts';
import { EXIT } from '../report-failure.ts';
import { type ServiceParts, withService } from '../service-session.ts';
import { figure, table } from '../table.ts';
import { watchRun } from '../watch-run.ts';

/** Signals that a run of the default experiment must find for the command to succeed. */
const WANTED = 2;
/** Share of the days that fitness sees; the rest is for test. */
const TRAIN_SHARE = 2 / 3;
const SECONDS_A_MINUTE = 60;

interface DemoOptions {
  readonly minutes: string;
  readonly seed: string;
  readonly json: boolean;
}

export function configure(command: Command): void {
  command
    .option('--minutes <n>', 'minutes of mining at most; the default experiment ends by itself', '5')
    .option('--seed <text>', 'of the run: equal seeds give equal populations', 'demo')
    .option('--json', 'print run and signals as JSON', false)
    .action((options: DemoOptions) => {
      const seconds = SECONDS_A_MINUTE * numberOption('--minutes', options.minutes, 0);
      return withService((parts) => demo(parts, seconds, options));
    });
}

async function demo(parts: ServiceParts, seconds: number, { seed, json }: DemoOptions): Promise<void> {
  const { dataset, days } = await parts.get(DemoService).createMarket();
  const runId = await parts.get(RunCreation).create({
    name: 'planted signals',
    datasetId: dataset.id,
    experiment: { periods: periodsOf(days) },
    stop: { seconds },
    seed,
    start: true,
  });
  const watching = watchRun(parts, runId, json);
  await mineHere(parts, runId);
  await watching.stop();
  const judged = await parts.get(DemoStore).judgedFactors(runId);
  const searches = await search(parts, runId, dataset.hash, judged);
  const found = searches.filter((one) => one.found).length;
  const run = await parts.get(RunsService).get(runId);
  const { state, reason, generation, minedMs } = run;
  const facts = { runId, state, reason, generation, minedSeconds: minedMs / 1000, factors: judged.length };
  const text = json
    ? JSON.stringify({ ...facts, found, wanted: WANTED, signals: searches }, null, 2)
    : summary(facts, searches, found);
  process.stdout.write(`${text}\n`);
  if (found < WANTED) process.exitCode = EXIT.fault;
}

function periodsOf(days: readonly string[]): {
  train: { from: string; to: string };
  test: { from: string; to: string };
} {
  const end = Math.floor(days.length * TRAIN_SHARE);
  return { train: { from: days[0]!, to: days[end - 1]! }, test: { from: days[end]!, to: days.at(-1)! } };
}

/** Compares what the run judged with the planted signals, on the run's train period. */
async function search(
  parts: ServiceParts,
  runId: string,
  datasetHash: string,
  judged: readonly JudgedFactor[],
): Promise<readonly SignalSearch[]> {
  const engine = parts.get(EngineHost);
  const { experimentId } = await parts.get(RunsService).get(runId);
  const { configuration } = await parts.get(ExperimentsService).get(experimentId);
  const { panel, handle, release } = await engine.lease(datasetHash);
  try {
    const ground = { pool: engine.pool, handle, catalog: panel, frame: trainFrame(configuration) };
    return await findPlantedSignals(
      ground,
      judged.map((factor) => ratedProgram(factor, panel)),
    );
  } finally {
    release();
  }
}

function ratedProgram({ formula, fitness }: JudgedFactor, catalog: Catalog): RatedProgram {
  const parsed = parseProgram(formula, openLanguage(catalog));
  if (!parsed.ok) throw parsed.error;
  return { program: parsed.value, fitness };
}

interface RunFacts {
  readonly runId: string;
  readonly state: string;
  readonly reason: string | null;
  readonly generation: number | null;
  readonly minedSeconds: number;
  readonly factors: number;
}

function summary(run: RunFacts, searches: readonly SignalSearch[], found: number): string {
  const headers = [
    'planted signal',
    'formula',
    'nearest of the run',
    'correlation',
    'fitness',
    'place',
    'verdict',
  ];
  const rows = searches.map(({ signal, nearest, found: isFound }) => [
    signal.name,
    signal.formula,
    nearest?.formula ?? '-',
    figure(nearest?.correlation),
    figure(nearest?.fitness),
    String(nearest?.place ?? '-'),
    isFound ? 'FOUND' : 'not found',
  ]);
  return [
    `run ${run.runId}: ${run.state} (${run.reason ?? 'no reason given'}), generation ${run.generation ?? '-'}, ` +
      `${run.factors} factors with a fitness in ${run.minedSeconds.toFixed(1)} s of mining`,
    '',
    table(headers, rows),
    '',
    `${found} of ${searches.length} found: |mean daily rank correlation| with the planted formula of at least ` +
      `${FOUND_FROM} in train; ${WANTED} are asked for`,
  ].join('\n');
}
