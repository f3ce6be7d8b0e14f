/** Numbers of the operators of a block, as kernels/opcodes.ts has them; a test compares the two. */
export const OPCODES = {
  COPY: 0,
  ADD: 1,
  SUBTRACT: 2,
  MULTIPLY: 3,
  PROTECTEDDIV: 4,
  SIGMOID: 5,
  LOG: 6,
  ABS: 7,
  SIGN: 8,
  TS_DELAY: 9,
  TS_DIFF: 10,
  TS_MEAN: 11,
  TS_SUM: 12,
  TS_STD: 13,
  TS_NORM: 14,
  TS_SKEW: 15,
  TS_KURT: 16,
  TS_DECAY_LINEAR: 17,
  TS_MAX: 18,
  TS_MIN: 19,
  IDX_MAX: 20,
  IDX_MIN: 21,
  TS_RANK: 22,
  TS_CORR: 23,
} as const;

/** Opcode of an operator on daily values by its name; `cs_norm` and `cs_rank` need every stock of a day, and have none. */
export const OPERATOR_OPCODES: ReadonlyMap<string, number> = new Map(
  Object.entries(OPCODES)
    .filter(([name]) => name !== 'COPY')
    .map(([name, number]) => [name.toLowerCase(), number]),
);
