import type { Span } from '../program/build.ts';
import type { ProgramNode } from '../program/program.ts';
import { untranslatable } from './untranslatable.ts';

/** A node of the draft, or its negative: the language of factors has no negation, so minus signs wander outwards. */
export interface Signed {
  readonly node: number;
  readonly sign: 1 | -1;
}

/** f(-x) = -f(x). */
const ODD: ReadonlySet<string> = new Set([
  'ts_mean',
  'ts_sum',
  'ts_delay',
  'ts_diff',
  'ts_decay_linear',
  'ts_skew',
  'ts_norm',
  'cs_norm',
  'sign',
]);
/** f(-x) = f(x). */
const EVEN: ReadonlySet<string> = new Set(['abs', 'ts_std', 'ts_kurt']);
/** f(-x) = g(x), or its negative. */
const MIRRORED: Readonly<Record<string, { readonly operator: string; readonly sign: 1 | -1 }>> = {
  ts_max: { operator: 'ts_min', sign: -1 },
  ts_min: { operator: 'ts_max', sign: -1 },
  idx_max: { operator: 'idx_min', sign: 1 },
  idx_min: { operator: 'idx_max', sign: 1 },
};
const PRODUCTS: ReadonlySet<string> = new Set(['multiply', 'protecteddiv', 'ts_corr']);

/** Nodes drafted from foreign text, with the place of each; minus signs are carried as far out as they can go, exactly. */
export class SignedDraft {
  readonly nodes: ProgramNode[] = [];
  readonly spans: Span[] = [];

  field(name: string, span: Span): Signed {
    return { node: this.push({ kind: 'field', name }, span), sign: 1 };
  }

  /** @throws Refusal FORMULA_UNTRANSLATABLE where a minus sign inside cannot be said */
  operation(operator: string, operands: readonly Signed[], window: number | null, span: Span): Signed {
    const [x, y] = operands;
    const add = (name: string, nodes: readonly number[]): number =>
      this.push({ kind: 'operation', operator: name, operands: nodes, window, interval: null }, span);
    const all = operands.map(({ node }) => node);
    if (operator === 'subtract' && x && y) {
      return this.operation('add', [x, { node: y.node, sign: y.sign === 1 ? -1 : 1 }], window, span);
    }
    if (operator === 'add' && x && y) {
      if (x.sign === y.sign) return { node: add('add', all), sign: x.sign };
      const [plus, minus] = x.sign === 1 ? [x, y] : [y, x];
      return { node: add('subtract', [plus.node, minus.node]), sign: 1 };
    }
    if (operands.every(({ sign }) => sign === 1)) return { node: add(operator, all), sign: 1 };
    if (x && y && PRODUCTS.has(operator)) {
      return { node: add(operator, all), sign: x.sign === y.sign ? 1 : -1 };
    }
    if (ODD.has(operator)) return { node: add(operator, all), sign: -1 };
    if (EVEN.has(operator)) return { node: add(operator, all), sign: 1 };
    const mirrored = MIRRORED[operator];
    if (mirrored !== undefined) return { node: add(mirrored.operator, all), sign: mirrored.sign };
    throw untranslatable(
      operator,
      {
        expected: 'an operand without a minus sign',
        actual: `${operator} of a negative`,
        remedy: 'bring the minus sign outside: formulas here have no negation',
      },
      span,
    );
  }

  private push(node: ProgramNode, span: Span): number {
    this.spans.push({ start: span.start, end: span.end });
    return this.nodes.push(node) - 1;
  }
}
