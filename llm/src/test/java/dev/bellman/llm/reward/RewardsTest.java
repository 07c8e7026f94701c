package dev.bellman.llm.reward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bellman.llm.data.Completion;
import dev.bellman.llm.task.SumTo;
import dev.bellman.tensor.Workers;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RewardsTest {
  private static final SumTo TASK = new SumTo();

  private static Completion answer(String text) {
    int[] tokens = TASK.vocabulary().tokens(text);
    return new Completion(
        TASK.vocabulary().tokens("BOS 0 6 | 0 0 :"), tokens, new float[tokens.length], true);
  }

  private static Scores scores(List<Completion> completions, WeightedReward... parts) {
    try (var workers = new Workers(2)) {
      return new Rewards(List.of(parts), workers).of(completions);
    }
  }

  @Test
  void rewardsAddUpByTheirWeights() {
    Scores scores =
        scores(
            List.of(answer("1 2 3 EOS"), answer("1 2 EOS")),
            new WeightedReward("right", new Verifier(TASK), 2),
            new WeightedReward("length", Completion::length, -0.25));
    assertThat(scores.totals()).containsExactly(1, -0.75);
    assertThat(scores.parts()[0]).containsExactly(1, 0);
    assertThat(scores.parts()[1]).containsExactly(4, 3);
    assertThat(scores.unscored()).isZero();
    assertThat(scores.warning()).isEmpty();
    assertThat(scores.mean()).isEqualTo(0.125);
  }

  @Test
  void whatThrowsOrIsNotFiniteLeavesItsCompletionUnscored() {
    Scores scores =
        scores(
            List.of(answer("1 2 3 EOS"), answer("9 9 9 EOS"), answer("0 0 0 EOS")),
            new WeightedReward("right", new Verifier(TASK), 1),
            new WeightedReward("odd", RewardsTest::odd, 1));
    assertThat(scores.totals()).containsExactly(2, Double.NaN, Double.NaN);
    assertThat(scores.parts()[0]).containsExactly(1, 0, 0);
    assertThat(scores.unscored()).isEqualTo(2);
    assertThat(scores.mean()).isEqualTo(2);
    assertThat(scores.warning())
        .hasValue(
            "rewards: expected a finite number for each of 3 completions, got none for 2 (first:"
                + " reward 'odd' threw java.lang.IllegalStateException: nines)");
  }

  private static double odd(Completion completion) {
    return switch (completion.tokens()[0]) {
      case 9 -> throw new IllegalStateException("nines\nand more");
      case 0 -> Double.POSITIVE_INFINITY;
      default -> 1;
    };
  }

  @Test
  void anInfiniteScoreIsNamed() {
    Scores scores =
        scores(List.of(answer("0 0 0 EOS")), new WeightedReward("odd", RewardsTest::odd, 1));
    assertThat(scores.firstProblem()).hasValue("reward 'odd' gave Infinity");
    assertThat(scores.mean()).isNaN();
  }

  @Test
  void aSumThatOverflowsIsNoScore() {
    Scores scores =
        scores(List.of(answer("1 2 3 EOS")), new WeightedReward("large", _ -> Double.MAX_VALUE, 2));
    assertThat(scores.totals()).containsExactly(Double.NaN);
    assertThat(scores.firstProblem()).hasValue("the weighted sum is Infinity");
  }

  @Test
  void aModelIsAskedOnceForAll() {
    var asked = new ArrayList<Integer>();
    BatchReward model =
        completions -> {
          asked.add(completions.size());
          return completions.stream().mapToDouble(Completion::length).toArray();
        };
    List<Completion> completions = List.of(answer("1 2 3 EOS"), answer("1 EOS"));
    assertThat(scores(completions, new WeightedReward("model", model, 0.5)).totals())
        .containsExactly(2, 1);
    assertThat(asked).containsExactly(2);
    assertThat(model.of(answer("1 EOS"))).isEqualTo(2);
  }

  @Test
  void aModelThatFailsLeavesAllUnscored() {
    BatchReward throwing =
        completions -> {
          throw new IllegalStateException("no weights");
        };
    BatchReward tooFew = completions -> new double[1];
    List<Completion> completions = List.of(answer("1 2 3 EOS"), answer("1 EOS"));
    Scores thrown = scores(completions, new WeightedReward("model", throwing, 1));
    assertThat(thrown.unscored()).isEqualTo(2);
    assertThat(thrown.firstProblem())
        .hasValue("reward 'model' threw java.lang.IllegalStateException: no weights");
    assertThat(scores(completions, new WeightedReward("model", tooFew, 1)).firstProblem())
        .hasValue("reward 'model' expected 2 numbers, got 1");
  }

  @Test
  void threadsChangeNothing() {
    var completions = new ArrayList<Completion>();
    for (int i = 0; i < 500; i++) {
      completions.add(answer("%d %d %d EOS".formatted(i % 7, i % 3, i % 5)));
    }
    var parts =
        List.of(
            new WeightedReward("right", new Verifier(TASK), 0.3),
            new WeightedReward("odd", RewardsTest::odd, 0.1));
    double[][] totals = new double[3][];
    for (int threads = 1; threads <= 3; threads++) {
      try (var workers = new Workers(threads)) {
        totals[threads - 1] = new Rewards(parts, workers).of(completions).totals();
      }
    }
    assertThat(totals[1]).isEqualTo(totals[0]);
    assertThat(totals[2]).isEqualTo(totals[0]);
  }

  @Test
  void rewardsNeedNamesOfTheirOwnAndFiniteWeights() {
    var length = new WeightedReward("length", Completion::length, 1);
    try (var workers = new Workers(1)) {
      assertThat(new Rewards(List.of(length), workers).names()).containsExactly("length");
      assertThatThrownBy(() -> new Rewards(List.of(length, length), workers))
          .hasMessage("rewards.length: must be named once, got the name again");
      assertThatThrownBy(() -> new Rewards(List.of(), workers))
          .hasMessage("rewards: must be at least 1, got 0");
    }
    assertThatThrownBy(() -> new WeightedReward("length", Completion::length, Double.NaN))
        .hasMessage("rewards.length.weight: must be finite, got NaN");
  }
}
