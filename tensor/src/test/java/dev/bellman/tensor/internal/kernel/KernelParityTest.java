package dev.bellman.tensor.internal.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The scalar and the Vector API kernels give the same bits.
class KernelParityTest {
  private static final int[] SIZES = {
    0, 1, 2, 3, 5, 6, 7, 8, 15, 16, 17, 31, 33, 63, 64, 65, 100, 130
  };

  private final Kernels scalar = new ScalarKernels();
  private final Kernels vector = new VectorKernels();

  /// A product to compute: sizes, whether A is transposed, and how much longer rows are than
  /// needed.
  private record Product(int m, int n, int k, boolean transposed, int gap) {}

  private interface Map {
    void apply(float[] x, float[] y, int n);
  }

  @Test
  void matrixProductsHaveTheSameBits() {
    for (Product product : products()) {
      float[] expected = product(scalar, product);
      assertThat(bits(product(vector, product))).as(product.toString()).isEqualTo(bits(expected));
    }
  }

  @Test
  void matrixProductIsOneChainOfFusedMultiplyAddsInTheOrderOfColumns() {
    float[] c = {0.1f};
    scalar.gemm(1, 1, 3, new float[] {1e8f, 1.1f, -1e8f}, 3, 1, new float[] {1, 3, 1}, 1, c, 1, c);
    float expected = Math.fma(-1e8f, 1f, Math.fma(1.1f, 3f, Math.fma(1e8f, 1f, 0.1f)));
    assertThat(c).containsExactly(expected);
  }

  @Test
  void productsOverPlacesHaveTheSameBits() {
    for (Product product : products()) {
      float[] expected = gathered(scalar, product);
      assertThat(bits(gathered(vector, product))).as(product.toString()).isEqualTo(bits(expected));
    }
  }

  @Test
  void productOverPlacesIsThatOfTheMatrixFoundThere() {
    float[] a = {1, 2, 3, 4};
    float[] c = {100, 200, 300, 400};
    int[] rows = {0, 1};
    int[] columns = {2, 0, 1};
    float[] b = {1, 10, 2, 20, 3, 30};
    vector.gatherGemm(2, 2, 3, a, rows, columns, b, c, new float[Kernels.scratchSize(2, 2, 3)]);
    assertThat(c).containsExactly(111, 310, 317, 570);
  }

  @Test
  void sumsOfSquaresHaveTheSameBits() {
    for (int n : new int[] {0, 1, 7, 8, 9, 15, 16, 63, 64, 100, 1000}) {
      float[] x = values(n + 2, 23);
      assertThat(vector.squares(x, n)).as("%d numbers", n).isEqualTo(scalar.squares(x, n));
    }
    assertThat(scalar.squares(new float[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 100}, 9)).isEqualTo(285);
  }

  @Test
  void causalSoftmaxHasTheSameBits() {
    for (int rows : new int[] {1, 7, 8, 11, 16, 23, 70}) {
      for (int first : new int[] {0, 5, 22, 64}) {
        for (int width : new int[] {16, 48}) {
          int size = 3 * rows * width;
          float[] expected = values(size, 29);
          float[] actual = expected.clone();
          int from = Math.min(first, rows - 1);
          scalar.causalSoftmax(expected, 3, rows, width, from, 0.25f);
          vector.causalSoftmax(actual, 3, rows, width, from, 0.25f);
          assertThat(bits(actual)).isEqualTo(bits(expected));
          float[] slopes = values(size, 31);
          float[] others = slopes.clone();
          scalar.softmaxGradient(expected, slopes, 3, rows, width, 0.25f);
          vector.softmaxGradient(actual, others, 3, rows, width, 0.25f);
          assertThat(bits(others)).isEqualTo(bits(slopes));
        }
      }
    }
  }

  @Test
  void causalSoftmaxGivesLaterKeysNothing() {
    float[] x = new float[2 * 16];
    x[16] = 100;
    vector.causalSoftmax(x, 1, 2, 16, 0, 0.5f);
    assertThat(x[0]).isEqualTo(1);
    assertThat(x[16]).isZero();
    assertThat(x[1]).isEqualTo(0.5f);
    assertThat(x[17]).isEqualTo(0.5f);
  }

  @Test
  void outerProductsHaveTheSameBits() {
    for (int n : SIZES) {
      float[] rows = values(5, 3);
      float[] columns = values(n, 7);
      float[] expected = values(5 * n + 1, 11);
      float[] actual = expected.clone();
      scalar.addOuter(expected, values(5 * n, 13), rows, columns, expected);
      vector.addOuter(actual, values(5 * n, 13), rows, columns, actual);
      assertThat(bits(actual)).as("%d columns", n).isEqualTo(bits(expected));
    }
  }

  @Test
  void elementWiseMapsHaveTheSameBitsAndLeaveTheRestAlone() {
    int[] lengths = {0, 1, 3, 4, 7, 8, 15, 16, 17, 31, 32, 33, 63, 65, 127, 1000, 4095, 4096, 4098};
    for (int n : lengths) {
      same("exp", n, scalar::exp, vector::exp);
      same("log", n, scalar::log, vector::log);
      same("tanh", n, scalar::tanh, vector::tanh);
      same("sigmoid", n, scalar::sigmoid, vector::sigmoid);
      same("softplus", n, scalar::softplus, vector::softplus);
    }
  }

  /// Each size with each other in some product, and both layouts.
  private static List<Product> products() {
    List<Product> products = new ArrayList<>();
    int count = SIZES.length;
    for (int i = 0; i < count; i++) {
      for (int j = 0; j < count; j++) {
        int k = SIZES[(i * 7 + j * 5) % count];
        products.add(new Product(SIZES[i], SIZES[j], k, (i + j) % 2 == 1, (i + j) % 3));
        products.add(new Product(k, SIZES[j], SIZES[i], (i + j) % 2 == 0, (i + j) % 4));
      }
    }
    products.add(new Product(256, 64, 64, false, 0));
    products.add(new Product(64, 64, 256, true, 0));
    products.add(new Product(130, 130, 130, true, 3));
    return products;
  }

  private static float[] product(Kernels kernels, Product p) {
    int aRow = p.transposed ? 1 : p.k + p.gap;
    int aColumn = p.transposed ? p.m + p.gap : 1;
    int a0 = p.gap;
    int b0 = 2 * p.gap;
    int c0 = 3 * p.gap;
    float[] a = values(a0 + (p.m + p.gap) * (p.k + p.gap) + p.gap, 3);
    float[] b = values(b0 + p.k * (p.n + p.gap), 5);
    float[] c = values(c0 + p.m * (p.n + 2 * p.gap), 11);
    float[] scratch = values(Kernels.scratchSize(p.m, p.n, p.k), 13);
    int bRow = p.n + p.gap;
    int cRow = p.n + 2 * p.gap;
    kernels.gemm(p.m, p.n, p.k, a, a0, aRow, aColumn, b, b0, bRow, c, c0, cRow, scratch);
    return c;
  }

  /// A product whose A is found through places in a strange order.
  private static float[] gathered(Kernels kernels, Product p) {
    int[] rows = new int[p.m];
    int[] columns = new int[p.k];
    for (int i = 0; i < p.m; i++) {
      rows[i] = i * 7 % 31 + p.gap;
    }
    for (int j = 0; j < p.k; j++) {
      columns[j] = j * 11 % 37;
    }
    float[] c = values(p.m * p.n, 11);
    float[] scratch = values(Kernels.scratchSize(p.m, p.n, p.k), 13);
    kernels.gatherGemm(
        p.m, p.n, p.k, values(80, 3), rows, columns, values(p.k * p.n, 5), c, scratch);
    return c;
  }

  private static void same(String name, int n, Map scalar, Map vector) {
    float[] x = values(n + 3, 17);
    float[] expected = values(n + 3, 19);
    float[] actual = expected.clone();
    scalar.apply(x, expected, n);
    vector.apply(x, actual, n);
    assertThat(bits(actual)).as("%s of %d", name, n).isEqualTo(bits(expected));
    float[] inPlace = x.clone();
    vector.apply(inPlace, inPlace, n);
    System.arraycopy(x, n, expected, n, 3);
    assertThat(bits(inPlace)).as("%s of %d in place", name, n).isEqualTo(bits(expected));
  }

  /// Numbers of both signs whose sums are rounded.
  private static float[] values(int count, int seed) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (i + 1) * seed * 0x9E3779B9 * 0x1p-30f;
    }
    return values;
  }

  private static int[] bits(float[] values) {
    int[] bits = new int[values.length];
    for (int i = 0; i < bits.length; i++) {
      bits[i] = Float.floatToRawIntBits(values[i]);
    }
    return bits;
  }
}
