import { invariant } from '../../outcome/refusal.ts';
import type { IntervalArguments, OperationNode, Program, Session, TypedNode } from '../../program/program.ts';
import { type DialectNoteCode, notesOf, type Translation } from '../dialect-note.ts';
import { partsOf } from './pandas-parts.ts';

interface Written {
  readonly line: string;
  readonly parts: readonly string[];
  readonly notes: readonly DialectNoteCode[];
}

/** Reducers of a session's bars by operator and by reducer of `interval`. */
const REDUCERS: Readonly<Record<string, string>> = {
  ts_mean: '_mean',
  ts_sum: '_sum',
  ts_std: '_std',
  ts_skew: '_skew',
  ts_kurt: '_kurt',
  ts_max: '_max',
  ts_min: '_min',
  ts_corr: '_corr',
  idx_max: '_idx_max',
  idx_min: '_idx_min',
  sum: '_sum',
  mean: '_mean',
  max: '_max',
  min: '_min',
  std: '_std',
  first: '_first',
  last: '_last',
};

/**
 * A program as a Python module of numpy and pandas alone, whose `factor(data, universe)` gives [days x stocks] as the reference
 * engine does, but for rounding: windows, missing cells, constant windows and ties follow the same rules. Fields are read by name
 * from `data`: frames [days x stocks], series by day for market vectors.
 * @param session of the market, for intervals; null where it is not known
 */
export function writePandas(program: Program, session: Session | null): Translation {
  const written = program.nodes.map((_, index) => writeNode(program.nodes, index, session));
  const notes = new Set<DialectNoteCode>(['FLOAT32_LIMIT', ...written.flatMap((node) => node.notes)]);
  const parts = partsOf(written.flatMap((node) => node.parts));
  const text = [
    `"""${program.text}"""`,
    'import numpy as np\nimport pandas as pd',
    ...(parts === '' ? [] : [`\n${parts}`]),
    `\ndef factor(data, universe=None):
    """Values [days x stocks], NaN = missing. data: fields by name; universe: True where a stock takes part in a day."""
${written.map(({ line }, index) => `    x${index} = ${line}`).join('\n')}
    return x${written.length - 1}
`,
  ].join('\n\n');
  return { text, notes: notesOf(notes) };
}

function writeNode(nodes: readonly TypedNode[], index: number, session: Session | null): Written {
  const node = nodes[index]!;
  if (node.kind === 'field') return writeField(nodes, index);
  const operands = node.operands.map((at) => `x${at}`);
  const [x, y] = operands;
  if (node.operands.some((at) => nodes[at]!.type.frequency === 'minute'))
    return writeBars(node, operands, session);
  const { operator, window } = node;
  switch (operator) {
    case 'add':
      return plain(`${x} + ${y}`);
    case 'subtract':
      return plain(`${x} - ${y}`);
    case 'multiply':
      return plain(`${x} * ${y}`);
    case 'abs':
      return plain(`${x}.abs()`);
    case 'sign':
      return plain(`np.sign(${x})`);
    case 'cs_rank':
    case 'cs_norm':
      return { line: `${operator}(${x}, universe)`, parts: [operator], notes: ['UNIVERSE'] };
    default: {
      const words = window === null ? operands : [...operands, String(window)];
      return { line: `${operator}(${words.join(', ')})`, parts: [operator], notes: [] };
    }
  }
}

const plain = (line: string): Written => ({ line, parts: [], notes: [] });

function writeField(nodes: readonly TypedNode[], index: number): Written {
  const node = nodes[index]!;
  invariant(node.kind === 'field', 'a field is written');
  const read = `data[${JSON.stringify(node.name)}]`;
  if (node.type.frequency === 'minute') return { ...plain(read), notes: ['MINUTE_BARS'] };
  if (node.type.shape === 'matrix') return plain(read);
  // A vector meets every stock: written out once, it needs no rules of its own.
  const matrix = nodes.find((other) => other.kind === 'field' && other.type.shape === 'matrix');
  invariant(matrix?.kind === 'field', 'a program reads a matrix somewhere');
  const columns = `data[${JSON.stringify(matrix.name)}].columns`;
  return plain(`pd.DataFrame({symbol: ${read} for symbol in ${columns}})`);
}

function writeBars(node: OperationNode, operands: readonly string[], session: Session | null): Written {
  const reducer = REDUCERS[node.interval?.reducer ?? node.operator];
  invariant(reducer !== undefined, `${node.operator} reduces bars`);
  const bars = node.interval === null ? '' : `, bars=lambda stamp: ${barsOf(node.interval, session)}`;
  const notes: DialectNoteCode[] = node.interval !== null && session === null ? ['SESSION_UNKNOWN'] : [];
  return { line: `_session(${reducer}, ${operands.join(', ')}${bars})`, parts: ['_session', reducer], notes };
}

/** Bars are stamped at their ends; the opening bar takes part where the interval starts at the open. */
const barsOf = ({ from, to }: IntervalArguments, session: Session | null): string =>
  `(stamp ${session?.opens === from ? '>=' : '>'} ${from}) & (stamp <= ${to})`;
