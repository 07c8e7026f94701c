package dev.bellman.rl.env;

import dev.bellman.tensor.Rng;
import java.util.function.IntFunction;
import java.util.function.Supplier;

/// Compares a native vector form with single environments, step by step.
final class CheckVector {
  private static final int ENVS = 3;
  private static final long[] SEEDS = {EnvChecker.SEED, EnvChecker.SEED + 1, EnvChecker.SEED + 2};

  private final CheckFindings findings;

  CheckVector(CheckFindings findings) {
    this.findings = findings;
  }

  void run(Supplier<? extends Env<?, ?>> factory, IntFunction<? extends VecEnv> vector) {
    try (VecEnv many = vector.apply(ENVS);
        VecEnv singles = EnvAdapter.of(many.name(), ENVS, factory)) {
      if (many.count() != ENVS
          || !many.observationSpace().equals(singles.observationSpace())
          || !many.actionSpace().equals(singles.actionSpace())
          || many.masksActions() != singles.masksActions()) {
        findings.error(
            "vector: must have the count, the spaces and the masks of %d single environments,"
                    .formatted(ENVS)
                + " got %d, %s, %s"
                    .formatted(many.count(), many.observationSpace(), many.actionSpace()));
        return;
      }
      compare(many, singles);
    }
  }

  private void compare(VecEnv many, VecEnv singles) {
    VecStep shown = VecStep.of(many);
    VecStep expected = VecStep.of(singles);
    many.reset(SEEDS, shown);
    singles.reset(SEEDS, expected);
    Rng rng = Rng.ofSeed(EnvChecker.SEED);
    Actions actions = Actions.of(ENVS, many.actionSpace());
    boolean equal = equal("reset", shown, expected);
    for (int t = 1; equal && t <= EnvChecker.STEPS; t++) {
      for (int i = 0; i < ENVS; i++) {
        actions.sample(i, many.actionSpace(), expected.actionMasks(), rng);
      }
      many.step(actions, shown, 1, ENVS);
      many.step(actions, shown, 0, 1);
      singles.step(actions, expected);
      equal = equal("step " + t, shown, expected);
    }
  }

  private boolean equal(String event, VecStep shown, VecStep expected) {
    for (int i = 0; i < ENVS; i++) {
      String difference = CheckMoment.of(shown, i).difference(CheckMoment.of(expected, i));
      if (difference != null) {
        findings.error(
            "vector, environment %d, %s: must give what a single one gives, got %s"
                .formatted(i, event, difference));
        return false;
      }
    }
    return true;
  }
}
