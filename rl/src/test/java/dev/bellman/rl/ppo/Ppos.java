package dev.bellman.rl.ppo;

import dev.bellman.rl.data.Normalization;
import dev.bellman.rl.loss.EntropyCoefficient;
import dev.bellman.rl.loss.PolicyObjective;
import dev.bellman.rl.math.Gae;
import dev.bellman.rl.policy.MlpActorCritic;
import dev.bellman.rl.policy.PolicyNoise;
import dev.bellman.tensor.Activation;
import dev.bellman.tensor.State;
import dev.bellman.tensor.optim.Schedule;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.zip.CRC32;

/// Configurations for tests, and what identifies a learner.
final class Ppos {
  private Ppos() {}

  /// Small networks and short rollouts, for tasks that are learned in a second.
  static final PpoConfig QUICK =
      new PpoConfig(
          8,
          32,
          new Gae(0.9, 0.9),
          update(10, 64, Schedule.linear(3e-3, 0), Double.POSITIVE_INFINITY),
          PolicyObjective.Clip.of(0.2),
          PpoConfig.Value.DEFAULTS,
          EntropyCoefficient.constant(0.001),
          new MlpActorCritic.Config(List.of(32), Activation.TANH, -0.5),
          Normalization.DEFAULTS);

  /// What the tuned preset of CartPole-v1 in the RL Zoo says.
  static final PpoConfig CART_POLE =
      new PpoConfig(
          8,
          32,
          new Gae(0.98, 0.8),
          update(20, 256, Schedule.linear(1e-3, 0), Double.POSITIVE_INFINITY),
          new PolicyObjective.Clip(Schedule.linear(0.2, 0), Schedule.linear(0.2, 0)),
          PpoConfig.Value.DEFAULTS,
          EntropyCoefficient.constant(0),
          MlpActorCritic.Config.DEFAULTS,
          Normalization.DEFAULTS);

  static PpoConfig.Update update(
      int epochs, int minibatchSize, Schedule learningRate, double targetKl) {
    PpoConfig.Update defaults = PpoConfig.Update.DEFAULTS;
    return new PpoConfig.Update(
        epochs,
        minibatchSize,
        learningRate,
        defaults.maxGradNorm(),
        targetKl,
        defaults.advantageScaling(),
        defaults.adam());
  }

  static PpoConfig with(PpoConfig config, int rolloutLength, PpoConfig.Update update) {
    return new PpoConfig(
        config.envs(),
        rolloutLength,
        config.gae(),
        update,
        config.objective(),
        config.value(),
        config.entropyCoefficient(),
        config.network(),
        config.normalization());
  }

  /// The checksum of all parameters' bits.
  static long crc(Ppo ppo) {
    State state = new State();
    ppo.net().parameters().save(state);
    CRC32 crc = new CRC32();
    for (String name : state.names()) {
      float[] values = (float[]) state.entry(name).values();
      ByteBuffer bytes = ByteBuffer.allocate(4 * values.length);
      bytes.asFloatBuffer().put(values);
      crc.update(bytes.array());
    }
    return crc.getValue();
  }

  /// The same with other networks, and with observations and rewards normalised.
  static PpoConfig with(PpoConfig config, MlpActorCritic.Config network) {
    return new PpoConfig(
        config.envs(),
        config.rolloutLength(),
        config.gae(),
        config.update(),
        config.objective(),
        config.value(),
        config.entropyCoefficient(),
        network,
        Normalization.BOTH);
  }

  /// Networks of [#QUICK] on one torso, whose actions are squashed.
  static MlpActorCritic.Config squashed(PolicyNoise noise) {
    return new MlpActorCritic.Config(
        List.of(32),
        Activation.TANH,
        -0.5,
        MlpActorCritic.Torso.SHARED,
        MlpActorCritic.Initialization.TORCH_DEFAULT,
        0.9,
        MlpActorCritic.Bounds.SQUASHED,
        noise);
  }
}
