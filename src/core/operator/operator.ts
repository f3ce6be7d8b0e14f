/** A text in the two languages of the users. */
export interface Bilingual {
  readonly en: string;
  readonly zh: string;
}

/** Named sets of operators: `report` is exactly the report's table 1 plus ts_norm; `extended` adds to it. */
export type OperatorSetName = 'report' | 'extended';

export type OperatorFamily = 'element' | 'timeSeries' | 'crossSection' | 'interval';

/** Reducers that `interval` can apply to a part of the session. */
export const INTERVAL_REDUCERS = ['sum', 'mean', 'max', 'min', 'std', 'first', 'last'] as const;
export type IntervalReducer = (typeof INTERVAL_REDUCERS)[number];

/**
 * Which dimensions may meet and what comes out, as data: the type checker, the random generator and the
 * descriptions shown to users all read this one record.
 */
export interface DimensionRule {
  /** `equal`: all operands alike; `any`: whatever they are; `none`: dimensionless operands only. */
  readonly operands: 'equal' | 'any' | 'none';
  /** `same` as the first operand, `none`, or the `quotient` / `product` of the two. */
  readonly result: 'same' | 'none' | 'quotient' | 'product';
}

/** One operator of the language. Its arithmetic lives in the kernels, one for each backend. */
export interface OperatorDefinition {
  readonly name: string;
  readonly family: OperatorFamily;
  /** Smallest set that holds it; wider sets hold it too. */
  readonly set: OperatorSetName;
  readonly operands: readonly string[];
  /** Symbol between the two operands when printed, if it has one. */
  readonly infix?: '+' | '-' | '*' | '/';
  readonly commutative: boolean;
  /** Smallest legal window in rows, or null where the operator takes none. */
  readonly minimumWindow: number | null;
  /** May be applied to minute bars over a whole session, giving one value a day. */
  readonly reducesMinutes: boolean;
  /** Positions of the operands that may be market vectors, which are broadcast, in each operator set. */
  readonly vectorOperands: Readonly<Record<OperatorSetName, readonly number[]>>;
  readonly dimension: DimensionRule;
  /** The stricter reading of table 1, used when an experiment sets `strictTable1`. */
  readonly strictDimension?: DimensionRule;
  readonly meaning: Bilingual;
  /** When a value is missing, beyond a missing operand. */
  readonly missing: Bilingual;
}
