package dev.bellman.app.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.bellman.app.UserError;
import dev.bellman.app.train.Algorithms;
import dev.bellman.app.train.RunConfig;
import dev.bellman.tensor.Rng;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/// Mutates configurations and `--set` options: whatever comes, they are read or refused with a
/// [UserError] of one line.
///
/// A checkpoint's configuration is the same text, read in the same way.
class ConfigFuzzTest {
  private static final int INPUTS = Integer.getInteger("bellman.fuzz.inputs", 20_000);

  private static final String[] SETTINGS = {
    "gae.gamma=0.98",
    "update.learningRate={linear: {from: 3e-4, to: 0}}",
    "update.learningRate=0.001",
    "objective.clip.low=0.1",
    "objective=cpi",
    "network.hidden=[64, 64]",
    "value.loss={clippedMaximum: {range: 0.2}}",
    "environment.max_episode_steps=-1",
    "steps=1e6",
    "seed=7",
  };

  private static final String[] TOKENS = {
    "{",
    "}",
    "[",
    "]",
    ",",
    ": ",
    "\"",
    "'",
    "\\x",
    "\\u",
    "- ",
    "? ",
    "| ",
    ">\n",
    "!!str ",
    "!",
    "&a ",
    "*a",
    "<<: ",
    "%YAML 1.1\n",
    "---\n",
    "...\n",
    "#",
    "\t",
    "\n",
    "\n  ",
    "\r",
    "\0",
    "\u0085",
    "\u2028",
    "\uFEFF",
    "\uD83D",
    "\u001b",
    "null",
    "~",
    "true",
    "yes",
    ".nan",
    "-.inf",
    "1e999",
    "0x7fffffffffffffff",
    "99999999999999999999",
    "-1",
    "1_000",
    "0o17",
    "gamma",
    "gae",
    "[[[[[[[[[[[[[[[[",
    "{a: {a: {a: {a: ",
    "- - - - - - - - ",
    "=",
    ".",
    "..",
  };

  private final Rng rng = Rng.stream(0, "config", 0);
  private int refused;

  @Test
  void mutatedConfigurationsAreReadOrRefusedInOneLine() {
    String whole =
        Yaml.write(RunConfig.of(Algorithms.find("ppo"), "CartPole-v1", List.of()).tree());
    for (int i = 0; i < INPUTS / 2; i++) {
      String text = mutated(whole);
      take(text, () -> bound(Yaml.parse(text, "config")));
    }
    assertThat(refused).isBetween(INPUTS / 8, INPUTS / 2 - 1);
  }

  @Test
  void mutatedSettingsAreReadOrRefusedInOneLine() {
    for (int i = 0; i < INPUTS / 2; i++) {
      String text = mutated(SETTINGS[rng.nextInt(SETTINGS.length)]);
      take(text, () -> bound(Overlay.setting(text)));
    }
    assertThat(refused).isBetween(INPUTS / 8, INPUTS / 2 - 1);
  }

  private static Object bound(Tree tree) {
    if (tree instanceof Tree.Mapping layer) {
      return RunConfig.of(Algorithms.find("ppo"), "CartPole-v1", List.of(layer));
    }
    throw new UserError("config: must be a mapping");
  }

  private void take(String text, Supplier<Object> reading) {
    try {
      reading.get();
    } catch (UserError e) {
      refused++;
      if (!e.getMessage().matches("[^\\p{Cntrl}]{1,6003}")) {
        fail("<%s> gave the message <%s>", escaped(text), escaped(e.getMessage()));
      }
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
      fail("<" + escaped(text) + ">", e);
    }
  }

  private static String escaped(String text) {
    var shown = new ArrayList<String>();
    text.chars().forEach(c -> shown.add(c < ' ' ? "\\u%04x".formatted(c) : "" + (char) c));
    return String.join("", shown);
  }

  private String mutated(String text) {
    String result = text;
    for (int n = 1 + rng.nextInt(4); n > 0; n--) {
      result = mutation(result);
    }
    return result;
  }

  private String mutation(String text) {
    int at = rng.nextInt(text.length() + 1);
    int end = Math.min(text.length(), at + rng.nextInt(12));
    return switch (rng.nextInt(6)) {
      case 0 -> text.substring(0, at);
      case 1 -> text.substring(0, at) + text.substring(end);
      case 2 -> text.substring(0, at) + text.substring(at, end).repeat(3) + text.substring(end);
      case 3 ->
          text.substring(0, at)
              + (char) rng.nextInt(1 << (1 + rng.nextInt(16)))
              + text.substring(Math.min(text.length(), at + 1));
      default -> {
        String token = TOKENS[rng.nextInt(TOKENS.length)];
        yield text.substring(0, at) + token + text.substring(rng.nextInt(2) == 0 ? at : end);
      }
    };
  }
}
