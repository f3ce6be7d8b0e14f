import type { IntervalReducer } from '../../../core/operator/operator.ts';

/** Numbers of the reductions of minute bars, as kernels/minute-opcodes.ts has them; a test compares the two. */
export const MINUTE_OPCODES = {
  SUM: 1,
  MEAN: 2,
  MAX: 3,
  MIN: 4,
  FIRST: 5,
  LAST: 6,
  INDEX_OF_MAX: 7,
  INDEX_OF_MIN: 8,
  STD: 9,
  SKEW: 10,
  KURT: 11,
  CORR: 12,
} as const;

/** Opcodes of operators over a whole session. */
export const SESSION_OPCODES: ReadonlyMap<string, number> = new Map([
  ['ts_sum', MINUTE_OPCODES.SUM],
  ['ts_mean', MINUTE_OPCODES.MEAN],
  ['ts_max', MINUTE_OPCODES.MAX],
  ['ts_min', MINUTE_OPCODES.MIN],
  ['idx_max', MINUTE_OPCODES.INDEX_OF_MAX],
  ['idx_min', MINUTE_OPCODES.INDEX_OF_MIN],
  ['ts_std', MINUTE_OPCODES.STD],
  ['ts_skew', MINUTE_OPCODES.SKEW],
  ['ts_kurt', MINUTE_OPCODES.KURT],
  ['ts_corr', MINUTE_OPCODES.CORR],
]);

/** Opcodes of the reducers of an interval. */
export const INTERVAL_OPCODES: Readonly<Record<IntervalReducer, number>> = {
  sum: MINUTE_OPCODES.SUM,
  mean: MINUTE_OPCODES.MEAN,
  max: MINUTE_OPCODES.MAX,
  min: MINUTE_OPCODES.MIN,
  std: MINUTE_OPCODES.STD,
  first: MINUTE_OPCODES.FIRST,
  last: MINUTE_OPCODES.LAST,
};
