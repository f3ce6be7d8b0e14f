import type { Program, TypedNode } from '../../core/program/program.ts';

/** Fields that the adjustment factor scales: rebasing a symbol multiplies them all by one constant. */
const ADJUSTED_FIELDS: ReadonlySet<string> = new Set(['OPEN', 'HIGH', 'LOW', 'CLOSE', 'VWAP']);

/** Operators whose result does not change when all of a stock's values are multiplied by one positive constant. */
const SCALE_FREE: ReadonlySet<string> = new Set([
  'ts_corr',
  'ts_norm',
  'ts_rank',
  'ts_skew',
  'ts_kurt',
  'idx_max',
  'idx_min',
  'sign',
]);

/** Operators that do change, in a way that is not a mere multiple. */
const SCALE_BOUND: ReadonlySet<string> = new Set(['cs_norm', 'cs_rank', 'sigmoid', 'log']);

/** Power of the symbol's adjustment base in a value, or null where the value depends on the base otherwise. */
type BasePower = number | null;

/**
 * Whether a factor's values change with the adjustment base, that is when each symbol's adjusted prices are
 * multiplied by a constant of its own. Symbolic: follows the power of the base from the leaves up; it is
 * dependent where a cross-section, sigmoid or logarithm meets a power other than 0, where a sum mixes powers,
 * or where the factor itself carries one. `ts_std(cs_norm(CLOSE),5)` is, `CLOSE/OPEN` is not.
 * Source: framework, section 7 ("adjustment base").
 */
export function isBaseDependent(program: Program): boolean {
  const powers: BasePower[] = [];
  for (const node of program.nodes) powers.push(powerOf(node, powers));
  return powers.at(-1) !== 0;
}

function powerOf(node: TypedNode, powers: readonly BasePower[]): BasePower {
  if (node.kind === 'field') return ADJUSTED_FIELDS.has(node.name.toUpperCase()) ? 1 : 0;
  const operands = node.operands.map((operand) => powers[operand] ?? null);
  const [first = null, second = null] = operands;
  if (operands.some((power) => power === null) || first === null) return null;
  if (SCALE_FREE.has(node.operator)) return 0;
  if (SCALE_BOUND.has(node.operator)) return first === 0 ? 0 : null;
  switch (node.operator) {
    case 'protecteddiv':
      return first - (second ?? 0);
    case 'multiply':
      return first + (second ?? 0);
    default:
      return second === null || second === first ? first : null;
  }
}
