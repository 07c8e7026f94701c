package dev.bellman.llm.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bellman.llm.data.Completion;
import dev.bellman.tensor.Rng;
import java.util.List;
import org.junit.jupiter.api.Test;

class TasksTest {
  /// A task of a user's own: say the digit of the prompt again.
  private record Echo() implements Task {
    @Override
    public String name() {
      return "echo";
    }

    @Override
    public Vocabulary vocabulary() {
      return new SumTo().vocabulary();
    }

    @Override
    public int maxPrompt() {
      return 2;
    }

    @Override
    public int maxCompletion() {
      return 2;
    }

    @Override
    public int[] prompt(Rng rng) {
      return HeldOut.training(rng, r -> new int[] {11, r.nextInt(10)});
    }

    @Override
    public List<int[]> heldOut(int most) {
      return HeldOut.draw("echo", Math.min(most, 1), r -> new int[] {11, r.nextInt(10)});
    }

    @Override
    public int[] demonstration(int[] prompt, Rng rng) {
      return new int[] {prompt[1], 12};
    }

    @Override
    public double score(Completion completion) {
      return completion.tokens()[0] == completion.prompt()[1] ? 1 : 0;
    }

    @Override
    public boolean wellFormed(Completion completion) {
      return completion.ended() && completion.length() == 2;
    }
  }

  @Test
  void findsTasksByName() {
    assertThat(Tasks.builtIn().names()).containsExactly("sum-to", "sort-digits", "maze-4");
    assertThat(Tasks.builtIn().task("maze-4")).isInstanceOf(Maze4.class);
  }

  @Test
  void anUnknownNameIsAnsweredWithASuggestion() {
    assertThatThrownBy(() -> Tasks.builtIn().task("sumto"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "task 'sumto': unknown (did you mean 'sum-to'? known: sum-to, sort-digits, maze-4)");
    assertThatThrownBy(() -> Tasks.builtIn().task("countdown"))
        .hasMessage("task 'countdown': unknown (known: sum-to, sort-digits, maze-4)");
  }

  @Test
  void aTaskOfOnesOwnJoinsOnce() {
    Tasks more = Tasks.builtIn().with(new Echo());
    assertThat(more.task("echo").prompt(Rng.ofSeed(1))).hasSize(2);
    assertThatThrownBy(() -> more.with(new Echo()))
        .hasMessage("task 'echo': must be new, got a name that is taken");
  }
}
