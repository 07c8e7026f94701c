package dev.bellman.llm.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bellman.llm.data.Completion;
import dev.bellman.llm.data.PreferencePair;
import dev.bellman.tensor.Rng;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TaskContractTest {
  static Stream<Task> tasks() {
    return Tasks.builtIn().all().stream();
  }

  @ParameterizedTest
  @MethodSource("tasks")
  void hasSixteenTokens(Task task) {
    assertThat(task.vocabulary().size()).isEqualTo(16);
    assertThat(new HashSet<>(task.vocabulary().names())).hasSize(16);
  }

  @ParameterizedTest
  @MethodSource("tasks")
  void trainingPromptsAreNeverHeldOut(Task task) {
    Rng rng = Rng.ofSeed(3);
    Set<String> heldOut = new HashSet<>();
    task.heldOut(512).forEach(prompt -> heldOut.add(Arrays.toString(prompt)));
    for (int i = 0; i < 5_000; i++) {
      int[] prompt = task.prompt(rng);
      assertThat(prompt.length).isLessThanOrEqualTo(task.maxPrompt());
      assertThat(HeldOut.contains(prompt)).isFalse();
      assertThat(heldOut).doesNotContain(Arrays.toString(prompt));
    }
  }

  @ParameterizedTest
  @MethodSource("tasks")
  void heldOutPromptsAreDifferentAndTheSameAtEachCall(Task task) {
    List<String> first = task.heldOut(512).stream().map(Arrays::toString).toList();
    List<String> again = task.heldOut(512).stream().map(Arrays::toString).toList();
    assertThat(first).isEqualTo(again).doesNotHaveDuplicates();
    assertThat(first).hasSize(task instanceof SumTo ? 257 : 512);
    assertThat(task.heldOut(10).stream().map(Arrays::toString)).isEqualTo(first.subList(0, 10));
    assertThat(task.heldOut(10)).allMatch(HeldOut::contains);
    assertThat(task.heldOut(0)).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("tasks")
  void demonstrationsAreWellFormed(Task task) {
    Rng rng = Rng.ofSeed(4);
    for (int i = 0; i < 1_000; i++) {
      int[] prompt = task.prompt(rng);
      int[] shown = task.demonstration(prompt, rng);
      assertThat(shown.length).isLessThanOrEqualTo(task.maxCompletion());
      assertThat(task.wellFormed(Answers.of(task, prompt, shown))).isTrue();
    }
  }

  @ParameterizedTest
  @MethodSource("tasks")
  void nothingCountsButTheWholeAnswerUpToItsEndToken(Task task) {
    Rng rng = Rng.ofSeed(5);
    Vocabulary words = task.vocabulary();
    for (int i = 0; i < 200; i++) {
      int[] prompt = task.prompt(rng);
      int[] right = ((PreferenceTask) task).pair(prompt, rng).chosen();
      int body = right.length - 1;
      assertThat(task.score(Answers.of(task, prompt, right))).isPositive();
      assertWorthless(task, prompt, Arrays.copyOf(right, body));
      assertWorthless(task, prompt, followed(right, words.eos()));
      assertWorthless(task, prompt, followed(right, words.pad()));
      assertWorthless(task, prompt, followed(Arrays.copyOf(right, body), words.bos(), words.eos()));
      assertWorthless(task, prompt, followed(Arrays.copyOf(right, body), words.pad(), words.eos()));
      assertWorthless(task, prompt, followed(new int[] {words.bos()}, right));
      assertWorthless(task, prompt, new int[] {words.eos()});
      Completion cutByTheLimit = new Completion(prompt, right, new float[right.length], false);
      assertThat(task.score(cutByTheLimit)).isZero();
    }
  }

  private static void assertWorthless(Task task, int[] prompt, int[] tokens) {
    Completion completion = Answers.of(task, prompt, tokens);
    assertThat(task.score(completion)).isZero();
    assertThat(task.wellFormed(completion)).isFalse();
  }

  private static int[] followed(int[] first, int... then) {
    int[] both = Arrays.copyOf(first, first.length + then.length);
    System.arraycopy(then, 0, both, first.length, then.length);
    return both;
  }

  @ParameterizedTest
  @MethodSource("tasks")
  void pairsPutTheBetterAnswerFirst(Task task) {
    Rng rng = Rng.ofSeed(6);
    for (int i = 0; i < 1_000; i++) {
      int[] prompt = task.prompt(rng);
      PreferencePair pair = ((PreferenceTask) task).pair(prompt, rng);
      Completion chosen = Answers.of(task, prompt, pair.chosen());
      Completion rejected = Answers.of(task, prompt, pair.rejected());
      assertThat(pair.prompt()).isEqualTo(prompt);
      assertThat(task.wellFormed(rejected)).isTrue();
      assertThat(task.score(chosen)).isGreaterThan(task.score(rejected));
    }
  }

  @ParameterizedTest
  @MethodSource("tasks")
  void aPromptOfAnotherTaskIsRefusedInOneLine(Task task) {
    int[] prompt = {1, 2, 99};
    assertThatThrownBy(() -> task.demonstration(prompt, Rng.ofSeed(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(task.name() + ".prompt: expected 'BOS")
        .hasMessageContaining("?99'")
        .message()
        .doesNotContain("\n");
  }
}
