import { availableParallelism } from 'node:os';
import type { Judgement } from '../../core/evolution/individual.ts';
import { invariant } from '../../core/outcome/refusal.ts';
import type { Program } from '../../core/program/program.ts';
import type { FactorStatistics } from '../../core/statistics/factor-statistics.ts';
import type { PermutedIcs } from '../../core/statistics/permuted-ics.ts';
import type { TearSheet } from '../../core/statistics/tear-sheet/tear-sheet.ts';
import type { Composite } from '../evaluation/composite.ts';
import { ImportedLeaves } from '../imported/imported-leaves.ts';
import { type ImportedSource, NOTHING_IMPORTED } from '../imported/imported-source.ts';
import type { Panel } from '../panel/panel.ts';
import type { MinuteLeaf } from '../plan/leaf.ts';
import { MinuteReductions } from '../reduction/minute-reductions.ts';
import { collectGarbage } from './collect-garbage.ts';
import {
  type CorrelateQuestion,
  correlateTasks,
  matrixOf,
  meansOf,
  type SimilarityQuestion,
  similarityTasks,
} from './correlation-tasks.ts';
import { Dispatcher, type DispatcherOptions } from './dispatcher.ts';
import { type KnownPanel, ProgramAsker } from './program-asker.ts';
import { MOST_BYTES, SharedPanel, type SharedPanelUse } from './search/shared-panel.ts';
import { SketchAsker } from './sketch-asker.ts';
import type { Frame, PeriodFacts, Questions } from './task.ts';

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
  /** Where imported values are found; by default there are none. */
  readonly imported?: ImportedSource;
}

/** One evaluation may take this long before its thread is taken to hang: thousands of times what it should. */
const TASK_LIMIT_MS = 120_000;
/** Room for reductions of minute bars, where the pool is not given any. */
const REDUCTION_BYTES = 512 * 1024 * 1024;

/**
 * Evaluates programs in worker threads; the thread that asks never computes. Panels lie in shared memory and are not
 * copied. Questions of people go ahead of the candidates of runs, and every answer depends on its question and the
 * panel alone: the number of threads changes the time it takes, not one bit.
 */
export class EvaluationPool {
  private readonly dispatcher: Dispatcher;
  private nextPanelId = 1;
  private readonly panels = new Map<number, KnownPanel>();
  private readonly asker: ProgramAsker;
  /** Questions about sketches of factors. */
  readonly sketches: SketchAsker<PanelHandle>;

  constructor(options: PoolOptions = {}) {
    const threads = Math.max(1, options.threads ?? availableParallelism());
    this.dispatcher = new Dispatcher(threads, { taskLimitMs: TASK_LIMIT_MS, ...options });
    const reductions = options.reductions ?? new MinuteReductions(null, REDUCTION_BYTES);
    const imported = new ImportedLeaves(options.imported ?? NOTHING_IMPORTED, reductions.kept);
    this.asker = new ProgramAsker(this.dispatcher, reductions, imported);
    this.sketches = new SketchAsker(this.dispatcher, this.asker, (handle) => this.knownOf(handle));
  }

  get threads(): number {
    return this.dispatcher.threads;
  }

  /**
   * Makes a panel known. Its arrays must lie on SharedArrayBuffers.
   * @param searchBytes the most that the search may take beside them
   */
  addPanel(panel: Panel, searchBytes: number = MOST_BYTES): PanelHandle {
    const bars = panel.minutes?.kind === 'memory' ? [...panel.minutes.figures.values()] : [];
    const arrays = [...panel.matrices.values(), ...panel.vectors.values(), ...bars];
    const shared = arrays.every((values) => values.buffer instanceof SharedArrayBuffer);
    invariant(shared, 'panels are on shared memory, lest every thread copy them');
    const panelId = this.nextPanelId++;
    const hosted = { panelId, panel, search: new SharedPanel(panel.datasetHash, searchBytes) };
    this.panels.set(panelId, hosted);
    this.dispatcher.addPanel(panelId, hosted);
    return { panelId, datasetHash: panel.datasetHash };
  }

  /** Lets the threads forget a panel and its memory; questions about it that still wait are refused by an error. */
  removePanel(handle: PanelHandle): void {
    this.panels.delete(handle.panelId);
    this.dispatcher.removePanel(handle.panelId);
    setImmediate(collectGarbage);
  }

  /** What the search holds of a panel. */
  searchUse(handle: PanelHandle): SharedPanelUse {
    return this.knownOf(handle).search.use;
  }

  /**
   * By the search engine, one candidate a thread; judgements in the order of the programs. Gives way to every question
   * of a person, as scores and fingerprints do. Minute leaves that no program had before are reduced first, all in one
   * pass.
   * @throws Refusal UNIVERSE_UNAVAILABLE, PERIOD_INVALID, DATASET_TOO_LARGE
   */
  async judge(
    handle: PanelHandle,
    frame: Frame,
    programs: readonly Program[],
    signal?: AbortSignal,
  ): Promise<readonly Judgement[]> {
    const taskOf = (program: Program) => ({ kind: 'judge' as const, frame, program });
    return this.asker.askEach(this.knownOf(handle), programs, taskOf, signal);
  }

  /**
   * |mean IC| of each program in the frame's own kind on the first `share` of the blocks of stocks, by the search engine;
   * null where too few days count. @throws Refusal as `judge`
   */
  score(
    handle: PanelHandle,
    question: { readonly frame: Frame; readonly programs: readonly Program[]; readonly share: number },
    signal?: AbortSignal,
  ): Promise<readonly (number | null)[]> {
    const { frame, share, programs } = question;
    const taskOf = (some: readonly Program[]) => ({ kind: 'score' as const, frame, programs: some, share });
    return this.asker.askSeveral(this.knownOf(handle), programs, taskOf, signal);
  }

  /** A name of each program's behaviour as the frame's fitness sees it: see `behaviourOf`. @throws Refusal as `judge` */
  fingerprints(
    handle: PanelHandle,
    question: { readonly frame: Frame; readonly programs: readonly Program[] },
    signal?: AbortSignal,
  ): Promise<readonly string[]> {
    const { frame, programs } = question;
    const taskOf = (some: readonly Program[]) => ({ kind: 'fingerprints' as const, frame, programs: some });
    return this.asker.askSeveral(this.knownOf(handle), programs, taskOf, signal);
  }

  /**
   * Daily values of reductions of minute bars, [days x symbols] on shared memory, read only, in the order of the leaves.
   * Every engine takes them from here, so that a leaf has one value.
   * @throws Refusal DATASET_CHANGED when minute tiles are not what was imported
   */
  async reduceMinuteLeaves(handle: PanelHandle, leaves: readonly MinuteLeaf[]): Promise<Float64Array[]> {
    const targets = await this.asker.reduce(this.knownOf(handle), leaves);
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
    const [statistics] = await this.asker.ask(this.knownOf(handle), [question.program], [task], {
      urgent: true,
      signal,
    });
    invariant(statistics, 'one question has one answer');
    return statistics;
  }

  /** The tear sheet of a factor on a period; cost as `makeTearSheet`. @throws Refusal as `statistics`, PERIOD_INVALID */
  async tearSheet(
    handle: PanelHandle,
    question: Questions['tearSheet']['question'],
    signal?: AbortSignal,
  ): Promise<TearSheet> {
    const tasks = [{ kind: 'tearSheet' as const, ...question }];
    const [sheet] = await this.asker.ask(this.knownOf(handle), [question.program], tasks, {
      urgent: true,
      signal,
    });
    invariant(sheet, 'one question has one answer');
    return sheet;
  }

  /** Members of a library as one; cost and memory as `compositeOf`. @throws Refusal as `statistics` */
  async composite(
    handle: PanelHandle,
    question: Questions['composite']['question'],
    signal?: AbortSignal,
  ): Promise<Composite> {
    const tasks = [{ kind: 'composite' as const, ...question }];
    const [answer] = await this.asker.ask(this.knownOf(handle), question.programs, tasks, {
      urgent: true,
      signal,
    });
    invariant(answer, 'one question has one answer');
    return answer;
  }

  /** Mean rank ICs under labels permuted within days; cost as `permutedIcs`. @throws Refusal as `statistics` */
  async permuted(
    handle: PanelHandle,
    question: Questions['permute']['question'],
    signal?: AbortSignal,
  ): Promise<PermutedIcs> {
    const tasks = [{ kind: 'permute' as const, ...question }];
    const [answer] = await this.asker.ask(this.knownOf(handle), [question.program], tasks, {
      urgent: true,
      signal,
    });
    invariant(answer, 'one question has one answer');
    return answer;
  }

  /** Daily values of a factor, [rows of the period x symbols]; NaN = missing. */
  async values(
    handle: PanelHandle,
    question: { readonly frame: Frame; readonly program: Program },
    signal?: AbortSignal,
  ): Promise<Float64Array> {
    const tasks = [{ kind: 'values' as const, ...question }];
    const [values] = await this.asker.ask(this.knownOf(handle), [question.program], tasks, {
      urgent: true,
      signal,
    });
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
   * Signed similarity of every pair of programs: mean of the daily correlations over the given days. [n x n] row-major,
   * 1 on the diagonal; NaN where no day counts.
   */
  async similarity(
    handle: PanelHandle,
    question: SimilarityQuestion,
    signal?: AbortSignal,
  ): Promise<Float64Array> {
    const { programs } = question;
    const tasks = similarityTasks(question, this.panelOf(handle).symbols.length);
    const answers = await this.asker.ask(this.knownOf(handle), programs, tasks, { urgent: true, signal });
    return matrixOf(answers, programs.length);
  }

  /** Signed similarity of one program with each of many over the given days, in their order; NaN where no day counts. */
  async correlate(
    handle: PanelHandle,
    question: CorrelateQuestion,
    signal?: AbortSignal,
  ): Promise<Float64Array> {
    const { program } = question;
    const known = this.knownOf(handle);
    const means: number[] = [];
    for (const others of this.asker.groups(known, question.others)) {
      const tasks = correlateTasks({ ...question, others });
      const answers = await this.asker.ask(known, [program, ...others], tasks, { urgent: true, signal });
      for (const [at, answer] of answers.entries())
        means.push(...meansOf([answer], tasks[at]!.programs.length - 1));
    }
    return Float64Array.from(means);
  }

  /** Ends all threads; questions without an answer are rejected. */
  close(): Promise<void> {
    return this.dispatcher.close();
  }

  private panelOf(handle: PanelHandle): Panel {
    return this.knownOf(handle).panel;
  }

  private knownOf({ panelId }: PanelHandle): KnownPanel {
    const hosted = this.panels.get(panelId);
    if (hosted === undefined) throw new Error(`panel ${panelId} was removed from the evaluation pool`);
    return hosted;
  }
}
