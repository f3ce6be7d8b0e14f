import { createHash } from 'node:crypto';
import { OPERATORS } from '../operator/operators.ts';
import { invariant } from '../outcome/refusal.ts';
import type { Measure } from './measure.ts';
import { type Printed, printWith } from './print.ts';
import type { Program, TypedNode } from './program.ts';

interface Entry {
  readonly node: TypedNode;
  readonly printed: Printed;
  /** Canonical texts of the operands, in canonical order. */
  readonly operands: readonly string[];
}

/**
 * Canonical form of a checked graph (ADR 0003): operands of commutative operators in the order of their
 * canonical texts, equal sub-graphs shared, setup before predict, each part in the order in which a walk from
 * the output meets its nodes. No further algebra.
 * @param checked drafted nodes with types; unreachable ones are holes; the last is the output
 */
export function canonicalise(checked: readonly (TypedNode | undefined)[], measure: Measure): Program {
  const { entries, output } = shareEqual(checked);
  const ordered = orderNodes(entries, output);
  const position = new Map(ordered.map((text, index) => [text, index]));
  const nodes = ordered.map((text) => {
    const entry = entries.get(text) as Entry;
    if (entry.node.kind === 'field') return Object.freeze(entry.node);
    const operands = entry.operands.map((operand) => position.get(operand) as number);
    return Object.freeze({ ...entry.node, operands: Object.freeze(operands) });
  });
  const contents = {
    nodes: Object.freeze(nodes),
    setupCount: ordered.filter((text) => isSetup(entries.get(text) as Entry, entries)).length,
    text: output,
    hash: createHash('sha256').update(output).digest('hex'),
    size: measure.size,
    depth: measure.depth,
  } satisfies Omit<Program, symbol>;
  return Object.freeze(contents) as Program;
}

/** Two sub-graphs are equal when their canonical texts are: parsing a text gives one graph only. */
function shareEqual(checked: readonly (TypedNode | undefined)[]): {
  entries: ReadonlyMap<string, Entry>;
  output: string;
} {
  const entries = new Map<string, Entry>();
  const texts: string[] = [];
  for (const [index, node] of checked.entries()) {
    if (node === undefined) continue;
    const operands = node.kind === 'field' ? [] : node.operands.map((at) => texts[at] as string);
    if (node.kind === 'operation' && OPERATORS.get(node.operator)?.commutative) operands.sort(byCodeUnits);
    const printed = printWith(
      node,
      operands.map((text) => (entries.get(text) as Entry).printed),
    );
    texts[index] = printed.text;
    if (!entries.has(printed.text)) entries.set(printed.text, { node, printed, operands });
  }
  const output = texts.at(-1);
  invariant(output !== undefined, 'the output of a checked graph is reachable');
  return { entries, output };
}

const byCodeUnits = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Inputs and minute-to-day reductions are setup; everything else predicts. */
function isSetup(entry: Entry, entries: ReadonlyMap<string, Entry>): boolean {
  if (entry.node.kind === 'field') return true;
  return entry.operands.some((text) => entries.get(text)?.node.type.frequency === 'minute');
}

/** Operands before their users, setup before predict; the walk's depth is bounded by the language's limit. */
function orderNodes(entries: ReadonlyMap<string, Entry>, output: string): readonly string[] {
  const setup: string[] = [];
  const predict: string[] = [];
  const seen = new Set<string>();
  const visit = (text: string): void => {
    if (seen.has(text)) return;
    seen.add(text);
    const entry = entries.get(text) as Entry;
    entry.operands.forEach(visit);
    (isSetup(entry, entries) ? setup : predict).push(text);
  };
  visit(output);
  return [...setup, ...predict];
}
