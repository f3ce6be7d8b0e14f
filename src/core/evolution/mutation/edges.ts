import { measureNodes } from '../../program/measure.ts';
import type { Language, Program, TypedNode } from '../../program/program.ts';
import type { Room } from '../grow.ts';

/**
 * One use of a node: the operand of a consumer, or the output itself. Every node of a Program reaches its
 * output, so every edge does: whatever is done to an edge is linked.
 */
export interface Edge {
  /** Index of the node that uses the value; null for the output edge. */
  readonly consumer: number | null;
  readonly position: number;
  /** Index of the node whose value is used. */
  readonly node: number;
  readonly target: TypedNode;
  /** What an expression in the target's place may take. */
  readonly room: Room;
  /** What may be added to the target without replacing it. */
  readonly spareSize: number;
  /** Levels of the target as it is. */
  readonly targetDepth: number;
}

/**
 * Every edge of the shared graph, the output edge first. A consumer that the expanded expression repeats
 * grows at each repetition, so the spare size is divided by the repetitions. Cost O(nodes).
 */
export function edgesOf(program: Program, limits: Language['limits']): readonly Edge[] {
  const { nodes } = program;
  const measures = measureNodes(nodes);
  const output = nodes.length - 1;
  const repeats: number[] = nodes.map((_, index) => (index === output ? 1 : 0));
  const levels: number[] = nodes.map(() => 1);
  const spare = Math.max(0, limits.size - program.size);
  const edgeTo = (node: number, consumer: number | null, position: number): Edge => {
    const spareSize = consumer === null ? spare : Math.floor(spare / (repeats[consumer] ?? 1));
    const above = consumer === null ? 0 : (levels[consumer] ?? 0);
    const { size, depth } = measures[node] ?? { size: 0, depth: 0 };
    const room = { size: size + spareSize, depth: limits.depth - above };
    const target = nodes[node] as TypedNode;
    return { consumer, position, node, target, room, spareSize, targetDepth: depth };
  };
  const edges = [edgeTo(output, null, 0)];
  for (let consumer = output; consumer >= 0; consumer -= 1) {
    const node = nodes[consumer];
    if (node === undefined || node.kind === 'field') continue;
    for (const operand of node.operands) {
      repeats[operand] = (repeats[operand] ?? 0) + (repeats[consumer] ?? 0);
      levels[operand] = Math.max(levels[operand] ?? 0, (levels[consumer] ?? 0) + 1);
    }
    edges.push(...node.operands.map((operand, position) => edgeTo(operand, consumer, position)));
  }
  return edges;
}
