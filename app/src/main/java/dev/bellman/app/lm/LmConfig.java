package dev.bellman.app.lm;

import dev.bellman.app.UserError;
import dev.bellman.app.config.Tree;
import dev.bellman.llm.task.Task;
import dev.bellman.llm.task.Tasks;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;

/// Everything that decides a run's numbers. As text it is one mapping: the header's keys and beside
/// them the trainer's hyper-parameters.
///
/// @param algorithm the trainer
/// @param header what is said besides its hyper-parameters
/// @param config the hyper-parameters
/// @param <C> their type
public record LmConfig<C extends Record>(LmAlgorithm<C> algorithm, LmHeader header, C config) {
  private static final Set<String> HEADER =
      Set.of(
          "algorithm",
          "task",
          "updates",
          "seed",
          "model",
          "warmStart",
          "given",
          "rewardModel",
          "evaluateEvery");

  /// Lays trees over a trainer's defaults.
  ///
  /// @param algorithm the trainer
  /// @param layers presets and options, each over the ones before it
  /// @param <C> the type of its hyper-parameters
  /// @return the configuration
  /// @throws UserError if a key is unknown or a value is wrong
  static <C extends Record> LmConfig<C> of(LmAlgorithm<C> algorithm, List<Tree.Mapping> layers) {
    var headers = new ArrayList<Tree>();
    var configs = new ArrayList<Tree>();
    for (Tree.Mapping layer : layers) {
      headers.add(part(layer, true));
      configs.add(part(layer, false));
    }
    LmHeader header = LmAlgorithms.OVERLAY.apply(LmHeader.DEFAULTS, headers);
    if (!header.algorithm().isEmpty() && !header.algorithm().equals(algorithm.name())) {
      throw new UserError(
          "algorithm: must be %s, got %s".formatted(algorithm.name(), header.algorithm()));
    }
    return new LmConfig<>(
        algorithm, header, LmAlgorithms.OVERLAY.apply(algorithm.defaults(), configs));
  }

  private static Tree.Mapping part(Tree.Mapping layer, boolean header) {
    var entries = new LinkedHashMap<>(layer.entries());
    entries.keySet().removeIf(name -> HEADER.contains(name) != header);
    return new Tree.Mapping(entries, layer.origin());
  }

  /// The task.
  ///
  /// @return the task of that name
  /// @throws UserError if there is none
  Task task() {
    try {
      return Tasks.builtIn().task(header.task());
    } catch (IllegalArgumentException e) {
      throw new UserError(String.valueOf(e.getMessage()), e);
    }
  }

  /// This configuration as text has it, every value written out.
  ///
  /// @return the mapping; [#of] reads it back
  Tree.Mapping tree() {
    var entries = new LinkedHashMap<>(LmAlgorithms.OVERLAY.tree(header).entries());
    entries.putAll(LmAlgorithms.OVERLAY.tree(config).entries());
    return new Tree.Mapping(entries, "");
  }
}
