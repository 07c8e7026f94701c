package dev.bellman.app.bench;

import dev.bellman.app.stats.Scores;
import dev.bellman.llm.data.Packed;
import dev.bellman.llm.model.Decoder;
import dev.bellman.llm.model.Transformer;
import dev.bellman.llm.model.TransformerConfig;
import dev.bellman.tensor.Rng;
import dev.bellman.tensor.Workers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// Language models beside the FMA peak: training and decoding by size, and the time of a decoded
/// token by its position. Projections and attention are counted, nothing else.
final class LmBench {
  private static final int LEAST_ROUNDS = 5;
  private static final double WARM_UP_SECONDS = 4;
  private static final double SECONDS = 5;
  private static final int POSITIONS = 4096;
  private static final int WINDOW = 64;
  private static final int PASSES = 6;
  private static final int WARM_UP_PASSES = 3;

  /// A model and what it is given.
  ///
  /// @param size its parameters, for a person
  /// @param form its form
  /// @param length tokens of a sequence in training
  /// @param sequences sequences of a gradient step
  /// @param decoded tokens of a completion in decoding
  private record Subject(
      String size, TransformerConfig form, int length, int sequences, int decoded) {
    static Subject of(String size, TransformerConfig form, int sequences, int decoded) {
      return new Subject(size, form, form.context() - 1, sequences, decoded);
    }
  }

  private static final List<Subject> SUBJECTS =
      List.of(
          Subject.of("0.1 M", TransformerConfig.small(16, 64, 176, 2, 4, 33), 128, 32),
          Subject.of("1 M", TransformerConfig.small(64, 128, 352, 5, 4, 65), 64, 64),
          Subject.of("10 M", TransformerConfig.small(256, 384, 1024, 6, 6, 129), 16, 32));

  /// A model with room for many positions.
  ///
  /// @param name what it is, for a person
  /// @param form its form
  private record LongSubject(String name, TransformerConfig form) {
    /// With heads of queries that share one head of keys and values.
    LongSubject sharing() {
      return new LongSubject(
          name + ", one head of keys and values",
          new TransformerConfig(
              form.vocabulary(),
              form.width(),
              form.feedForward(),
              form.layers(),
              form.heads(),
              1,
              form.headSize(),
              form.context(),
              form.ropeTheta(),
              form.rmsEpsilon(),
              form.biases(),
              form.headNorm(),
              form.tied()));
    }
  }

  private static final LongSubject MILLION =
      new LongSubject("1 M parameters", TransformerConfig.small(64, 128, 352, 5, 4, POSITIONS + 1));

  private static final List<LongSubject> LONG_SUBJECTS =
      List.of(
          new LongSubject(
              "0.1 M parameters", TransformerConfig.small(16, 64, 176, 2, 4, POSITIONS + 1)),
          MILLION.sharing(),
          MILLION);

  private LmBench() {}

  static List<Measurement> run(int threads) {
    var results = new ArrayList<Measurement>();
    for (int count : threads > 1 ? new int[] {1, threads} : new int[] {1}) {
      try (var workers = new Workers(count)) {
        var watch = new Stopwatch(workers);
        watch.warmUp();
        for (Subject subject : SUBJECTS) {
          results.addAll(measure(subject, watch, workers));
        }
      }
    }
    LONG_SUBJECTS.forEach(subject -> results.addAll(positions(subject)));
    return results;
  }

  private static List<Measurement> measure(Subject subject, Stopwatch watch, Workers workers) {
    int threads = workers.threads();
    var work = new LmWork(subject.form, subject.length, subject.sequences, workers);
    String name = subject.size + " parameters, ";
    Rounds training = Rounds.of(watch, work::train, work.trainingFlops());
    Rounds decoding =
        Rounds.of(watch, () -> work.decode(subject.decoded), work.decodingFlops(subject.decoded));
    return List.of(
        Measurement.of(name + "fma peak", training.peak * 1e-9, "GFLOP/s", threads),
        new Measurement(
            name + "training, sequences of %d tokens".formatted(subject.length),
            work.trainedTokens() / training.seconds,
            "tokens/s",
            threads,
            training.share),
        new Measurement(
            name + "decoding, %d sequences of %d".formatted(LmWork.ROWS, subject.decoded),
            LmWork.ROWS * subject.decoded / decoding.seconds,
            "tokens/s",
            threads,
            decoding.share));
  }

  /// Medians over rounds in which the peak and the work are measured in turn.
  private record Rounds(double seconds, double peak, double share) {
    static Rounds of(Stopwatch watch, Runnable work, double flops) {
      double once = Stopwatch.secondsPerCall(work, WARM_UP_SECONDS);
      int rounds = Math.clamp((int) (SECONDS / once), LEAST_ROUNDS, 101);
      double[] seconds = new double[rounds];
      double[] peaks = new double[rounds];
      double[] shares = new double[rounds];
      for (int i = 0; i < rounds; i++) {
        peaks[i] = watch.peakFlops();
        seconds[i] = Stopwatch.seconds(work);
        shares[i] = flops / seconds[i] / peaks[i];
      }
      return new Rounds(Scores.median(seconds), Scores.median(peaks), Scores.median(shares));
    }
  }

  /// A straight line through the times of a token of one sequence, medians over windows of
  /// positions.
  private static List<Measurement> positions(LongSubject subject) {
    double[][] times = new double[PASSES][];
    Decoder decoder = new Decoder(Transformer.create(subject.form, Rng.stream(1, "model", 0)));
    for (int pass = 0; pass < PASSES; pass++) {
      times[pass] = pass(decoder, subject.form.vocabulary());
    }
    int windows = POSITIONS / WINDOW;
    double[] places = new double[windows];
    double[] micros = new double[windows];
    for (int w = 0; w < windows; w++) {
      double[] together = new double[(PASSES - WARM_UP_PASSES) * WINDOW];
      for (int i = 0; i < together.length; i++) {
        together[i] = times[WARM_UP_PASSES + i / WINDOW][w * WINDOW + i % WINDOW];
      }
      places[w] = (w + 0.5) * WINDOW;
      micros[w] = Scores.median(together) * 1e6;
    }
    Line line = Line.through(places, micros);
    String name = subject.name + ", ";
    return List.of(
        Measurement.of(name + "a token at the first positions", micros[0], "us", 1),
        Measurement.of(
            name + String.format(Locale.ROOT, "at the last of %,d", POSITIONS),
            micros[windows - 1],
            "us",
            1),
        Measurement.of(name + "a straight line's slope", line.slope * 1000, "ns/position", 1),
        Measurement.of(name + "its R2", line.determination, "", 1));
  }

  /// Seconds of each token of one sequence.
  private static double[] pass(Decoder decoder, int vocabulary) {
    double[] seconds = new double[POSITIONS];
    decoder.begin(new Packed(new int[] {0}, new int[] {0, 1}, 1), 1, POSITIONS);
    for (int i = 0; i < POSITIONS; i++) {
      int[] token = {i % vocabulary};
      seconds[i] = Stopwatch.seconds(() -> decoder.advance(token));
    }
    return seconds;
  }

  /// The line of least squares.
  ///
  /// @param intercept its value at 0
  /// @param slope how it grows
  /// @param determination R², the share of the variance that it explains
  record Line(double intercept, double slope, double determination) {
    static Line through(double[] x, double[] y) {
      double meanX = Arrays.stream(x).average().orElse(0);
      double meanY = Arrays.stream(y).average().orElse(0);
      double xx = 0;
      double xy = 0;
      double yy = 0;
      for (int i = 0; i < x.length; i++) {
        xx += (x[i] - meanX) * (x[i] - meanX);
        xy += (x[i] - meanX) * (y[i] - meanY);
        yy += (y[i] - meanY) * (y[i] - meanY);
      }
      double slope = xy / xx;
      return new Line(meanY - slope * meanX, slope, xy * xy / (xx * yy));
    }
  }
}
