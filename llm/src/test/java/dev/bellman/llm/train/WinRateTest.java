package dev.bellman.llm.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.bellman.llm.model.Transformer;
import dev.bellman.llm.task.Task;
import dev.bellman.tensor.Workers;
import org.junit.jupiter.api.Test;

class WinRateTest {
  private static final Task FIRST_TOKEN = new Scored(3, completion -> completion.tokens()[0]);

  private static WinRate of(Transformer model, Transformer rival, Task task, int threads) {
    try (var workers = new Workers(threads)) {
      return WinRate.of(model, rival, task, 3, workers);
    }
  }

  @Test
  void winsTiesAndLossesAreCounted() {
    // first tokens 3, 4, 0 against 2, 3, 4
    WinRate rate = of(Writers.adding(1), Writers.adding(0), FIRST_TOKEN, 1);
    assertThat(rate).isEqualTo(new WinRate(2, 0, 1));
    assertThat(rate.rate()).isEqualTo(2.0 / 3);
    assertThat(of(Writers.adding(0), Writers.adding(1), FIRST_TOKEN, 1))
        .isEqualTo(new WinRate(1, 0, 2));
  }

  @Test
  void tieCountsHalf() {
    WinRate rate = of(Writers.adding(1), Writers.adding(1), FIRST_TOKEN, 1);
    assertThat(rate).isEqualTo(new WinRate(0, 3, 0));
    assertThat(rate.rate()).isEqualTo(0.5);
    assertThat(new WinRate(1, 2, 5).rate()).isEqualTo(0.25);
  }

  @Test
  void modelsDrawApart() {
    Task task = new Scored(512, completion -> completion.tokens()[0]);
    WinRate rate = of(Writers.uniform(), Writers.uniform(), task, 1);
    // one in five draws is the same
    assertThat(rate.ties() / 512.0).isCloseTo(0.2, within(0.07));
    assertThat(rate.rate()).isCloseTo(0.5, within(0.1));
    assertThat(of(Writers.uniform(), Writers.uniform(), task, 3)).isEqualTo(rate);
  }
}
