import type { Composite } from '../../compute/evaluation/composite.ts';
import type { CorrelationKind, Period } from '../../core/experiment/experiment.ts';
import type { RefusalCode, RefusalDetails } from '../../core/outcome/refusal.ts';
import type { FactorStatistics } from '../../core/statistics/factor-statistics.ts';
import type { TearSheetOptions } from '../../core/statistics/tear-sheet/tear-sheet-options.ts';
import type { AnySketchRequest, SketchAnswersByKind } from '../sketches/sketch-requests.ts';
import type { MeasuredRequest } from './measured-request.ts';

/** Everything that is known of one formula on one period. */
export interface StatisticsRequest extends MeasuredRequest {
  readonly kind: 'statistics';
  readonly formula: string;
  /** Whose sign orients the groups. */
  readonly fitness: CorrelationKind;
}

/** The tear sheet of one formula: made by a worker, which keeps it in the store. */
export interface TearSheetRequest extends MeasuredRequest {
  readonly kind: 'tearSheet';
  readonly formula: string;
  /** Whose sign orients the groups. */
  readonly fitness: CorrelationKind;
  readonly sheet: TearSheetOptions;
}

/** Formulas as one signal, its weights fitted on the period of the request. */
export interface CompositeRequest extends MeasuredRequest {
  readonly kind: 'composite';
  readonly formulas: readonly string[];
  /** Periods on which the fitted weights are tried. */
  readonly others: readonly Period[];
  readonly shrinkage: number;
}

/** Values of a formula on the last days of the dataset, those without a label yet included. */
export interface LatestRequest extends MeasuredRequest {
  readonly kind: 'latest';
  readonly formula: string;
}

/** One formula under labels that know nothing. */
export interface PermuteRequest extends MeasuredRequest {
  readonly kind: 'permute';
  readonly formula: string;
  readonly permutations: number;
  readonly seed: string;
}

/** One formula against many; answers stand in the order of `others`. */
export interface CorrelateRequest extends MeasuredRequest {
  readonly kind: 'correlate';
  readonly formula: string;
  readonly others: readonly string[];
  readonly correlation: CorrelationKind;
}

/** Every formula against every other. */
export interface CorrelationMatrixRequest extends MeasuredRequest {
  readonly kind: 'matrix';
  readonly formulas: readonly string[];
  readonly correlation: CorrelationKind;
}

/** Values of a formula on every day of the period and every symbol, left in a file of the folder of exports. */
export interface ValuesRequest extends MeasuredRequest {
  readonly kind: 'values';
  readonly formula: string;
  /** A UUID: the file's name. Whoever asked removes it. */
  readonly file: string;
}

export type EvaluationRequest =
  | ValuesRequest
  | StatisticsRequest
  | CompositeRequest
  | LatestRequest
  | PermuteRequest
  | TearSheetRequest
  | CorrelateRequest
  | CorrelationMatrixRequest
  | AnySketchRequest;

/** A formula as it was understood, with its statistics. */
export interface FormulaStatistics {
  readonly formula: string;
  readonly canonical: string;
  readonly hash: string;
  readonly size: number;
  readonly depth: number;
  /** Content hash of the rows that were read: part of the key under which the statistics may be kept. */
  readonly sliceHash: string;
  readonly statistics: FactorStatistics;
}

/** Mean rank ICs: as it is, and under each permutation. */
export interface PermutedAnswer {
  readonly observed: number | null;
  readonly permuted: readonly number[];
  readonly exactStd: number | null;
  readonly days: number;
}

/** Days and, in the order of the dataset's symbols, the values of each: float64, little endian, as base64; NaN = missing. */
export interface LatestAnswer {
  readonly days: readonly string[];
  readonly figures: string;
}

/** Mean over dates of the daily cross-sectional correlation, signed; null where no day counts. */
export type SignedCorrelation = number | null;

/** What was written: float64 in the machine's order, [days x symbols] of the dataset, NaN = missing. */
export interface WrittenValues {
  readonly canonical: string;
  /** Rows of the dataset: `from` inclusive, `to` exclusive. */
  readonly rows: { readonly from: number; readonly to: number };
}

export interface EvaluationAnswers extends SketchAnswersByKind {
  readonly values: WrittenValues;
  readonly statistics: FormulaStatistics;
  readonly permute: PermutedAnswer;
  readonly composite: Composite;
  readonly latest: LatestAnswer;
  /** Under this id the sheet is kept: too large to travel. */
  readonly tearSheet: string;
  readonly correlate: readonly SignedCorrelation[];
  readonly matrix: readonly (readonly SignedCorrelation[])[];
}

/** What travels back from the worker: an answer, or the refusal that the formula or the period earned. */
export type EvaluationReply =
  | { readonly ok: true; readonly answer: EvaluationAnswers[EvaluationRequest['kind']] }
  | {
      readonly ok: false;
      readonly refusal: {
        readonly code: RefusalCode;
        readonly message: string;
        readonly details: RefusalDetails;
      };
    };
