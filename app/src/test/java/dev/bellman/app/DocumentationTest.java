package dev.bellman.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What the pages under `docs` point to is there.
class DocumentationTest {
  private static final Path ROOT = Path.of(System.getProperty("basedir", ".")).resolve("..");

  @Test
  void everyTestThatIsNamedExists() throws IOException {
    Set<String> named = new TreeSet<>();
    for (Path page : files("docs", ".md")) {
      Matcher names = Pattern.compile("`(\\w+Test)`").matcher(Files.readString(page));
      while (names.find()) {
        named.add(names.group(1));
      }
    }
    assertThat(named).isNotEmpty();
    assertThat(javaTests()).containsAll(named);
  }

  @Test
  void everyLinkedFileExists() throws IOException {
    for (Path page : List.of(ROOT.resolve("README.md"), ROOT.resolve("CONTRIBUTING.md"))) {
      Matcher links = Pattern.compile("]\\(([^)#:]+)\\)").matcher(Files.readString(page));
      while (links.find()) {
        assertThat(ROOT.resolve(links.group(1))).exists();
      }
    }
  }

  private static Set<String> javaTests() throws IOException {
    Set<String> tests = new TreeSet<>();
    for (String module : List.of("tensor", "rl", "llm", "app")) {
      tests.addAll(
          files(module + "/src/test", "Test.java").stream()
              .map(file -> file.getFileName().toString().replace(".java", ""))
              .collect(Collectors.toSet()));
    }
    return tests;
  }

  private static List<Path> files(String folder, String ending) throws IOException {
    try (Stream<Path> paths = Files.walk(ROOT.resolve(folder))) {
      return paths.filter(path -> path.toString().endsWith(ending)).toList();
    }
  }
}
