/** Solves A·x = b for a symmetric positive definite A [n·n], b [n]; A is overwritten by its Cholesky factor. Null where A is not definite. */
export function solveCholesky(matrix: Float64Array, right: Float64Array): Float64Array | null {
  const n = right.length;
  for (let row = 0; row < n; row++) {
    for (let column = 0; column <= row; column++) {
      let sum = matrix[row * n + column]!;
      for (let inner = 0; inner < column; inner++) sum -= matrix[row * n + inner]! * matrix[column * n + inner]!;
      if (row === column) {
        if (sum <= 0) return null;
        matrix[row * n + row] = Math.sqrt(sum);
      } else {
        matrix[row * n + column] = sum / matrix[column * n + column]!;
      }
    }
  }
  const solution = right.slice();
  for (let row = 0; row < n; row++) {
    let sum = solution[row]!;
    for (let inner = 0; inner < row; inner++) sum -= matrix[row * n + inner]! * solution[inner]!;
    solution[row] = sum / matrix[row * n + row]!;
  }
  for (let row = n - 1; row >= 0; row--) {
    let sum = solution[row]!;
    for (let inner = row + 1; inner < n; inner++) sum -= matrix[inner * n + row]! * solution[inner]!;
    solution[row] = sum / matrix[row * n + row]!;
  }
  return solution;
}
