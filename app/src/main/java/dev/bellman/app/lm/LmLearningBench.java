package dev.bellman.app.lm;

import dev.bellman.app.ExitStatus;
import dev.bellman.app.RunFailed;
import dev.bellman.app.UserError;
import dev.bellman.app.chart.Band;
import dev.bellman.app.chart.Figure;
import dev.bellman.app.config.Yaml;
import dev.bellman.app.run.Metrics;
import dev.bellman.app.run.Reason;
import dev.bellman.app.run.RunFolder;
import dev.bellman.app.run.WholeFile;
import dev.bellman.app.stats.Scores;
import dev.bellman.app.terminal.Quantity;
import dev.bellman.tensor.internal.json.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What the online trainers reach on the tasks, several seeds each. A cell is a run folder with
/// `result.json`; a second call goes on with those that are missing.
public final class LmLearningBench {
  private static final double CONFIDENCE = 0.95;
  private static final int RESAMPLES = 50_000;
  private static final int POINTS = 60;
  private static final int MARGIN = 500;

  /// The trainers of the table, in the order in which they were found, and two controls.
  private static final List<String> TRAINERS =
      List.of("ppo", "rloo", "grpo", "dr-grpo", "dapo", "gspo", "gspo-token", "cispo");

  private static final Map<String, String> CONTROLS =
      Map.of("grpo random reward", "RANDOM", "grpo permuted reward", "PERMUTED");

  private static final List<String> TASKS = List.of("sum-to", "sort-digits", "maze-4");

  private final int seeds;
  private final int threads;
  private final Path folder;
  private final PrintWriter err;

  private LmLearningBench(int seeds, int threads, Path folder, PrintWriter err) {
    this.seeds = seeds;
    this.threads = threads;
    this.folder = folder;
    this.err = err;
  }

  /// A trainer on a task.
  ///
  /// @param task the task's name
  /// @param name the trainer's name, or a control's
  private record Pair(String task, String name) {
    String algorithm() {
      int end = name.indexOf(' ');
      return end < 0 ? name : name.substring(0, end);
    }

    List<String> settings() {
      String control = CONTROLS.get(name);
      return control == null ? List.of() : List.of("control=" + control);
    }

    /// Whether it is meant by how its key begins, by its task's name, or by nothing at all.
    boolean isMeant(List<String> names) {
      return names.stream().anyMatch(name -> key().startsWith(name) || task.equals(name));
    }

    String key() {
      return "%s-%s".formatted(name.replace(' ', '-'), task);
    }
  }

  /// One row of the table.
  ///
  /// @param pair the trainer and the task
  /// @param results what each seed came to
  private record Row(Pair pair, List<Map<?, ?>> results) {
    double[] of(String part, String name) {
      return results.stream().mapToDouble(result -> number(result, part, name)).toArray();
    }

    private static double number(Map<?, ?> result, String part, String name) {
      Object from = part.isEmpty() ? result : result.get(part);
      return from instanceof Map<?, ?> map && map.get(name) instanceof Number n
          ? n.doubleValue()
          : Double.NaN;
    }
  }

  /// What was measured.
  ///
  /// @param json an object for each row
  /// @param markdown a table
  public record Rows(List<Map<String, @Nullable Object>> json, String markdown) {}

  /// Measures what is not measured yet and draws a picture for each task.
  ///
  /// @param only tasks, and how `<trainer>-<task>` begins, with commas between them; the empty text
  ///   for all
  /// @param seeds seeds 1 to K
  /// @param threads how many runs go on side by side, each with one thread
  /// @param folder where cells are kept
  /// @param err takes progress
  /// @return the rows
  public static Rows run(String only, int seeds, int threads, Path folder, PrintWriter err) {
    var bench = new LmLearningBench(seeds, threads, folder, err);
    List<String> names = List.of(only.split(",", -1));
    List<Pair> pairs =
        TASKS.stream()
            .flatMap(
                task ->
                    Stream.concat(TRAINERS.stream(), CONTROLS.keySet().stream().sorted())
                        .map(name -> new Pair(task, name)))
            .filter(pair -> pair.isMeant(names))
            .toList();
    if (pairs.isEmpty()) {
      throw new UserError(
          "--only: must name a task or begin a trainer and a task, as grpo-sum-to, got '%s'"
              .formatted(only));
    }
    bench.measure(pairs);
    List<Row> rows = pairs.stream().map(bench::row).filter(row -> !row.results.isEmpty()).toList();
    for (String task : TASKS) {
      bench.draw(task, rows.stream().filter(row -> row.pair.task.equals(task)).toList());
    }
    return new Rows(rows.stream().map(LmLearningBench::json).toList(), markdown(rows));
  }

  private void measure(List<Pair> pairs) {
    try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
      var futures = new ArrayList<Future<?>>();
      for (Pair pair : pairs) {
        for (long seed = 1; seed <= seeds; seed++) {
          long own = seed;
          futures.add(pool.submit(() -> measure(pair, own)));
        }
      }
      for (Future<?> future : futures) {
        future.get();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw cause instanceof UserError refused
          ? refused
          : new RunFailed(
              "a cell failed (a second call tries it again): " + ExitStatus.describe(cause), e);
    }
  }

  private Path cell(Pair pair, long seed) {
    return folder.resolve(pair.key()).resolve("seed-" + seed);
  }

  private void measure(Pair pair, long seed) {
    Path cell = cell(pair, seed);
    LmTrainer trainer =
        new LmTrainer(
            LmAlgorithms.find(pair.algorithm()),
            1,
            60,
            true,
            new PrintWriter(Writer.nullWriter()),
            System::nanoTime);
    LmConfig<?> config = trainer.config(pair.task, LmTrainer.layers(pair.settings(), seed));
    if (result(pair, seed, config) != null) {
      return;
    }
    try {
      delete(cell);
      Files.createDirectories(cell);
      trainer
          .start(pair.task, LmTrainer.layers(pair.settings(), seed), cell.resolve("run"))
          .ifPresent(
              outcome -> {
                write(cell, config, outcome);
                err.println("%s, seed %d: done".formatted(pair.key(), seed));
                err.flush();
              });
    } catch (IOException e) {
      throw new UserError("%s: must be writable, got %s".formatted(cell, Reason.of(e)), e);
    }
  }

  private static void write(Path cell, LmConfig<?> config, LmOutcome outcome) {
    try {
      WholeFile.write(cell.resolve("config.yaml"), Yaml.write(config.tree()));
      WholeFile.write(cell.resolve("result.json"), Json.write(outcome.json()) + "\n");
    } catch (IOException e) {
      throw new UserError("%s: must be writable, got %s".formatted(cell, Reason.of(e)), e);
    }
  }

  private static void delete(Path cell) throws IOException {
    if (Files.exists(cell)) {
      try (Stream<Path> content = Files.walk(cell)) {
        for (Path path : content.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }
  }

  /// What a cell holds, if it is of this configuration.
  private @Nullable Map<?, ?> result(Pair pair, long seed, LmConfig<?> config) {
    Path cell = cell(pair, seed);
    try {
      if (Files.exists(cell.resolve("result.json"))
          && Files.readString(cell.resolve("config.yaml")).equals(Yaml.write(config.tree()))
          && Json.parse(Files.readString(cell.resolve("result.json"))) instanceof Map<?, ?> map) {
        return map;
      }
      return null;
    } catch (IOException e) {
      throw new UserError("%s: must be readable, got %s".formatted(cell, Reason.of(e)), e);
    }
  }

  private Row row(Pair pair) {
    var results = new ArrayList<Map<?, ?>>();
    LmTrainer trainer =
        new LmTrainer(LmAlgorithms.find(pair.algorithm()), 1, 60, true, err, System::nanoTime);
    for (long seed = 1; seed <= seeds; seed++) {
      LmConfig<?> config = trainer.config(pair.task, LmTrainer.layers(pair.settings(), seed));
      Map<?, ?> result = result(pair, seed, config);
      if (result != null) {
        results.add(result);
      }
    }
    return new Row(pair, results);
  }

  private void draw(String task, List<Row> rows) {
    if (rows.isEmpty()) {
      return;
    }
    Figure figure =
        Figure.of("held-out prompts of " + task, "completion tokens", "greedy accuracy");
    double last = 0;
    for (Row row : rows) {
      Band band = band(row);
      last = Math.max(last, band.x()[POINTS - 1]);
      figure.banded(row.pair.name, band);
    }
    figure.horizontal(-last / MARGIN, last); // a start off the points' grid gives round numbers
    Path file = folder.resolve(task + ".svg");
    try {
      figure.vertical(0, 1).write(file);
    } catch (IOException e) {
      throw new UserError("%s: must be writable, got %s".formatted(file, Reason.of(e)), e);
    }
  }

  /// The curves of a row's seeds at points that they have in common.
  private Band band(Row row) {
    var curves = new ArrayList<double[][]>();
    for (Map<?, ?> result : row.results) {
      curves.add(
          curve(
              new RunFolder(Path.of(String.valueOf(result.get("run_dir")))),
              Row.number(result, "start", LmRun.ACCURACY)));
    }
    double last =
        curves.stream().mapToDouble(curve -> curve[0][curve[0].length - 1]).min().orElse(0);
    double[] x = new double[POINTS];
    double[][] scores = new double[POINTS][curves.size()];
    for (int i = 0; i < POINTS; i++) {
      x[i] = last * i / (POINTS - 1);
      for (int c = 0; c < curves.size(); c++) {
        scores[i][c] = at(curves.get(c), x[i]);
      }
    }
    return Band.of(x, scores);
  }

  /// Accuracy by tokens, from the start on.
  private static double[][] curve(RunFolder run, double start) {
    try {
      var tokens = DoubleStream.builder();
      var accuracy = DoubleStream.builder();
      tokens.add(0);
      accuracy.add(start);
      for (Map<String, @Nullable Object> line : Metrics.read(run.metrics())) {
        if (line.get(LmRun.ACCURACY) instanceof Number reached) {
          tokens.add(number(line, "tokens"));
          accuracy.add(reached.doubleValue());
        }
      }
      return new double[][] {tokens.build().toArray(), accuracy.build().toArray()};
    } catch (IOException e) {
      throw new UserError("%s: must be readable, got %s".formatted(run.path(), Reason.of(e)), e);
    }
  }

  private static double number(Map<String, @Nullable Object> line, String name) {
    return line.get(name) instanceof Number number ? number.doubleValue() : Double.NaN;
  }

  /// The value of a curve at a point, along straight lines; the first one before it begins.
  private static double at(double[][] curve, double x) {
    int place = Arrays.binarySearch(curve[0], x);
    if (place >= 0) {
      return curve[1][place];
    }
    int next = -place - 1;
    if (next == 0 || next == curve[0].length) {
      return curve[1][next == 0 ? 0 : next - 1];
    }
    double share = (x - curve[0][next - 1]) / (curve[0][next] - curve[0][next - 1]);
    return curve[1][next - 1] + share * (curve[1][next] - curve[1][next - 1]);
  }

  private static Scores.Interval interval(double[] scores) {
    return Scores.stratifiedBootstrap(
        new double[][] {scores}, Scores::interquartileMean, CONFIDENCE, RESAMPLES, 0);
  }

  private static Map<String, @Nullable Object> json(Row row) {
    double[] accuracy = row.of("final", "greedy_accuracy");
    Scores.Interval interval = interval(accuracy);
    var object = new LinkedHashMap<String, @Nullable Object>();
    object.put("task", row.pair.task);
    object.put("trainer", row.pair.name);
    object.put("seeds", row.results.size());
    object.put("iqm", Scores.interquartileMean(accuracy));
    object.put("interval", List.of(interval.low(), interval.high()));
    object.put("runs", row.results);
    return object;
  }

  private static String markdown(List<Row> rows) {
    var text =
        new StringBuilder(
            """
            | | seeds | start | greedy accuracy, IQM | 95 % interval | worst seed | greedy score | pass@1 | pass@8 | different right answers of 16 | updates | tokens | seconds |
            | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |
            """);
    for (Row row : rows) {
      double[] accuracy = row.of("final", "greedy_accuracy");
      Scores.Interval interval = interval(accuracy);
      text.append(
          String.format(
              Locale.ROOT,
              "| %s on %s | %d | %.1f %% | %.1f %% | [%.1f, %.1f] | %.1f %% | %.3f | %.1f %% | %.1f"
                  + " %% | %.1f | %.0f | %s | %.0f |%n",
              row.pair.name,
              row.pair.task,
              row.results.size(),
              100 * mean(row.of("start", "greedy_accuracy")),
              100 * Scores.interquartileMean(accuracy),
              100 * interval.low(),
              100 * interval.high(),
              100 * Arrays.stream(accuracy).min().orElse(Double.NaN),
              mean(row.of("final", "greedy_score")),
              100 * mean(row.of("final", "pass_at_1")),
              100 * mean(row.of("final", "pass_at_8")),
              mean(row.of("final", "distinct_right")),
              mean(row.of("", "updates")),
              Quantity.count(mean(row.of("", "tokens"))),
              Scores.median(row.of("", "seconds"))));
    }
    return text.toString();
  }

  private static double mean(double[] values) {
    return Arrays.stream(values).average().orElse(Double.NaN);
  }
}
