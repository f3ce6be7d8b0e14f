/**
 * Where a plan's results live. The default takes fresh memory for each; a thread that judges one program after
 * another hands the same memory out again, and is given the daily reductions of minute bars.
 */
export interface Workspace {
  /** Memory for a result, with whatever was left in it. */
  allocate(length: number): Float64Array;
  /** Gives memory back. Arrays that did not come from `allocate` are left alone. */
  release(values: Float64Array): void;
  /**
   * A leaf over all days of the panel, by its key: a daily reduction of minute bars that was made for all threads,
   * where there is one, or imported values.
   */
  reduction(key: string, make: () => Float64Array): Float64Array;
}

export const FRESH_WORKSPACE: Workspace = {
  allocate: (length) => new Float64Array(length),
  release: () => undefined,
  reduction: (_, make) => make(),
};
