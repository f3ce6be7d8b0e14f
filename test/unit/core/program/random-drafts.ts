import fc from 'fast-check';
import { INTERVAL_REDUCERS } from '../../../../src/core/operator/operator.ts';
import { OPERATORS } from '../../../../src/core/operator/operators.ts';
import { STANDARD_FIELDS } from '../../../../src/core/program/fields.ts';
import type { ProgramNode } from '../../../../src/core/program/program.ts';

/** One drawn node: operands are drawn as numbers and folded onto the nodes before it. */
interface Drawn {
  readonly field: string;
  readonly operator: string | null;
  readonly operands: readonly [number, number];
  readonly window: number;
  readonly reducer: (typeof INTERVAL_REDUCERS)[number];
  readonly from: number;
}

const drawn: fc.Arbitrary<Drawn> = fc.record({
  field: fc.constantFrom(
    'HIGH',
    'LOW',
    'VOLUME',
    'TURNOVER_RATE',
    'MARKET_RETURN',
    'high',
    'volume',
    ...STANDARD_FIELDS.keys(),
  ),
  operator: fc.oneof(
    fc.constant(null),
    fc.constantFrom('cs_norm', 'protecteddiv', 'add', ...OPERATORS.keys()),
  ),
  operands: fc.tuple(fc.nat(), fc.nat()),
  window: fc.constantFrom(1, 2, 5, 20, 240),
  reducer: fc.constantFrom(...INTERVAL_REDUCERS),
  from: fc.integer({ min: 570, max: 680 }),
});

/**
 * Graphs of any operators over any fields: structurally sound, mostly illegal in their types. With `capped` a
 * cs_norm on top makes the legal ones frequent.
 */
export function randomDrafts(capped: boolean): fc.Arbitrary<readonly ProgramNode[]> {
  return fc.array(drawn, { minLength: 1, maxLength: 7 }).map((draws) => {
    const nodes: ProgramNode[] = draws.map((draw, index) => toNode(draw, index));
    if (capped) nodes.push(operation('cs_norm', [nodes.length - 1]));
    return nodes;
  });
}

export const operation = (
  operator: string,
  operands: readonly number[],
  window: number | null = null,
): ProgramNode => ({
  kind: 'operation',
  operator,
  operands,
  window,
  interval: null,
});

function toNode(draw: Drawn, index: number): ProgramNode {
  const definition = draw.operator === null || index === 0 ? undefined : OPERATORS.get(draw.operator);
  if (definition === undefined) return { kind: 'field', name: draw.field };
  const { operands, window, reducer, from } = draw;
  return {
    kind: 'operation',
    operator: definition.name,
    operands: definition.operands.map((_, k) => (operands[k] as number) % index),
    window: definition.minimumWindow === null ? null : window,
    interval: definition.family === 'interval' ? { reducer, from, to: from + 10 } : null,
  };
}
