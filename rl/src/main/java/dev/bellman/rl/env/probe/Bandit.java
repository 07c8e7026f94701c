package dev.bellman.rl.env.probe;

import dev.bellman.rl.env.Actions;
import dev.bellman.rl.env.Discrete;
import dev.bellman.rl.env.Drawable;
import dev.bellman.rl.env.Info;
import dev.bellman.rl.env.SimulatedEnv;
import dev.bellman.rl.env.Simulation;
import dev.bellman.rl.env.Space;
import dev.bellman.rl.env.TransitionModel;
import dev.bellman.tensor.Rng;
import dev.bellman.tensor.State;
import java.awt.Graphics2D;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Arms that pay at random, each about its own mean; each pull is an episode.
///
/// The observation is always 0. Info has `best_arm` and `best_mean`, and after a pull `arm`, its
/// `mean` and `regret`, by which the best mean is above it.
///
/// **Source** for the drawn means of [Kind#GAUSSIAN]: R. Sutton and A. Barto, Reinforcement
/// Learning, 2nd edition, section 2.3, the k-armed testbed.
public final class Bandit implements Simulation<Integer, Integer> {
  /// How an arm pays.
  public enum Kind {
    /// 1 with the mean as the probability, else 0; drawn means are uniform on [0, 1).
    BERNOULLI,
    /// Normal about the mean with variance 1; drawn means are standard normal.
    GAUSSIAN;

    /// The kind of a name.
    ///
    /// @param name the name in lower case
    /// @return the kind
    /// @throws IllegalArgumentException if there is none of that name
    public static Kind of(String name) {
      for (Kind kind : values()) {
        if (kind.name().toLowerCase(Locale.ROOT).equals(name)) {
          return kind;
        }
      }
      throw new IllegalArgumentException(
          "environment.kind: must be bernoulli or gaussian, got '%s'".formatted(name));
    }
  }

  private static final int MAX_ARMS = 100_000;
  private static final int NO_ARM = -1;

  private final Kind kind;
  private final double[] means;
  private final int bestArm;
  private final Discrete arms;

  /// `[n]` the last pulled arms and what they paid.
  private final int[] arm;

  private final double[] paid;
  private final Rng[] rng;

  /// Creates copies with the same arms.
  ///
  /// @param n their number, at least 1
  /// @param kind how arms pay
  /// @param means the mean of each arm, at least one; not modified
  /// @throws IllegalArgumentException if there is no arm or more than 100000, a mean is not finite
  ///   or a [Kind#BERNOULLI] mean not in [0, 1]
  public Bandit(int n, Kind kind, double... means) {
    Probe.checkCount("arms", means.length, MAX_ARMS);
    this.kind = kind;
    this.means = means.clone();
    int best = 0;
    for (int a = 0; a < means.length; a++) {
      checkMean(kind, a, means[a]);
      best = means[a] > means[best] ? a : best;
    }
    bestArm = best;
    arms = Discrete.of(means.length);
    rng = Simulation.streams("Bandit", n);
    arm = new int[n];
    Arrays.fill(arm, NO_ARM);
    paid = new double[n];
  }

  private static void checkMean(Kind kind, int a, double mean) {
    boolean fits = kind == Kind.BERNOULLI ? mean >= 0 && mean <= 1 : Double.isFinite(mean);
    if (!fits) {
      throw new IllegalArgumentException(
          "environment.means[%d]: must be %s, got %s"
              .formatted(
                  a,
                  kind == Kind.BERNOULLI ? "in [0, 1] for arms that pay 0 or 1" : "a finite number",
                  mean));
    }
  }

  /// One environment.
  ///
  /// @param kind how arms pay
  /// @param means the mean of each arm, at least one; not modified
  /// @return the environment
  /// @throws IllegalArgumentException as the constructor does
  public static SimulatedEnv<Integer, Integer> env(Kind kind, double... means) {
    return new SimulatedEnv<>(new Bandit(1, kind, means));
  }

  /// Draws means.
  ///
  /// @param kind how arms pay; see there for the distribution of the means
  /// @param arms how many, in 1..100000
  /// @param seed which ones, at least 0
  /// @return a new array
  /// @throws IllegalArgumentException if `arms` or `seed` is out of range
  public static double[] drawMeans(Kind kind, long arms, long seed) {
    Probe.checkCount("arms", arms, MAX_ARMS);
    if (seed < 0) {
      throw new IllegalArgumentException("environment.means_seed: must be at least 0, got " + seed);
    }
    Rng rng = Rng.stream(seed, "bandit", 0);
    double[] means = new double[(int) arms];
    Arrays.setAll(means, _ -> kind == Kind.GAUSSIAN ? rng.nextGaussian() : rng.nextDouble());
    return means;
  }

  /// Reads means.
  ///
  /// @param text numbers separated by commas
  /// @return a new array
  /// @throws IllegalArgumentException if one is no number
  public static double[] parseMeans(String text) {
    String[] words = text.split(",", -1);
    double[] means = new double[words.length];
    for (int a = 0; a < words.length; a++) {
      try {
        means[a] = Double.parseDouble(words[a]);
      } catch (NumberFormatException e) {
        throw new IllegalArgumentException(
            "environment.means[%d]: must be a number, got '%s' (for example 0.2,0.8)"
                .formatted(a, words[a]),
            e);
      }
    }
    return means;
  }

  @Override
  public int count() {
    return arm.length;
  }

  @Override
  public Space<Integer> observationSpace() {
    return Discrete.of(1);
  }

  @Override
  public Space<Integer> actionSpace() {
    return arms;
  }

  @Override
  public void seed(int i, long seed) {
    rng[i] = Rng.ofSeed(seed);
  }

  @Override
  public void start(int i) {
    arm[i] = NO_ARM;
    paid[i] = 0;
  }

  @Override
  public double advance(int i, Actions actions) {
    int pulled = actions.discrete()[i];
    double mean = means[pulled];
    double reward =
        kind == Kind.GAUSSIAN ? mean + rng[i].nextGaussian() : rng[i].nextDouble() < mean ? 1 : 0;
    arm[i] = pulled;
    paid[i] = reward;
    return reward;
  }

  @Override
  public boolean terminated(int i) {
    return true;
  }

  @Override
  public void observe(int i, float[] observations, int[] states) {
    states[i] = 0;
  }

  @Override
  public Info info(int i) {
    int pulled = arm[i];
    return () -> {
      Map<String, Object> values = new LinkedHashMap<>();
      values.put("best_arm", bestArm);
      values.put("best_mean", means[bestArm]);
      if (pulled != NO_ARM) {
        values.put("arm", pulled);
        values.put("mean", means[pulled]);
        values.put("regret", means[bestArm] - means[pulled]);
      }
      return values;
    };
  }

  /// {@inheritDoc}
  ///
  /// A bandit has no state.
  @Override
  public void set(int i, double[] state) {
    Simulation.checkStart(state);
  }

  @Override
  public double[] get(int i) {
    return new double[0];
  }

  @Override
  public Optional<TransitionModel> model() {
    return Optional.of(new Model());
  }

  private final class Model implements TransitionModel {
    @Override
    public int states() {
      return 1;
    }

    @Override
    public int actions() {
      return means.length;
    }

    @Override
    public void outcomes(int state, int action, Outcomes out) {
      out.clear();
      out.add(1, 0, means[action], true);
    }

    @Override
    public double[] initial() {
      return new double[] {1};
    }

    @Override
    public boolean terminal(int state) {
      return false;
    }
  }

  @Override
  public Drawable.Size pictureSize() {
    return ProbePicture.SIZE;
  }

  @Override
  @SuppressWarnings("exports")
  public void draw(int i, Graphics2D g) {
    int shown = Math.min(means.length, ProbePicture.MAX_COLUMNS);
    int first = first(i, shown);
    boolean gaussian = kind == Kind.GAUSSIAN;
    ProbePicture.axis(g, height(0));
    for (int k = 0; k < shown; k++) {
      double mean = means[first + k];
      double low = gaussian ? mean - 1 : 0;
      double high = gaussian ? mean + 1 : mean;
      boolean best = mean == means[bestArm];
      ProbePicture.range(g, k, shown, height(low), height(mean), height(high), best);
    }
    if (arm[i] != NO_ARM) {
      ProbePicture.disc(g, arm[i] - first, shown, height(paid[i]));
    }
  }

  /// Where a reward stands in the picture, from -1 at the bottom to 1 at the top.
  private double height(double reward) {
    if (kind == Kind.BERNOULLI) {
      return 2 * reward - 1;
    }
    double largest = Math.max(Math.abs(means[bestArm]), Math.abs(means[worstArm()]));
    return Math.clamp(reward / (largest + 3), -1.0, 1.0);
  }

  private int worstArm() {
    int worst = 0;
    for (int a = 0; a < means.length; a++) {
      worst = means[a] < means[worst] ? a : worst;
    }
    return worst;
  }

  /// The first of the arms that are shown, so that the pulled one is among them.
  private int first(int i, int shown) {
    return Math.clamp(arm[i] - shown / 2, 0, means.length - shown);
  }

  @Override
  public String text(int i) {
    int shown = Math.min(means.length, ProbePicture.MAX_COLUMNS);
    int first = first(i, shown);
    var text = new StringBuilder();
    for (int a = first; a < first + shown; a++) {
      String mark = a == bestArm ? "*" : " ";
      String pulled = a == arm[i] ? String.format(Locale.ROOT, "  pays %.3f", paid[i]) : "";
      text.append(a > first ? "\n" : "");
      text.append(String.format(Locale.ROOT, "%s arm %d  mean %.3f%s", mark, a, means[a], pulled));
    }
    return text.toString();
  }

  @Override
  public void save(State out) {
    out.put("arm", arm);
    out.put("paid", paid);
    Simulation.save(rng, out);
  }

  @Override
  public void load(State in) {
    int[] saved = in.ints("arm", arm.length);
    for (int pulled : saved) {
      if (pulled < NO_ARM || pulled >= means.length) {
        throw new IllegalArgumentException(
            "Bandit: saved arm must be in -1..%d, got %d".formatted(means.length - 1, pulled));
      }
    }
    System.arraycopy(saved, 0, arm, 0, saved.length);
    System.arraycopy(in.doubles("paid", paid.length), 0, paid, 0, paid.length);
    Simulation.load(rng, in);
  }
}
