// The reductions of minute bars, numbered as in src/compute/kernels/wasm/minute-opcodes.ts; a test compares the two.
export const SUM: i32 = 1;
export const MEAN: i32 = 2;
export const MAX: i32 = 3;
export const MIN: i32 = 4;
export const FIRST: i32 = 5;
export const LAST: i32 = 6;
export const INDEX_OF_MAX: i32 = 7;
export const INDEX_OF_MIN: i32 = 8;
export const STD: i32 = 9;
export const SKEW: i32 = 10;
export const KURT: i32 = 11;
export const CORR: i32 = 12;
