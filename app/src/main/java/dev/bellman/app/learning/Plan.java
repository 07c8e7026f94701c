package dev.bellman.app.learning;

import dev.bellman.rl.env.Envs;
import java.io.PrintWriter;
import java.nio.file.Path;

/// How pairs are measured.
///
/// @param seeds K: seeds 1 to K of each pair
/// @param evalEpisodes episodes of each evaluation
/// @param threads how many cells run at a time, each on one thread
/// @param folder where runs and results are kept; a second call goes on there
/// @param envs the environments that can be named
/// @param err takes progress and warnings
public record Plan(
    int seeds, int evalEpisodes, int threads, Path folder, Envs envs, PrintWriter err) {
  /// Where the cells are entered.
  Path ledger() {
    return folder.resolve("cells.jsonl");
  }

  /// The folder of a cell's run.
  Path run(Pair pair, long seed) {
    return folder.resolve(pair.name().replace('/', '-')).resolve("seed-" + seed);
  }
}
