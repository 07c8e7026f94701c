package dev.bellman.app.run;

import dev.bellman.app.config.Tree;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.concurrent.TimeUnit;

/// What made a run besides its configuration.
///
/// @param bellman this program's version
/// @param java the Java virtual machine's version and vendor
/// @param platform the operating system and architecture
/// @param processors the number of processors that the virtual machine may use
/// @param kernels the kernels in use, for example `vector512`
/// @param commit the git commit of the working folder, or `unknown`
public record Provenance(
    String bellman, String java, String platform, int processors, String kernels, String commit) {
  private static final int GIT_SECONDS = 2;

  /// Looks at the running program.
  ///
  /// @param bellman this program's version
  /// @param kernels the kernels in use
  /// @param folder the folder whose git commit is looked up
  /// @return what is known
  public static Provenance current(String bellman, String kernels, Path folder) {
    return new Provenance(
        bellman,
        System.getProperty("java.vm.version") + " " + System.getProperty("java.vendor"),
        System.getProperty("os.name") + " " + System.getProperty("os.arch"),
        Runtime.getRuntime().availableProcessors(),
        kernels,
        commit(folder));
  }

  private static String commit(Path folder) {
    try {
      Process git =
          new ProcessBuilder("git", "rev-parse", "HEAD")
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .start();
      git.getOutputStream().close();
      if (!git.waitFor(GIT_SECONDS, TimeUnit.SECONDS)) {
        git.destroyForcibly();
        return "unknown";
      }
      String output = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return git.exitValue() == 0 ? output.strip() : "unknown";
    } catch (IOException e) {
      return "unknown";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "unknown";
    }
  }

  Tree.Mapping tree() {
    var entries = new LinkedHashMap<String, Tree>();
    entries.put("bellman", word(bellman));
    entries.put("java", word(java));
    entries.put("platform", word(platform));
    entries.put("processors", new Tree.Scalar(Integer.toString(processors), false, ""));
    entries.put("kernels", word(kernels));
    entries.put("commit", word(commit));
    return new Tree.Mapping(entries, "");
  }

  private static Tree word(String text) {
    return new Tree.Scalar(text, true, "");
  }
}
