/**
 * Loops over a half tile come in two forms: `Whole`, without a mask, where every stock has all its bars or none, and
 * `Masked`, where bars that are NaN are left out. Each loop is written once and takes its form as a type, because types
 * are resolved before the optimizer: of a constant it makes one loop with the choice inside.
 */
export type Whole = f32;
export type Masked = i32;
