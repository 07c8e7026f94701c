package dev.bellman.app.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bellman.app.UserError;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class YamlTest {
  private static void refused(String text, String message) {
    assertThatThrownBy(() -> Yaml.parse(text, "f.yaml"))
        .isInstanceOf(UserError.class)
        .hasMessage(message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n", "# only a comment\n", "---\n{}\n"})
  void emptyTextIsAnEmptyMapping(String text) {
    assertThat(((Tree.Mapping) Yaml.parse(text, "f.yaml")).entries()).isEmpty();
  }

  @Test
  void wordsKeepTheirTextAndLine() {
    var tree = (Tree.Mapping) Yaml.parse("# first\na: 1e5\nb: '2'\n", "f.yaml");
    assertThat(tree.entries().get("a")).isEqualTo(new Tree.Scalar("1e5", false, "f.yaml:2"));
    assertThat(tree.entries().get("b")).isEqualTo(new Tree.Scalar("2", true, "f.yaml:3"));
  }

  @Test
  void whatNoConfigurationNeedsIsRefused() {
    refused("a: 1\na: 2\n", "f.yaml:2: key 'a' must be written once");
    refused("a: &x 1\nb: *x\n", "f.yaml:1: must have no anchors or aliases (& and *)");
    refused("a: 1\nb: *x\n", "f.yaml:2: must have no anchors or aliases (& and *)");
    refused(
        "a: !!java.net.URL [x]\n",
        "f.yaml:1: must have no tags, got tag:yaml.org,2002:java.net.URL");
    refused("? [a, b]\n: 1\n", "f.yaml:1: keys must be words, got a mapping or a list");
    refused("a: 1\n---\nb: 2\n", "f.yaml:2: must be one document, got a second one");
  }

  @Test
  void brokenTextIsOneLine() {
    assertThatThrownBy(() -> Yaml.parse("a: [1, 2\nb: 3\n", "f.yaml"))
        .isInstanceOf(UserError.class)
        .hasMessageStartingWith("f.yaml:2: ")
        .message()
        .doesNotContain("\n");
    assertThatThrownBy(() -> Yaml.parse("a: \u0007", "f.yaml"))
        .isInstanceOf(UserError.class)
        .hasMessageStartingWith("f.yaml")
        .message()
        .doesNotContain("\n");
  }

  @Test
  void deepAndLongTextIsRefusedQuickly() {
    refused("[".repeat(100_000), "f.yaml:1: must be nested at most 32 levels deep");
    refused(
        "a: " + "x".repeat(Yaml.MAX_LENGTH),
        "f.yaml: must have at most 1048576 characters, got 1048579");
    assertThatThrownBy(() -> Yaml.parse("- ".repeat(100_000) + "x", "f.yaml"))
        .isInstanceOf(UserError.class);
  }

  @Test
  void anEscapeThatIsCutOffIsRefused() {
    assertThatThrownBy(() -> Yaml.parse("a: \"\\x", "f.yaml"))
        .isInstanceOf(UserError.class)
        .hasMessage("f.yaml: must be YAML, got an escape or a character that is none");
  }
}
