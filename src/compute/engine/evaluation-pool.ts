import { availableParallelism } from 'node:os';
import type { Judgement } from '../../core/evolution/individual.ts';
import type { CorrelationKind } from '../../core/experiment/experiment.ts';
import { invariant } from '../../core/outcome/refusal.ts';
import type { Program } from '../../core/program/program.ts';
import type { FactorStatistics } from '../../core/statistics/factor-statistics.ts';
import type { Panel } from '../panel/panel.ts';
import type { MinuteLeaf } from '../reduction/minute-leaf.ts';
import { MinuteReductions } from '../reduction/minute-reductions.ts';
import { pairsOf } from './correlate-days.ts';
import { type AnswerTo, type AskOptions, Dispatcher, type DispatcherOptions } from './dispatcher.ts';
import { SharedLeaves } from './shared-leaves.ts';
import type { Frame, PeriodFacts, Questions, Task } from './task.ts';

/** A panel that the pool's threads know. */
export interface PanelHandle {
  readonly panelId: number;
  readonly datasetHash: string;
}

export interface PoolOptions extends Partial<DispatcherOptions> {
  /** Default: one for each core. */
  readonly threads?: number;
  /** Daily reductions of minute bars; by default in memory alone. */
  readonly reductions?: MinuteReductions;
}

/** One evaluation may take this long before its thread is taken to hang: thousands of times what it should. */
const TASK_LIMIT_MS = 120_000;
/** Days that one thread correlates at a time; fixed, so that answers do not depend on the number of threads. */
const CORRELATION_CHUNKS = 8;
const CORRELATION_CHUNK_BYTES = 32 * 1024 * 1024;
/** Room for reductions of minute bars, where the pool is not given any. */
const REDUCTION_BYTES = 512 * 1024 * 1024;
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
  private readonly panels = new Map<number, Panel>();
  private readonly leaves: SharedLeaves;

  constructor(options: PoolOptions = {}) {
    const threads = Math.max(1, options.threads ?? availableParallelism());
    this.dispatcher = new Dispatcher(threads, { taskLimitMs: TASK_LIMIT_MS, ...options });
    const reductions = options.reductions ?? new MinuteReductions(null, REDUCTION_BYTES);
    this.leaves = new SharedLeaves(reductions, this.dispatcher);
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
    this.panels.set(panelId, panel);
    this.dispatcher.addPanel(panelId, panel);
    return { panelId, datasetHash: panel.datasetHash };
  }

  /** Lets the threads forget a panel; questions about it that still wait are refused by an error. */
  removePanel(handle: PanelHandle): void {
    this.panels.delete(handle.panelId);
    this.dispatcher.removePanel(handle.panelId);
  }

  /**
   * One candidate a thread; judgements in the order of the programs. Gives way to every other kind of question. Minute
   * leaves that no program had before are reduced first, all in one pass.
   */
  async judge(
    handle: PanelHandle,
    frame: Frame,
    programs: readonly Program[],
    signal?: AbortSignal,
  ): Promise<readonly Judgement[]> {
    const judgements: Judgement[] = [];
    for (const group of this.leaves.group(this.panelOf(handle), programs)) {
      const tasks = group.map((program) => ({ kind: 'judge' as const, frame, program }));
      judgements.push(...(await this.askAbout(handle, group, tasks, { urgent: false, signal })));
    }
    return judgements;
  }

  /**
   * Daily values of reductions of minute bars, [days x symbols] on shared memory, read only, in the order of the leaves.
   * Every engine takes them from here, so that a leaf has one value.
   * @throws Refusal DATASET_CHANGED when minute tiles are not what was imported
   */
  async reduceMinuteLeaves(handle: PanelHandle, leaves: readonly MinuteLeaf[]): Promise<Float64Array[]> {
    const targets = await this.leaves.reduce(handle.panelId, this.panelOf(handle), leaves, false);
    return targets.map(({ values }) => values);
  }

  /** Everything that is known of a factor on a period. @throws Refusal UNIVERSE_UNAVAILABLE, PERIOD_INVALID */
  async statistics(
    handle: PanelHandle,
    question: Omit<Questions['statistics']['question'], 'decayHorizons'> & {
      readonly decayHorizons?: readonly number[];
    },
    signal?: AbortSignal,
  ): Promise<FactorStatistics> {
    const task = { decayHorizons: null, ...question, kind: 'statistics' as const };
    const [statistics] = await this.askAbout(handle, [question.program], [task], { urgent: true, signal });
    invariant(statistics, 'one question has one answer');
    return statistics;
  }

  /** Daily values of a factor, [rows of the period x symbols]; NaN = missing. */
  async values(
    handle: PanelHandle,
    question: { readonly frame: Frame; readonly program: Program },
    signal?: AbortSignal,
  ): Promise<Float64Array> {
    const tasks = [{ kind: 'values' as const, ...question }];
    const [values] = await this.askAbout(handle, [question.program], tasks, { urgent: true, signal });
    invariant(values, 'one question has one answer');
    return values;
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
      await this.askAbout(handle, programs, tasks, { urgent: true, signal }),
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
    const answers = await this.askAbout(handle, [program, ...others], tasks, { urgent: true, signal });
    return Float64Array.from(answers.flatMap((answer, at) => [...meansOf([answer], groups[at]!.length)]));
  }

  /** Ends all threads; questions without an answer are rejected. */
  close(): Promise<void> {
    return this.dispatcher.close();
  }

  /** Asks about programs once their minute leaves are reduced. */
  private async askAbout<T extends Task>(
    handle: PanelHandle,
    programs: readonly Program[],
    tasks: readonly T[],
    options: AskOptions,
  ): Promise<AnswerTo<T>[]> {
    const { panelId } = handle;
    const panel = this.panelOf(handle);
    const reductionsOf = await this.leaves.prepare(panelId, panel, programs, options.urgent);
    return this.dispatcher.askAll(panelId, tasks, { ...options, reductionsOf });
  }

  private panelOf({ panelId }: PanelHandle): Panel {
    const panel = this.panels.get(panelId);
    if (panel === undefined) throw new Error(`panel ${panelId} was removed from the evaluation pool`);
    return panel;
  }

  private dayChunks(handle: PanelHandle, days: readonly number[], programs: number): number[][] {
    const bytesADay =
      programs * (this.panels.get(handle.panelId)?.symbols.length ?? 1) * 2 * Float64Array.BYTES_PER_ELEMENT;
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
