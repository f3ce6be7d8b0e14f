/** Stocks of one row for which every matrix has a value, ascending. */
export function collectCells(
  matrices: readonly Float64Array[],
  offset: number,
  stocks: number,
): readonly number[] {
  const present: number[] = [];
  for (let stock = 0; stock < stocks; stock++) {
    if (matrices.every((matrix) => !Number.isNaN(matrix[offset + stock]!))) present.push(stock);
  }
  return present;
}
