import { type Dimension, formatDimension, isDimensionless } from '../dimension/dimension.ts';
import type { OperatorDefinition } from '../operator/operator.ts';
import { legalWindows } from '../program/check-window.ts';
import type {
  FieldDefinition,
  IntervalArguments,
  Language,
  OperationNode,
  ValueType,
} from '../program/program.ts';
import { SESSION_WINDOW } from '../program/program.ts';
import { typeOfNode } from '../program/type-check.ts';
import { intervalChoices } from './interval-choices.ts';

/** One way to make a value of a type: an operator over operands of given types. */
export interface Production {
  readonly operator: OperatorDefinition;
  readonly operands: readonly ValueType[];
  /** Keys of the operands' types. */
  readonly keys: readonly string[];
  /** How often it is drawn among the productions of its operator. */
  readonly weight: number;
  /** [depth - 1]: fewest operators and leaves of an expression that it ends. */
  readonly smallest: readonly number[];
}

/** What can be drawn of one type. */
export interface TypeChoices {
  readonly type: ValueType;
  /** Names of fields of exactly this type. */
  readonly leaves: readonly string[];
  /** Grouped by operator, so that one with many operand types is not drawn more often. */
  readonly productions: readonly (readonly Production[])[];
  /** [depth - 1]: fewest operators and leaves of an expression of this type that is at most so deep. */
  readonly smallest: readonly number[];
}

type Pairing = Pick<Production, 'operator' | 'operands' | 'keys'>;
type DraftChoices = Pick<TypeChoices, 'type' | 'leaves'> & { readonly pairings: (readonly Pairing[])[] };
type SizesByKey = ReadonlyMap<string, readonly number[]>;

/** Everything that random drawing may use, worked out once for a run. */
export interface Vocabulary {
  readonly language: Language;
  readonly types: ReadonlyMap<string, TypeChoices>;
  readonly intervals: readonly IntervalArguments[];
}

/** Windows of programs drawn in a language that leaves them open (report section 3.1). */
const REPORT_WINDOWS = [2, 5, 10, 20];
/** Operand types that a field has, or without a dimension, are drawn so many times as often as others. */
const LEAF_TYPE_WEIGHT = 4;
/** Sum of absolute exponents up to which intermediate values are drawn; yuan*lot and yuan/lot are inside. */
const WIDEST_DIMENSION = 2;

export const typeKey = (type: ValueType): string =>
  `${type.frequency} ${type.shape} ${formatDimension(type.dimension)}`;

/** Names an operation by all that decides its type: operator, window, interval and the types of its operands. */
export function useKey(
  { operator, window, interval }: OperationNode,
  operands: readonly ValueType[],
): string {
  const span = interval === null ? '' : `${interval.reducer} ${interval.from} ${interval.to}`;
  return `${operator}/${window}/${span}/${operands.map(typeKey).join('/')}`;
}

/**
 * Works out which operators make which types of which, and how small an expression of each type can be, so
 * that whatever is drawn is legal by construction and fits its limits. Cost O(types^2 x operators x depth),
 * some milliseconds.
 * @param intervalTimes `HH:MM` bounds for intervals; empty = the half-hours of the session
 */
export function createVocabulary(language: Language, intervalTimes: readonly string[]): Vocabulary {
  const intervals = intervalChoices(language.session, intervalTimes);
  const types = candidateTypes(language);
  const drafts = new Map<string, DraftChoices>(
    types.map((type) => [typeKey(type), { type, leaves: leavesOf(type, language.fields), pairings: [] }]),
  );
  for (const operator of language.operators.values()) {
    if (operator.family === 'interval' && intervals.length === 0) continue;
    if (operator.minimumWindow !== null && windowsOf(operator, language).length === 0) continue;
    const made = pairingsOf(operator, types, { language, intervals });
    for (const [key, pairings] of made) drafts.get(key)?.pairings.push(pairings);
  }
  const sizes = smallestSizes(drafts, language.limits.depth);
  const choices = [...drafts].map(([key, draft]): [string, TypeChoices] => {
    const productions = draft.pairings.map((group) => group.map((pairing) => measured(pairing, sizes)));
    return [key, { type: draft.type, leaves: draft.leaves, productions, smallest: sizes.get(key) ?? [] }];
  });
  return { language, intervals, types: new Map(choices) };
}

/** Daily windows that may be drawn for an operator. */
export function windowsOf(operator: OperatorDefinition, language: Language): readonly number[] {
  const minimum = operator.minimumWindow;
  if (language.windows !== null || minimum === null) return legalWindows(operator, language);
  return REPORT_WINDOWS.filter((window) => window >= minimum);
}

/** Fewest operators and leaves of an expression of a type within a depth; Infinity where there is none. */
export function smallestOf(vocabulary: Vocabulary, type: ValueType, depth: number): number {
  return vocabulary.types.get(typeKey(type))?.smallest[depth - 1] ?? Number.POSITIVE_INFINITY;
}

function candidateTypes(language: Language): readonly ValueType[] {
  const types = new Map<string, ValueType>();
  const put = (type: ValueType): void => {
    types.set(typeKey(type), type);
  };
  for (const dimension of narrowDimensions()) {
    put({ frequency: 'daily', shape: 'matrix', dimension });
    if (isDimensionless(dimension)) put({ frequency: 'daily', shape: 'vector', dimension });
  }
  for (const { frequency, shape, dimension } of language.fields.values())
    put({ frequency, shape, dimension });
  return [...types.values()];
}

function narrowDimensions(): readonly Dimension[] {
  const exponents = Array.from({ length: 2 * WIDEST_DIMENSION + 1 }, (_, k) => k - WIDEST_DIMENSION);
  return exponents
    .flatMap((yuan) => exponents.map((lot) => ({ yuan, lot })))
    .filter(({ yuan, lot }) => Math.abs(yuan) + Math.abs(lot) <= WIDEST_DIMENSION);
}

function leavesOf(type: ValueType, fields: ReadonlyMap<string, FieldDefinition>): readonly string[] {
  return [...fields.values()].filter((field) => typeKey(field) === typeKey(type)).map((field) => field.name);
}

/** Asks the type checker itself about every pairing of operand types, so the two can never disagree. */
function pairingsOf(
  operator: OperatorDefinition,
  types: readonly ValueType[],
  context: { language: Language; intervals: readonly IntervalArguments[] },
): ReadonlyMap<string, readonly Pairing[]> {
  const made = new Map<string, Pairing[]>();
  let pairings: ValueType[][] = [[]];
  for (const _ of operator.operands) {
    pairings = pairings.flatMap((pairing) => types.map((type) => [...pairing, type]));
  }
  for (const operands of pairings) {
    const type = typeOfNode(exampleOf(operator, operands, context), operands, context.language);
    if (!type.ok) continue;
    const key = typeKey(type.value);
    const group = made.get(key) ?? [];
    group.push({ operator, operands, keys: operands.map(typeKey) });
    made.set(key, group);
  }
  return made;
}

function measured(pairing: Pairing, sizes: SizesByKey): Production {
  const ofOperands = pairing.keys.map((key) => sizes.get(key) ?? []);
  const depths = ofOperands[0] ?? [];
  const smallest = depths.map((_, level) =>
    ofOperands.reduce((sum, list) => sum + (list[level - 1] ?? Number.POSITIVE_INFINITY), 1),
  );
  const weight = pairing.operands.reduce((product, type, position) => {
    const isLeaf = ofOperands[position]?.[0] === 1;
    return product * (isLeaf || isDimensionless(type.dimension) ? LEAF_TYPE_WEIGHT : 1);
  }, 1);
  return { ...pairing, weight, smallest };
}

function exampleOf(
  operator: OperatorDefinition,
  operands: readonly ValueType[],
  context: { language: Language; intervals: readonly IntervalArguments[] },
): OperationNode {
  const overMinutes = operands.some((operand) => operand.frequency === 'minute');
  const daily = windowsOf(operator, context.language)[0] ?? null;
  const window = operator.minimumWindow !== null && overMinutes ? SESSION_WINDOW : daily;
  const interval = operator.family === 'interval' ? (context.intervals[0] ?? null) : null;
  return {
    kind: 'operation',
    operator: operator.name,
    operands: operands.map((_, k) => k),
    window,
    interval,
  };
}

/** Depth by depth: an expression one level deeper is an operator over expressions that are known already. */
function smallestSizes(drafts: ReadonlyMap<string, DraftChoices>, maximumDepth: number): SizesByKey {
  const none = Number.POSITIVE_INFINITY;
  const sizes = new Map([...drafts].map(([key, { leaves }]) => [key, [leaves.length > 0 ? 1 : none]]));
  for (let level = 1; level < maximumDepth; level++) {
    for (const [key, draft] of drafts) {
      const own = sizes.get(key) ?? [];
      let smallest = own[level - 1] ?? none;
      for (const { keys } of draft.pairings.flat()) {
        const size = keys.reduce((sum, operand) => sum + (sizes.get(operand)?.[level - 1] ?? none), 1);
        smallest = Math.min(smallest, size);
      }
      own[level] = smallest;
    }
  }
  return sizes;
}
