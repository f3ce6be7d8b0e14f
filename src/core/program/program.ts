import type { Dimension } from '../dimension/dimension.ts';
import type {
  Bilingual,
  IntervalReducer,
  OperatorDefinition,
  OperatorSetName,
} from '../operator/operator.ts';

/** Daily values have one row a day; minute values one a bar. UPPER CASE names are daily, lower case minute. */
export type Frequency = 'daily' | 'minute';
/** A matrix holds a value for each stock, a vector one for the whole market. */
export type Shape = 'matrix' | 'vector';

/** What the type checker knows of a node. */
export interface ValueType {
  readonly frequency: Frequency;
  readonly shape: Shape;
  readonly dimension: Dimension;
}

/** A datum of a dataset that a formula can name. */
export interface FieldDefinition extends ValueType {
  readonly name: string;
  readonly meaning: Bilingual;
}

/** The regular trading session of minute bars. */
export interface Session {
  /** Stamps of the bars in minutes after midnight, ascending. A bar is stamped at its end. */
  readonly barStamps: readonly number[];
  /** Opening time in minutes after midnight: an interval that starts here includes the opening bar. */
  readonly opens: number;
}

/** `interval(m, reducer, from, to)`: bars stamped in (from, to], and the opening bar when from is the open. */
export interface IntervalArguments {
  readonly reducer: IntervalReducer;
  /** Minutes after midnight. */
  readonly from: number;
  readonly to: number;
}

/** Window that stands for the whole session on minute bars, whatever their number (report section 3.1). */
export const SESSION_WINDOW = 240;

export interface FieldNode {
  readonly kind: 'field';
  readonly name: string;
}

export interface OperationNode {
  readonly kind: 'operation';
  readonly operator: string;
  /** Indices of earlier nodes. */
  readonly operands: readonly number[];
  /** Rows of the window or lag; SESSION_WINDOW where the operands are minute bars; null where none is taken. */
  readonly window: number | null;
  readonly interval: IntervalArguments | null;
}

/** A node as drafts hold it. Operands point backwards, so a list of nodes is a graph without cycles. */
export type ProgramNode = FieldNode | OperationNode;

export type TypedNode = ProgramNode & { readonly type: ValueType };

declare const validated: unique symbol;

/**
 * A typed graph program in canonical form. Only `buildProgram` and `parseProgram` make one, so whoever holds
 * a Program holds a legal one: dimension-correct, within the limits, dimensionless daily matrix at the end.
 * Source: report section 3.1 (programs), ADR 0003 (canonical form).
 */
export interface Program {
  readonly [validated]: true;
  /** Setup nodes first (inputs and minute-to-day reductions), then predict nodes; the last is the output. */
  readonly nodes: readonly TypedNode[];
  readonly setupCount: number;
  /** Canonical single line; `parseProgram` reads it back to an equal program. */
  readonly text: string;
  /** SHA-256 (hex) of the canonical text: the identity of a factor. */
  readonly hash: string;
  /** Operators and data leaves of the expanded expression, windows not counted. */
  readonly size: number;
  /** Levels of the expanded expression; a leaf has depth 1. */
  readonly depth: number;
}

/** The words and the limits that a program must keep to. */
export interface Language {
  readonly fields: ReadonlyMap<string, FieldDefinition>;
  readonly operators: ReadonlyMap<string, OperatorDefinition>;
  /** Which reading of `OperatorDefinition.vectorOperands` holds. */
  readonly operatorSet: OperatorSetName;
  readonly session: Session | null;
  /** Daily windows that may be used; null = any from the operator's minimum to 1,000. */
  readonly windows: readonly number[] | null;
  readonly limits: { readonly size: number; readonly depth: number };
  readonly strictTable1: boolean;
  /** Whether formulas may read imported values (`imported_...`): what people type may, what runs breed may not. */
  readonly importedValues: boolean;
}
