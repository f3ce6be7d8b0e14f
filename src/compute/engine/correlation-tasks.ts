import type { CorrelationKind } from '../../core/experiment/experiment.ts';
import type { Program } from '../../core/program/program.ts';
import { pairsOf } from './correlate-days.ts';
import type { Frame, Task } from './task.ts';

export type CorrelationsTask = Extract<Task, { kind: 'correlations' }>;

/** Which engine correlates: float32 for the search, float64 for what a person reads. */
export type Engine = CorrelationsTask['engine'];

/** Programs that are to be correlated on some days (indices into the panel's). */
export interface SimilarityQuestion {
  readonly frame: Frame;
  readonly programs: readonly Program[];
  readonly days: readonly number[];
  readonly kind: CorrelationKind;
  readonly engine: Engine;
}

/** One program with each of others, exactly. */
export interface CorrelateQuestion {
  readonly frame: Frame;
  readonly program: Program;
  readonly others: readonly Program[];
  readonly days: readonly number[];
  readonly kind: CorrelationKind;
}

/** Days that one thread correlates at a time; fixed, so that answers do not depend on the number of threads. */
const CHUNKS = 8;
const CHUNK_BYTES = 32 * 1024 * 1024;
/** Formulas that one thread correlates with another at a time. */
const OTHERS_AT_A_TIME = 8;

/** Every pair of many programs: each task takes some of the days. */
export function similarityTasks(question: SimilarityQuestion, stocks: number): CorrelationsTask[] {
  const { frame, programs, days, kind, engine } = question;
  const bytesADay = programs.length * stocks * 2 * Float64Array.BYTES_PER_ELEMENT;
  const most = Math.max(1, Math.floor(CHUNK_BYTES / Math.max(1, bytesADay)));
  const size = Math.max(1, Math.min(most, Math.ceil(days.length / CHUNKS)));
  return inChunks(days, size).map((chunk) => ({
    kind: 'correlations',
    frame,
    programs,
    pairs: 'all',
    days: chunk,
    correlation: kind,
    engine,
  }));
}

/** One program with each of many: each task takes some of the others. */
export function correlateTasks(question: CorrelateQuestion): CorrelationsTask[] {
  const { frame, program, others, days, kind } = question;
  return inChunks(others, OTHERS_AT_A_TIME).map((group) => ({
    kind: 'correlations',
    frame,
    programs: [program, ...group],
    pairs: 'withFirst',
    days,
    correlation: kind,
    engine: 'exact',
  }));
}

/** [n x n] row-major from the daily correlations of all pairs, 1 on the diagonal. */
export function matrixOf(answers: readonly Float64Array[], n: number): Float64Array {
  const pairs = pairsOf(n, 'all');
  const means = meansOf(answers, pairs.length);
  const matrix = new Float64Array(n * n);
  for (let i = 0; i < n; i++) matrix[i * n + i] = 1;
  pairs.forEach(([i, j], pair) => {
    matrix[i * n + j] = means[pair]!;
    matrix[j * n + i] = means[pair]!;
  });
  return matrix;
}

/** Mean over the days that count of each pair, day after day in the order given; answers are [days x pairs]. */
export function meansOf(answers: readonly Float64Array[], pairs: number): Float64Array {
  const sums = new Float64Array(pairs);
  const counted = new Int32Array(pairs);
  for (const answer of answers) {
    answer.forEach((correlation, at) => {
      if (Number.isNaN(correlation)) return;
      sums[at % pairs] = sums[at % pairs]! + correlation;
      counted[at % pairs] = counted[at % pairs]! + 1;
    });
  }
  return sums.map((sum, pair) => (counted[pair] === 0 ? Number.NaN : sum / counted[pair]!));
}

export function inChunks<T>(items: readonly T[], size: number): T[][] {
  const chunks: T[][] = [];
  for (let at = 0; at < items.length; at += size) chunks.push(items.slice(at, at + size));
  return chunks;
}
