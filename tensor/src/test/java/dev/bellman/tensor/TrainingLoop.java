package dev.bellman.tensor;

import dev.bellman.tensor.nn.ConvStack;
import dev.bellman.tensor.nn.Initializer;
import dev.bellman.tensor.nn.Mlp;
import dev.bellman.tensor.nn.NoisyLinear;
import dev.bellman.tensor.optim.Adam;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;

/// A small complete training loop whose batch is split into shards; also a program that writes the
/// checksum of its bits into the file named by the first argument.
final class TrainingLoop {
  private static final int SHARDS = 4;

  private final Parameters parameters = new Parameters();
  private final Mlp actor;
  private final ConvStack images;
  private final NoisyLinear noisy;
  private final Mlp critic;
  private final Adam adam;
  private final Gradients total;
  private final List<Gradients> parts = new ArrayList<>();
  private final List<Scope> scopes = new ArrayList<>();
  private final int batch;
  private final float[] observations;
  private final float[] advantages;
  private final int[] actions;
  private final Rng rng = Rng.ofSeed(11);
  private final CRC32 bits = new CRC32();

  TrainingLoop(int batch, int hidden) {
    this.batch = batch;
    Initializer init = new Initializer.Orthogonal(Math.sqrt(2));
    var plan = new Mlp.Plan(List.of(hidden, hidden), Activation.TANH, init, init);
    actor = Mlp.create(parameters, "actor", 5, 3, plan, rng);
    var smooth = new Mlp.Plan(List.of(hidden), Activation.SILU, init, init);
    List<ConvStack.Filters> filters =
        List.of(new ConvStack.Filters(hidden, 3, 1, 1), new ConvStack.Filters(2, 1, 2, 0));
    var windows = new ConvStack.Plan(filters, Activation.RELU, init);
    images = ConvStack.create(parameters, "images", 1, 5, 1, windows, rng);
    noisy =
        NoisyLinear.create(
            parameters, "noisy", images.outputs(), hidden, Activation.RELU, 0.5, rng);
    critic = Mlp.create(parameters, "critic", hidden, 1, smooth, rng);
    adam = new Adam(parameters, Adam.Config.DEFAULTS);
    total = parameters.newGradients();
    for (int i = 0; i < SHARDS; i++) {
      parts.add(parameters.newGradients());
      scopes.add(Scope.recording());
    }
    observations = new float[batch * 5];
    advantages = new float[batch];
    actions = new int[batch];
    for (int i = 0; i < observations.length; i++) {
      observations[i] = (float) rng.uniform(-2, 2);
    }
    for (int i = 0; i < batch; i++) {
      advantages[i] = (float) rng.nextGaussian();
      actions[i] = rng.nextInt(3);
    }
  }

  public static void main(String[] arguments) throws IOException {
    try (Workers workers = new Workers(2)) {
      String checksum = new TrainingLoop(36, 17).run(3, workers);
      Files.writeString(Path.of(arguments[0]), checksum + " " + Engine.kernels());
    }
  }

  /// The checksum of all gradients and of all parameters after each step.
  String run(int steps, Workers workers) {
    for (int step = 0; step < steps; step++) {
      noisy.resample(rng);
      workers.run(SHARDS, this::shard);
      total.setSum(parts);
      total.clipByGlobalNorm(0.5);
      adam.step(total, 1e-2);
      parameters.names().forEach(name -> update(total.get(name)));
      parameters.names().forEach(name -> update(parameters.get(name).toArray()));
    }
    return "%08x".formatted(bits.getValue());
  }

  private void shard(int index) {
    int rows = batch / SHARDS;
    int from = index * rows;
    parts.get(index).zero();
    try (Scope scope = scopes.get(index)) {
      Tensor x = scope.constant(copy(observations, from * 5, rows * 5), rows, 5);
      Tensor advantage = scope.constant(copy(advantages, from, rows), rows);
      Tensor logp = actor.forward(x).logSoftmax();
      int[] chosen = java.util.Arrays.copyOfRange(actions, from, from + rows);
      Tensor ratio = logp.gather(chosen).add(1.1f).exp();
      Tensor objective =
          ratio.mul(advantage).min(ratio.clamp(0.8f, 1.2f).mul(advantage)).sum().div(batch);
      Tensor entropy = logp.exp().mul(logp).sum().div(-batch);
      Tensor value = critic.forward(noisy.forward(images.forward(x))).reshape(rows);
      Tensor error = value.sub(advantage).square().add(value.softplus()).sum().div(batch);
      error.sub(objective).sub(entropy.mul(0.01f)).backward(parts.get(index));
    }
  }

  private static float[] copy(float[] values, int from, int count) {
    return java.util.Arrays.copyOfRange(values, from, from + count);
  }

  private void update(float[] values) {
    for (float value : values) {
      int word = Float.floatToRawIntBits(value);
      for (int shift = 0; shift < 32; shift += 8) {
        bits.update(word >>> shift);
      }
    }
  }
}
