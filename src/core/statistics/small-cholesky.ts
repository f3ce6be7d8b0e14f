/**
 * Factors a small symmetric matrix [n x n] in place into its lower triangle L with L L' = A. A column that those before
 * it explain, up to `tolerance` of its own diagonal, is left out: its row and column of L are 0.
 */
export function factorise(matrix: Float64Array, n: number, tolerance: number): void {
  for (let j = 0; j < n; j++) {
    const own = matrix[j * n + j]!;
    let left = own;
    for (let k = 0; k < j; k++) left -= matrix[j * n + k]! * matrix[j * n + k]!;
    const pivot = left > tolerance * own ? Math.sqrt(left) : 0;
    for (let i = j; i < n; i++) {
      let sum = matrix[i * n + j]!;
      for (let k = 0; k < j; k++) sum -= matrix[i * n + k]! * matrix[j * n + k]!;
      matrix[i * n + j] = pivot === 0 ? 0 : sum / pivot;
    }
  }
}

/** Solves L z = vector in place; entries of columns that were left out become 0. */
export function solveLower(lower: Float64Array, n: number, vector: Float64Array): void {
  for (let i = 0; i < n; i++) {
    const pivot = lower[i * n + i]!;
    let sum = vector[i]!;
    for (let k = 0; k < i; k++) sum -= lower[i * n + k]! * vector[k]!;
    vector[i] = pivot === 0 ? 0 : sum / pivot;
  }
}
