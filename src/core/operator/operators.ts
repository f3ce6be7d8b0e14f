import { abs } from './abs.ts';
import { add } from './add.ts';
import { csNorm } from './cs-norm.ts';
import { csRank } from './cs-rank.ts';
import { idxMax } from './idx-max.ts';
import { idxMin } from './idx-min.ts';
import { interval } from './interval.ts';
import { log } from './log.ts';
import { multiply } from './multiply.ts';
import type { OperatorDefinition, OperatorSetName } from './operator.ts';
import { protecteddiv } from './protecteddiv.ts';
import { sigmoid } from './sigmoid.ts';
import { sign } from './sign.ts';
import { subtract } from './subtract.ts';
import { tsCorr } from './ts-corr.ts';
import { tsDecayLinear } from './ts-decay-linear.ts';
import { tsDelay } from './ts-delay.ts';
import { tsDiff } from './ts-diff.ts';
import { tsKurt } from './ts-kurt.ts';
import { tsMax } from './ts-max.ts';
import { tsMean } from './ts-mean.ts';
import { tsMin } from './ts-min.ts';
import { tsNorm } from './ts-norm.ts';
import { tsRank } from './ts-rank.ts';
import { tsSkew } from './ts-skew.ts';
import { tsStd } from './ts-std.ts';
import { tsSum } from './ts-sum.ts';

/** Every operator, in the order in which lists show them: the report's table first, then the additions. */
const ALL: readonly OperatorDefinition[] = [
  add,
  subtract,
  protecteddiv,
  sigmoid,
  tsMean,
  tsStd,
  tsSkew,
  tsKurt,
  tsMax,
  tsMin,
  tsCorr,
  tsDiff,
  tsDelay,
  idxMin,
  idxMax,
  tsNorm,
  interval,
  csNorm,
  csRank,
  tsRank,
  multiply,
  log,
  abs,
  sign,
  tsSum,
  tsDecayLinear,
];

/** By name. Each definition is frozen: the registry is the single place that says what an operator is. */
export const OPERATORS: ReadonlyMap<string, OperatorDefinition> = new Map(
  ALL.map((definition) => [definition.name, Object.freeze(definition)]),
);

/** The operators of a named set; `extended` holds `report`. */
export function operatorsOf(set: OperatorSetName): ReadonlyMap<string, OperatorDefinition> {
  if (set === 'extended') return OPERATORS;
  return new Map([...OPERATORS].filter(([, definition]) => definition.set === 'report'));
}
