package dev.bellman.app.config;

import java.util.List;
import java.util.Map;

/// A configuration that has one component of every kind.
public record Example(
    Gae gae,
    Update update,
    Objective objective,
    int[] hidden,
    List<String> tags,
    Map<String, Object> environment) {
  static final Example DEFAULTS =
      new Example(
          new Gae(0.99, 0.95f),
          new Update(
              4, 100_000L, new Schedule.Constant(3e-4), Scaling.NONE, true, Double.MAX_VALUE),
          new Objective.Clip(0.2, 0.2),
          new int[] {64, 64},
          List.of("base"),
          Map.of("gravity", 9.8));

  static final Overlay OVERLAY =
      Overlay.of(
          Variants.of(Objective.class)
              .with("clip", Objective.Clip.class)
              .with("cpi", Objective.Cpi.class)
              .with("klPenalty", Objective.KlPenalty.class),
          Variants.of(Schedule.class)
              .with("constant", Schedule.Constant.class)
              .with("linear", Schedule.Linear.class)
              .shorthand("constant"));

  public Example {
    if (hidden.length > 3) {
      throw new IllegalArgumentException("hidden: must have at most 3 sizes");
    }
    if (update.epochs() > 50 && gae.gamma() == 0) {
      throw new IllegalArgumentException("more than 50 epochs need a gamma above 0");
    }
    if (update.budget() < 0) {
      throw new IllegalArgumentException("update.budget: must be positive");
    }
  }

  public record Gae(double gamma, float lambda) {
    public Gae {
      if (!(gamma >= 0 && gamma <= 1)) {
        throw new IllegalArgumentException("gamma: must be in [0, 1], got " + gamma);
      }
    }
  }

  public enum Scaling {
    NONE,
    PER_MINIBATCH
  }

  public record Update(
      int epochs,
      long budget,
      Schedule learningRate,
      Scaling advantageScaling,
      boolean shuffle,
      double targetKl) {}

  public interface Objective {
    record Clip(double low, double high) implements Objective {
      public Clip {
        if (low < 0) {
          throw new IllegalArgumentException("low must not be negative");
        }
      }
    }

    record Cpi() implements Objective {}

    record KlPenalty(double beta, double target) implements Objective {
      public static final KlPenalty DEFAULTS = new KlPenalty(1, 0.01);
    }
  }

  public sealed interface Schedule {
    record Constant(double value) implements Schedule {
      public Constant {
        if (value < 0) {
          throw new IllegalArgumentException("value: must be positive, got " + value);
        }
      }
    }

    record Linear(double from, double to) implements Schedule {}
  }
}
