package dev.bellman.rl;

import dev.bellman.rl.data.GradientSteps;
import dev.bellman.rl.data.ReplayConfig;
import dev.bellman.rl.data.ReplaySampling;
import dev.bellman.rl.env.VecEnv;
import dev.bellman.rl.policy.ActionNoise;
import dev.bellman.rl.policy.ContinuousNetworks;
import dev.bellman.rl.policy.SquashedActor;
import dev.bellman.rl.sac.Sac;
import dev.bellman.rl.sac.SacConfig;
import dev.bellman.rl.sac.Temperature;
import dev.bellman.rl.td3.Td3;
import dev.bellman.rl.td3.Td3Config;
import dev.bellman.tensor.Activation;
import dev.bellman.tensor.State;
import dev.bellman.tensor.Workers;
import dev.bellman.tensor.optim.Schedule;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.zip.CRC32;

/// The learners for continuous actions that remember, with small networks.
enum ContinuousControl {
  SAC {
    @Override
    Algorithm make(Form form, VecEnv envs, long seed, Workers workers) {
      return sac(form, envs, seed, workers, new SquashedActor.Noise.Independent());
    }
  },
  SAC_FOLLOWING {
    @Override
    Algorithm make(Form form, VecEnv envs, long seed, Workers workers) {
      var noise = new SquashedActor.Noise.StateDependent(3, -1, 2);
      return sac(form, envs, seed, workers, noise);
    }
  },
  TD3 {
    @Override
    Algorithm make(Form form, VecEnv envs, long seed, Workers workers) {
      return td3(form, envs, seed, workers, Td3Config.TD3);
    }
  },
  DDPG {
    @Override
    Algorithm make(Form form, VecEnv envs, long seed, Workers workers) {
      var noise = new ActionNoise.OrnsteinUhlenbeck(2, 20, 1e-2);
      return td3(form, envs, seed, workers, with(Td3Config.DDPG, noise));
    }
  };

  /// What tests choose.
  record Form(
      double gamma,
      int hidden,
      long learningStarts,
      int trainEvery,
      int batchSize,
      Schedule learningRate,
      boolean saved) {
    /// For tasks that are learned in a second.
    static final Form QUICK = new Form(0.9, 32, 200, 1, 64, Schedule.constant(3e-3), false);

    ReplayConfig replay() {
      return new ReplayConfig(10_000, 1, new ReplaySampling.Uniform(), saved);
    }

    ContinuousNetworks network(int critics) {
      return new ContinuousNetworks(List.of(hidden, hidden), Activation.RELU, critics);
    }
  }

  abstract Algorithm make(Form form, VecEnv envs, long seed, Workers workers);

  private static Algorithm sac(
      Form form, VecEnv envs, long seed, Workers workers, SquashedActor.Noise noise) {
    var update =
        new SacConfig.Update(
            form.trainEvery(),
            new GradientSteps.PerEnvStep(),
            form.batchSize(),
            form.learningRate(),
            0.02);
    var config =
        new SacConfig(
            envs.count(),
            form.gamma(),
            form.learningStarts(),
            form.replay(),
            update,
            new Temperature.LearnedFor(-3.0 * envs.actionSpace().flatSize(), 0.1),
            form.network(2),
            noise);
    return new Sac(config, envs, seed, workers);
  }

  private static Algorithm td3(Form form, VecEnv envs, long seed, Workers workers, Td3Config like) {
    var update =
        new Td3Config.Update(
            form.trainEvery(),
            new GradientSteps.PerEnvStep(),
            form.batchSize(),
            form.learningRate(),
            0.02,
            like.update().policyDelay());
    var config =
        new Td3Config(
            envs.count(),
            form.gamma(),
            form.learningStarts(),
            form.replay(),
            update,
            like.smoothing(),
            like.exploration(),
            form.network(like.network().critics()));
    return new Td3(config, envs, seed, workers);
  }

  private static Td3Config with(Td3Config config, ActionNoise exploration) {
    return new Td3Config(
        config.envs(),
        config.gamma(),
        config.learningStarts(),
        config.replay(),
        config.update(),
        config.smoothing(),
        exploration,
        config.network());
  }

  /// The checksum of all that a learner has learned.
  static long crc(Algorithm learner) {
    State learned = learner.learned();
    CRC32 crc = new CRC32();
    for (String name : learned.names()) {
      float[] values = (float[]) learned.entry(name).values();
      ByteBuffer bytes = ByteBuffer.allocate(4 * values.length);
      bytes.asFloatBuffer().put(values);
      crc.update(bytes);
    }
    return crc.getValue();
  }
}
