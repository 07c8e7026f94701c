package dev.bellman.app.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The claims about policy gradients that take seconds hold, and their pictures are drawn.
class PolicyClaimsTest {
  @TempDir private Path folder;

  private static double value(List<Measurement> results, String name, String unit) {
    return results.stream()
        .filter(result -> result.name().equals(name) && result.unit().equals(unit))
        .findFirst()
        .orElseThrow()
        .value();
  }

  @Test
  void theVarianceOfImportanceSamplingIsKnown() {
    assertThat(ImportanceClaim.variance(0)).isEqualTo(1);
    assertThat(ImportanceClaim.variance(0.5)).isEqualTo(1.605, within(5e-4));
    assertThat(ImportanceClaim.variance(1)).isEqualTo(5.437, within(5e-4));
    assertThat(ImportanceClaim.variance(2)).isEqualTo(272.99, within(5e-3));
    List<Measurement> results = ImportanceClaim.run(Pictures.in(folder), 2);
    assertThat(value(results, "importance sampling, q = N(0.5, 1)", "variance"))
        .isEqualTo(1.605, within(0.02));
    assertThat(value(results, "importance sampling, q = N(0.0, 1)", "effective share"))
        .isEqualTo(1, within(1e-12));
    assertThat(value(results, "importance sampling, q = N(2.0, 1)", "effective share"))
        .isLessThan(0.05);
    assertThat(folder.resolve("importance-sampling.svg")).exists();
  }

  @Test
  void lessVariesTheMoreIsKnown() {
    List<Measurement> results = GradientClaim.run(Pictures.in(folder), 2);
    double whole = value(results, "gradient, whole return", "variance");
    double toGo = value(results, "gradient, reward-to-go", "variance");
    double learned = value(results, "gradient, V", "variance");
    double best = value(results, "gradient, optimal baseline", "variance");
    double gae = value(results, "gradient, GAE, lambda 0.95", "variance");
    assertThat(toGo).isLessThan(whole);
    assertThat(learned).isLessThan(toGo);
    assertThat(best).isLessThan(1.05 * learned);
    assertThat(gae).isLessThan(learned);
    String gaeBy = "GAE with half of V, lambda ";
    assertThat(value(results, gaeBy + 0.0, "bias^2"))
        .isGreaterThan(value(results, gaeBy + 1.0, "bias^2"));
    assertThat(value(results, gaeBy + 0.0, "variance"))
        .isLessThan(value(results, gaeBy + 1.0, "variance"));
    assertThat(folder.resolve("gradient-variance.svg")).exists();
    assertThat(folder.resolve("gradient-lambda.svg")).exists();
  }
}
