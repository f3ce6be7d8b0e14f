import type { TypedNode } from '../../program/program.ts';
import type { DialectNoteCode } from '../dialect-note.ts';
import { isCommonField } from './qlib-fields.ts';

const BY_OPERATOR: Readonly<Record<string, readonly DialectNoteCode[]>> = {
  ts_mean: ['MINIMUM_PERIODS'],
  ts_sum: ['MINIMUM_PERIODS'],
  ts_max: ['MINIMUM_PERIODS'],
  ts_min: ['MINIMUM_PERIODS'],
  ts_std: ['MINIMUM_PERIODS', 'STD_DDOF'],
  ts_skew: ['MINIMUM_PERIODS', 'MOMENTS_CONSTANT'],
  ts_kurt: ['MINIMUM_PERIODS', 'MOMENTS_CONSTANT'],
  ts_corr: ['MINIMUM_PERIODS', 'CONSTANT_WINDOW'],
  ts_rank: ['MINIMUM_PERIODS', 'RANK_METHOD'],
  ts_norm: ['MINIMUM_PERIODS', 'STD_DDOF', 'NORM_PARTS'],
  ts_decay_linear: ['MINIMUM_PERIODS', 'WMA_PARTS'],
  idx_max: ['IDX_MISSING'],
  idx_min: ['IDX_MISSING'],
  protecteddiv: ['DIVISION'],
  log: ['LOGARITHM'],
  sigmoid: ['SIGMOID_PARTS'],
};

/** Where a program and its qlib expression can differ. */
export function qlibNotesOf(nodes: readonly TypedNode[]): DialectNoteCode[] {
  const fields = nodes.flatMap((node) => (node.kind === 'field' ? [node] : []));
  const operators = nodes.flatMap((node) => (node.kind === 'operation' ? [node.operator] : []));
  const names = fields.map(({ name }) => name);
  return [
    ...operators.flatMap((operator) => BY_OPERATOR[operator] ?? []),
    ...(fields.some(({ type }) => type.shape === 'vector') ? (['VECTOR_AS_FEATURE'] as const) : []),
    ...(names.some((name) => !isCommonField(name)) ? (['FIELD_NAMED'] as const) : []),
    'PRICE_ADJUSTMENT',
  ];
}
