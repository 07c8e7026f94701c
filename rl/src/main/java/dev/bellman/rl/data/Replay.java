package dev.bellman.rl.data;

import dev.bellman.rl.env.Actions;
import dev.bellman.rl.env.VecEnv;
import dev.bellman.rl.env.VecStep;
import dev.bellman.rl.math.SumTree;
import dev.bellman.tensor.Rng;
import dev.bellman.tensor.Scope;
import dev.bellman.tensor.State;
import dev.bellman.tensor.Stateful;
import dev.bellman.tensor.Tensor;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The last transitions of N environments, to be drawn from again and again.
///
/// Each observation is kept once, in as few bytes as hold it exactly, and the final observations of
/// cut episodes beside them; memory is taken as transitions come. The targets of n rewards are made
/// when transitions are drawn.
public final class Replay implements Stateful {
  /// Some of the transitions that were drawn, as a loss sees them. They live as long as the scope
  /// they were made in. With n rewards in a target, k ≤ n of them were there before the episode
  /// ended, was cut, or the newest transition was reached.
  ///
  /// @param observations s, `[B,D]`
  /// @param actions a, as they were handed to [Replay#add]: at least B, of which the first count
  /// @param returns `Σ_{j<k} γ^j r_j`, `[B]`
  /// @param discounts `γ^k`, and 0 where the episode terminated: the target is `returns + discounts
  ///     · V(s')`, `[B]`
  /// @param nextObservations s', k steps after s, the final observation where the episode was cut,
  ///   `[B,D]`; where it terminated any observation, since it does not count
  /// @param nextMask 0 where an action is forbidden in s', `[B,A]`; null if none can be. For final
  ///   observations no mask is known, and all is allowed
  /// @param weights importance weights, 1 where all are drawn alike, `[B]`
  public record Batch(
      Tensor observations,
      Actions actions,
      Tensor returns,
      Tensor discounts,
      Tensor nextObservations,
      @Nullable Tensor nextMask,
      Tensor weights) {}

  private final ReplayConfig config;
  private final Transitions transitions;
  private final Drawing drawing;
  private final Rng rng;
  private final Actions noActions = new Actions(new int[0], new float[0]);

  /// γ^0 to γ^n.
  private final double[] powers;

  private long addedWhenDrawn;

  /// The rows of the drawn ones.
  private int[] drawn = new int[0];

  /// 0, 1, 2 and so on: the drawn ones' places in the arrays below.
  private int[] places = new int[0];

  private float[] returns = new float[0];
  private float[] discounts = new float[0];
  private float[] weights = new float[0];

  /// The row of s', or the complement of its place among the final observations.
  private int[] successors = new int[0];

  /// Room for transitions.
  ///
  /// @param config how many, and how they are drawn
  /// @param envs N environments, whose transitions come in
  /// @param gamma γ, in [0, 1]
  /// @param seed the run's seed: transitions are drawn by its stream "replay"
  /// @throws IllegalArgumentException if so many do not fit into memory
  public Replay(ReplayConfig config, VecEnv envs, double gamma, long seed) {
    this.config = config;
    this.transitions = new Transitions(config.capacity(), envs);
    this.rng = Rng.stream(seed, "replay", 0);
    this.powers = powers(gamma, config.nStep());
    double priority =
        config.sampling() instanceof ReplaySampling.Prioritized ? SumTree.bytesPerLeaf() : 0;
    Memory.refuseTooLarge(transitions.capacity(), transitions.bytesPerRow() + priority);
    this.drawing =
        switch (config.sampling()) {
          case ReplaySampling.Uniform _ -> new Drawing.Uniform();
          case ReplaySampling.Prioritized p -> new Priorities(p, transitions.rows());
        };
  }

  private static double[] powers(double gamma, int n) {
    var powers = new double[n + 1];
    powers[0] = 1;
    for (int k = 1; k <= n; k++) {
      powers[k] = gamma * powers[k - 1];
    }
    return powers;
  }

  /// Takes over what the environments show before their first step, or after one that is not to be
  /// remembered: then the transitions before count as cut.
  ///
  /// @param shown the first observations; not modified
  public void start(VecStep shown) {
    transitions.start(shown);
  }

  /// Remembers a step of all environments.
  ///
  /// @param taken the actions, in any units that fit the action space; not modified
  /// @param after what they led to; not modified
  public void add(Actions taken, VecStep after) {
    int row = transitions.head();
    transitions.add(taken, after);
    drawing.added(row, transitions.head(), transitions.environments());
  }

  /// {@return the transitions that can be drawn}
  public int size() {
    return transitions.size();
  }

  /// {@return the transitions that can be drawn at most}
  public int capacity() {
    return transitions.capacity();
  }

  /// Draws transitions, which stay drawn until the next call or the next [#add].
  ///
  /// @param count how many, at least 1
  /// @param progress the share of the total budget that is done, for schedules
  /// @throws IllegalStateException if there are none yet
  public void sample(int count, double progress) {
    int size = size();
    if (size == 0) {
      throw new IllegalStateException("replay: must hold transitions to draw from, got none");
    }
    if (drawn.length != count) {
      drawn = new int[count];
      places = new int[count];
      Arrays.setAll(places, i -> i);
      returns = new float[count];
      discounts = new float[count];
      weights = new float[count];
      successors = new int[count];
    }
    int rows = transitions.rows();
    int oldest = Math.floorMod(transitions.head() - size, rows);
    drawing.draw(rng, size, progress, oldest, rows, drawn, weights);
    addedWhenDrawn = transitions.added();
    for (int i = 0; i < count; i++) {
      look(i);
    }
  }

  /// Looks ahead of a drawn transition until the last reward of its target.
  private void look(int i) {
    int row = drawn[i];
    int k = 1;
    double sum = transitions.reward(row);
    int end = transitions.end(row);
    int next = transitions.after(row);
    while (end == Transitions.GOES_ON && k < config.nStep() && !transitions.isHead(next)) {
      row = next;
      sum += powers[k++] * transitions.reward(row);
      end = transitions.end(row);
      next = transitions.after(row);
    }
    returns[i] = (float) sum;
    discounts[i] = end == Transitions.TERMINATED ? 0f : (float) powers[k];
    successors[i] = end == Transitions.CUT ? transitions.cutSuccessor(number(row)) : next;
  }

  /// The number of the transition that lay in a row when the last ones were drawn.
  private long number(int row) {
    return addedWhenDrawn - Math.floorMod(addedWhenDrawn - row, transitions.rows());
  }

  /// The number of a drawn transition in the order they came.
  long drawnNumber(int i) {
    return number(drawn[i]);
  }

  /// What was observed in some of the drawn transitions. May be called by several threads for
  /// scopes of their own.
  ///
  /// @param scope where they live
  /// @param from the first one's place among the drawn
  /// @param to the place after the last one
  /// @return `[to - from,D]`
  public Tensor observations(Scope scope, int from, int to) {
    return transitions.observations(scope, drawn, from, to);
  }

  /// Some of the drawn transitions. May be called by several threads for scopes of their own.
  ///
  /// @param scope where they live
  /// @param from the first one's place among the drawn
  /// @param to the place after the last one
  /// @return the transitions
  @SuppressWarnings("ReferenceEquality") // the same tensors are what is looked for
  public Batch batch(Scope scope, int from, int to) {
    Tensor observed = transitions.observations(scope, drawn, from, to);
    Batch last = Scope.kept(observed) instanceof Batch batch ? batch : null;
    Actions taken =
        transitions.actions(scope, drawn, from, to, last == null ? noActions : last.actions);
    Tensor sums = scope.select(returns, places, from, to);
    Tensor factors = scope.select(discounts, places, from, to);
    Tensor next = transitions.observations(scope, successors, from, to);
    Tensor nextMask = transitions.masks(scope, successors, from, to);
    Tensor importance = scope.select(weights, places, from, to);
    if (last != null
        && last.actions == taken
        && last.returns == sums
        && last.discounts == factors
        && last.nextObservations == next
        && last.nextMask == nextMask
        && last.weights == importance) {
      return last;
    }
    return Scope.keep(
        observed, new Batch(observed, taken, sums, factors, next, nextMask, importance));
  }

  /// Tells how wrong the drawn transitions' predictions were, for [ReplaySampling]s that depend on
  /// it. Errors that are not finite change nothing.
  ///
  /// @param errors of each drawn one the TD error, of either sign; not modified
  public void learned(float[] errors) {
    long oldest = transitions.added() - size();
    for (int i = 0; i < drawn.length; i++) {
      if (number(drawn[i]) >= oldest) {
        drawing.learned(drawn[i], errors[i]);
      }
    }
  }

  /// {@return how many environment steps ago the drawn transitions were made, in the mean}
  public double age() {
    long sum = 0;
    for (int row : drawn) {
      sum += transitions.added() - 1 - number(row);
    }
    return (double) sum / drawn.length;
  }

  /// The memory of one transition, all that is kept for each: its observation, action, reward, end,
  /// mask and priority. The final observations of cut episodes come on top.
  ///
  /// @return the bytes
  public double bytesPerTransition() {
    return transitions.bytesPerRow() + drawing.bytesPerRow();
  }

  /// {@return the bytes of all transitions once the buffer is full, with as many final observations
  ///     as there are room for now}
  public long bytes() {
    return (long) Math.ceil(bytesPerTransition() * transitions.rows())
        + transitions.bytesOfFinals();
  }

  /// {@return whether [#save] writes the transitions}
  public boolean saved() {
    return config.saved();
  }

  @Override
  public void save(State out) {
    rng.save(out.at("rng"));
    if (saved()) {
      transitions.save(out.at("transitions"));
      drawing.save(out.at("drawing"), transitions.filled());
    }
  }

  /// Reads back what [#save] wrote. Without the transitions the buffer is empty and wants [#start].
  ///
  /// @throws IllegalArgumentException if the state is that of another buffer
  @Override
  public void load(State in) {
    rng.load(in.at("rng"));
    drawn = new int[0];
    if (saved()) {
      transitions.load(in.at("transitions"));
      drawing.load(in.at("drawing"), transitions.filled());
    } else {
      transitions.clear();
      drawing.clear();
    }
  }
}
