package dev.bellman.app;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OneLineTest {
  @Test
  void linesAreJoined() {
    assertThat(OneLine.of(" a\n  b\r\n\tc\u2028d ")).isEqualTo("a b c d");
  }

  @Test
  void whatWouldSteerATerminalIsWrittenOut() {
    assertThat(OneLine.of("\u001b[2J\u0000 \u202e\ud83d ünï 木 \ud83d\ude00"))
        .isEqualTo("\\u001b[2J\\u0000 \\u202e\\ud83d ünï 木 \ud83d\ude00");
  }

  @Test
  void longTextIsCut() {
    assertThat(OneLine.of("ab".repeat(1_000_000))).isEqualTo("ab".repeat(500) + "...");
    assertThat(OneLine.of(" ".repeat(1_000_000))).isEqualTo("...");
  }
}
