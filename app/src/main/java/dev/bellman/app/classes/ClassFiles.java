package dev.bellman.app.classes;

import dev.bellman.app.UserError;
import dev.bellman.app.run.Reason;
import java.io.File;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Loads classes from files that are named as on `java -cp`.
final class ClassFiles {
  private ClassFiles() {}

  /// Makes classes findable by their names.
  ///
  /// @param paths each one or several of jars, folders and `folder/*`, with the system's separator
  /// @return the loader, which lives as long as the program
  static ClassLoader loader(List<String> paths) {
    ClassLoader own = ClassFiles.class.getClassLoader();
    if (paths.isEmpty()) {
      return own;
    }
    var urls = new ArrayList<URL>();
    for (String path : paths) {
      for (String entry : path.split(File.pathSeparator, -1)) {
        urls.addAll(urls(entry));
      }
    }
    return new URLClassLoader(urls.toArray(URL[]::new), own);
  }

  private static List<URL> urls(String entry) {
    boolean allJars = entry.equals("*") || entry.endsWith("/*");
    Path path = new File(allJars ? entry.substring(0, entry.length() - 1) : entry).toPath();
    if (!Files.exists(path)) {
      throw new UserError("--class-path: no such file or folder, got '%s'".formatted(entry));
    }
    if (!allJars) {
      return List.of(url(path));
    }
    try (Stream<Path> files = Files.list(path)) {
      return files
          .filter(file -> file.toString().endsWith(".jar"))
          .sorted()
          .map(ClassFiles::url)
          .toList();
    } catch (IOException e) {
      throw new UserError(
          "--class-path: folder '%s' must be readable, got %s".formatted(path, Reason.of(e)), e);
    }
  }

  private static URL url(Path path) {
    try {
      return path.toUri().toURL();
    } catch (MalformedURLException e) {
      throw new UserError("--class-path: must be files and folders, got '%s'".formatted(path), e);
    }
  }
}
