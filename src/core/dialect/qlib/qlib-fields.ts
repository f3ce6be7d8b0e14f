/** Fields that every qlib provider has; whatever else is named must be stored as a feature. */
const COMMON: ReadonlySet<string> = new Set(['OPEN', 'HIGH', 'LOW', 'CLOSE', 'VOLUME', 'VWAP']);

export const isCommonField = (name: string): boolean => COMMON.has(name);

/** `$close` of CLOSE. */
export const qlibFieldOf = (name: string): string => `$${name.toLowerCase()}`;

/** Functions of qlib by the operator that means the same, where one of each does. */
export const QLIB_FUNCTIONS: ReadonlyMap<string, string> = new Map([
  ['ts_mean', 'Mean'],
  ['ts_sum', 'Sum'],
  ['ts_std', 'Std'],
  ['ts_skew', 'Skew'],
  ['ts_kurt', 'Kurt'],
  ['ts_max', 'Max'],
  ['ts_min', 'Min'],
  ['ts_corr', 'Corr'],
  ['ts_delay', 'Ref'],
  ['ts_diff', 'Delta'],
  ['ts_rank', 'Rank'],
  ['idx_max', 'IdxMax'],
  ['idx_min', 'IdxMin'],
  ['abs', 'Abs'],
  ['sign', 'Sign'],
  ['log', 'Log'],
]);

/** e, as the writer gives it to Power and the reader knows it again. */
export const EULER = '2.718281828459045';
