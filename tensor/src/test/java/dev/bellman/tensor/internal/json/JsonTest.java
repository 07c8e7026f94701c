package dev.bellman.tensor.internal.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
  @Test
  void valuesOfAllKindsAreReadInTheTextsOrder() {
    Object value =
        Json.parse(
            " {\"b\": [1, -2.5e1, true, false, null, {}, []],\r\n\t\"a\":\"x\", \"\":{} } \n");
    assertThat(value)
        .isEqualTo(
            Map.of(
                "b", Arrays.asList(1L, -25.0, true, false, null, Map.of(), List.of()),
                "a", "x",
                "", Map.of()));
    assertThat(((Map<?, ?>) value).keySet().toString()).isEqualTo("[b, a, ]");
  }

  @Test
  void wholeNumbersAreLongsWhereTheyFitAndDoublesElse() {
    assertThat(Json.parse("0")).isEqualTo(0L);
    assertThat(Json.parse("-0")).isEqualTo(0L);
    assertThat(Json.parse("9223372036854775807")).isEqualTo(Long.MAX_VALUE);
    assertThat(Json.parse("-9223372036854775808")).isEqualTo(Long.MIN_VALUE);
    assertThat(Json.parse("9223372036854775808")).isEqualTo(0x1.0p63);
    assertThat(Json.parse("1" + "0".repeat(300))).isEqualTo(1e300);
  }

  @Test
  void numbersWithFractionOrExponentAreDoubles() {
    assertThat(Json.parse("1.0")).isEqualTo(1.0);
    assertThat(Json.parse("-0.0")).isEqualTo(-0.0);
    assertThat(Json.parse("1E+2")).isEqualTo(100.0);
    assertThat(Json.parse("12.5e-1")).isEqualTo(1.25);
    assertThat(Json.parse("1e-400")).isEqualTo(0.0);
    assertThat(Json.parse("1.7976931348623157e308")).isEqualTo(Double.MAX_VALUE);
  }

  @Test
  void escapesAreRead() {
    assertThat(Json.parse("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\uD83D\\ude00é😀\""))
        .isEqualTo("\"\\/\b\f\n\r\té😀é😀");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "01",
        "-",
        "+1",
        ".5",
        "1.",
        "1.e5",
        "1e",
        "1e+",
        "0x10",
        "NaN",
        "Infinity",
        "-Infinity",
        "1_0",
        "tru",
        "True",
        "nul",
        "'a'",
        "{a:1}",
        "[1,]",
        "[,1]",
        "[1 2]",
        "{\"a\":1,}",
        "{\"a\" 1}",
        "{\"a\":}",
        "{,}",
        "{1:2}",
        "[",
        "{",
        "]",
        "\"",
        "\"\\\"",
        "\"\\x\"",
        "\"\\u12g4\"",
        "\"\\u12\"",
        "\"\t\"",
        "\"\n\"",
        "\"a\u0000\"",
        "// no\n1",
        "1 /* no */",
        "1 1",
        "[] []",
        "",
        " ",
        "\uFEFF1",
        "1\u00a0",
        "1\f",
        "1e999",
        "-1e999"
      })
  void whatTheGrammarLacksIsRefused(String text) {
    assertThatThrownBy(() -> Json.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("json line ")
        .hasMessageContaining(": expected ")
        .hasMessageContaining(", got ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\\ud800",
        "\\udc00",
        "\\ud800x",
        "\\ud800\\ud800",
        "\\ud800\\n",
        "\ud800",
        "\udc00"
      })
  void unpairedSurrogatesAreRefused(String string) {
    assertThatThrownBy(() -> Json.parse("\"" + string + "\""))
        .hasMessageContaining("an unpaired \\ud");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[1,x]|json line 1 column 4: expected a value, got 'x'",
        "{\"a\":1,\"b\":2,\"a\":3}|json line 1 column 14: expected every key once, got \"a\" again",
        "{\"a\":1|json line 1 column 7: expected ',' or '}', got the end of the text",
        "[1]]|json line 1 column 4: expected the end of the text, got ']'",
        "-x|json line 1 column 2: expected a digit, got 'x'",
        "[é]|json line 1 column 2: expected a value, got \\u00e9",
        "1e999|json line 1 column 1: expected a number in the range of a double, got \"1e999\"",
      })
  void errorsSayWhereWhatWasExpectedAndWhatCame(String text, String message) {
    assertThatThrownBy(() -> Json.parse(text)).hasMessage(message);
  }

  @Test
  void errorsCountLines() {
    assertThatThrownBy(() -> Json.parse("{\n\"a\": 1,\n  b}"))
        .hasMessage("json line 3 column 3: expected a key in double quotes, got 'b'");
  }

  @Test
  void nestingIsReadAndWrittenToSixtyFourLevels() {
    String deepest = "[".repeat(64) + "]".repeat(64);
    assertThat(Json.write(Json.parse(deepest))).isEqualTo(deepest);
    assertThatThrownBy(() -> Json.parse("[" + deepest + "]"))
        .hasMessage("json line 1 column 65: expected at most 64 levels of nesting, got more");
    assertThatThrownBy(() -> Json.parse("{\"a\":".repeat(100_000)))
        .hasMessageContaining("64 levels");
    assertThatThrownBy(() -> Json.write(List.of(Json.parse(deepest))))
        .hasMessage("json: expected at most 64 levels of nesting, got more");
    var itself = new ArrayList<Object>();
    itself.add(itself);
    assertThatThrownBy(() -> Json.write(itself)).hasMessageContaining("64 levels");
  }

  @Test
  void siblingsDoNotCountAsNesting() {
    String wide = "[" + "[],".repeat(100) + "{}]";
    assertThat(Json.write(Json.parse(wide))).isEqualTo(wide);
  }

  @Test
  void valuesAreWrittenOnOneLine() {
    assertThat(Json.write(Arrays.asList(1, 2L, (short) 3, (byte) 4, 0.1, 0.1f, 1e100, true, null)))
        .isEqualTo("[1,2,3,4,0.1,0.1,1.0E100,true,null]");
    assertThat(Json.write(Map.of("k\n", Map.of()))).isEqualTo("{\"k\\n\":{}}");
  }

  @Test
  void stringsComeBackAsTheyWere() {
    var string = new StringBuilder("\"\\/😀\u2028\u007f");
    for (char c = 0; c < 0x180; c++) {
      string.append(c);
    }
    String json = Json.write(string.toString());
    assertThat(Json.parse(json)).isEqualTo(string.toString());
    assertThat(json.chars()).allMatch(c -> c >= ' ');
    assertThat(Json.write("\u0001\u001f")).isEqualTo("\"\\u0001\\u001f\"");
  }

  @Test
  void doublesComeBackToTheBit() {
    for (double value :
        new double[] {0.1, -0.0, Double.MIN_VALUE, Double.MAX_VALUE, 1e22, 1.0 / 3}) {
      assertThat(Json.parse(Json.write(value))).isEqualTo(value);
    }
  }

  @Test
  void whatJsonCannotSayIsNotWritten() {
    assertThatThrownBy(() -> Json.write(List.of(Double.NaN)))
        .hasMessage("json: a number must be finite, got NaN");
    assertThatThrownBy(() -> Json.write(Float.NEGATIVE_INFINITY))
        .hasMessage("json: a number must be finite, got -Infinity");
    assertThatThrownBy(() -> Json.write("a\udc00"))
        .hasMessage("json: a string must be valid Unicode, got an unpaired \\udc00");
    assertThatThrownBy(() -> Json.write("a\ud800")).hasMessageContaining("unpaired \\ud800");
    assertThatThrownBy(() -> Json.write(Map.of(1, 2))).hasMessageEndingWith(", got the key 1");
    assertThatThrownBy(() -> Json.write(BigInteger.ONE))
        .hasMessageEndingWith(", got java.math.BigInteger");
  }

  @Test
  void excerptsAreShortAndOnOneLine() {
    assertThat(Json.excerpt("a\nb")).isEqualTo("\"a\\nb\"");
    assertThat(Json.excerpt("x".repeat(1000))).isEqualTo("\"" + "x".repeat(59) + "...");
  }
}
