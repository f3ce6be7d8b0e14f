import type { ProgramNode } from './program.ts';

export interface Measure {
  /** Operators and data leaves of the expanded expression. */
  readonly size: number;
  /** Levels of the expanded expression; a leaf has depth 1. */
  readonly depth: number;
}

/**
 * Size and depth of the expanded expression under each node, without expanding it: shared nodes count each
 * time they are used, which can double at every level, so sizes are added up as numbers. Operands must point
 * backwards. Cost O(nodes + edges).
 */
export function measureNodes(nodes: readonly ProgramNode[]): readonly Measure[] {
  const measures: Measure[] = [];
  for (const node of nodes) {
    let size = 1;
    let depth = 0;
    for (const operand of node.kind === 'field' ? [] : node.operands) {
      const below = measures[operand];
      size += below?.size ?? 0;
      depth = Math.max(depth, below?.depth ?? 0);
    }
    measures.push({ size, depth: depth + 1 });
  }
  return measures;
}
