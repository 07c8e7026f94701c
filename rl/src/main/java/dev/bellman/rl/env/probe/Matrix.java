package dev.bellman.rl.env.probe;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// A small dense matrix of doubles, for problems that are solved on paper. Immutable.
public final class Matrix {
  private final int rows;
  private final int columns;
  private final double[] values;

  private Matrix(int rows, int columns) {
    this.rows = rows;
    this.columns = columns;
    values = new double[Math.multiplyExact(rows, columns)];
  }

  /// A matrix of given rows.
  ///
  /// @param rows the rows, at least one, of equal length, at least 1; not modified
  /// @return the matrix
  /// @throws IllegalArgumentException if there is no value or the lengths differ
  public static Matrix of(double[]... rows) {
    if (rows.length == 0 || rows[0].length == 0) {
      throw new IllegalArgumentException("matrix: must have rows and columns, got none");
    }
    var result = new Matrix(rows.length, rows[0].length);
    for (int i = 0; i < rows.length; i++) {
      if (rows[i].length != result.columns) {
        throw new IllegalArgumentException(
            "matrix: row %d must have %d values as row 0 has, got %d"
                .formatted(i, result.columns, rows[i].length));
      }
      System.arraycopy(rows[i], 0, result.values, i * result.columns, result.columns);
    }
    return result;
  }

  /// A square matrix that is 0 off its diagonal.
  ///
  /// @param values the diagonal; not modified
  /// @return the matrix
  public static Matrix diagonal(double... values) {
    var result = new Matrix(values.length, values.length);
    for (int i = 0; i < values.length; i++) {
      result.values[i * values.length + i] = values[i];
    }
    return result;
  }

  /// The number of rows.
  ///
  /// @return the number
  public int rows() {
    return rows;
  }

  /// The number of columns.
  ///
  /// @return the number
  public int columns() {
    return columns;
  }

  /// One value.
  ///
  /// @param row its row, from 0
  /// @param column its column, from 0
  /// @return the value
  public double get(int row, int column) {
    return values[row * columns + column];
  }

  /// All values.
  ///
  /// @return a copy, row after row
  public double[] values() {
    return values.clone();
  }

  /// The sum with another matrix.
  ///
  /// @param other a matrix of the same shape
  /// @return a new matrix
  public Matrix plus(Matrix other) {
    checkShape("plus", rows == other.rows && columns == other.columns, other);
    var result = new Matrix(rows, columns);
    Arrays.setAll(result.values, k -> values[k] + other.values[k]);
    return result;
  }

  /// The multiple by a number.
  ///
  /// @param factor the number
  /// @return a new matrix
  public Matrix times(double factor) {
    var result = new Matrix(rows, columns);
    Arrays.setAll(result.values, k -> values[k] * factor);
    return result;
  }

  /// The product with another matrix.
  ///
  /// @param other a matrix with as many rows as this has columns
  /// @return a new matrix
  public Matrix times(Matrix other) {
    checkShape("times", columns == other.rows, other);
    var result = new Matrix(rows, other.columns);
    for (int i = 0; i < rows; i++) {
      for (int k = 0; k < columns; k++) {
        double left = values[i * columns + k];
        for (int j = 0; j < other.columns; j++) {
          result.values[i * other.columns + j] += left * other.values[k * other.columns + j];
        }
      }
    }
    return result;
  }

  /// The product with a column vector.
  ///
  /// @param vector one value for each column; not modified
  /// @return one value for each row
  public double[] times(double[] vector) {
    if (vector.length != columns) {
      throw new IllegalArgumentException(
          "matrix times vector: must have %d values, got %d".formatted(columns, vector.length));
    }
    double[] result = new double[rows];
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        result[i] += values[i * columns + j] * vector[j];
      }
    }
    return result;
  }

  /// Rows and columns exchanged.
  ///
  /// @return a new matrix
  public Matrix transpose() {
    var result = new Matrix(columns, rows);
    Arrays.setAll(result.values, k -> values[k % rows * columns + k / rows]);
    return result;
  }

  /// The sum of the diagonal.
  ///
  /// @return the sum
  public double trace() {
    double sum = 0;
    for (int i = 0; i < Math.min(rows, columns); i++) {
      sum += get(i, i);
    }
    return sum;
  }

  /// The greatest absolute value.
  ///
  /// @return the greatest, NaN if a value is NaN
  double largest() {
    double largest = 0;
    for (double value : values) {
      largest = Math.max(largest, Math.abs(value));
    }
    return largest;
  }

  /// The solution X of `this X = right`, by Cholesky's factors.
  ///
  /// @param right a matrix with as many rows as this
  /// @return X
  /// @throws IllegalArgumentException if this is not symmetric positive definite
  public Matrix solve(Matrix right) {
    checkShape("solve", rows == right.rows, right);
    Matrix lower = cholesky();
    var x = new Matrix(rows, right.columns);
    for (int j = 0; j < right.columns; j++) {
      for (int i = 0; i < rows; i++) {
        double sum = right.get(i, j);
        for (int k = 0; k < i; k++) {
          sum -= lower.get(i, k) * x.get(k, j);
        }
        x.values[i * x.columns + j] = sum / lower.get(i, i);
      }
      for (int i = rows - 1; i >= 0; i--) {
        double sum = x.get(i, j);
        for (int k = i + 1; k < rows; k++) {
          sum -= lower.get(k, i) * x.get(k, j);
        }
        x.values[i * x.columns + j] = sum / lower.get(i, i);
      }
    }
    return x;
  }

  private Matrix cholesky() {
    var lower = new Matrix(rows, rows);
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j <= i; j++) {
        double sum = get(i, j);
        if (sum != get(j, i)) {
          throw new IllegalArgumentException("matrix: must be symmetric, got " + this);
        }
        for (int k = 0; k < j; k++) {
          sum -= lower.get(i, k) * lower.get(j, k);
        }
        if (i == j && !(sum > 0)) {
          throw new IllegalArgumentException("matrix: must be positive definite, got " + this);
        }
        lower.values[i * rows + j] = i == j ? Math.sqrt(sum) : sum / lower.get(j, j);
      }
    }
    return lower;
  }

  private void checkShape(String operation, boolean fits, Matrix other) {
    if (!fits) {
      throw new IllegalArgumentException(
          "matrix %s: shapes must fit, got [%d,%d] and [%d,%d]"
              .formatted(operation, rows, columns, other.rows, other.columns));
    }
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Matrix matrix
        && rows == matrix.rows
        && columns == matrix.columns
        && Arrays.equals(values, matrix.values);
  }

  @Override
  public int hashCode() {
    return 31 * rows + Arrays.hashCode(values);
  }

  /// The rows, as `[1.0, 2.0; 3.0, 4.0]`.
  @Override
  public String toString() {
    var text = new StringBuilder("[");
    for (int k = 0; k < values.length; k++) {
      text.append(k == 0 ? "" : k % columns == 0 ? "; " : ", ").append(values[k]);
    }
    return text.append(']').toString();
  }
}
