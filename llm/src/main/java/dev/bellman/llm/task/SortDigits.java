package dev.bellman.llm.task;

import dev.bellman.llm.data.Completion;
import dev.bellman.llm.data.PreferencePair;
import dev.bellman.tensor.Rng;
import java.util.Arrays;
import java.util.List;

/// Digits in ascending order: one answer is right, and demonstrations show it.
///
/// A prompt is `BOS d…d =` with k digits, k uniform in 4 to 8; the answer is the same digits in
/// ascending order and `EOS`. Random digits are right with probability 10⁻ᵏ, so that reinforcement
/// alone finds nothing: it needs imitation first. Preference pairs set the right answer against one
/// in which two unequal digits have changed places.
public final class SortDigits implements PreferenceTask, ProcessTask {
  private static final String NAME = "sort-digits";
  private static final int FEWEST = 4;
  private static final int MOST = 8;
  private static final int HELD_OUT = 512;

  /// The task, which has no options.
  public SortDigits() {}

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Vocabulary vocabulary() {
    return Digits.VOCABULARY;
  }

  @Override
  public int maxPrompt() {
    return MOST + 2;
  }

  @Override
  public int maxCompletion() {
    return MOST + 1;
  }

  @Override
  public int[] prompt(Rng rng) {
    return HeldOut.training(rng, SortDigits::any);
  }

  private static int[] any(Rng rng) {
    int digits = FEWEST + rng.nextInt(MOST - FEWEST + 1);
    int[] prompt = new int[digits + 2];
    prompt[0] = Digits.VOCABULARY.bos();
    for (int i = 1; i <= digits; i++) {
      prompt[i] = rng.nextInt(10);
    }
    prompt[digits + 1] = Digits.EQUALS;
    return prompt;
  }

  /// 512 held-out prompts at most.
  @Override
  public List<int[]> heldOut(int most) {
    return HeldOut.draw(NAME, Math.min(most, HELD_OUT), SortDigits::any);
  }

  @Override
  public int[] demonstration(int[] prompt, Rng rng) {
    return answer(prompt);
  }

  @Override
  public double score(Completion completion) {
    boolean right =
        completion.ended() && Arrays.equals(completion.tokens(), answer(completion.prompt()));
    return right ? 1 : 0;
  }

  /// As many digits as the prompt has, then the end token.
  @Override
  public boolean wellFormed(Completion completion) {
    int digits = digits(completion.prompt());
    return Grammar.holds(completion, digits, digits, Digits.VOCABULARY.eos(), Digits::isDigit);
  }

  /// Every token is a step: 1 where it is what the right answer has in that place, its end token
  /// among them, else 0.
  @Override
  public double[] steps(Completion completion) {
    int[] answer = answer(completion.prompt());
    int[] tokens = completion.tokens();
    double[] steps = new double[tokens.length];
    for (int i = 0; i < Math.min(tokens.length, answer.length); i++) {
      steps[i] = tokens[i] == answer[i] ? 1 : 0;
    }
    return steps;
  }

  /// The right answer against one with two unequal digits exchanged; where all digits are equal,
  /// against one with a digit replaced by the next greater, 9 by 0.
  @Override
  public PreferencePair pair(int[] prompt, Rng rng) {
    int[] right = answer(prompt);
    int digits = right.length - 1;
    int[] wrong = right.clone();
    int first = rng.nextInt(digits);
    if (right[0] == right[digits - 1]) {
      wrong[first] = (right[first] + 1) % 10;
      return new PreferencePair(prompt, right, wrong);
    }
    int second = rng.nextInt(digits);
    while (right[first] == right[second]) {
      first = rng.nextInt(digits);
      second = rng.nextInt(digits);
    }
    wrong[first] = right[second];
    wrong[second] = right[first];
    return new PreferencePair(prompt, right, wrong);
  }

  private int[] answer(int[] prompt) {
    int digits = digits(prompt);
    int[] answer = Arrays.copyOfRange(prompt, 1, digits + 2);
    Arrays.sort(answer, 0, digits);
    answer[digits] = Digits.VOCABULARY.eos();
    return answer;
  }

  private int digits(int[] prompt) {
    int digits = prompt.length - 2;
    boolean form =
        digits >= FEWEST
            && digits <= MOST
            && prompt[0] == Digits.VOCABULARY.bos()
            && prompt[digits + 1] == Digits.EQUALS
            && Arrays.stream(prompt, 1, digits + 1).allMatch(Digits::isDigit);
    if (!form) {
      throw Grammar.prompt(
          this, "'BOS d..d =' with %d to %d digits".formatted(FEWEST, MOST), prompt);
    }
    return digits;
  }
}
