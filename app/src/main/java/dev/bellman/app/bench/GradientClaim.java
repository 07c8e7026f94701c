package dev.bellman.app.bench;

import dev.bellman.app.chart.Band;
import dev.bellman.app.chart.Figure;
import dev.bellman.rl.dp.Mdp;
import dev.bellman.rl.dp.PolicyEvaluation;
import dev.bellman.rl.env.Actions;
import dev.bellman.rl.env.Discrete;
import dev.bellman.rl.env.TransitionModel;
import dev.bellman.rl.env.grid.Corridor;
import dev.bellman.rl.math.Baseline;
import dev.bellman.rl.math.Gae;
import dev.bellman.rl.math.Returns;
import dev.bellman.rl.policy.Distribution;
import dev.bellman.rl.policy.MlpActorCritic;
import dev.bellman.tensor.Gradients;
import dev.bellman.tensor.Rng;
import dev.bellman.tensor.Scope;
import dev.bellman.tensor.Tensor;
import dev.bellman.tensor.Workers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/// The variance of the policy gradient by what weighs `∇log π`, and bias and variance by λ.
///
/// A corridor of six positions with steps that succeed with probability 0.8 and cost 1, γ = 0.95,
/// and a network that has not learned yet. ∇log π comes from the network, V, Q and the optimal
/// baseline
/// `E[|∇log π|²·Q] / E[|∇log π|²]` of each state from the model, so only what is claimed varies. An
/// estimate is the mean over a batch of episodes; its variance is the sum over all parameters.
final class GradientClaim {
  private static final int LENGTH = 6;
  private static final double GAMMA = 0.95;
  private static final double LAMBDA = 0.95;
  private static final int BATCH = 8;
  private static final int BATCHES = 400;
  private static final double[] LAMBDAS = {0, 0.2, 0.4, 0.6, 0.8, 0.9, 0.95, 0.98, 1};

  /// How much of V the critic of the second claim knows.
  private static final double KNOWN = 0.5;

  private final TransitionModel model;
  private final Discrete states;
  private final Discrete actions;
  private final double[][] scores; // [S·A][parameters]
  private final double[] policy; // [S·A]
  private final double[] values; // [S]
  private final double[] optimal; // [S]

  /// Turns a batch of episodes into a weight for each step.
  @FunctionalInterface
  private interface Weights {
    float[] of(Batch batch);
  }

  /// Some episodes, one after the other.
  private record Batch(
      int[] states,
      int[] actions,
      float[] rewards,
      int[] episode,
      boolean[] ends,
      float[] returns) {}

  /// The mean gradient and the variance of an estimate.
  private record Spread(double[] mean, double variance) {}

  private GradientClaim() {
    try (var workers = new Workers(1)) {
      model = new Corridor(1, LENGTH, 0.8, Corridor.Reward.COST).model().orElseThrow();
      states = Discrete.of(model.states());
      actions = Discrete.of(model.actions());
      policy = new double[model.states() * model.actions()];
      scores = scores(policy);
      Mdp mdp = Mdp.of(model, workers);
      values = new PolicyEvaluation(GAMMA).evaluate(mdp, policy, workers).values();
      optimal = optimal(mdp.actionValues(values, GAMMA));
    }
  }

  static List<Measurement> run(Pictures pictures, int seeds) {
    var claim = new GradientClaim();
    var results = new ArrayList<>(claim.baselines(pictures, seeds));
    results.addAll(claim.lambdas(pictures, seeds));
    return results;
  }

  /// ∇log π(a|s) of each pair, in one row each, and π(a|s).
  private double[][] scores(double[] probabilities) {
    var net =
        new MlpActorCritic(
            MlpActorCritic.Config.DEFAULTS, states, actions, Rng.stream(1, "init", 0));
    Gradients gradients = net.parameters().newGradients();
    var all = new double[probabilities.length][];
    Actions taken = Actions.of(1, actions);
    for (int pair = 0; pair < all.length; pair++) {
      taken.discrete()[0] = pair % model.actions();
      gradients.zero();
      try (Scope scope = Scope.recording()) {
        Tensor seen = scope.oneHot(new int[] {pair / model.actions()}, 0, 1, model.states());
        Distribution distribution = net.policy(seen);
        Tensor logp = distribution.logProb(taken).sum();
        probabilities[pair] = StrictMath.exp(logp.item());
        logp.backward(gradients);
      }
      all[pair] =
          net.parameters().names().stream()
              .filter(name -> name.startsWith("actor"))
              .flatMapToDouble(name -> doubles(gradients.get(name)))
              .toArray();
    }
    normalise(probabilities);
    return all;
  }

  /// Takes away what single precision leaves of a sum of 1.
  private void normalise(double[] probabilities) {
    int width = model.actions();
    for (int first = 0; first < probabilities.length; first += width) {
      double sum = Arrays.stream(probabilities, first, first + width).sum();
      for (int a = 0; a < width; a++) {
        probabilities[first + a] /= sum;
      }
    }
  }

  private static DoubleStream doubles(float[] values) {
    return IntStream.range(0, values.length).mapToDouble(i -> values[i]);
  }

  private double[] optimal(double[] q) {
    var baseline = new double[model.states()];
    for (int s = 0; s < baseline.length; s++) {
      double above = 0;
      double below = 0;
      for (int a = 0; a < model.actions(); a++) {
        int pair = s * model.actions() + a;
        double square = 0;
        for (double score : scores[pair]) {
          square += score * score;
        }
        above += policy[pair] * square * q[pair];
        below += policy[pair] * square;
      }
      baseline[s] = above / below;
    }
    return baseline;
  }

  private List<Measurement> baselines(Pictures pictures, int seeds) {
    Map<String, Weights> ways = new LinkedHashMap<>();
    ways.put("whole return", GradientClaim::wholeReturns);
    ways.put("reward-to-go", Batch::returns);
    ways.put("batch mean", batch -> without(batch, new Baseline.BatchMean()));
    ways.put("V", batch -> less(batch, values));
    ways.put("optimal baseline", batch -> less(batch, optimal));
    ways.put("GAE, lambda 0.95", batch -> gae(batch, LAMBDA, 1));
    var results = new ArrayList<Measurement>();
    var at = new double[ways.size()];
    var variances = new double[at.length][seeds];
    int way = 0;
    for (Map.Entry<String, Weights> entry : ways.entrySet()) {
      at[way] = way + 1.0;
      for (int seed = 1; seed <= seeds; seed++) {
        variances[way][seed - 1] = spread(entry.getValue(), seed).variance;
      }
      results.addAll(
          ClaimsBench.interval("gradient, " + entry.getKey(), variances[way], "variance"));
      way++;
    }
    pictures.draw(
        "gradient-variance",
        Figure.of(
                "variance of the policy gradient, batches of 8 episodes",
                "1 whole return, 2 to go, 3 batch mean, 4 V, 5 optimal baseline, 6 GAE",
                "variance, sum over parameters")
            .logarithmicY()
            .banded("%d seeds".formatted(seeds), Band.of(at, variances)));
    return results;
  }

  private List<Measurement> lambdas(Pictures pictures, int seeds) {
    var results = new ArrayList<Measurement>();
    var bias = new double[LAMBDAS.length][seeds];
    var variance = new double[LAMBDAS.length][seeds];
    for (int seed = 1; seed <= seeds; seed++) {
      // The same episodes with V itself: what is left of the difference is the critic's doing.
      double[] right = spread(batch -> less(batch, values), seed).mean;
      for (int k = 0; k < LAMBDAS.length; k++) {
        double lambda = LAMBDAS[k];
        Spread spread = spread(batch -> gae(batch, lambda, KNOWN), seed);
        double square = 0;
        for (int i = 0; i < right.length; i++) {
          square += (spread.mean[i] - right[i]) * (spread.mean[i] - right[i]);
        }
        bias[k][seed - 1] = square;
        variance[k][seed - 1] = spread.variance;
      }
    }
    for (int k = 0; k < LAMBDAS.length; k++) {
      String what = "GAE with half of V, lambda " + LAMBDAS[k];
      results.addAll(ClaimsBench.interval(what, bias[k], "bias^2"));
      results.addAll(ClaimsBench.interval(what, variance[k], "variance"));
    }
    pictures.draw(
        "gradient-lambda",
        Figure.of(
                "policy gradient with GAE and a critic that knows half of V",
                "lambda",
                "squared bias, and variance")
            .banded("squared bias", Band.of(LAMBDAS, bias))
            .banded("variance, batches of 8 episodes", Band.of(LAMBDAS, variance)));
    return results;
  }

  private Spread spread(Weights weights, int seed) {
    Rng rng = Rng.stream(seed, "episodes", 0);
    var sum = new double[scores[0].length];
    double squares = 0;
    for (int b = 0; b < BATCHES; b++) {
      Batch batch = play(rng);
      float[] weight = weights.of(batch);
      var estimate = new double[sum.length];
      for (int t = 0; t < weight.length; t++) {
        double[] score = scores[batch.states[t] * model.actions() + batch.actions[t]];
        for (int i = 0; i < estimate.length; i++) {
          estimate[i] += weight[t] * score[i] / BATCH;
        }
      }
      for (int i = 0; i < sum.length; i++) {
        sum[i] += estimate[i];
        squares += estimate[i] * estimate[i];
      }
    }
    double square = 0;
    for (int i = 0; i < sum.length; i++) {
      sum[i] /= BATCHES;
      square += sum[i] * sum[i];
    }
    return new Spread(sum, (squares - BATCHES * square) / (BATCHES - 1));
  }

  private Batch play(Rng rng) {
    var path = new Path();
    var outcomes = new TransitionModel.Outcomes();
    for (int e = 0; e < BATCH; e++) {
      int state = 0;
      boolean over = false;
      while (!over) {
        int action = rng.nextDouble() < policy[state * model.actions()] ? 0 : 1;
        model.outcomes(state, action, outcomes);
        int k = 0;
        double u = rng.nextDouble();
        while (k < outcomes.size() - 1 && u >= outcomes.probability(k)) {
          u -= outcomes.probability(k++);
        }
        over = outcomes.terminated(k) || model.terminal(outcomes.next(k));
        path.add(state, action, outcomes.reward(k), e, over);
        state = outcomes.next(k);
      }
    }
    return path.batch();
  }

  /// Steps as they are taken.
  private static final class Path {
    private final List<double[]> steps = new ArrayList<>();

    void add(int state, int action, double reward, int episode, boolean ends) {
      steps.add(new double[] {state, action, reward, episode, ends ? 1 : 0});
    }

    Batch batch() {
      int n = steps.size();
      var batch =
          new Batch(new int[n], new int[n], new float[n], new int[n], new boolean[n], new float[n]);
      int first = 0;
      for (int t = 0; t < n; t++) {
        double[] step = steps.get(t);
        batch.states[t] = (int) step[0];
        batch.actions[t] = (int) step[1];
        batch.rewards[t] = (float) step[2];
        batch.episode[t] = (int) step[3];
        batch.ends[t] = step[4] == 1;
        if (batch.ends[t]) {
          returns(batch, first, t + 1);
          first = t + 1;
        }
      }
      return batch;
    }

    private static void returns(Batch batch, int from, int to) {
      var rewards = new double[to - from];
      for (int t = from; t < to; t++) {
        rewards[t - from] = batch.rewards[t];
      }
      double[] returns = Returns.discounted(rewards, GAMMA, 0);
      for (int t = from; t < to; t++) {
        batch.returns[t] = (float) returns[t - from];
      }
    }
  }

  private static float[] wholeReturns(Batch batch) {
    float[] weights = batch.returns.clone();
    for (int t = 1; t < weights.length; t++) {
      weights[t] = batch.ends[t - 1] ? weights[t] : weights[t - 1];
    }
    return weights;
  }

  private static float[] without(Batch batch, Baseline baseline) {
    var advantages = new float[batch.returns.length];
    baseline.subtract(
        new Baseline.Steps(batch.returns, new float[advantages.length], batch.episode, BATCH),
        advantages);
    return advantages;
  }

  private static float[] less(Batch batch, double[] baseline) {
    float[] weights = batch.returns.clone();
    for (int t = 0; t < weights.length; t++) {
      weights[t] -= (float) baseline[batch.states[t]];
    }
    return weights;
  }

  /// Advantages with a critic that knows a share of V.
  private float[] gae(Batch batch, double lambda, double share) {
    int n = batch.returns.length;
    var seen = new float[n];
    var next = new float[n];
    for (int t = 0; t < n; t++) {
      seen[t] = (float) (share * values[batch.states[t]]);
    }
    System.arraycopy(seen, 1, next, 0, n - 1);
    var advantages = new float[n];
    var steps = new Gae.Steps(batch.rewards, seen, next, batch.ends, new boolean[n]);
    new Gae(GAMMA, lambda).estimate(steps, 1, advantages);
    return advantages;
  }
}
