import { INTERVAL_REDUCERS, type IntervalReducer } from '../operator/operator.ts';
import { Refusal } from '../outcome/refusal.ts';
import { failure, type Result } from '../outcome/result.ts';
import { buildProgram } from './build.ts';
import { formatTime, parseTime } from './clock-time.ts';
import type { IntervalArguments, Language, Program, ProgramNode } from './program.ts';

/** A node of the JSON form: a field, or an operator over the ids of nodes that stand before it. */
export interface GraphJsonNode {
  readonly id: string;
  readonly field?: string;
  readonly operator?: string;
  readonly operands?: readonly string[];
  readonly window?: number;
  readonly interval?: { readonly reducer: IntervalReducer; readonly from: string; readonly to: string };
}

/**
 * A program as JSON, in the three parts of AutoML-Zero (report section 3.1): `setup` holds inputs and
 * minute-to-day reductions, `predict` the daily graph, `learn` nothing yet (ADR 0004).
 */
export interface GraphJson {
  readonly setup: readonly GraphJsonNode[];
  readonly predict: readonly GraphJsonNode[];
  readonly learn: readonly [];
  /** Id of the node that is the factor. */
  readonly output: string;
}

/** Ids are `s0`, `s1` ... in setup and `p0`, `p1` ... in predict. */
export function toGraphJson(program: Program): GraphJson {
  const { setupCount } = program;
  const idOf = (index: number): string => (index < setupCount ? `s${index}` : `p${index - setupCount}`);
  const nodes = program.nodes.map((node, index) => toJsonNode(node, idOf(index), idOf));
  return {
    setup: nodes.slice(0, setupCount),
    predict: nodes.slice(setupCount),
    learn: [],
    output: idOf(nodes.length - 1),
  };
}

function toJsonNode(node: ProgramNode, id: string, idOf: (index: number) => string): GraphJsonNode {
  if (node.kind === 'field') return { id, field: node.name };
  return {
    id,
    operator: node.operator,
    operands: node.operands.map(idOf),
    ...(node.window !== null && { window: node.window }),
    ...(node.interval !== null && {
      interval: {
        reducer: node.interval.reducer,
        from: formatTime(node.interval.from),
        to: formatTime(node.interval.to),
      },
    }),
  };
}

/** More nodes than any legal program can need; the rest would be pruned or refused anyway. */
const MAXIMUM_JSON_NODES = 1000;

/**
 * Reads the JSON form. Nodes may stand in setup or predict as the writer likes, as long as operands come
 * first; the program is brought to canonical form. Without `output` the last node is the factor.
 * @returns a Refusal FORMULA_* that names the node, or LEARN_NOT_SUPPORTED if the learn part is not empty
 */
export function fromGraphJson(json: unknown, language: Language): Result<Program, Refusal> {
  try {
    return buildProgram(readGraph(json), language);
  } catch (error) {
    if (error instanceof Refusal) return failure(error);
    throw error;
  }
}

function readGraph(json: unknown): readonly ProgramNode[] {
  const graph = recordAt(json, 'the program', ['setup', 'predict', 'learn', 'output']);
  const learn = listAt(graph.learn, 'learn');
  if (learn.length > 0) {
    throw new Refusal('LEARN_NOT_SUPPORTED', `learn: expected no nodes, got ${learn.length}`, {
      expected: 'an empty learn part',
      actual: `${learn.length} node(s)`,
      where: 'learn',
      remedy: 'leave learn empty: parameters that are updated from predictions are not supported',
    });
  }
  const parts = (['setup', 'predict'] as const).flatMap((part) =>
    listAt(graph[part], part).map((node, k) => ({ node, path: `${part}[${k}]` })),
  );
  if (parts.length > MAXIMUM_JSON_NODES) {
    throw refuse('the program', `at most ${MAXIMUM_JSON_NODES} nodes`, `${parts.length}`, 'FORMULA_TOO_LONG');
  }
  const indices = new Map<string, number>();
  const nodes = parts.map(({ node, path }, index) => readNode(node, path, index, indices));
  if (graph.output === undefined || graph.output === null) return nodes;
  return nodes.slice(0, indexOf(graph.output, 'output', indices) + 1);
}

function readNode(json: unknown, path: string, index: number, indices: Map<string, number>): ProgramNode {
  const node = recordAt(json, path, ['id', 'field', 'operator', 'operands', 'window', 'interval']);
  const id = textAt(node.id, `${path}.id`);
  if (indices.has(id)) throw refuse(`${path}.id`, 'an id of its own', `'${id}' again`);
  const read = node.field !== undefined ? readField(node, path) : readOperation(node, path, indices);
  indices.set(id, index);
  return read;
}

function readField(node: Readonly<Record<string, unknown>>, path: string): ProgramNode {
  const stray = ['operator', 'operands', 'window', 'interval'].find((key) => node[key] !== undefined);
  if (stray !== undefined) throw refuse(path, 'a field alone', `a field with ${stray}`);
  return { kind: 'field', name: textAt(node.field, `${path}.field`) };
}

function readOperation(
  node: Readonly<Record<string, unknown>>,
  path: string,
  indices: ReadonlyMap<string, number>,
): ProgramNode {
  const window = node.window ?? null;
  if (window !== null && typeof window !== 'number')
    throw refuse(`${path}.window`, 'a number', typeof window);
  return {
    kind: 'operation',
    operator: textAt(node.operator, `${path}.operator`),
    operands: listAt(node.operands, `${path}.operands`).map((id, k) =>
      indexOf(id, `${path}.operands[${k}]`, indices),
    ),
    window,
    interval: readInterval(node.interval ?? null, `${path}.interval`),
  };
}

function readInterval(json: unknown, path: string): IntervalArguments | null {
  if (json === null) return null;
  const interval = recordAt(json, path, ['reducer', 'from', 'to']);
  const reducer = INTERVAL_REDUCERS.find((name): name is IntervalReducer => name === interval.reducer);
  if (reducer === undefined)
    throw refuse(`${path}.reducer`, `one of ${INTERVAL_REDUCERS.join(', ')}`, 'another');
  const time = (side: 'from' | 'to'): number => {
    const text = textAt(interval[side], `${path}.${side}`);
    const minutes = parseTime(text);
    if (minutes === null)
      throw refuse(`${path}.${side}`, 'a time of day such as 9:30', `'${text.slice(0, 40)}'`);
    return minutes;
  };
  return { reducer, from: time('from'), to: time('to') };
}

function indexOf(id: unknown, path: string, indices: ReadonlyMap<string, number>): number {
  const index = indices.get(textAt(id, path));
  if (index === undefined) throw refuse(path, 'the id of an earlier node', `'${String(id).slice(0, 40)}'`);
  return index;
}

function recordAt(json: unknown, path: string, keys: readonly string[]): Readonly<Record<string, unknown>> {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) {
    throw refuse(path, 'an object', Array.isArray(json) ? 'a list' : json === null ? 'null' : typeof json);
  }
  const stray = Object.keys(json).find((key) => !keys.includes(key));
  if (stray !== undefined) throw refuse(path, `only ${keys.join(', ')}`, `'${stray.slice(0, 40)}'`);
  return json as Readonly<Record<string, unknown>>;
}

function listAt(json: unknown, path: string): readonly unknown[] {
  if (json === undefined || json === null) return [];
  if (!Array.isArray(json)) throw refuse(path, 'a list', typeof json);
  return json;
}

function textAt(json: unknown, path: string): string {
  if (typeof json !== 'string' || json === '')
    throw refuse(path, 'a text', json === '' ? 'an empty one' : typeof json);
  return json;
}

function refuse(
  where: string,
  expected: string,
  actual: string,
  code: 'FORMULA_SYNTAX' | 'FORMULA_TOO_LONG' = 'FORMULA_SYNTAX',
): Refusal {
  return new Refusal(code, `${where}: expected ${expected}, got ${actual}`, { expected, actual, where });
}
