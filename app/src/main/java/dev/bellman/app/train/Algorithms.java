package dev.bellman.app.train;

import dev.bellman.app.UserError;
import dev.bellman.app.config.Overlay;
import dev.bellman.app.config.Suggestion;
import dev.bellman.app.config.Variants;
import dev.bellman.rl.loss.PolicyObjective;
import dev.bellman.rl.loss.ValueLoss;
import dev.bellman.rl.ppo.Ppo;
import dev.bellman.rl.ppo.PpoConfig;
import dev.bellman.tensor.optim.Schedule;
import java.util.List;

/// The algorithms of the command line, and the names of the variants in their configurations.
public final class Algorithms {
  /// Every algorithm, in the order in which they are listed.
  public static final List<AlgorithmSpec<?>> ALL =
      List.of(
          new AlgorithmSpec<>(
              "ppo",
              "Proximal policy optimisation (Schulman et al. 2017, arXiv:1707.06347).",
              PpoConfig.DEFAULTS,
              PpoConfig::envs,
              Ppo::new));

  /// What turns text into configurations.
  static final Overlay OVERLAY =
      Overlay.of(
          Variants.of(Schedule.class)
              .with("constant", Schedule.Constant.class)
              .with("linear", Schedule.Linear.class)
              .with("cosine", Schedule.Cosine.class)
              .with("exponential", Schedule.Exponential.class)
              .with("warmup", Schedule.Warmup.class)
              .shorthand("constant"),
          Variants.of(PolicyObjective.class)
              .with("cpi", PolicyObjective.Cpi.class)
              .with("clip", PolicyObjective.Clip.class),
          Variants.of(ValueLoss.class)
              .with("squaredError", ValueLoss.SquaredError.class)
              .with("clippedPrediction", ValueLoss.ClippedPrediction.class)
              .with("clippedMaximum", ValueLoss.ClippedMaximum.class));

  private Algorithms() {}

  /// Finds an algorithm.
  ///
  /// @param name its name
  /// @return the algorithm
  /// @throws UserError if there is none of that name
  public static AlgorithmSpec<?> find(String name) {
    return ALL.stream()
        .filter(algorithm -> algorithm.name().equals(name))
        .findFirst()
        .orElseThrow(() -> unknown(name));
  }

  private static UserError unknown(String name) {
    String hint =
        Suggestion.nearest(name, ALL.stream().map(AlgorithmSpec::name).toList())
            .map(near -> "did you mean '" + near + "'? ")
            .orElse("");
    return new UserError(
        "algorithm '%s': unknown (%slist with: bellman algorithms)".formatted(name, hint));
  }
}
