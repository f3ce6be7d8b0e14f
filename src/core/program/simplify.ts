import { isDimensionless } from '../dimension/dimension.ts';
import { printNode } from './print.ts';
import type { Program, TypedNode } from './program.ts';

/** Operators that keep the order of the stocks of a day, so that under rank IC they add nothing. */
const ORDER_KEEPING = ['sigmoid', 'cs_norm', 'cs_rank'];

/**
 * A shorter formula that ranks the stocks of every day as the program does: what stands outermost and keeps
 * their order is taken off (a sigmoid, a standardisation, a market vector added or subtracted), as long as a
 * legal factor remains. For reading only: it is another program, whose Pearson IC, ties where a sigmoid saturates
 * and missing days may differ. Returns the program's own text where nothing comes off.
 */
export function simplifyForRanks(program: Program): string {
  const { nodes } = program;
  let index = nodes.length - 1;
  for (let inner = innerOf(nodes, index); inner !== null; inner = innerOf(nodes, index)) index = inner;
  return printNode(nodes, index);
}

/** The operand that alone decides the order of the stocks, if it is a factor by itself. */
function innerOf(nodes: readonly TypedNode[], index: number): number | null {
  const node = nodes[index];
  if (node === undefined || node.kind === 'field') return null;
  const [first, second] = node.operands;
  const isVector = (at: number | undefined): boolean =>
    at !== undefined && nodes[at]?.type.shape === 'vector';
  const inner = ORDER_KEEPING.includes(node.operator)
    ? first
    : node.operator === 'add' && isVector(first)
      ? second
      : (node.operator === 'add' || node.operator === 'subtract') && isVector(second)
        ? first
        : undefined;
  const type = inner === undefined ? undefined : nodes[inner]?.type;
  if (inner === undefined || type === undefined) return null;
  return type.shape === 'matrix' && isDimensionless(type.dimension) ? inner : null;
}
