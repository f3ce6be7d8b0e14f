import { OPERATORS } from '../operator/operators.ts';
import { invariant } from '../outcome/refusal.ts';
import { formatTime } from './clock-time.ts';
import type { OperationNode, ProgramNode } from './program.ts';

/** A printed sub-expression and how tightly its outermost operator binds. */
export interface Printed {
  readonly text: string;
  readonly binding: number;
}

const SUM_BINDING = 1;
const PRODUCT_BINDING = 2;
const TIGHTEST = 3;

/**
 * Prints one node from its printed operands, with as few brackets as `parseProgram` needs to read the same
 * graph back: infix operators associate to the left, so a right operand that binds no tighter is bracketed.
 */
export function printWith(node: ProgramNode, operands: readonly Printed[]): Printed {
  if (node.kind === 'field') return { text: node.name, binding: TIGHTEST };
  const infix = OPERATORS.get(node.operator)?.infix;
  const [left, right] = operands;
  if (infix === undefined || left === undefined || right === undefined) {
    return { text: printCall(node, operands), binding: TIGHTEST };
  }
  const binding = infix === '+' || infix === '-' ? SUM_BINDING : PRODUCT_BINDING;
  const leftText = left.binding < binding ? `(${left.text})` : left.text;
  const rightText = right.binding <= binding ? `(${right.text})` : right.text;
  return { text: `${leftText}${infix}${rightText}`, binding };
}

function printCall(node: OperationNode, operands: readonly Printed[]): string {
  const parts = operands.map((operand) => operand.text);
  if (node.interval !== null) {
    const { reducer, from, to } = node.interval;
    parts.push(reducer, formatTime(from), formatTime(to));
  }
  if (node.window !== null) parts.push(`${node.window}`);
  return `${node.operator}(${parts.join(',')})`;
}

/**
 * Single-line expression of the sub-graph under a node. Shared nodes are written out each time they are used,
 * so the text is as long as the expanded expression: bounded for a Program, not for any draft.
 */
export function printNode(nodes: readonly ProgramNode[], index: number): string {
  const printed = new Map<number, Printed>();
  const print = (at: number): Printed => {
    const known = printed.get(at);
    if (known !== undefined) return known;
    const node = nodes[at];
    invariant(node !== undefined, `node ${at} is outside a graph of ${nodes.length}`);
    const operands = node.kind === 'field' ? [] : node.operands.map(print);
    const text = printWith(node, operands);
    printed.set(at, text);
    return text;
  };
  return print(index).text;
}
