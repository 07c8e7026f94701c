package dev.bellman.app;

import static java.util.stream.Collectors.joining;

import dev.bellman.app.lm.LmSubject;
import dev.bellman.llm.data.Completion;
import dev.bellman.llm.sample.Sampler;
import dev.bellman.llm.sample.SamplingConfig;
import dev.bellman.llm.sample.Streams;
import dev.bellman.llm.task.Task;
import dev.bellman.tensor.Workers;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Lets a language model write.
@Command(description = "Let a model complete prompts.")
final class LmGenerate implements Runnable {
  private final Context context;

  @Parameters(paramLabel = "<run or model>", description = "A run folder or a model's folder.")
  private Path path = Path.of("");

  @Option(
      names = "--task",
      paramLabel = "TASK",
      description = "The task whose words are used (default: the run's own).")
  private @Nullable String task;

  @Option(
      names = "--prompt",
      paramLabel = "TOKENS",
      description = "A prompt in the task's words, as \"BOS 1 7 | 3 4 :\"; may be repeated.")
  private List<String> prompts = List.of();

  @Option(
      names = "--prompts",
      paramLabel = "N",
      description = "Without --prompt: how many held-out prompts (default: ${DEFAULT-VALUE}).")
  private int heldOut = 3;

  @Option(
      names = "--samples",
      paramLabel = "K",
      description = "Completions of each prompt (default: ${DEFAULT-VALUE}).")
  private int samples = 1;

  @Option(
      names = "--temperature",
      paramLabel = "T",
      description = "0 takes the likeliest token (default: ${DEFAULT-VALUE}).")
  private double temperature = 1;

  @Option(names = "--top-k", paramLabel = "K", description = "Only the K likeliest tokens.")
  private int topK;

  @Option(names = "--top-p", paramLabel = "P", description = "Only the likeliest up to this mass.")
  private double topP = 1;

  @Option(
      names = "--min-p",
      paramLabel = "P",
      description = "Only tokens of at least this share of the likeliest.")
  private double minP;

  @Option(
      names = "--max-tokens",
      paramLabel = "N",
      description = "The most tokens of a completion (default: what the task's answers need).")
  private @Nullable Integer maxTokens;

  @Option(
      names = "--seed",
      paramLabel = "S",
      description = "The seed of the draws (default: ${DEFAULT-VALUE}).")
  private long seed = 1;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  LmGenerate(Context context) {
    this.context = context;
  }

  @Override
  public void run() {
    if (samples < 1 || heldOut < 1 || seed < 0) {
      throw new UserError(
          "--samples and --prompts must be at least 1 and --seed at least 0, got %d, %d and %d"
              .formatted(samples, heldOut, seed));
    }
    LmSubject subject = LmSubject.open(path, task);
    Task asked = subject.task();
    List<Told> told;
    try (Workers workers = new Workers(1)) {
      var how = new SamplingConfig(temperature, topK, topP, minP);
      int limit = maxTokens == null ? asked.maxCompletion() : maxTokens;
      List<Completion> completions =
          new Sampler(subject.model(), new int[] {asked.vocabulary().eos()}, workers)
              .sample(asked(asked), samples, limit, how, Streams.ofUpdate(seed, 0));
      told = completions.stream().map(completion -> Told.of(asked, completion)).toList();
    } catch (IllegalArgumentException e) {
      throw new UserError("generate: " + e.getMessage(), e);
    }
    var object = new LinkedHashMap<String, @Nullable Object>();
    object.put("task", asked.name());
    object.put("model", subject.path().toString());
    object.put("completions", told.stream().map(Told::json).toList());
    context.print(json, object, () -> told.stream().map(Told::text).collect(joining()));
  }

  private List<int[]> asked(Task task) {
    return prompts.isEmpty()
        ? task.heldOut(heldOut)
        : prompts.stream().map(text -> task.vocabulary().tokens(text)).toList();
  }

  /// A completion as it is told.
  private record Told(
      String prompt, String completion, double logProbability, boolean ended, double score) {
    static Told of(Task task, Completion completion) {
      double logp = 0;
      for (float each : completion.logp()) {
        logp += each;
      }
      return new Told(
          task.vocabulary().text(completion.prompt()),
          task.vocabulary().text(completion.tokens()),
          logp,
          completion.ended(),
          task.score(completion));
    }

    Map<String, @Nullable Object> json() {
      var row = new LinkedHashMap<String, @Nullable Object>();
      row.put("prompt", prompt);
      row.put("completion", completion);
      row.put("log_probability", logProbability);
      row.put("ended", ended);
      row.put("score", score);
      return row;
    }

    String text() {
      return String.format(Locale.ROOT, "%s  ->  %s  (score %.2f)%n", prompt, completion, score);
    }
  }
}
