import { availableParallelism } from 'node:os';
import type { Judgement } from '../../core/evolution/individual.ts';
import type { CorrelationKind } from '../../core/experiment/experiment.ts';
import { invariant } from '../../core/outcome/refusal.ts';
import type { Program } from '../../core/program/program.ts';
import type { FactorStatistics } from '../../core/statistics/factor-statistics.ts';
import type { Panel } from '../panel/panel.ts';
import { pairsOf } from './correlate-days.ts';
import { Dispatcher, type DispatcherOptions } from './dispatcher.ts';
import type { Frame, PeriodFacts, Questions } from './task.ts';

/** A panel that the pool's threads know. */
export interface PanelHandle {
  readonly panelId: number;
  readonly datasetHash: string;
}

export interface PoolOptions extends Partial<DispatcherOptions> {
  /** Default: one for each core. */
  readonly threads?: number;
}

/** One evaluation may take this long before its thread is taken to hang: thousands of times what it should. */
const TASK_LIMIT_MS = 120_000;
/** Days that one thread correlates at a time; fixed, so that answers do not depend on the number of threads. */
const CORRELATION_CHUNKS = 8;
const CORRELATION_CHUNK_BYTES = 32 * 1024 * 1024;
/** Formulas that one thread correlates with another at a time. */
const CORRELATED_AT_A_TIME = 8;

/**
 * Evaluates programs in worker threads; the thread that asks never computes. Panels lie in shared memory and are not
 * copied. Questions of people go ahead of the candidates of runs, and every answer depends on its question and the
 * panel alone: the number of threads changes the time it takes, not one bit.
 */
export class EvaluationPool {
  private readonly dispatcher: Dispatcher;
  private nextPanelId = 1;
  private readonly symbols = new Map<number, number>();

  constructor(options: PoolOptions = {}) {
    const threads = Math.max(1, options.threads ?? availableParallelism());
    this.dispatcher = new Dispatcher(threads, { taskLimitMs: TASK_LIMIT_MS, ...options });
  }

  get threads(): number {
    return this.dispatcher.threads;
  }

  /** Makes a panel known. Its arrays must lie on SharedArrayBuffers. */
  addPanel(panel: Panel): PanelHandle {
    const bars = panel.minutes?.kind === 'memory' ? [...panel.minutes.figures.values()] : [];
    const arrays = [...panel.matrices.values(), ...panel.vectors.values(), ...bars];
    const shared = arrays.every((values) => values.buffer instanceof SharedArrayBuffer);
    invariant(shared, 'panels are on shared memory, lest every thread copy them');
    const panelId = this.nextPanelId++;
    this.symbols.set(panelId, panel.symbols.length);
    this.dispatcher.addPanel(panelId, panel);
    return { panelId, datasetHash: panel.datasetHash };
  }

  /** Lets the threads forget a panel; questions about it that still wait are refused by an error. */
  removePanel(handle: PanelHandle): void {
    this.symbols.delete(handle.panelId);
    this.dispatcher.removePanel(handle.panelId);
  }

  /** One candidate a thread; judgements in the order of the programs. Gives way to every other kind of question. */
  judge(
    handle: PanelHandle,
    frame: Frame,
    programs: readonly Program[],
    signal?: AbortSignal,
  ): Promise<readonly Judgement[]> {
    const { panelId } = handle;
    return this.dispatcher.askAll(
      panelId,
      programs.map((program) => ({ kind: 'judge' as const, frame, program })),
      { urgent: false, signal },
    );
  }

  /** Everything that is known of a factor on a period. @throws Refusal UNIVERSE_UNAVAILABLE, PERIOD_INVALID */
  statistics(
    handle: PanelHandle,
    question: Omit<Questions['statistics']['question'], 'decayHorizons'> & {
      readonly decayHorizons?: readonly number[];
    },
    signal?: AbortSignal,
  ): Promise<FactorStatistics> {
    const task = { decayHorizons: null, ...question, kind: 'statistics' as const };
    return this.dispatcher.ask(handle.panelId, task, { urgent: true, signal });
  }

  /** Daily values of a factor, [rows of the period x symbols]; NaN = missing. */
  values(
    handle: PanelHandle,
    question: { readonly frame: Frame; readonly program: Program },
    signal?: AbortSignal,
  ): Promise<Float64Array> {
    return this.dispatcher.ask(handle.panelId, { kind: 'values', ...question }, { urgent: true, signal });
  }

  /** Rows and labelled days of a period. @throws Refusal UNIVERSE_UNAVAILABLE, PERIOD_INVALID */
  period(handle: PanelHandle, frame: Frame): Promise<PeriodFacts> {
    return this.dispatcher.ask(handle.panelId, { kind: 'period', frame }, { urgent: true });
  }

  /** Hash of all that an evaluation up to and including that day can depend on: new days leave it as it is. */
  sliceHash(handle: PanelHandle, lastDay: string): Promise<string> {
    return this.dispatcher.ask(handle.panelId, { kind: 'slice', lastDay }, { urgent: true });
  }

  /**
   * Signed similarity of every pair of programs: mean of the daily correlations over the given days (indices into the
   * panel's). [n x n] row-major, 1 on the diagonal; NaN where no day counts.
   */
  async similarity(
    handle: PanelHandle,
    question: {
      readonly frame: Frame;
      readonly programs: readonly Program[];
      readonly days: readonly number[];
      readonly kind: CorrelationKind;
    },
    signal?: AbortSignal,
  ): Promise<Float64Array> {
    const { frame, programs, days, kind } = question;
    const n = programs.length;
    const pairs = pairsOf(n, 'all');
    const tasks = this.dayChunks(handle, days, n).map((chunk) => ({
      kind: 'correlations' as const,
      frame,
      programs,
      pairs: 'all' as const,
      days: chunk,
      correlation: kind,
    }));
    const means = meansOf(
      await this.dispatcher.askAll(handle.panelId, tasks, { urgent: true, signal }),
      pairs.length,
    );
    const matrix = new Float64Array(n * n);
    for (let i = 0; i < n; i++) matrix[i * n + i] = 1;
    pairs.forEach(([i, j], pair) => {
      matrix[i * n + j] = means[pair]!;
      matrix[j * n + i] = means[pair]!;
    });
    return matrix;
  }

  /** Signed similarity of one program with each of many over the given days, in their order; NaN where no day counts. */
  async correlate(
    handle: PanelHandle,
    question: {
      readonly frame: Frame;
      readonly program: Program;
      readonly others: readonly Program[];
      readonly days: readonly number[];
      readonly kind: CorrelationKind;
    },
    signal?: AbortSignal,
  ): Promise<Float64Array> {
    const { frame, program, others, days, kind } = question;
    const groups: Program[][] = [];
    for (let at = 0; at < others.length; at += CORRELATED_AT_A_TIME) {
      groups.push(others.slice(at, at + CORRELATED_AT_A_TIME));
    }
    const tasks = groups.map((group) => ({
      kind: 'correlations' as const,
      frame,
      programs: [program, ...group],
      pairs: 'withFirst' as const,
      days,
      correlation: kind,
    }));
    const answers = await this.dispatcher.askAll(handle.panelId, tasks, { urgent: true, signal });
    return Float64Array.from(answers.flatMap((answer, at) => [...meansOf([answer], groups[at]!.length)]));
  }

  /** Ends all threads; questions without an answer are rejected. */
  close(): Promise<void> {
    return this.dispatcher.close();
  }

  private dayChunks(handle: PanelHandle, days: readonly number[], programs: number): number[][] {
    const bytesADay = programs * (this.symbols.get(handle.panelId) ?? 1) * 2 * Float64Array.BYTES_PER_ELEMENT;
    const most = Math.max(1, Math.floor(CORRELATION_CHUNK_BYTES / Math.max(1, bytesADay)));
    const size = Math.max(1, Math.min(most, Math.ceil(days.length / CORRELATION_CHUNKS)));
    const chunks: number[][] = [];
    for (let at = 0; at < days.length; at += size) chunks.push(days.slice(at, at + size));
    return chunks;
  }
}

/** Mean over the days that count of each pair, day after day in the order given; answers are [days x pairs]. */
function meansOf(answers: readonly Float64Array[], pairs: number): Float64Array {
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
