/** Kernels over sketches of factors; kernels/sketches.ts says what they do. Addresses are bytes of the memory. */
export interface SketchKernels {
  compareSketches(
    sketch: number,
    others: number,
    count: number,
    bytes: number,
    days: number,
    stocks: number,
    minimumCells: number,
    answers: number,
  ): void;
}
