import { STANDARD_FIELDS } from '../../../../src/core/program/fields.ts';
import type { OperationNode, ProgramNode } from '../../../../src/core/program/program.ts';

/** `daily matrix yuan lot` exponents, written out: the table of framework and report, told a second time. */
export type Expected = {
  readonly minute: boolean;
  readonly vector: boolean;
  readonly u: number;
  readonly l: number;
};

const DAILY_ONLY = ['ts_diff', 'ts_delay', 'ts_norm', 'ts_rank', 'ts_decay_linear'];
const TO_NONE = [
  'ts_skew',
  'ts_kurt',
  'ts_corr',
  'idx_min',
  'idx_max',
  'ts_norm',
  'cs_norm',
  'cs_rank',
  'ts_rank',
  'sign',
];
const SMALLEST: Readonly<Record<string, number>> = {
  ts_skew: 3,
  ts_kurt: 4,
  ts_std: 2,
  ts_corr: 2,
  ts_norm: 2,
};

/** Type of the last node in the widest language, or null where the table forbids it: an oracle that shares no code. */
export function expectedType(nodes: readonly ProgramNode[], index = nodes.length - 1): Expected | null {
  const node = nodes[index] as ProgramNode;
  if (node.kind === 'field') {
    const field = STANDARD_FIELDS.get(node.name);
    if (field === undefined) return null;
    const { yuan: u, lot: l } = field.dimension;
    return { minute: field.frequency === 'minute', vector: field.shape === 'vector', u, l };
  }
  const operands = node.operands.map((at) => expectedType(nodes, at));
  if (operands.some((operand) => operand === null)) return null;
  return ofOperation(node, operands as Expected[]);
}

function ofOperation(node: OperationNode, operands: readonly Expected[]): Expected | null {
  const { operator, window } = node;
  const [a, b] = operands as [Expected, Expected | undefined];
  const isRolling = operator.startsWith('ts_') || operator.startsWith('idx_');
  const minutes = operands.filter((operand) => operand.minute).length;
  if (operator === 'interval') return minutes === 1 ? { ...a, minute: false } : null;
  if (minutes > 0) {
    if (!isRolling || DAILY_ONLY.includes(operator) || minutes < operands.length || window !== 240)
      return null;
  } else if (isRolling && (window ?? 0) < (SMALLEST[operator] ?? 1)) return null;
  if (operator.startsWith('cs_') && a.vector) return null;
  const isNone = a.u === 0 && a.l === 0;
  if ((operator === 'sigmoid' || operator === 'log') && !isNone) return null;
  const vector = operands.every((operand) => operand.vector);
  const base = { minute: false, vector };
  if (TO_NONE.includes(operator)) return { ...base, u: 0, l: 0 };
  if (b === undefined) return { ...base, u: a.u, l: a.l };
  if (operator === 'protecteddiv') return { ...base, u: a.u - b.u, l: a.l - b.l };
  if (operator === 'multiply') return { ...base, u: a.u + b.u, l: a.l + b.l };
  return a.u === b.u && a.l === b.l ? { ...base, u: a.u, l: a.l } : null;
}
