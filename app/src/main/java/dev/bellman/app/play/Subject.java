package dev.bellman.app.play;

import dev.bellman.app.UserError;
import dev.bellman.app.config.Tree;
import dev.bellman.app.train.RunConfig;
import dev.bellman.app.train.SavedRun;
import dev.bellman.rl.env.Env;
import dev.bellman.rl.env.Envs;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What a command was asked to play: an environment, or a saved run's policy in its environment.
///
/// @param id the environment's id
/// @param options its options that differ from their defaults
/// @param saved the run, null for an environment alone
public record Subject(String id, Map<String, Object> options, @Nullable SavedRun saved) {
  /// Finds out what a word means. A file or folder of that name is a run, unless the word is the
  /// name of an environment.
  ///
  /// @param word a run folder, a checkpoint or an environment
  /// @param settings the environment's options, over those of the run
  /// @param envs the environments that can be named
  /// @return what is meant
  /// @throws UserError if it is none of them, or an option is wrong
  public static Subject of(String word, List<Tree.Mapping> settings, Envs envs) {
    if (isRun(word, envs)) {
      SavedRun saved = SavedRun.open(new File(word).toPath(), envs);
      String id = saved.config().environment();
      var options = new TreeMap<>(saved.config().options());
      options.putAll(RunConfig.environmentOptions(id, settings));
      return new Subject(id, options, saved);
    }
    String id = SavedRun.environment(envs, word);
    return new Subject(id, RunConfig.environmentOptions(id, settings), null);
  }

  private static boolean isRun(String word, Envs envs) {
    File file = new File(word);
    boolean listed =
        envs.specs().stream().anyMatch(spec -> spec.id().equals(word) || spec.name().equals(word));
    return !listed && (file.exists() || word.endsWith(".safetensors"));
  }

  /// Makes the environment.
  ///
  /// @param envs the environments that can be named
  /// @return the environment, in its time limit
  /// @throws UserError if an option is unknown, its value is wrong, or it can't be made
  public Env<?, ?> make(Envs envs) {
    try {
      return envs.make(id, options);
    } catch (IllegalArgumentException e) {
      throw new UserError(String.valueOf(e.getMessage()), e);
    } catch (RuntimeException e) {
      throw new UserError("environment '%s': can't be made, got %s".formatted(id, e), e);
    }
  }

  /// What is played, in a few words.
  ///
  /// @return `CartPole-v1`, or `ppo on CartPole-v1`
  public String title() {
    return saved == null ? id : "%s on %s".formatted(saved.config().algorithm().name(), id);
  }

  /// Where the policy comes from.
  ///
  /// @return the checkpoint, null for an environment alone
  public @Nullable Path checkpoint() {
    return saved == null ? null : saved.file();
  }
}
