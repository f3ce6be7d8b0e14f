import type { Program } from '../program/program.ts';

/**
 * Operators of a program that are fed the same value twice (x-x, x/x, the correlation of x with x): constant
 * or no more than x itself. Equal sub-graphs are shared in canonical form, so equal means the same node.
 */
export function countSelfPairs(program: Program): number {
  const paired = program.nodes.filter(
    (node) =>
      node.kind === 'operation' && node.operands.length === 2 && node.operands[0] === node.operands[1],
  );
  return paired.length;
}
