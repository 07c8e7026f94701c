package dev.bellman.app;

import dev.bellman.app.lm.LmAlgorithm;
import dev.bellman.app.lm.LmAlgorithms;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// Language models: the parent of a command for each trainer and of those that use a model.
@Command(
    name = "lm",
    description = "Train, evaluate or ask a language model.",
    subcommands = {})
final class Lm implements Runnable {
  @Spec private @Nullable CommandSpec spec;

  /// The command with all that stands below it.
  static CommandLine commands(Context context) {
    var lm = new CommandLine(new Lm());
    for (LmAlgorithm<?> algorithm : LmAlgorithms.all()) {
      var train = new CommandLine(new LmTrain(context, algorithm));
      train.getCommandSpec().usageMessage().description("Train by " + algorithm.doc() + ".");
      lm.addSubcommand(algorithm.name(), train);
    }
    return lm.addSubcommand("evaluate", new LmEvaluate(context))
        .addSubcommand("generate", new LmGenerate(context));
  }

  @Override
  public void run() {
    throw new ParameterException(
        Objects.requireNonNull(spec).commandLine(),
        "expected a trainer or a command, as: bellman lm grpo sum-to");
  }
}
