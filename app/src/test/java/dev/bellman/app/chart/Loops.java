package dev.bellman.app.chart;

import dev.bellman.app.chart.Loop.Box;
import java.util.List;

/// The loops of the algorithms with their defaults.
final class Loops {
  static final Loop REINFORCE =
      Loop.of(
          "reinforce",
          Box.of("policy π, value V", "net", "V only as a baseline"),
          List.of(
              Box.of("environments", "VecEnv", "1 environment, or more", "whole episodes"),
              Box.of(
                  "rollout", "episodes.collect", "first E episodes that began", "keeps s, a, r, V"),
              Box.of(
                  "estimate",
                  "episodes.estimate",
                  "reward-to-go G - baseline b",
                  "b: V, or a mean of credits"),
              Box.of(
                  "batch",
                  "scaleAdvantages",
                  "the episodes' steps, once",
                  "Â standardised over them"),
              Box.of("loss", "Reinforce.loss", "-1/E Σ log π·Â", "+ value error - entropy"),
              Box.of("step", "optimizer.step", "one step of Adam", "V at a rate of its own")),
          "G[t] = r[t] + γ·G[t+1]",
          "Â[t] = G[t] - b",
          "L = -1/E Σ log π(a|s)·Â",
          "    + c_v·mean((V - G)²) - c_e·mean(H)");

  static final Loop ACTOR_CRITIC =
      Loop.of(
          "actor-critic",
          Box.of("actor π, critic V", "net", "the critic judges each step"),
          List.of(
              Box.of("environments", "VecEnv", "N side by side"),
              Box.of(
                  "rollout",
                  "rollout.collect",
                  "T steps; T = 1: each step",
                  "keeps s, a, r, V(s), V(s')"),
              Box.of("estimate", "rollout.estimate", "one-step TD error δ", "GAE with λ = 0"),
              Box.of("batch", "rows.batch", "all T·N steps, once"),
              Box.of("loss", "ActorCriticTd.loss", "-mean(log π·δ)", "+ value error - entropy"),
              Box.of(
                  "step",
                  "optimizer.step",
                  "clip the gradient's norm",
                  "one step of Adam",
                  "the critic at its own rate")),
          "δ = r + γ·V(s')·(1 - terminated) - V(s)",
          "L = -mean(log π(a|s)·δ)",
          "    + c_v·mean((V - (r + γ·V(s')))²)",
          "    - c_e·mean(H)");

  static final Loop A2C =
      Loop.of(
          "a2c",
          Box.of("policy π, value V", "net", "one set of parameters θ"),
          List.of(
              Box.of("environments", "VecEnv", "N in step with one another"),
              Box.of("rollout", "rollout.collect", "n steps of each", "keeps s, a, r, V, V'"),
              Box.of("estimate", "rollout.estimate", "n-step advantage", "GAE with λ = 1"),
              Box.of("batch", "rows.batch", "all n·N steps, once", "Â as they are"),
              Box.of("loss", "A2c.loss", "-mean(log π·Â)", "+ value error - entropy"),
              Box.of("step", "optimizer.step", "clip the gradient's norm", "one step of RMSprop")),
          "δ[t] = r[t] + γ·V'[t]·(1 - terminated) - V[t]",
          "Â[t] = δ[t] + γλ·Â[t+1]  within an episode",
          "L = -mean(log π(a|s)·Â)",
          "    + c_v·mean((V - target)²) - c_e·mean(H)");

  static final Loop A3C =
      Loop.of(
              "a3c",
              Box.of("copy of π and V", "net", "the actor's own, soon stale"),
              List.of(
                  Box.of("environments", "Slice", "the actor's own"),
                  Box.of("rollout", "rollout.collect", "n steps of each", "keeps s, a, r, V, V'"),
                  Box.of("estimate", "rollout.estimate", "n-step advantage", "GAE with λ = 1"),
                  Box.of("batch", "rows.batch", "the actor's n steps, once"),
                  Box.of("loss", "Actor.loss", "-mean(log π·Â)", "+ value error - entropy"),
                  Box.of(
                      "step",
                      "shared.optimizer().step",
                      "clip the norm of Δθ",
                      "lock-free shared RMSprop")),
              "Δθ = ∇( -mean(log π(a|s)·Â)",
              "        + c_v·mean((V - target)²)",
              "        - c_e·mean(H) )    at the copy",
              "v ← α·v + (1 - α)·Δθ²    on what is shared",
              "θ ← θ - η·Δθ / (√v + ε)  on what is shared")
          .over(Box.of("shared θ, v", "Shared", "no locks to read or to write"));

  static final Loop TRPO =
      Loop.of(
              "trpo",
              Box.of("policy π, value V", "net", "moves as far as δ allows"),
              List.of(
                  Box.of("environments", "VecEnv", "N side by side"),
                  Box.of(
                      "rollout",
                      "rollout.collect",
                      "T steps of each",
                      "keeps s, a, r, log π_old",
                      "and V, V'"),
                  Box.of("estimate", "rollout.estimate", "GAE(γ, λ)", "Â standardised over all"),
                  Box.of(
                      "batches",
                      "rows.batch",
                      "π: all T·N steps, once",
                      "V: epochs of minibatches"),
                  Box.of(
                      "loss",
                      "NaturalStep.surrogate",
                      "π: mean(r·Â), KL ≤ δ",
                      "V: mean((V - target)²)"),
                  Box.of(
                      "step",
                      "step.take, learnValue",
                      "π: conjugate gradients,",
                      "then a line search",
                      "V: Adam")),
              "max mean(r·Â)  where  mean(KL(π_old||π)) ≤ δ",
              "r = π(a|s) / π_old(a|s)  the ratio",
              "H·s = g        g = ∇mean(r·Â), H = F + damping",
              "x = √(2δ / sᵀHs)·s",
              "θ = θ_old + share·x     share in 1, f, f², ...")
          .repeating("V only: next minibatch, next epoch");

  static final Loop PPO =
      Loop.of(
              "ppo",
              Box.of("policy π, value V", "net", "acts as π_old"),
              List.of(
                  Box.of("environments", "VecEnv", "N side by side"),
                  Box.of(
                      "rollout",
                      "rollout.collect",
                      "T steps of each",
                      "keeps s, a, r, log π_old",
                      "and V, V'"),
                  Box.of("estimate", "rollout.estimate", "GAE(γ, λ)", "target = Â + V"),
                  Box.of(
                      "batches",
                      "shuffle, scaleAdvantages",
                      "K epochs of shuffled",
                      "minibatches; Â standardised",
                      "in each"),
                  Box.of("loss", "Ppo.loss", "clipped surrogate -J", "+ value error - entropy"),
                  Box.of("step", "optimizer.step", "clip the gradient's norm", "one step of Adam")),
              "δ[t] = r[t] + γ·V'[t]·(1 - terminated) - V[t]",
              "Â[t] = δ[t] + γλ·Â[t+1]  within an episode",
              "r = π(a|s) / π_old(a|s)  the ratio",
              "J = mean(min(r·Â, clamp(r, 1 - ε, 1 + ε)·Â))",
              "L = -J + c_v·mean((V - target)²) - c_e·mean(H)")
          .repeating("next minibatch, K epochs");

  static final Loop DQN =
      Loop.of(
              "dqn",
              Box.of("values Q", "net", "target network Q⁻ follows"),
              List.of(
                  Box.of(
                      "environments",
                      "VecEnv",
                      "N side by side",
                      "each tosses its own",
                      "coin of ε"),
                  Box.of("memory", "experience.step", "keeps s, a, r, s'", "of many steps"),
                  Box.of("batch", "replay.sample", "32 of the last million,", "all alike"),
                  Box.of("target", "Dqn.next", "Q⁻ of the best action", "in s'"),
                  Box.of("loss", "Dqn.loss", "Huber's loss of δ,", "mean over the batch"),
                  Box.of(
                      "step",
                      "optimizer.step",
                      "clip the gradient's norm",
                      "one step of Adam",
                      "Q⁻ ← Q now and then")),
              "y = r + γ·max Q⁻(s',·)·(1 - terminated)",
              "δ = y - Q(s,a)     y is a constant",
              "L = mean(δ²/2 up to |δ| = 1, |δ| - 1/2 beyond)",
              "Q⁻ ← Q every 10,000 environment steps")
          .repeating("next batch: one each 4 steps");

  static final List<Loop> ALL = List.of(REINFORCE, ACTOR_CRITIC, A2C, A3C, TRPO, PPO, DQN);

  private Loops() {}
}
