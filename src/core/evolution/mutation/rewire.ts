import { invariant } from '../../outcome/refusal.ts';
import { printNode } from '../../program/print.ts';
import type { Program, ProgramNode } from '../../program/program.ts';
import type { Edge } from './edges.ts';

/** A mutated graph before it is checked: what buildProgram is given, and what was replaced by what. */
export interface MutationDraft {
  readonly nodes: readonly ProgramNode[];
  readonly detail: { readonly before: string; readonly after: string };
}

/** Puts a new node in the place of one use of an old one. */
export function rewireEdge(parent: Program, nodes: ProgramNode[], edge: Edge, added: number): MutationDraft {
  const detail = { before: printNode(parent.nodes, edge.node), after: printNode(nodes, added) };
  if (edge.consumer === null) return { nodes, detail };
  const consumer = parent.nodes[edge.consumer];
  invariant(consumer?.kind === 'operation', 'an edge leads to an operation');
  const operands = consumer.operands.map((operand, position) =>
    position === edge.position ? added : operand,
  );
  const changed = nodes.push({ ...consumer, operands }) - 1;
  carryUp(parent, nodes, edge.consumer, changed);
  return { nodes, detail };
}

/** Puts a new node in the place of an old one wherever that is used. */
export function rewireNode(parent: Program, node: number, changed: ProgramNode): MutationDraft {
  const nodes: ProgramNode[] = [...parent.nodes];
  const added = nodes.push(changed) - 1;
  const detail = { before: printNode(parent.nodes, node), after: printNode(nodes, added) };
  carryUp(parent, nodes, node, added);
  return { nodes, detail };
}

/** Repeats every node above a changed one with its new operands; the output is the last. */
function carryUp(parent: Program, nodes: ProgramNode[], from: number, changed: number): void {
  const moved = new Map([[from, changed]]);
  for (let index = from + 1; index < parent.nodes.length; index++) {
    const node = parent.nodes[index];
    if (node?.kind !== 'operation' || !node.operands.some((operand) => moved.has(operand))) continue;
    const operands = node.operands.map((operand) => moved.get(operand) ?? operand);
    moved.set(index, nodes.push({ ...node, operands }) - 1);
  }
  invariant(
    moved.get(parent.nodes.length - 1) === nodes.length - 1,
    'a change of a program reaches its output',
  );
}
