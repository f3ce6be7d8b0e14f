import { join } from 'node:path';
import type { PanelLease } from '../../compute/engine/panel-cache.ts';
import type { Frame } from '../../compute/engine/task.ts';
import type { Composite } from '../../compute/evaluation/composite.ts';
import type { CorrelationKind } from '../../core/experiment/experiment.ts';
import { invariant, Refusal } from '../../core/outcome/refusal.ts';
import { isUuid } from '../../platform/paging/ids.ts';
import type { SketchAnswers } from '../sketches/sketch-answers.ts';
import type { EngineHost } from './engine-host.ts';
import type {
  EvaluationAnswers,
  EvaluationRequest,
  FormulaStatistics,
  LatestAnswer,
  PermutedAnswer,
  SignedCorrelation,
  WrittenValues,
} from './evaluation-requests.ts';
import { keepFile } from './keep-file.ts';
import { readFormula, readFormulas } from './read-formula.ts';
import type { TearSheetAnswers } from './tear-sheet-answers.ts';

/** A matrix of so many formulas holds the threads for seconds on a large market; beyond it is refused. */
export const MAXIMUM_FORMULAS = 500;

/** Who answers questions whose answers are kept in the store. */
export interface AnswerDesks {
  readonly sketches: SketchAnswers;
  readonly tearSheets: TearSheetAnswers;
}

/** @throws Refusal what the formula, the dataset or the period earned */
export async function answerEvaluation(
  engine: EngineHost,
  datasetHash: string,
  request: EvaluationRequest,
  desks: AnswerDesks,
): Promise<EvaluationAnswers[EvaluationRequest['kind']]> {
  const lease = await engine.lease(datasetHash);
  try {
    return await answer(engine, lease, request, desks);
  } finally {
    lease.release();
  }
}

function answer(
  engine: EngineHost,
  lease: PanelLease,
  request: EvaluationRequest,
  desks: AnswerDesks,
): Promise<EvaluationAnswers[EvaluationRequest['kind']]> {
  switch (request.kind) {
    case 'statistics':
      return statistics(engine, lease, request);
    case 'composite':
      return composite(engine, lease, request);
    case 'latest':
      return latest(engine, lease, request);
    case 'permute':
      return permute(engine, lease, request);
    case 'correlate':
      return correlate(engine, lease, request);
    case 'matrix':
      return matrix(engine, lease, request);
    case 'values':
      return writeValues(engine, lease, request);
    case 'tearSheet':
      return desks.tearSheets.answer(engine, lease, request);
    default:
      return desks.sketches.answer(engine, lease, request);
  }
}

async function statistics(
  engine: EngineHost,
  { panel, handle }: PanelLease,
  request: Extract<EvaluationRequest, { kind: 'statistics' }>,
): Promise<FormulaStatistics> {
  const program = readFormula(request.formula, panel);
  const frame = frameOf(request, request.fitness);
  const { text: canonical, hash, size, depth } = program;
  const measured = await engine.pool.statistics(handle, { frame, program });
  const sliceHash = await engine.sliceHash(handle, request.period.to);
  return { formula: request.formula, canonical, hash, size, depth, sliceHash, statistics: measured };
}

/** Members times cells of all periods: some 400 MB of ranks, and tens of seconds. */
const MOST_COMPOSITE_CELLS = 100e6;

async function composite(
  { pool }: EngineHost,
  { panel, handle }: PanelLease,
  request: Extract<EvaluationRequest, { kind: 'composite' }>,
): Promise<Composite> {
  requireFew(request.formulas.length);
  const programs = readFormulas(request.formulas, panel);
  const frame = frameOf(request, 'rank');
  const { rows, stocks } = await pool.period(handle, frame);
  const cells = (rows.to - rows.from) * stocks * programs.length;
  if (cells > MOST_COMPOSITE_CELLS) throw tooLarge(programs.length, rows.to - rows.from, stocks);
  const { others, shrinkage } = request;
  return pool.composite(handle, { frame, programs, others, shrinkage });
}

const tooLarge = (members: number, days: number, stocks: number): Refusal =>
  new Refusal(
    'INVALID_INPUT',
    `composite: ${members} members x ${days} days x ${stocks} stocks are too many`,
    {
      expected: `members x days x stocks of at most ${MOST_COMPOSITE_CELLS}`,
      actual: String(members * days * stocks),
      where: 'periods',
      remedy: 'choose a shorter train period, or retire members',
    },
  );

async function latest(
  { pool }: EngineHost,
  { panel, handle }: PanelLease,
  request: Extract<EvaluationRequest, { kind: 'latest' }>,
): Promise<LatestAnswer> {
  const program = readFormula(request.formula, panel);
  const { period } = request;
  const values = await pool.values(handle, { frame: frameOf(request, 'rank'), program });
  const days = panel.days.filter((day) => day >= period.from && day <= period.to);
  return {
    days,
    figures: Buffer.from(values.buffer, values.byteOffset, values.byteLength).toString('base64'),
  };
}

/** Days times stocks times permutations that a thread works through in some tens of seconds. */
const MOST_PERMUTED_CELLS = 2e9;

async function permute(
  { pool }: EngineHost,
  { panel, handle }: PanelLease,
  request: Extract<EvaluationRequest, { kind: 'permute' }>,
): Promise<PermutedAnswer> {
  const program = readFormula(request.formula, panel);
  const frame = frameOf(request, 'rank');
  const { rows, stocks } = await pool.period(handle, frame);
  requirePermutations(request.permutations, (rows.to - rows.from) * stocks);
  const { permutations, seed } = request;
  const { observed, permuted, exactStd, days } = await pool.permuted(handle, {
    frame,
    program,
    permutations,
    seed,
  });
  return {
    observed: orNull(observed),
    permuted: days === 0 ? [] : [...permuted],
    exactStd: orNull(exactStd),
    days,
  };
}

function requirePermutations(permutations: number, cells: number): void {
  const most = Math.floor(MOST_PERMUTED_CELLS / cells);
  if (permutations <= most) return;
  throw new Refusal(
    'INVALID_INPUT',
    `permutations: expected at most ${most} on this period, got ${permutations}`,
    {
      expected: `at most ${most} permutations of ${cells} cells`,
      actual: String(permutations),
      where: 'permutations',
      remedy: 'ask for fewer permutations or a shorter period',
    },
  );
}

async function correlate(
  { pool }: EngineHost,
  { panel, handle }: PanelLease,
  request: Extract<EvaluationRequest, { kind: 'correlate' }>,
): Promise<readonly SignedCorrelation[]> {
  requireFew(request.others.length);
  const program = readFormula(request.formula, panel);
  const others = readFormulas(request.others, panel);
  const frame = frameOf(request, request.correlation);
  const { labelledDays } = await pool.period(handle, frame);
  const question = { frame, program, others, days: labelledDays, kind: request.correlation };
  return [...(await pool.correlate(handle, question))].map(orNull);
}

async function matrix(
  { pool }: EngineHost,
  { panel, handle }: PanelLease,
  request: Extract<EvaluationRequest, { kind: 'matrix' }>,
): Promise<readonly (readonly SignedCorrelation[])[]> {
  requireFew(request.formulas.length);
  const programs = readFormulas(request.formulas, panel);
  const frame = frameOf(request, request.correlation);
  const { labelledDays } = await pool.period(handle, frame);
  const question = {
    frame,
    programs,
    days: labelledDays,
    kind: request.correlation,
    engine: 'exact',
  } as const;
  const flat = await pool.similarity(handle, question);
  const n = programs.length;
  return programs.map((_, row) => [...flat.subarray(row * n, (row + 1) * n)].map(orNull));
}

async function writeValues(
  engine: EngineHost,
  { panel, handle }: PanelLease,
  request: Extract<EvaluationRequest, { kind: 'values' }>,
): Promise<WrittenValues> {
  invariant(isUuid(request.file), 'a file of values is named by a UUID');
  const program = readFormula(request.formula, panel);
  const frame = frameOf(request, 'rank');
  const [values, { rows }] = await Promise.all([
    engine.pool.values(handle, { frame, program }),
    engine.pool.period(handle, frame),
  ]);
  await keepFile(
    join(engine.valuesFolder, request.file),
    new Uint8Array(values.buffer, values.byteOffset, values.byteLength),
  );
  return { canonical: program.text, rows };
}

const frameOf = ({ definition, period }: EvaluationRequest, fitness: CorrelationKind): Frame => ({
  definition,
  period,
  fitness,
});

const orNull = (value: number): SignedCorrelation => (Number.isNaN(value) ? null : value);

function requireFew(formulas: number): void {
  if (formulas <= MAXIMUM_FORMULAS) return;
  throw new Refusal(
    'INVALID_INPUT',
    `correlation: expected at most ${MAXIMUM_FORMULAS} formulas, got ${formulas}`,
    {
      expected: `at most ${MAXIMUM_FORMULAS} formulas`,
      actual: String(formulas),
      where: 'formulas',
      remedy: 'ask in several parts',
    },
  );
}
