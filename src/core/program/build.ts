import { Refusal } from '../outcome/refusal.ts';
import { failure, type Result, success } from '../outcome/result.ts';
import { canonicalise } from './canonicalise.ts';
import { type Measure, measureNodes } from './measure.ts';
import { printNode } from './print.ts';
import type { Language, Program, ProgramNode, TypedNode, ValueType } from './program.ts';
import { checkOutput, typeOfNode } from './type-check.ts';
import type { TypeFault } from './type-fault.ts';

/** Characters of a formula that a node was read from, end exclusive. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/**
 * Makes a Program of drafted nodes, whose last is the output: prunes what the output does not reach, checks
 * limits and types, and brings the rest to canonical form.
 * @param spans where each node stood in a formula, so that a refusal can point at it
 * @returns a Refusal FORMULA_* that names expected, actual and place, if any rule is broken
 * Cost O(nodes x size limit). Source: report section 3.1, ADR 0003.
 */
export function buildProgram(
  nodes: readonly ProgramNode[],
  language: Language,
  spans: readonly Span[] = [],
): Result<Program, Refusal> {
  const broken = checkStructure(nodes);
  if (broken !== null) return failure(broken);
  const reachable = reachableFrom(nodes);
  const measures = measureNodes(nodes);
  const output = nodes.length - 1;
  const tooLong = checkLimits(measures[output] as Measure, language);
  if (tooLong !== null) return failure(tooLong);

  const types: (ValueType | undefined)[] = [];
  const typed: (TypedNode | undefined)[] = [];
  for (const [index, node] of nodes.entries()) {
    if (!reachable[index]) continue;
    const operands = node.kind === 'field' ? [] : node.operands.map((at) => types[at] as ValueType);
    const type = typeOfNode(node, operands, language);
    if (!type.ok) return failure(refusalAt(type.error, nodes, index, spans));
    types[index] = type.value;
    typed[index] = { ...node, type: type.value };
  }
  const fault = checkOutput(types[output] as ValueType);
  if (fault !== null) return failure(refusalAt(fault, nodes, output, spans));
  return success(canonicalise(typed, measures[output] as Measure));
}

/** Operands must point backwards: then a list of nodes cannot hold a cycle. */
function checkStructure(nodes: readonly ProgramNode[]): Refusal | null {
  if (nodes.length === 0) return new Refusal('FORMULA_SYNTAX', 'a program needs at least one node, got none');
  for (const [index, node] of nodes.entries()) {
    if (node.kind === 'field') continue;
    const stray = node.operands.find((at) => !Number.isInteger(at) || at < 0 || at >= index);
    if (stray === undefined) continue;
    return new Refusal(
      'FORMULA_TYPE',
      `${node.operator}: expected operands among earlier nodes, got node ${stray} at node ${index}`,
      { expected: `a node from 0 to ${index - 1}`, actual: `${stray}`, where: `node ${index}` },
    );
  }
  return null;
}

function reachableFrom(nodes: readonly ProgramNode[]): readonly boolean[] {
  const reachable = nodes.map((_, index) => index === nodes.length - 1);
  for (let index = nodes.length - 1; index >= 0; index -= 1) {
    const node = nodes[index];
    if (!reachable[index] || node === undefined || node.kind === 'field') continue;
    for (const operand of node.operands) reachable[operand] = true;
  }
  return reachable;
}

function checkLimits(measure: Measure, language: Language): Refusal | null {
  for (const limit of ['size', 'depth'] as const) {
    const [allowed, found] = [language.limits[limit], measure[limit]];
    if (found <= allowed) continue;
    return new Refusal(
      'FORMULA_TOO_LONG',
      `the expanded expression: expected a ${limit} of at most ${allowed}, got ${found}`,
      {
        expected: `${limit} <= ${allowed}`,
        actual: `${found}`,
        remedy: 'shorten the formula, or raise the limit in the experiment',
      },
    );
  }
  return null;
}

function refusalAt(
  fault: TypeFault,
  nodes: readonly ProgramNode[],
  index: number,
  spans: readonly Span[],
): Refusal {
  const text = printNode(nodes, index);
  const position = spans[index];
  const column = position === undefined ? '' : `, column ${position.start + 1}`;
  return new Refusal(
    fault.code,
    `${fault.subject}: expected ${fault.expected}, got ${fault.actual} in ${text}${column}`,
    {
      expected: fault.expected,
      actual: fault.actual,
      where: `${text}${column}`,
      ...(fault.remedy !== undefined && { remedy: fault.remedy }),
      ...(position !== undefined && { position: { start: position.start, end: position.end } }),
    },
  );
}
