import type { OperatorDefinition } from '../operator/operator.ts';
import { invariant } from '../outcome/refusal.ts';
import { type ProgramNode, SESSION_WINDOW, type ValueType } from '../program/program.ts';
import { drawBetween, drawOne, drawWeighted } from '../random/draw.ts';
import type { RandomStream } from '../random/random-stream.ts';
import { perVocabulary } from './per-vocabulary.ts';
import { type Production, smallestOf, typeKey, type Vocabulary, windowsOf } from './vocabulary.ts';

/** Room of an expression: operators and leaves, and levels. */
export interface Room {
  readonly size: number;
  readonly depth: number;
}

export interface Growth {
  readonly vocabulary: Vocabulary;
  readonly stream: RandomStream;
  /** Grown nodes are appended here, operands before their users. */
  readonly nodes: ProgramNode[];
}

/**
 * Grows a random expression of exactly the wanted type, filling the room as far as operators fit, and gives
 * the index of its root. Legal by construction: an operator is drawn only if operands of its types fit what
 * is left. The caller checks that the smallest such expression fits. Cost O(size x productions).
 */
export function grow(growth: Growth, type: ValueType, room: Room): number {
  const { vocabulary, stream, nodes } = growth;
  const choices = vocabulary.types.get(typeKey(type));
  const fits = smallestOf(vocabulary, type, room.depth) <= room.size;
  invariant(choices !== undefined && fits, `room for ${typeKey(type)}`);
  const fitting = fittingProductions(vocabulary, typeKey(type), room);
  if (fitting.length === 0) return nodes.push({ kind: 'field', name: drawOne(stream, choices.leaves) }) - 1;
  const production = drawProduction(growth, drawOne(stream, fitting));
  return growProduction(growth, production, { room, given: null });
}

const rememberedProductions = perVocabulary<readonly (readonly Production[])[]>();

/** Productions of a type that fit the room, grouped by operator. */
const fittingProductions = (
  vocabulary: Vocabulary,
  key: string,
  { size, depth }: Room,
): readonly (readonly Production[])[] =>
  rememberedProductions(vocabulary, `${key} ${depth} ${size}`, () =>
    (vocabulary.types.get(key)?.productions ?? [])
      .map((group) => group.filter((production) => smallestWith(production, depth) <= size))
      .filter((group) => group.length > 0),
  );

/** One of an operator's productions, those over types of fields more often. */
export function drawProduction(growth: Growth, group: readonly Production[]): Production {
  const weights = group.map(({ weight }) => weight);
  return group[drawWeighted(growth.stream, weights)] as Production;
}

/**
 * Appends an operator of the wanted production, growing the operands that are not given.
 * @param given an operand that stands already, by its position; its size does not count against the room
 */
export function growProduction(
  growth: Growth,
  production: Production,
  frame: { room: Room; given: { position: number; node: number } | null },
): number {
  const { vocabulary, stream, nodes } = growth;
  const depth = frame.room.depth - 1;
  const wanted = production.operands.map((type, position) => ({
    type,
    smallest: position === frame.given?.position ? 0 : smallestOf(vocabulary, type, depth),
  }));
  let spare = wanted.reduce((left, operand) => left - operand.smallest, frame.room.size - 1);
  const last = wanted.findLastIndex((_, position) => position !== frame.given?.position);
  const operands = wanted.map(({ type, smallest }, position) => {
    if (frame.given?.position === position) return frame.given.node;
    const extra = position === last ? spare : drawBetween(stream, 0, spare);
    spare -= extra;
    return grow(growth, type, { size: smallest + extra, depth });
  });
  return nodes.push(operationOf(growth, production, operands)) - 1;
}

const smallestWith = (production: Production, depth: number): number =>
  production.smallest[depth - 1] ?? Number.POSITIVE_INFINITY;

function operationOf(growth: Growth, production: Production, operands: readonly number[]): ProgramNode {
  const { vocabulary, stream } = growth;
  const { operator } = production;
  const overMinutes = production.operands.some((type) => type.frequency === 'minute');
  return {
    kind: 'operation',
    operator: operator.name,
    operands,
    window: drawWindow(operator, overMinutes, growth),
    interval: operator.family === 'interval' ? drawOne(stream, vocabulary.intervals) : null,
  };
}

/** Minute bars are reduced over the whole session; daily windows come from the language's list. */
export function drawWindow(
  operator: OperatorDefinition,
  overMinutes: boolean,
  { vocabulary, stream }: Pick<Growth, 'vocabulary' | 'stream'>,
): number | null {
  if (operator.minimumWindow === null) return null;
  return overMinutes ? SESSION_WINDOW : drawOne(stream, windowsOf(operator, vocabulary.language));
}
