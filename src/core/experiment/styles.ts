import type { CorrelationKind, FitnessKind, StyleName } from './experiment.ts';

/** Every style, in the order in which they are taken out. */
export const STYLES: readonly StyleName[] = [
  'return5',
  'return20',
  'volatility20',
  'turnover20',
  'size',
  'industry',
];

/** The styles that a definition chose; all where it chose none. */
export const chosenStyles = (definition: { readonly styles?: readonly StyleName[] }): readonly StyleName[] =>
  definition.styles ?? STYLES;

/** Ranks or values: how a fitness looks at factor and label. */
export const correlationOf = (fitness: FitnessKind): CorrelationKind =>
  fitness === 'rank' || fitness === 'residualRank' ? 'rank' : 'pearson';

export const isResidual = (fitness: FitnessKind): boolean =>
  fitness === 'residualRank' || fitness === 'residualPearson';
