package dev.bellman.rl.policy;

import dev.bellman.rl.env.Actions;
import dev.bellman.rl.env.Box;
import dev.bellman.rl.env.MultiBinary;
import dev.bellman.rl.env.MultiDiscrete;
import dev.bellman.rl.env.Space;
import dev.bellman.tensor.Parameters;
import dev.bellman.tensor.Tensor;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// What makes distributions over a space of a network's last layer.
interface PolicyHead {
  /// The distributions.
  ///
  /// @param latent what entered the last layer, `[B,L]`
  /// @param out what came out of it, `[B,O]`
  Distribution of(Tensor latent, Tensor out);

  /// The outputs that a space needs: a logit for each value, or a mean for each coordinate.
  static int outputs(Space<?> actionSpace) {
    int parameters = Distribution.parameterCount(actionSpace);
    return Actions.carried(actionSpace) instanceof Box ? parameters / 2 : parameters;
  }

  /// A head for a space.
  ///
  /// @param parameters where log σ of continuous actions is added
  /// @param latent L
  /// @throws IllegalArgumentException if the form does not fit the space
  static PolicyHead of(
      MlpActorCritic.Config config, Space<?> actionSpace, Parameters parameters, int latent) {
    Space<?> space = Actions.carried(actionSpace);
    if (space instanceof Box box) {
      return Continuous.of(config, box, parameters, latent);
    }
    refuseForDiscrete(config, actionSpace);
    float temperature = (float) config.temperature();
    return switch (space) {
      case MultiDiscrete parts ->
          new Choices(IntStream.range(0, parts.size()).mapToObj(parts::n).toList(), temperature);
      case MultiBinary bits -> new Choices(Collections.nCopies(bits.flatSize(), 2), temperature);
      default -> new Choice(temperature);
    };
  }

  private static void refuseForDiscrete(MlpActorCritic.Config config, Space<?> actionSpace) {
    if (config.bounds() == MlpActorCritic.Bounds.SQUASHED) {
      throw new IllegalArgumentException(
          "network.bounds: only actions of a Box can be squashed, got %s (leave it at clipped)"
              .formatted(actionSpace));
    }
    if (!(config.noise() instanceof PolicyNoise.Independent)) {
      throw new IllegalArgumentException(
          "network.noise: only actions of a Box can have it stateDependent, got %s (leave it at"
                  .formatted(actionSpace)
              + " independent)");
    }
  }

  /// Logits of one choice.
  record Choice(float temperature) implements PolicyHead {
    @Override
    public Distribution of(Tensor latent, Tensor out) {
      return temperature == 1 ? Categorical.of(out) : Categorical.of(out, temperature);
    }
  }

  /// Logits of several choices side by side.
  record Choices(List<Integer> sizes, float temperature) implements PolicyHead {
    @Override
    public Distribution of(Tensor latent, Tensor out) {
      return MultiCategorical.of(temperature == 1 ? out : out.div(temperature), sizes);
    }
  }

  /// Means, with learned standard deviations beside them.
  ///
  /// @param space the box
  /// @param logStd log σ, `[A]`, or `[L,A]` of noise that follows the observations
  record Continuous(MlpActorCritic.Config config, Box space, Tensor logStd) implements PolicyHead {
    static Continuous of(MlpActorCritic.Config config, Box box, Parameters parameters, int latent) {
      if (config.bounds() == MlpActorCritic.Bounds.SQUASHED && !box.isBounded()) {
        throw new IllegalArgumentException(
            "network.bounds: squashed actions need finite bounds, got %s (give the space bounds, or"
                    .formatted(box)
                + " leave it at clipped)");
      }
      int a = box.flatSize();
      boolean matrix = config.noise() instanceof PolicyNoise.StateDependent;
      float[] first = new float[matrix ? latent * a : a];
      Arrays.fill(first, (float) config.logStd());
      String name = "actor.logStd";
      return new Continuous(
          config,
          box,
          matrix ? parameters.add(name, first, latent, a) : parameters.add(name, first, a));
    }

    @Override
    public Distribution of(Tensor latent, Tensor out) {
      StateDependentNoise noise = noise(latent);
      DiagonalGaussian gaussian =
          DiagonalGaussian.of(out, noise == null ? spread(out) : noise.marginalLogStd(), noise);
      return config.bounds() == MlpActorCritic.Bounds.SQUASHED
          ? SquashedGaussian.of(gaussian, space)
          : gaussian;
    }

    private @Nullable StateDependentNoise noise(Tensor latent) {
      return config.noise() instanceof PolicyNoise.StateDependent(int sampleEvery)
          ? StateDependentNoise.of(latent, logStd, config.temperature(), sampleEvery)
          : null;
    }

    private Tensor spread(Tensor mean) {
      Tensor spread = logStd.expand(mean.shape(), mean);
      return config.temperature() == 1
          ? spread
          : spread.add((float) (0.5 * StrictMath.log(config.temperature())));
    }
  }
}
