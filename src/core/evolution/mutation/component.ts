import type { Program, ProgramNode } from '../../program/program.ts';
import { drawBetween, drawOne } from '../../random/draw.ts';
import { grow } from '../grow.ts';
import { smallestOf } from '../vocabulary.ts';
import { edgesOf } from './edges.ts';
import type { MutationInput } from './mutation-input.ts';
import { type MutationDraft, rewireEdge } from './rewire.ts';

/**
 * Regrows everything under one use of a node, as an expression of the same type (AutoML-Zero re-randomises a
 * component function; report section 3.2.3). Minute data are regrown with the operator that reduces them.
 */
export function component(
  parent: Program,
  { vocabulary, stream, freshSize }: MutationInput,
): MutationDraft | null {
  const candidates = edgesOf(parent, vocabulary.language.limits)
    .map((edge) => ({ edge, smallest: smallestOf(vocabulary, edge.target.type, edge.room.depth) }))
    .filter(({ edge, smallest }) => edge.target.type.frequency === 'daily' && smallest <= edge.room.size);
  if (candidates.length === 0) return null;
  const { edge, smallest } = drawOne(stream, candidates);
  const nodes: ProgramNode[] = [...parent.nodes];
  const largest = Math.max(smallest, Math.min(edge.room.size, freshSize));
  const room = { size: drawBetween(stream, smallest, largest), depth: edge.room.depth };
  const added = grow({ vocabulary, stream, nodes }, edge.target.type, room);
  return rewireEdge(parent, nodes, edge, added);
}
