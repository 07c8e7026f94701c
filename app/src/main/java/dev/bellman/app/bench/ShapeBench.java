package dev.bellman.app.bench;

import dev.bellman.app.stats.Scores;
import dev.bellman.tensor.Activation;
import dev.bellman.tensor.Gradients;
import dev.bellman.tensor.Parameters;
import dev.bellman.tensor.Rng;
import dev.bellman.tensor.Scope;
import dev.bellman.tensor.ShardedGradient;
import dev.bellman.tensor.Tensor;
import dev.bellman.tensor.Workers;
import dev.bellman.tensor.nn.ConvStack;
import dev.bellman.tensor.nn.Initializer;
import dev.bellman.tensor.nn.Mlp;
import dev.bellman.tensor.optim.Adam;
import java.util.ArrayList;
import java.util.List;

/// Networks in the shapes that value-based learners have, beside the FMA peak: MinAtar's
/// convolution (16 filters of 3x3 over 10x10x4, 128 dense), a DQN update of 4-256-256-2 on 64 rows,
/// and SAC's update of two critics 4-256-256-1 on 256. An update is the target networks' forward
/// pass, both passes, loss, clipping and Adam. Counted are the matrix products that are executed.
/// Several threads work on the critics alone: the rest is less than two shards.
final class ShapeBench {
  private static final int ROUNDS = 31;
  private static final double WARM_UP_SECONDS = 1.5;
  private static final double ROUND_SECONDS = 0.02;
  private static final double LEARNING_RATE = 1e-9;
  private static final double MAX_NORM = 10;
  private static final int SHARD_ROWS = 128;
  private static final int PIXELS = 10;
  private static final int CHANNELS = 4;
  private static final int INPUTS = PIXELS * PIXELS * CHANNELS;
  private static final int ACTIONS = 6;
  private static final Initializer INIT = new Initializer.TorchDefault();

  private final float[] numbers = random(3 * 1024, 7);
  private final Workers workers;
  private final Stopwatch watch;
  private final List<Measurement> results = new ArrayList<>();

  private ShapeBench(Workers workers) {
    this.workers = workers;
    this.watch = new Stopwatch(workers);
  }

  static List<Measurement> run(int threads) {
    try (var workers = new Workers(threads)) {
      var bench = new ShapeBench(workers);
      bench.watch.warmUp();
      if (threads == 1) {
        bench.images();
        bench.dqn();
      }
      bench.critics();
      return bench.results;
    }
  }

  private void images() {
    var parameters = new Parameters();
    Rng rng = Rng.ofSeed(0);
    var filters = List.of(new ConvStack.Filters(16, 3, 1, 0));
    var plan = new ConvStack.Plan(filters, Activation.RELU, INIT);
    ConvStack stack = ConvStack.create(parameters, "images", PIXELS, PIXELS, CHANNELS, plan, rng);
    Mlp net = Mlp.create(parameters, "net", stack.outputs(), ACTIONS, plan(128), rng);
    Gradients gradients = parameters.newGradients();
    double flops = stack.flops() + net.flops();
    for (int batch : new int[] {1, 32}) {
      float[] images = random(batch * INPUTS, 1);
      Scope scope = Scope.inference();
      measure(
          "minatar network forward, batch " + batch,
          batch * flops,
          () -> {
            try (scope) {
              net.forward(stack.forward(scope.constant(images, batch, INPUTS)));
            }
          });
      Scope recording = Scope.recording();
      measure(
          "minatar network forward and backward, batch " + batch,
          batch * (3 * flops - stack.flops()),
          () -> {
            try (recording) {
              Tensor x = recording.constant(images, batch, INPUTS);
              net.forward(stack.forward(x)).square().mean().backward(gradients);
            }
          });
    }
  }

  private void dqn() {
    int batch = 64;
    var parameters = new Parameters();
    Mlp net = Mlp.create(parameters, "net", 4, 2, plan(256, 256), Rng.ofSeed(0));
    Mlp target = Mlp.create(new Parameters(), "net", 4, 2, plan(256, 256), Rng.ofSeed(1));
    int[] actions = new int[batch];
    double flops = batch * (4.0 * net.flops() - 2 * 4 * 256);
    update(
        "dqn update 4-256-256-2",
        parameters,
        batch,
        flops,
        (scope, shard, from, to) -> {
          Tensor next = target.forward(rows(scope, 2, from, to)).detach().max(1);
          Tensor q = net.forward(rows(scope, 1, from, to)).gather(actions, from, 1);
          return huber(q.sub(next.affine(0.99f, 1f))).sum().div(batch);
        });
  }

  private void critics() {
    int batch = 256;
    var parameters = new Parameters();
    var targets = new Parameters();
    var nets = new ArrayList<Mlp>();
    var targetNets = new ArrayList<Mlp>();
    for (int i = 0; i < 2; i++) {
      nets.add(Mlp.create(parameters, "net" + i, 4, 1, plan(256, 256), Rng.ofSeed(i)));
      targetNets.add(Mlp.create(targets, "net" + i, 4, 1, plan(256, 256), Rng.ofSeed(i)));
    }
    double flops = 2 * batch * (4.0 * nets.getFirst().flops() - 2 * 4 * 256);
    update(
        "sac critics' update 4-256-256-1",
        parameters,
        batch,
        flops,
        (scope, shard, from, to) -> {
          Tensor next = rows(scope, 2, from, to);
          Tensor least = targetNets.get(0).forward(next).min(targetNets.get(1).forward(next));
          Tensor goal = least.detach().affine(0.99f, 1f);
          Tensor x = rows(scope, 1, from, to);
          Tensor first = nets.get(0).forward(x).sub(goal).square().sum();
          Tensor second = nets.get(1).forward(x).sub(goal).square().sum();
          return first.add(second).div(2 * batch);
        });
  }

  /// `e²/2` near 0, `|e| - 1/2` beyond 1.
  private static Tensor huber(Tensor error) {
    Tensor inside = error.clamp(-1f, 1f);
    return inside.mul(error.sub(inside.mul(0.5f)));
  }

  private Tensor rows(Scope scope, int which, int from, int to) {
    return scope.copyOf(numbers, which * 1024 + from * 4, to - from, 4);
  }

  private void update(
      String name, Parameters parameters, int batch, double flops, ShardedGradient.ShardLoss loss) {
    var adam = new Adam(parameters, Adam.Config.DEFAULTS);
    var gradient = new ShardedGradient(parameters, workers, SHARD_ROWS);
    measure(
        "%s, batch %d".formatted(name, batch),
        flops,
        () -> {
          Gradients gradients = gradient.of(batch, loss);
          gradients.clipByGlobalNorm(MAX_NORM);
          adam.step(gradients, LEARNING_RATE);
        });
  }

  private void measure(String name, double flops, Runnable work) {
    Stopwatch.secondsPerCall(work, WARM_UP_SECONDS);
    var seconds = new double[ROUNDS];
    var shares = new double[ROUNDS];
    for (int i = 0; i < ROUNDS; i++) {
      double peak = watch.peakFlops();
      seconds[i] = Stopwatch.secondsPerCall(work, ROUND_SECONDS);
      shares[i] = flops / seconds[i] / peak;
    }
    double median = Scores.median(seconds);
    double share = Scores.median(shares);
    int threads = workers.threads();
    results.add(new Measurement(name, median * 1e6, "us", threads, share));
    results.add(new Measurement(name, flops / median * 1e-9, "GFLOP/s", threads, share));
  }

  private static Mlp.Plan plan(Integer... hidden) {
    return new Mlp.Plan(List.of(hidden), Activation.RELU, INIT, INIT);
  }

  private static float[] random(int n, long seed) {
    Rng rng = Rng.ofSeed(seed);
    var values = new float[n];
    for (int i = 0; i < n; i++) {
      values[i] = (float) rng.uniform(-1, 1);
    }
    return values;
  }
}
