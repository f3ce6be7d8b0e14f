import type { OperationNode, Program, ProgramNode, TypedNode, ValueType } from '../../program/program.ts';
import { SESSION_WINDOW } from '../../program/program.ts';
import { typeOfNode } from '../../program/type-check.ts';
import { drawOne } from '../../random/draw.ts';
import { perVocabulary } from '../per-vocabulary.ts';
import { typeKey, useKey, type Vocabulary, windowsOf } from '../vocabulary.ts';
import type { MutationInput } from './mutation-input.ts';
import { type MutationDraft, rewireNode } from './rewire.ts';

/**
 * Changes one thing about one node, wherever it is used: its operator, its field, its window, or the reducer
 * or a bound of its interval; its type stays (report section 3.2.3). Null if no node has an alternative.
 */
export function node(parent: Program, { vocabulary, stream }: MutationInput): MutationDraft | null {
  const candidates = parent.nodes
    .map((old, index) => ({ index, aspects: alternativesOf(old, parent, vocabulary) }))
    .filter(({ aspects }) => aspects.length > 0);
  if (candidates.length === 0) return null;
  const { index, aspects } = drawOne(stream, candidates);
  const change = drawOne(stream, drawOne(stream, aspects));
  const old = parent.nodes[index];
  // What is remembered knows the operand's types, not which nodes they are.
  const changed =
    change.kind === 'operation' && old?.kind === 'operation' ? { ...change, operands: old.operands } : change;
  return rewireNode(parent, index, changed);
}

const rememberedAlternatives = perVocabulary<readonly (readonly ProgramNode[])[]>();

/** By aspect, so that a field with many like it is not changed more often than a window. */
function alternativesOf(
  old: TypedNode,
  parent: Program,
  vocabulary: Vocabulary,
): readonly (readonly ProgramNode[])[] {
  if (old.kind === 'field') {
    return rememberedAlternatives(vocabulary, old.name, () =>
      [otherFields(old, vocabulary)].filter(({ length }) => length > 0),
    );
  }
  const operands = old.operands.map((operand) => (parent.nodes[operand] as TypedNode).type);
  return rememberedAlternatives(vocabulary, useKey(old, operands), () => {
    const aspects = [
      otherOperators(old, operands, vocabulary),
      otherWindows(old, operands, vocabulary),
      ...otherIntervals(old, vocabulary),
    ];
    const isLegal = (changed: OperationNode): boolean => {
      const type = typeOfNode(changed, operands, vocabulary.language);
      return type.ok && typeKey(type.value) === typeKey(old.type);
    };
    return aspects.map((changes) => changes.filter(isLegal)).filter(({ length }) => length > 0);
  });
}

function otherFields(old: TypedNode & { kind: 'field' }, vocabulary: Vocabulary): readonly ProgramNode[] {
  const alike = vocabulary.types.get(typeKey(old.type))?.leaves ?? [];
  return alike.filter((name) => name !== old.name).map((name) => ({ kind: 'field', name }));
}

/** The old window is kept where the new operator takes it, so that one thing changes and not two. */
function otherOperators(
  old: OperationNode,
  operands: readonly ValueType[],
  vocabulary: Vocabulary,
): readonly OperationNode[] {
  const overMinutes = operands.some((type) => type.frequency === 'minute');
  const { operators } = vocabulary.language;
  return [...operators.values()]
    .filter(({ name, operands: names }) => name !== old.operator && names.length === operands.length)
    .flatMap((operator) => {
      const daily = windowsOf(operator, vocabulary.language);
      const legal = overMinutes && operator.minimumWindow !== null ? [SESSION_WINDOW] : daily;
      const kept = legal.filter((window) => window === old.window);
      const windows = operator.minimumWindow === null ? [null] : kept.length > 0 ? kept : legal;
      const intervals = operator.family === 'interval' ? vocabulary.intervals : [null];
      return windows.flatMap((window) =>
        intervals.map((interval) => ({ ...old, operator: operator.name, window, interval })),
      );
    });
}

function otherWindows(
  old: OperationNode,
  operands: readonly ValueType[],
  vocabulary: Vocabulary,
): readonly OperationNode[] {
  const operator = vocabulary.language.operators.get(old.operator);
  const overMinutes = operands.some((type) => type.frequency === 'minute');
  if (operator === undefined || operator.minimumWindow === null || overMinutes) return [];
  return windowsOf(operator, vocabulary.language)
    .filter((window) => window !== old.window)
    .map((window) => ({ ...old, window }));
}

/** Another reducer over the same bars, or another bound with the same reducer. */
function otherIntervals(old: OperationNode, vocabulary: Vocabulary): readonly (readonly OperationNode[])[] {
  const { interval } = old;
  if (interval === null) return [];
  const sameBars = vocabulary.intervals.filter(
    ({ reducer, from, to }) => reducer !== interval.reducer && from === interval.from && to === interval.to,
  );
  const sameReducer = vocabulary.intervals.filter(
    ({ reducer, from, to }) =>
      reducer === interval.reducer && (from === interval.from) !== (to === interval.to),
  );
  return [sameBars, sameReducer].map((changes) => changes.map((changed) => ({ ...old, interval: changed })));
}
