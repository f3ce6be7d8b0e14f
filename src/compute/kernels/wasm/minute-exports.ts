/** Kernels that reduce minute tiles; kernels/minute-reduce.ts says what they do. Addresses are bytes of the memory. */
export interface MinuteKernels {
  reduceMinutes(
    leaves: number,
    leafCount: number,
    fields: number,
    fieldCount: number,
    bars: number,
    firstBlock: number,
    endBlock: number,
    scratch: number,
  ): void;
}
