package dev.bellman.rl.policy;

import dev.bellman.tensor.Parameters;
import dev.bellman.tensor.Rng;
import dev.bellman.tensor.Tensor;
import dev.bellman.tensor.nn.Mlp;
import java.util.ArrayList;
import java.util.List;

/// Several networks of the value Q(s,a) of continuous actions, which enter beside the observation.
public final class QCritics {
  private final Parameters parameters;
  private final List<Mlp> nets;

  private QCritics(Parameters parameters, List<Mlp> nets) {
    this.parameters = parameters;
    this.nets = nets;
  }

  /// Fresh critics.
  ///
  /// @param form their form and number
  /// @param observationSize D
  /// @param actionSize A
  /// @param rng what to draw the first weights from
  /// @return the critics
  public static QCritics create(
      ContinuousNetworks form, int observationSize, int actionSize, Rng rng) {
    Parameters parameters = new Parameters();
    List<Mlp> nets = new ArrayList<>();
    for (int k = 0; k < form.critics(); k++) {
      nets.add(Mlp.create(parameters, name(k), observationSize + actionSize, 1, form.plan(), rng));
    }
    return new QCritics(parameters, List.copyOf(nets));
  }

  private static String name(int k) {
    return "critic." + k;
  }

  /// Others of the same form with a copy of the numbers, which take no gradient: target networks.
  ///
  /// @return the copy
  public QCritics target() {
    Parameters copy = parameters.copy();
    List<Mlp> other = new ArrayList<>();
    for (int k = 0; k < nets.size(); k++) {
      other.add(nets.get(k).over(copy, name(k)).frozen());
    }
    return new QCritics(copy, List.copyOf(other));
  }

  /// The same critics, over the same numbers, which take no gradient: it flows through them to the
  /// actions alone.
  ///
  /// @return the critics
  public QCritics frozen() {
    return new QCritics(parameters, nets.stream().map(Mlp::frozen).toList());
  }

  /// {@return the numbers of all critics}
  public Parameters parameters() {
    return parameters;
  }

  /// {@return how many critics there are}
  public int count() {
    return nets.size();
  }

  /// What enters each critic.
  ///
  /// @param observations s, `[B,D]`
  /// @param actions a, `[B,A]`
  /// @return `[B,D+A]`
  public static Tensor input(Tensor observations, Tensor actions) {
    return Tensor.concat(-1, observations, actions);
  }

  /// The value by one critic.
  ///
  /// @param k which one, from 0
  /// @param input what [#input] returned
  /// @return `[B]`
  public Tensor value(int k, Tensor input) {
    return nets.get(k).forward(input).squeeze(-1);
  }

  /// The least value by any critic.
  ///
  /// @param input what [#input] returned
  /// @return `[B]`
  public Tensor least(Tensor input) {
    Tensor least = value(0, input);
    for (int k = 1; k < nets.size(); k++) {
      least = least.min(value(k, input));
    }
    return least;
  }
}
