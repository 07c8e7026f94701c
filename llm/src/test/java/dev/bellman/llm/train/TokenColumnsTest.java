package dev.bellman.llm.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellman.llm.data.Completion;
import dev.bellman.llm.data.Written;
import dev.bellman.llm.sample.Sampler;
import dev.bellman.llm.sample.SamplingConfig;
import dev.bellman.llm.sample.Streams;
import dev.bellman.llm.sample.TokenPolicy;
import dev.bellman.tensor.Workers;
import java.util.List;
import org.junit.jupiter.api.Test;

class TokenColumnsTest {
  private static final TokenPolicy POLICY = new TokenPolicy(Bandit.model(1), 1);

  private static Written written() {
    try (var workers = new Workers(1)) {
      List<Completion> completions =
          new Sampler(POLICY.model(), new int[] {1}, workers)
              .sample(
                  new Bandit().heldOut(3), 20, 5, SamplingConfig.DEFAULTS, Streams.ofUpdate(1, 0));
      return Written.of(completions);
    }
  }

  @Test
  void columnHasTheBitsOfTheSamplerWhateverTheShardsAndThreads() {
    Written written = written();
    for (int threads = 1; threads <= 3; threads++) {
      for (int shard : new int[] {1, 7, 100}) {
        try (var workers = new Workers(threads)) {
          var columns = new TokenColumns(workers, shard);
          for (int again = 0; again < 2; again++) {
            float[] logp = columns.of(written, (scope, batch) -> POLICY.of(scope, batch).logp());
            assertThat(logp).isEqualTo(written.logp());
          }
        }
      }
    }
  }

  @Test
  void nothingGivesNothing() {
    try (var workers = new Workers(2)) {
      var columns = new TokenColumns(workers, 4);
      assertThat(columns.of(Written.of(List.of()), (scope, _) -> scope.constant(new float[0], 0)))
          .isEmpty();
    }
  }
}
