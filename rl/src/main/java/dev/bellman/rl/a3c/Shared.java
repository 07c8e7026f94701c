package dev.bellman.rl.a3c;

import dev.bellman.rl.data.Normalizer;
import dev.bellman.rl.policy.MlpActorCritic;
import dev.bellman.tensor.State;
import dev.bellman.tensor.Stateful;
import dev.bellman.tensor.optim.Optimizer;
import java.util.concurrent.atomic.AtomicLong;

/// What all actors read and write without locks. Only the count of updates is exact.
///
/// @param net the shared parameters
/// @param optimizer the shared statistics; its own count may lose updates and is not used
/// @param normalizer the statistics that actors normalise by; written between iterations alone
/// @param updates the updates so far
record Shared(MlpActorCritic net, Optimizer optimizer, Normalizer normalizer, AtomicLong updates)
    implements Stateful {
  Shared(MlpActorCritic net, Optimizer optimizer, Normalizer normalizer) {
    this(net, optimizer, normalizer, new AtomicLong());
  }

  @Override
  public void save(State out) {
    net.parameters().save(out.at("net"));
    optimizer.save(out.at("optimizer"));
    normalizer.saveLearned(out.at("normalization"));
    out.putLong("updates", updates.get());
  }

  @Override
  public void load(State in) {
    net.parameters().load(in.at("net"));
    optimizer.load(in.at("optimizer"));
    normalizer.loadLearned(in.at("normalization"));
    updates.set(in.longValue("updates"));
  }
}
