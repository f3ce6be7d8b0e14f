import type { ForeignNode } from '../foreign-text.ts';
import { EULER } from './qlib-fields.ts';

/** An operator that `writeQlib` composed of several functions. */
interface Template {
  readonly operator: 'ts_norm' | 'sigmoid' | 'ts_decay_linear';
  readonly operand: ForeignNode;
  readonly window: number | null;
}

/** The operator whose parts these are; null where they are nothing but what they say. Infix text is never taken for parts. */
export function knownTemplate(node: ForeignNode): Template | null {
  return normOf(node) ?? sigmoidOf(node) ?? decayOf(node);
}

/** Div(Sub(x,Mean(x,n)),Std(x,n)). */
function normOf(node: ForeignNode): Template | null {
  const [difference, deviation] = callOf(node, 'Div') ?? [];
  const [x, mean] = callOf(difference, 'Sub') ?? [];
  const [ofMean, rows] = callOf(mean, 'Mean') ?? [];
  const [ofStd, rowsOfStd] = callOf(deviation, 'Std') ?? [];
  const window = numberOf(rows);
  if (!x || window === null || window !== numberOf(rowsOfStd)) return null;
  return same(x, ofMean) && same(x, ofStd) ? { operator: 'ts_norm', operand: x, window } : null;
}

/** Div(1,Add(1,Power(e,Mul(-1,x)))). */
function sigmoidOf(node: ForeignNode): Template | null {
  const [one, sum] = callOf(node, 'Div') ?? [];
  const [another, power] = callOf(sum, 'Add') ?? [];
  const [base, exponent] = callOf(power, 'Power') ?? [];
  const [minus, x] = callOf(exponent, 'Mul') ?? [];
  const found = numberOf(one) === 1 && numberOf(another) === 1 && numberOf(minus) === -1;
  return x && found && numberOf(base) === Number(EULER)
    ? { operator: 'sigmoid', operand: x, window: null }
    : null;
}

/** Div(Add(Mul(n(n-1),WMA(x,n)),Mul(2,Mean(x,n))),n+1), or Div(Mul(2,Mean(x,1)),2); see `writeQlib`. */
function decayOf(node: ForeignNode): Template | null {
  const [sum, divisor] = callOf(node, 'Div') ?? [];
  const [double, ofOne] = callOf(sum, 'Mul') ?? [];
  const [alone, one] = callOf(ofOne, 'Mean') ?? [];
  if (alone && numberOf(double) === 2 && numberOf(one) === 1 && numberOf(divisor) === 2) {
    return { operator: 'ts_decay_linear', operand: alone, window: 1 };
  }
  const [first, second] = callOf(sum, 'Add') ?? [];
  const [weight, weighted] = callOf(first, 'Mul') ?? [];
  const [two, mean] = callOf(second, 'Mul') ?? [];
  const [x, rows] = callOf(weighted, 'WMA') ?? [];
  const [ofMean, rowsOfMean] = callOf(mean, 'Mean') ?? [];
  const n = numberOf(rows);
  if (!x || n === null || n !== numberOf(rowsOfMean) || !same(x, ofMean)) return null;
  const found = numberOf(weight) === n * (n - 1) && numberOf(two) === 2 && numberOf(divisor) === n + 1;
  return found ? { operator: 'ts_decay_linear', operand: x, window: n } : null;
}

const callOf = (node: ForeignNode | undefined, name: string): readonly ForeignNode[] | null =>
  node?.kind === 'call' && node.name === name && node.operands.length === 2 ? node.operands : null;

const numberOf = (node: ForeignNode | undefined): number | null =>
  node?.kind === 'number' ? node.value : null;

/** Whether two trees say the same, wherever they stand. */
function same(a: ForeignNode, b: ForeignNode | undefined): boolean {
  if (b === undefined || a.kind !== b.kind) return false;
  switch (a.kind) {
    case 'number':
      return a.value === (b as typeof a).value;
    case 'name':
      return a.name === (b as typeof a).name;
    case 'negation':
      return same(a.operand, (b as typeof a).operand);
    case 'infix': {
      const other = b as typeof a;
      return a.symbol === other.symbol && same(a.left, other.left) && same(a.right, other.right);
    }
    case 'call': {
      const other = b as typeof a;
      const alike = a.name === other.name && a.operands.length === other.operands.length;
      return alike && a.operands.every((operand, at) => same(operand, other.operands[at]));
    }
  }
}
