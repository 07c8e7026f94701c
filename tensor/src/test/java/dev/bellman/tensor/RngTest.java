package dev.bellman.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bellman.tensor.internal.json.Json;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// The golden numbers are NumPy's; the literals come from NumPy 2.4.6, by the expression beside
/// them.
class RngTest {
  @Test
  void rawBitsAreNumPys() throws IOException {
    for (Map<String, Object> golden : golden("generators")) {
      Rng rng = seeded(golden);
      for (Object bits : (List<?>) golden.get("raw_uint64")) {
        assertThat(Long.toUnsignedString(rng.nextLong())).isEqualTo(bits);
      }
    }
  }

  @Test
  void doublesAreNumPys() throws IOException {
    for (Map<String, Object> golden : golden("generators")) {
      Rng rng = seeded(golden);
      for (Object number : (List<?>) golden.get("random")) {
        assertThat(rng.nextDouble()).isEqualTo(number);
      }
    }
  }

  @Test
  void uniformNumbersAreNumPys() throws IOException {
    for (Map<String, Object> golden : golden("generators")) {
      Rng rng = seeded(golden);
      for (Object number : (List<?>) golden.get("uniform_005")) {
        assertThat(rng.uniform(-0.05, 0.05)).isEqualTo(number);
      }
    }
  }

  @Test
  void boundedIntegersAreNumPysFilledOrOneAtATime() throws IOException {
    for (Map<String, Object> golden : golden("generators")) {
      Rng rng = seeded(golden);
      for (Object number : (List<?>) golden.get("integers_below_7_one_at_a_time")) {
        assertThat((long) rng.nextInt(7)).isEqualTo(number);
      }
      int[] filled = new int[12];
      seeded(golden).fillInts(7, filled);
      assertThat(Arrays.stream(filled).asLongStream().boxed().toList())
          .isEqualTo(golden.get("integers_below_7"));
    }
  }

  @Test
  void classicControlStartsWhereGymnasiumDoes() throws IOException {
    for (Map<String, Object> golden : golden("classic_control_resets")) {
      Rng rng = seeded(golden);
      assertStart(golden, (List<?>) golden.get("first"), rng);
      for (Object start : (List<?>) golden.get("then_unseeded")) {
        assertStart(golden, (List<?>) start, rng);
      }
    }
  }

  private static void assertStart(Map<String, Object> golden, List<?> observation, Rng rng) {
    switch ((String) golden.get("env")) {
      case "CartPole-v1" -> {
        for (Object value : observation) {
          assertThat((double) (float) rng.uniform(-0.05, 0.05)).isEqualTo(value);
        }
      }
      case "MountainCar-v0", "MountainCarContinuous-v0" ->
          assertThat((double) (float) rng.uniform(-0.6, -0.4)).isEqualTo(observation.get(0));
      case "Pendulum-v1" -> {
        rng.uniform(-Math.PI, Math.PI);
        assertThat((double) (float) rng.uniform(-1, 1)).isEqualTo(observation.get(2));
      }
      default -> {
        rng.nextDouble();
        rng.nextDouble();
        assertThat((double) (float) rng.uniform(-0.1, 0.1)).isEqualTo(observation.get(4));
        assertThat((double) (float) rng.uniform(-0.1, 0.1)).isEqualTo(observation.get(5));
      }
    }
  }

  /// `np.random.PCG64(seed).random_raw()`
  @Test
  void seedsCanHaveAnySize() {
    assertThat(Rng.ofSeed(1L << 32).nextLong())
        .isEqualTo(Long.parseUnsignedLong("16412783775159424549"));
    assertThat(Rng.ofSeed(BigInteger.TWO.pow(64).subtract(BigInteger.ONE)).nextLong())
        .isEqualTo(Long.parseUnsignedLong("12544278110101001871"));
    assertThat(Rng.ofSeed(BigInteger.TWO.pow(64)).nextLong()).isEqualTo(8286993518594409552L);
    assertThat(Rng.ofSeed(BigInteger.TWO.pow(200).add(BigInteger.valueOf(12345))).nextLong())
        .isEqualTo(8569441711451721702L);
  }

  /// `np.random.PCG64(np.random.SeedSequence(seed, spawn_key=(zlib.crc32(name),
  /// index))).random_raw(3)`
  @Test
  void streamsAreNumPysSpawnedSequences() {
    assertStream(
        Rng.stream(0, "actions", 0),
        "7604104291655539181",
        "15497683763845829237",
        "6204821003437100970");
    assertStream(
        Rng.stream(42, "shuffle", 3),
        "14396025091458027965",
        "869120616992581598",
        "15237350563592347302");
    assertStream(
        Rng.stream(Long.MAX_VALUE, "envs", Integer.MAX_VALUE),
        "15736182751628885306",
        "11561799735008826272",
        "5933528721635218896");
    assertStream(
        Rng.stream(5_000_000_000L, "täst", 1),
        "14119113613179720279",
        "13893109662417122389",
        "14165215185947785276");
  }

  private static void assertStream(Rng rng, String... raw) {
    for (String bits : raw) {
      assertThat(Long.toUnsignedString(rng.nextLong())).isEqualTo(bits);
    }
  }

  /// `np.random.SeedSequence(seed, spawn_key=(zlib.crc32(name), index)).generate_state(1, 'u8')[0]
  /// > > 1`
  @Test
  void derivedSeedsComeFromTheSpawnedSequence() {
    assertThat(Rng.deriveSeed(0, "actions", 0)).isEqualTo(1589553916287769230L);
    assertThat(Rng.deriveSeed(42, "shuffle", 3)).isEqualTo(2031752351886931526L);
    assertThat(Rng.deriveSeed(Long.MAX_VALUE, "envs", Integer.MAX_VALUE))
        .isEqualTo(2481580109808301699L);
  }

  /// With `g = np.random.default_rng(7)`: `g.random(3, dtype='f4')`, `g.random()`,
  /// `g.random(dtype='f4')`, `g.integers(7)`, `g.integers(1)`, three times `g.integers(2**31 - 1)`,
  /// `g.integers(3 * 2**29, size=8)`, `g.random()`, `g.uniform(-2.5, 7.25)`
  @Test
  void halvesAreKeptAcrossDrawsOfAllKindsAsInNumPy() {
    Rng rng = Rng.ofSeed(7);
    assertThat(new float[] {rng.nextFloat(), rng.nextFloat(), rng.nextFloat()})
        .containsExactly(0x1.e3ca94p-1f, 0x1.400c82p-1f, 0x1.5e4cd4p-1f);
    assertThat(rng.nextDouble()).isEqualTo(0.7756856902451935);
    assertThat(rng.nextFloat()).isEqualTo(0x1.cb5f9ap-1f);
    assertThat(rng.nextInt(7)).isEqualTo(5);
    assertThat(rng.nextInt(1)).isZero();
    assertThat(List.of(rng.nextInt(Integer.MAX_VALUE), rng.nextInt(Integer.MAX_VALUE)))
        .containsExactly(483628757, 119253154);
    assertThat(rng.nextInt(Integer.MAX_VALUE)).isEqualTo(644602188);
    int[] filled = new int[8];
    rng.fillInts(3 << 29, filled);
    assertThat(filled)
        .containsExactly(
            459132595,
            1406956304,
            8480366,
            804962962,
            1322680949,
            211700099,
            1283770173,
            191796588);
    assertThat(rng.nextDouble()).isEqualTo(0.3030324268193135);
    assertThat(rng.uniform(-2.5, 7.25)).isEqualTo(0.21464971798253973);
  }

  /// The polar method in Python over `np.random.default_rng(0)`, with `math.log` and `math.sqrt`
  @Test
  void gaussianNumbersStayAsTheyAre() {
    Rng rng = Rng.ofSeed(0);
    double[] numbers = {
      rng.nextGaussian(), rng.nextGaussian(), rng.nextGaussian(), rng.nextGaussian()
    };
    assertThat(numbers)
        .containsExactly(
            0x1.9d9c4c422271fp-1, -0x1.5b9c49c01f9e3p0, 0x1.6413c0bf143ddp-1, 0x1.7f2a966cdaa91p0);
  }

  @Test
  void gaussianNumbersHaveTheMomentsOfTheNormalDistribution() {
    Rng rng = Rng.ofSeed(1);
    int n = 200_000;
    double[] moments = new double[5];
    for (int i = 0; i < n; i++) {
      double x = rng.nextGaussian();
      for (int k = 1; k <= 4; k++) {
        moments[k] += Math.pow(x, k) / n;
      }
    }
    assertThat(Math.abs(moments[1])).isLessThan(0.01);
    assertThat(Math.abs(moments[2] - 1)).isLessThan(0.015);
    assertThat(Math.abs(moments[3])).isLessThan(0.04);
    assertThat(Math.abs(moments[4] - 3)).isLessThan(0.1);
  }

  @Test
  void shuffleKeepsTheElementsAndReachesAllOrdersEquallyOften() {
    Rng rng = Rng.ofSeed(3);
    int[] counts = new int[321 + 1];
    for (int i = 0; i < 6000; i++) {
      int[] values = {1, 2, 3};
      rng.shuffle(values);
      counts[100 * values[0] + 10 * values[1] + values[2]]++;
    }
    for (int order : new int[] {123, 132, 213, 231, 312, 321}) {
      assertThat(counts[order]).as("order %d", order).isBetween(880, 1120);
    }
  }

  @Test
  void savedStateIncludesTheHalfWordAndTheGaussianSpare() {
    Rng rng = Rng.stream(5, "actions", 2);
    rng.nextInt(10);
    rng.nextGaussian();
    var state = new State();
    rng.save(state.at("rng"));
    Rng loaded = Rng.ofSeed(0);
    loaded.load(state.at("rng"));
    assertThat(loaded.nextInt(1000)).isEqualTo(rng.nextInt(1000));
    assertThat(loaded.nextGaussian()).isEqualTo(rng.nextGaussian());
    assertThat(loaded.nextGaussian()).isEqualTo(rng.nextGaussian());
    assertThat(loaded.nextFloat()).isEqualTo(rng.nextFloat());
    assertThat(loaded.nextFloat()).isEqualTo(rng.nextFloat());
    assertThat(loaded.nextLong()).isEqualTo(rng.nextLong());
  }

  @Test
  void aStateThatNoStreamSavedIsRefused() {
    Rng rng = Rng.ofSeed(0);
    assertRefused(rng, new long[] {1, 2, 3, 4, 0, 0, 0, 0}, "increment 4, flags 0 and 0");
    assertRefused(rng, new long[] {1, 2, 3, 5, 2, 0, 0, 0}, "increment 5, flags 2 and 0");
    assertRefused(rng, new long[] {1, 2, 3, 5, 0, 1L << 40, -1, 0}, "increment 5, flags 0 and -1");
    assertRefused(rng, new long[] {1, 2, 3, 5}, "expected 8 values, got 4");
    assertThat(rng.nextLong()).isEqualTo(Long.parseUnsignedLong("11749869230777074271"));
  }

  private static void assertRefused(Rng rng, long[] saved, String message) {
    var state = new State();
    state.put("pcg64", saved);
    assertThatThrownBy(() -> rng.load(state))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }

  @Test
  void argumentsOutOfRangeAreRefused() {
    Rng rng = Rng.ofSeed(0);
    assertThatThrownBy(() -> Rng.ofSeed(-1)).hasMessage("seed: must be >= 0, got -1");
    assertThatThrownBy(() -> Rng.stream(-5, "a", 0)).hasMessage("seed: must be >= 0, got -5");
    assertThatThrownBy(() -> Rng.stream(0, "a", -1))
        .hasMessage("stream 'a': index must be >= 0, got -1");
    assertThatThrownBy(() -> rng.nextInt(0)).hasMessage("nextInt: bound must be >= 1, got 0");
    assertThatThrownBy(() -> SeedSequence.of(BigInteger.ONE, 1L << 32))
        .hasMessage("spawn key: must be in [0, 2^32), got 4294967296");
  }

  private static Rng seeded(Map<String, Object> golden) {
    return Rng.ofSeed(new BigInteger(String.valueOf(golden.get("seed"))));
  }

  @SuppressWarnings("unchecked")
  private static List<Map<String, Object>> golden(String part) throws IOException {
    try (var in = RngTest.class.getResourceAsStream("/golden/seeding.json")) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return (List<Map<String, Object>>) ((Map<String, Object>) Json.parse(text)).get(part);
    }
  }
}
