import type { Judgement } from '../../core/evolution/individual.ts';
import type {
  CorrelationKind,
  EvaluationDefinition,
  FitnessKind,
  Period,
} from '../../core/experiment/experiment.ts';
import type { RefusalCode, RefusalDetails } from '../../core/outcome/refusal.ts';
import type { Program } from '../../core/program/program.ts';
import type { FactorStatistics } from '../../core/statistics/factor-statistics.ts';
import type { PermutedIcs } from '../../core/statistics/permuted-ics.ts';
import type { TearSheet } from '../../core/statistics/tear-sheet/tear-sheet.ts';
import type { TearSheetOptions } from '../../core/statistics/tear-sheet/tear-sheet-options.ts';
import type { Composite } from '../evaluation/composite.ts';
import type { Panel } from '../panel/panel.ts';
import type { LeafValues } from '../plan/leaf.ts';
import type { LeafTarget } from '../reduction/tile-reducer.ts';
import type { ShelfQuestion } from '../sketch/compare-on-shelf.ts';
import type { Region } from './search/region.ts';
import type { SharedMemory } from './search/shared-panel.ts';

/** On what days and by what definition programs are measured. */
export interface Frame {
  readonly definition: EvaluationDefinition;
  readonly period: Period;
  /** Whose |mean| is the fitness, and whose sign orients groups. */
  readonly fitness: FitnessKind;
}

/** What a prepared period says beside its numbers. */
export interface PeriodFacts {
  /** Stocks of the panel. */
  readonly stocks: number;
  /** Indices of the panel's days with enough labels to count. */
  readonly labelledDays: readonly number[];
  /** Rows of the panel: `from` inclusive, `to` exclusive. */
  readonly rows: { readonly from: number; readonly to: number };
  readonly notes: readonly string[];
}

/** Questions that a thread answers, and their answers. Programs travel as plain records of nodes, never as code. */
export interface Questions {
  /** By the search engine. */
  judge: { question: { frame: Frame; program: Program }; answer: Judgement };
  /** |mean IC| in the frame's own kind on a share of the stocks; null where too few days count. By the search engine. */
  score: {
    question: { frame: Frame; programs: readonly Program[]; share: number };
    answer: readonly (number | null)[];
  };
  /** Names of behaviour: see `behaviourOf`. */
  fingerprints: { question: { frame: Frame; programs: readonly Program[] }; answer: readonly string[] };
  statistics: {
    question: { frame: Frame; program: Program; decayHorizons: readonly number[] | null };
    answer: FactorStatistics;
  };
  /** Members of a library as one: see `compositeOf`. The frame's period is train. */
  composite: {
    question: { frame: Frame; programs: readonly Program[]; others: readonly Period[]; shrinkage: number };
    answer: Composite;
  };
  /** Mean rank ICs under labels permuted within days: see `permutedIcs`. */
  permute: {
    question: { frame: Frame; program: Program; permutations: number; seed: string };
    answer: PermutedIcs;
  };
  tearSheet: {
    question: { frame: Frame; program: Program; sheet: TearSheetOptions };
    answer: TearSheet;
  };
  /** [rows of the period x symbols]; NaN = missing. */
  values: { question: { frame: Frame; program: Program }; answer: Float64Array };
  /**
   * Daily correlations of pairs of programs over some days (indices into the panel's): of every pair (0,1) (0,2)
   * ... (1,2) ..., or of the first program with each other. [days x pairs]; NaN where a day does not count.
   */
  correlations: {
    question: {
      frame: Frame;
      programs: readonly Program[];
      pairs: 'all' | 'withFirst';
      days: readonly number[];
      correlation: CorrelationKind;
      engine: 'search' | 'exact';
    };
    answer: Float64Array;
  };
  period: { question: { frame: Frame }; answer: PeriodFacts };
  /** Rows of the panel on which factors are sketched. */
  grid: { question: { frame: Frame }; answer: readonly number[] };
  /** Sketches one after another: see `sketchFactor`. By the search engine. */
  sketch: { question: { frame: Frame; programs: readonly Program[] }; answer: Int8Array };
  /** [sketches x those of the shelf x 2]: correlation, standard error; NaN where there is none. */
  compare: { question: { frame: Frame } & ShelfQuestion; answer: Float64Array };
  /** Hash of all that an evaluation up to that day can depend on. */
  slice: { question: { lastDay: string }; answer: string };
  /** Reduces minute bars on some days (indices into the panel's) into memory that is shared. */
  reduce: { question: { targets: readonly LeafTarget[]; from: number; to: number }; answer: null };
}

export type QuestionKind = keyof Questions;

export type Task = {
  [K in QuestionKind]: { readonly kind: K } & Readonly<Questions[K]['question']>;
}[QuestionKind];

/** To a thread. A panel's arrays are shared memory: they are not copied. */
export type ThreadRequest =
  | {
      readonly type: 'panel';
      readonly panelId: number;
      readonly panel: Panel;
      readonly shared: SharedMemory;
      /** Number of the thread in its pool. */
      readonly thread: number;
    }
  | { readonly type: 'forget'; readonly panelId: number }
  | {
      readonly type: 'task';
      readonly panelId: number;
      readonly task: Task;
      /** What the task's programs read beside the panel: minute bars reduced, imported values. */
      readonly reductions: readonly LeafValues[];
      /** What it may use of the panel's memory. */
      readonly regions: readonly Region[];
    };

/** From a thread: the answer to the one task it has. */
export type ThreadReply =
  | { readonly ok: true; readonly answer: Questions[QuestionKind]['answer'] }
  | {
      readonly ok: false;
      /** Set where the failure is the asker's to mend. */
      readonly refusal: { readonly code: RefusalCode; readonly details: RefusalDetails } | null;
      readonly message: string;
      readonly stack: string;
    };
