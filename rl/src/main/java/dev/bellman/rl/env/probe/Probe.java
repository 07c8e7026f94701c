package dev.bellman.rl.env.probe;

import dev.bellman.rl.env.EnvOption;
import dev.bellman.rl.env.EnvOptions;
import dev.bellman.rl.env.EnvSpec;
import java.util.List;

/// Environments whose best behaviour is known exactly, to try algorithms on: identities, bandits
/// and linear-quadratic control.
public final class Probe {
  private static final int EPISODE_STEPS = 100;

  private static final EnvOption SIZE =
      new EnvOption("size", EnvOption.Type.INTEGER, 4, "the number of indices");
  private static final EnvOption COORDINATES =
      new EnvOption("size", EnvOption.Type.INTEGER, 2, "the number of coordinates");

  private static final EnvOption KIND =
      new EnvOption("kind", EnvOption.Type.TEXT, "gaussian", "how arms pay: gaussian or bernoulli");
  private static final EnvOption MEANS =
      new EnvOption(
          "means", EnvOption.Type.TEXT, "", "the arms' means, as 0.2,0.8; empty to draw them");
  private static final EnvOption ARMS =
      new EnvOption("arms", EnvOption.Type.INTEGER, 10, "for how many arms means are drawn");
  private static final EnvOption MEANS_SEED =
      new EnvOption("means_seed", EnvOption.Type.INTEGER, 0, "which means are drawn");

  private static final EnvOption DIMENSION =
      new EnvOption("dimension", EnvOption.Type.INTEGER, 1, "of the space in which a mass moves");
  private static final EnvOption CONTROL_COST =
      new EnvOption("control_cost", EnvOption.Type.NUMBER, 2, "the cost of a squared control of 1");
  private static final EnvOption NOISE =
      new EnvOption(
          "noise", EnvOption.Type.NUMBER, 0.02, "the standard deviation of each disturbance");

  private Probe() {}

  /// The specs.
  ///
  /// @return one for each id
  public static List<EnvSpec> specs() {
    return List.of(
        identity("Identity-v0", "Name the index that is seen.", false),
        identity("IdentityMasked-v0", "Name the index that is seen; some are forbidden.", true),
        identityOneHot(),
        identityBox(),
        bandit(),
        linearQuadratic());
  }

  private static EnvSpec identity(String id, String doc, boolean masked) {
    return EnvSpec.simulated(
            id, doc, (n, options) -> new Identity(n, options.integer(SIZE.name()), masked))
        .withOption(SIZE)
        .withMaxEpisodeSteps(EPISODE_STEPS)
        .withRewardThreshold(0.95 * EPISODE_STEPS);
  }

  private static EnvSpec identityOneHot() {
    return EnvSpec.simulated(
            "IdentityOneHot-v0",
            "Name the index that is seen as a one-hot vector.",
            (n, options) -> new IdentityOneHot(n, options.integer(SIZE.name())))
        .withOption(SIZE)
        .withMaxEpisodeSteps(EPISODE_STEPS)
        .withRewardThreshold(0.95 * EPISODE_STEPS);
  }

  private static EnvSpec identityBox() {
    return EnvSpec.simulated(
            "IdentityBox-v0",
            "Name the vector that is seen.",
            (n, options) -> new IdentityBox(n, options.integer(COORDINATES.name())))
        .withOption(COORDINATES)
        .withMaxEpisodeSteps(EPISODE_STEPS)
        .withRewardThreshold(-0.02 * EPISODE_STEPS);
  }

  private static EnvSpec bandit() {
    return EnvSpec.simulated(
            "Bandit-v0",
            "Find the arm that pays best.",
            (n, options) -> {
              Bandit.Kind kind = Bandit.Kind.of(options.text(KIND.name()));
              return new Bandit(n, kind, means(kind, options));
            })
        .withOption(KIND)
        .withOption(MEANS)
        .withOption(ARMS)
        .withOption(MEANS_SEED);
  }

  private static double[] means(Bandit.Kind kind, EnvOptions options) {
    String text = options.text(MEANS.name());
    return text.isEmpty()
        ? Bandit.drawMeans(kind, options.integer(ARMS.name()), options.integer(MEANS_SEED.name()))
        : Bandit.parseMeans(text);
  }

  private static EnvSpec linearQuadratic() {
    return EnvSpec.simulated(
            "LinearQuadratic-v0",
            "Bring a mass to rest at the origin.",
            (n, options) ->
                new LinearQuadratic(
                    n,
                    LinearQuadraticProblem.mass(
                        options.integer(DIMENSION.name()),
                        options.number(CONTROL_COST.name()),
                        options.number(NOISE.name()))))
        .withOption(DIMENSION)
        .withOption(CONTROL_COST)
        .withOption(NOISE)
        .withMaxEpisodeSteps(EPISODE_STEPS)
        .withRewardThreshold(-5);
  }

  /// Refuses an option that is not in 1..max.
  static void checkCount(String option, long value, int max) {
    if (value < 1 || value > max) {
      throw new IllegalArgumentException(
          "environment.%s: must be in 1..%d, got %d".formatted(option, max, value));
    }
  }
}
