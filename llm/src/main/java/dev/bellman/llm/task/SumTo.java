package dev.bellman.llm.task;

import dev.bellman.llm.data.Completion;
import dev.bellman.llm.data.PreferencePair;
import dev.bellman.tensor.Rng;
import java.util.ArrayList;
import java.util.List;

/// Three digits that bring a sum to a number: many answers are right, and nobody shows one.
///
/// A prompt is `BOS n n | a b :`, with the number N in two digits and two digits a and b; an answer
/// is three digits c and `EOS`, right if a + b + c₁ + c₂ + c₃ = N. The digits a and b and the
/// remainder N - a - b in 0 to 27 are drawn uniformly, which makes 2,800 prompts with 1 to 75 right
/// answers each; random digits are right once in 28 times. Demonstrations are random digits: they
/// teach the form alone. Preference pairs set a right answer against a wrong one.
public final class SumTo implements PreferenceTask {
  private static final String NAME = "sum-to";
  private static final int ANSWER = 3;
  private static final int MOST = 9 * ANSWER;
  private static final int PROMPT = 7;

  /// The task, which has no options.
  public SumTo() {}

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
    return PROMPT;
  }

  @Override
  public int maxCompletion() {
    return ANSWER + 1;
  }

  @Override
  public int[] prompt(Rng rng) {
    return HeldOut.training(rng, r -> prompt(r.nextInt(10), r.nextInt(10), r.nextInt(MOST + 1)));
  }

  private static int[] prompt(int a, int b, int remainder) {
    int sum = a + b + remainder;
    return new int[] {Digits.VOCABULARY.bos(), sum / 10, sum % 10, Digits.BAR, a, b, Digits.COLON};
  }

  /// All prompts, those held out among them.
  ///
  /// @return 2,800 prompts
  static List<int[]> all() {
    var prompts = new ArrayList<int[]>();
    for (int a = 0; a < 10; a++) {
      for (int b = 0; b < 10; b++) {
        for (int remainder = 0; remainder <= MOST; remainder++) {
          prompts.add(prompt(a, b, remainder));
        }
      }
    }
    return prompts;
  }

  /// Held-out prompts in random order.
  @Override
  public List<int[]> heldOut(int most) {
    List<int[]> prompts = all().stream().filter(HeldOut::contains).toList();
    int[] order = new int[prompts.size()];
    for (int i = 0; i < order.length; i++) {
      order[i] = i;
    }
    Rng.stream(0, "held-out " + NAME, 0).shuffle(order);
    var chosen = new ArrayList<int[]>();
    for (int i = 0; i < Math.min(most, order.length); i++) {
      chosen.add(prompts.get(order[i]));
    }
    return chosen;
  }

  @Override
  public int[] demonstration(int[] prompt, Rng rng) {
    remainder(prompt);
    return Digits.random(ANSWER, rng);
  }

  @Override
  public double score(Completion completion) {
    int remainder = remainder(completion.prompt());
    return wellFormed(completion) && sum(completion.tokens()) == remainder ? 1 : 0;
  }

  @Override
  public boolean wellFormed(Completion completion) {
    return Grammar.holds(completion, ANSWER, ANSWER, Digits.VOCABULARY.eos(), Digits::isDigit);
  }

  @Override
  public PreferencePair pair(int[] prompt, Rng rng) {
    int remainder = remainder(prompt);
    return new PreferencePair(prompt, right(remainder, rng), wrong(remainder, rng));
  }

  private static int[] right(int remainder, Rng rng) {
    var answers = new ArrayList<int[]>();
    for (int first = 0; first < 10; first++) {
      for (int second = 0; second < 10; second++) {
        int third = remainder - first - second;
        if (Digits.isDigit(third)) {
          answers.add(new int[] {first, second, third, Digits.VOCABULARY.eos()});
        }
      }
    }
    return answers.get(rng.nextInt(answers.size()));
  }

  private static int[] wrong(int remainder, Rng rng) {
    int[] answer = Digits.random(ANSWER, rng);
    while (sum(answer) == remainder) {
      answer = Digits.random(ANSWER, rng);
    }
    return answer;
  }

  private static int sum(int[] answer) {
    return answer[0] + answer[1] + answer[2];
  }

  private int remainder(int[] prompt) {
    boolean form =
        prompt.length == PROMPT
            && prompt[0] == Digits.VOCABULARY.bos()
            && Digits.isDigit(prompt[1])
            && Digits.isDigit(prompt[2])
            && prompt[3] == Digits.BAR
            && Digits.isDigit(prompt[4])
            && Digits.isDigit(prompt[5])
            && prompt[6] == Digits.COLON;
    int remainder = form ? 10 * prompt[1] + prompt[2] - prompt[4] - prompt[5] : -1;
    if (remainder < 0 || remainder > MOST) {
      throw Grammar.prompt(
          this, "'BOS n n | a b :' with a + b + 0..%d = nn".formatted(MOST), prompt);
    }
    return remainder;
  }
}
