package dev.bellman.rl.env;

import dev.bellman.tensor.Rng;
import dev.bellman.tensor.State;
import dev.bellman.tensor.Stateful;
import java.util.OptionalLong;

/// Tasks whose best action is the observation: what every algorithm must solve in seconds.
public final class IdentityEnvs {
  private IdentityEnvs() {}

  /// The observation is one of `n` indices; naming it earns 1. Truncated after `length` steps.
  public static Env<Integer, Integer> discrete(int n, int length) {
    return new TimeLimit<>(new IndexIdentity(n), length);
  }

  /// As [#discrete] with a one-hot vector as the observation.
  public static Env<float[], Integer> oneHot(int n, int length) {
    return new TimeLimit<>(new OneHotIdentity(n), length);
  }

  /// The observation is a vector in `[-1, 1]`; an action earns minus its squared distance to it.
  public static Env<float[], float[]> continuous(int size, int length) {
    return new TimeLimit<>(new ContinuousIdentity(size), length);
  }

  private static final class Target implements Stateful {
    private final int n;
    private Rng rng = Rng.ofSeed(0);
    private int value;

    Target(int n) {
      this.n = n;
    }

    void reset(OptionalLong seed) {
      if (seed.isPresent()) {
        rng = Rng.ofSeed(seed.getAsLong());
      }
      draw();
    }

    void draw() {
      value = rng.nextInt(n);
    }

    @Override
    public void save(State out) {
      rng.save(out.at("rng"));
      out.putLong("value", value);
    }

    @Override
    public void load(State in) {
      rng.load(in.at("rng"));
      value = (int) in.longValue("value");
    }
  }

  private record IndexIdentity(Target target) implements Env<Integer, Integer>, Stateful {
    IndexIdentity(int n) {
      this(new Target(n));
    }

    @Override
    public Discrete observationSpace() {
      return Discrete.of(target.n);
    }

    @Override
    public Discrete actionSpace() {
      return Discrete.of(target.n);
    }

    @Override
    public Reset<Integer> reset(OptionalLong seed) {
      target.reset(seed);
      return Reset.of(target.value);
    }

    @Override
    public Step<Integer> step(Integer action) {
      double reward = action == target.value ? 1 : 0;
      target.draw();
      return Step.of(target.value, reward, false);
    }

    @Override
    public void save(State out) {
      target.save(out);
    }

    @Override
    public void load(State in) {
      target.load(in);
    }
  }

  private record OneHotIdentity(IndexIdentity env) implements Env<float[], Integer>, Stateful {
    OneHotIdentity(int n) {
      this(new IndexIdentity(n));
    }

    @Override
    public Box observationSpace() {
      return Box.of(0, 1, env.target.n);
    }

    @Override
    public Discrete actionSpace() {
      return env.actionSpace();
    }

    @Override
    public Reset<float[]> reset(OptionalLong seed) {
      return Reset.of(oneHot(env.reset(seed).observation()));
    }

    @Override
    public Step<float[]> step(Integer action) {
      Step<Integer> step = env.step(action);
      return Step.of(oneHot(step.observation()), step.reward(), false);
    }

    private float[] oneHot(int value) {
      float[] vector = new float[env.target.n];
      vector[value] = 1;
      return vector;
    }

    @Override
    public void save(State out) {
      env.save(out);
    }

    @Override
    public void load(State in) {
      env.load(in);
    }
  }

  private static final class ContinuousIdentity implements Env<float[], float[]>, Stateful {
    private final Box space;
    private Rng rng = Rng.ofSeed(0);
    private float[] target;

    ContinuousIdentity(int size) {
      space = Box.of(-1, 1, size);
      target = new float[size];
    }

    @Override
    public Box observationSpace() {
      return space;
    }

    @Override
    public Box actionSpace() {
      return space;
    }

    @Override
    public Reset<float[]> reset(OptionalLong seed) {
      if (seed.isPresent()) {
        rng = Rng.ofSeed(seed.getAsLong());
      }
      target = space.sample(rng);
      return Reset.of(target);
    }

    @Override
    public Step<float[]> step(float[] action) {
      double squaredDistance = 0;
      for (int d = 0; d < action.length; d++) {
        double difference = action[d] - target[d];
        squaredDistance += difference * difference;
      }
      target = space.sample(rng);
      return Step.of(target, -squaredDistance, false);
    }

    @Override
    public void save(State out) {
      rng.save(out.at("rng"));
      out.put("target", target);
    }

    @Override
    public void load(State in) {
      rng.load(in.at("rng"));
      target = in.floats("target", target.length).clone();
    }
  }
}
