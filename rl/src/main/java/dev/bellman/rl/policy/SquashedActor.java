package dev.bellman.rl.policy;

import dev.bellman.rl.math.Ranges;
import dev.bellman.tensor.Parameters;
import dev.bellman.tensor.Rng;
import dev.bellman.tensor.Scope;
import dev.bellman.tensor.Tensor;
import dev.bellman.tensor.nn.Mlp;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A network that draws actions such that gradients flow through the draw: `a = tanh(μ(s) + σ·ε)`
/// with ε ~ N(0, 1) given from outside, in the units of [BoxUnits].
public final class SquashedActor {
  /// How actions vary. A variant is another value.
  public sealed interface Noise {
    /// Each action is drawn anew, with a standard deviation that the network gives: log σ in [-20,
    /// 2].
    record Independent() implements Noise {}

    /// The noise is a function of the observation for a while; see [StateDependentNoise].
    ///
    /// @param sampleEvery after how many steps the function is drawn anew, at least 0; 0 if only
    ///   when the environments are stepped again after a gradient step, as happens anyway: so it
    ///   matters only below the steps between
    /// @param logStd the first log σ of the function, in [-20, 2]
    /// @param meanLimit μ is clipped to ±this, above 0: beyond, tanh leaves no room for noise
    record StateDependent(int sampleEvery, double logStd, double meanLimit) implements Noise {
      /// What Stable-Baselines3 takes for SAC.
      public static final StateDependent DEFAULTS = new StateDependent(0, -3, 2);

      /// Checks the ranges.
      ///
      /// @throws IllegalArgumentException if a number is out of its range
      public StateDependent {
        Ranges.notNegative("sampleEvery", sampleEvery);
        Ranges.aboveZero("meanLimit", meanLimit);
        if (!(logStd >= LEAST_LOG_STD && logStd <= GREATEST_LOG_STD)) {
          throw new IllegalArgumentException(
              "logStd: must be in [%s, %s], got %s"
                  .formatted(LEAST_LOG_STD, GREATEST_LOG_STD, logStd));
        }
      }
    }
  }

  /// Actions that were drawn, and their log-densities. They live as long as the scope they were
  /// made in.
  ///
  /// @param actions a, each coordinate in (-1, 1) up to rounding, `[B,A]`
  /// @param logp log π(a|s), the density of a in these units, `[B]`
  public record Sample(Tensor actions, Tensor logp) {
    @SuppressWarnings("ReferenceEquality") // the same objects are what is looked for
    private static Sample of(Tensor actions, Tensor logp) {
      return Scope.kept(actions) instanceof Sample same && same.logp == logp
          ? same
          : Scope.keep(actions, new Sample(actions, logp));
    }
  }

  private static final String NAME = "actor";
  private static final String LOG_STD = "actor.logStd";
  private static final float LEAST_LOG_STD = -20f;
  private static final float GREATEST_LOG_STD = 2f;
  private static final float LEAST_VARIANCE = 1e-6f;
  private static final float HALF_LOG_2PI = 0.9189385f;

  private final Noise noise;
  private final BoxUnits units;
  private final int latent;
  private final Parameters parameters;
  private final Mlp net;

  /// log σ of noise that follows the observation, `[L,A]`.
  private final @Nullable Tensor logStd;

  private SquashedActor(
      Noise noise,
      BoxUnits units,
      int latent,
      Parameters parameters,
      Mlp net,
      @Nullable Tensor logStd) {
    this.noise = noise;
    this.units = units;
    this.latent = latent;
    this.parameters = parameters;
    this.net = net;
    this.logStd = logStd;
  }

  /// A fresh actor.
  ///
  /// @param form its form
  /// @param noise how actions vary
  /// @param observationSize D
  /// @param units the actions
  /// @param rng what to draw the first weights from
  /// @return the actor
  public static SquashedActor create(
      ContinuousNetworks form, Noise noise, int observationSize, BoxUnits units, Rng rng) {
    Parameters parameters = new Parameters();
    int a = units.size();
    int latent = form.latent(observationSize);
    boolean follows = noise instanceof Noise.StateDependent;
    int outputs = follows ? a : 2 * a;
    Mlp net = Mlp.create(parameters, NAME, observationSize, outputs, form.plan(), rng);
    Tensor logStd = null;
    if (noise instanceof Noise.StateDependent follow) {
      float[] first = new float[latent * a];
      Arrays.fill(first, (float) follow.logStd());
      logStd = parameters.add(LOG_STD, first, latent, a);
    }
    return new SquashedActor(noise, units, latent, parameters, net, logStd);
  }

  /// The same actor, over the same numbers, which takes no gradient.
  ///
  /// @return the actor
  public SquashedActor frozen() {
    Tensor seen = logStd == null ? null : logStd.detach();
    return new SquashedActor(noise, units, latent, parameters, net.frozen(), seen);
  }

  /// {@return its numbers}
  public Parameters parameters() {
    return parameters;
  }

  /// How many numbers ε has.
  ///
  /// @param rows B
  /// @return B·A, or L·A for noise that follows the observation, which a batch shares
  public int noiseSize(int rows) {
    return (logStd == null ? rows : latent) * units.size();
  }

  /// Draws actions for some rows of a batch, such that gradients flow through the draw.
  ///
  /// @param observations s, `[B,D]`
  /// @param epsilon ε of the whole batch, [#noiseSize] numbers of N(0, 1); not modified
  /// @param from the place of the first of these rows in the batch
  /// @param scope where the observations live
  /// @return the draws
  public Sample sample(Tensor observations, float[] epsilon, int from, Scope scope) {
    Tensor seen = net.latent(observations);
    Tensor out = net.output(seen);
    return switch (noise) {
      case Noise.Independent _ -> independent(out, epsilon, from, scope);
      case Noise.StateDependent follow -> following(follow, seen, out, epsilon, scope);
    };
  }

  private Sample independent(Tensor out, float[] epsilon, int from, Scope scope) {
    int a = units.size();
    Tensor e = scope.copyOf(epsilon, from * a, out.shape().dim(0), a);
    Tensor logStd = logStd(out);
    Tensor u = mean(out).add(logStd.exp().mul(e));
    return squashed(u, e.square().mul(-0.5f).sub(logStd));
  }

  /// `u = μ + latentᵀ·(σ∘ε)`, whose variance over all ε is `Σ_L latent²·σ² + 1e-6`. Gradients flow
  /// through latent in both.
  private Sample following(
      Noise.StateDependent follow, Tensor seen, Tensor out, float[] epsilon, Scope scope) {
    Tensor std = spread(seen).exp();
    Tensor noise = seen.matmul(std.mul(scope.constant(epsilon, latent, units.size())));
    Tensor variance = seen.square().matmul(std.square()).add(LEAST_VARIANCE);
    Tensor logDeviation = variance.log().mul(0.5f);
    Tensor z = noise.mul(logDeviation.neg().exp());
    return squashed(limited(follow, out).add(noise), z.square().mul(-0.5f).sub(logDeviation));
  }

  /// Squashes u, whose log-density but for a constant is given for each coordinate.
  private static Sample squashed(Tensor u, Tensor density) {
    Tensor logp = density.sub(HALF_LOG_2PI).sub(SquashedGaussian.logSlope(u)).sum(-1);
    return Sample.of(u.tanh(), logp);
  }

  private Tensor mean(Tensor out) {
    return out.slice(-1, 0, units.size());
  }

  private Tensor logStd(Tensor out) {
    int a = units.size();
    return out.slice(-1, a, 2 * a).clamp(LEAST_LOG_STD, GREATEST_LOG_STD);
  }

  private Tensor spread(Tensor partner) {
    return Objects.requireNonNull(logStd).in(partner);
  }

  private static Tensor limited(Noise.StateDependent follow, Tensor out) {
    float limit = (float) follow.meanLimit();
    return out.clamp(-limit, limit);
  }

  /// The distributions that actions are drawn from, for acting.
  ///
  /// @param observations s, `[B,D]`
  /// @return the distributions
  public SquashedGaussian policy(Tensor observations) {
    Tensor seen = net.latent(observations);
    Tensor out = net.output(seen);
    return switch (noise) {
      case Noise.Independent _ ->
          SquashedGaussian.of(DiagonalGaussian.of(mean(out), logStd(out)), units.box());
      case Noise.StateDependent follow -> {
        StateDependentNoise drawn =
            StateDependentNoise.of(seen, spread(seen), 1, follow.sampleEvery());
        Tensor mean = limited(follow, out);
        yield SquashedGaussian.of(
            DiagonalGaussian.of(mean, drawn.marginalLogStd(), drawn), units.box());
      }
    };
  }
}
