import type { Program, ProgramNode } from '../../program/program.ts';
import { drawBetween, drawOne } from '../../random/draw.ts';
import { drawProduction, growProduction } from '../grow.ts';
import { perVocabulary } from '../per-vocabulary.ts';
import { type Production, smallestOf, typeKey, type Vocabulary } from '../vocabulary.ts';
import { type Edge, edgesOf } from './edges.ts';
import type { MutationInput } from './mutation-input.ts';
import { type MutationDraft, rewireEdge } from './rewire.ts';

/** A production over the edge's value that gives a value of the same type back. */
interface Wrapping extends Production {
  readonly position: number;
}

/**
 * Wraps one use of a node with a new operator that keeps its type; further operands are grown (report section
 * 3.2.3). Null if no edge has room for any operator.
 */
export function insert(
  parent: Program,
  { vocabulary, stream, freshSize }: MutationInput,
): MutationDraft | null {
  const candidates = edgesOf(parent, vocabulary.language.limits)
    .map((edge) => ({ edge, wrappings: wrappingsOf(edge, vocabulary) }))
    .filter(({ wrappings }) => wrappings.length > 0);
  if (candidates.length === 0) return null;
  const { edge, wrappings } = drawOne(stream, candidates);
  const nodes: ProgramNode[] = [...parent.nodes];
  const growth = { vocabulary, stream, nodes };
  const wrapping = drawProduction(growth, drawOne(stream, wrappings)) as Wrapping;
  const least = addedSize(wrapping, edge.room.depth, vocabulary);
  const size = drawBetween(stream, least, Math.max(least, Math.min(edge.spareSize, freshSize)));
  const added = growProduction(growth, wrapping, {
    room: { size, depth: edge.room.depth },
    given: { position: wrapping.position, node: edge.node },
  });
  return rewireEdge(parent, nodes, edge, added);
}

const rememberedWrappings = perVocabulary<readonly (readonly Wrapping[])[]>();

/** Grouped by operator, as productions are. */
function wrappingsOf(edge: Edge, vocabulary: Vocabulary): readonly (readonly Wrapping[])[] {
  const { room, spareSize } = edge;
  if (edge.targetDepth + 1 > room.depth) return [];
  const key = typeKey(edge.target.type);
  return rememberedWrappings(vocabulary, `${key} ${room.depth} ${spareSize}`, () =>
    (vocabulary.types.get(key)?.productions ?? [])
      .map((group) =>
        group.flatMap((production) =>
          production.keys.flatMap((operandKey, position) => {
            if (operandKey !== key) return [];
            const wrapping = { ...production, position };
            return addedSize(wrapping, room.depth, vocabulary) <= spareSize ? [wrapping] : [];
          }),
        ),
      )
      .filter((group) => group.length > 0),
  );
}

/** Operators and leaves that the smallest form of a wrapping adds within so many levels. */
function addedSize(wrapping: Wrapping, depth: number, vocabulary: Vocabulary): number {
  return wrapping.operands.reduce(
    (size, type, position) =>
      position === wrapping.position ? size : size + smallestOf(vocabulary, type, depth - 1),
    1,
  );
}
