import type {
  FieldDefinition,
  OperationNode,
  Program,
  ProgramNode,
  TypedNode,
  ValueType,
} from '../../program/program.ts';
import { typeOfNode } from '../../program/type-check.ts';
import { drawOne } from '../../random/draw.ts';
import { FACTOR_TYPE } from '../draw-program.ts';
import { perVocabulary } from '../per-vocabulary.ts';
import { typeKey, useKey, type Vocabulary } from '../vocabulary.ts';
import { type Edge, edgesOf } from './edges.ts';
import type { MutationInput } from './mutation-input.ts';
import { type MutationDraft, rewireEdge } from './rewire.ts';

/**
 * The reverse of insert: everything under one use of a node collapses to one leaf of any dimension that its
 * user takes without changing its own type (report section 3.2.4). It strips genes from over-dominant elites.
 * Null if nothing that is not a leaf already may become one.
 */
export function degenerate(parent: Program, { vocabulary, stream }: MutationInput): MutationDraft | null {
  const candidates = edgesOf(parent, vocabulary.language.limits)
    .filter((edge) => edge.target.kind === 'operation')
    .map((edge) => ({ edge, leaves: legalLeaves(parent, edge, vocabulary) }))
    .filter(({ leaves }) => leaves.length > 0);
  if (candidates.length === 0) return null;
  const { edge, leaves } = drawOne(stream, candidates);
  const nodes: ProgramNode[] = [...parent.nodes];
  const added = nodes.push({ kind: 'field', name: drawOne(stream, leaves).name }) - 1;
  return rewireEdge(parent, nodes, edge, added);
}

const rememberedLeaves = perVocabulary<readonly FieldDefinition[]>();

function legalLeaves(parent: Program, edge: Edge, vocabulary: Vocabulary): readonly FieldDefinition[] {
  const consumer = edge.consumer === null ? undefined : parent.nodes[edge.consumer];
  const daily = () => [...vocabulary.language.fields.values()].filter((field) => field.frequency === 'daily');
  if (consumer?.kind !== 'operation') {
    return rememberedLeaves(vocabulary, 'output', () =>
      daily().filter((field) => typeKey(field) === typeKey(FACTOR_TYPE)),
    );
  }
  const operands = consumer.operands.map((operand) => (parent.nodes[operand] as TypedNode).type);
  const key = `${edge.position} ${useKey(consumer, operands)}`;
  return rememberedLeaves(vocabulary, key, () =>
    daily().filter((field) => keepsType(consumer, operands.with(edge.position, field), vocabulary)),
  );
}

function keepsType(
  consumer: OperationNode & TypedNode,
  operands: readonly ValueType[],
  vocabulary: Vocabulary,
): boolean {
  const type = typeOfNode(consumer, operands, vocabulary.language);
  return type.ok && typeKey(type.value) === typeKey(consumer.type);
}
