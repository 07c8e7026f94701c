package dev.bellman.app.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bellman.app.chart.Loop.Box;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

/// The pictures of the policy-gradient algorithms' loops. Drawn into `target/figures`; those of
/// docs/images are the same.
class LoopFigureTest {
  private static final Path APP = Path.of(System.getProperty("basedir", "."));
  private static final Path DOCS = APP.resolve("../docs");

  static List<Loop> loops() {
    return Loops.ALL;
  }

  @ParameterizedTest
  @MethodSource("loops")
  void thePictureInTheDocumentsIsTheOneThatIsDrawn(Loop loop) throws IOException {
    String name = "loop-%s.svg".formatted(loop.name());
    Path drawn = Files.createDirectories(APP.resolve("target/figures")).resolve(name);
    Files.writeString(drawn, LoopFigure.svg(loop));
    Path shown = DOCS.resolve("images").resolve(name);
    String remedy =
        "docs/images/%1$s: expected the picture of Loops, got another or none"
            + " (copy app/target/figures/%1$s there)";
    assertThat(shown).as(remedy, name).exists();
    assertThat(Files.readString(shown)).as(remedy, name).isEqualTo(Files.readString(drawn));
  }

  @ParameterizedTest
  @MethodSource("loops")
  void thePageShowsThePicture(Loop loop) throws IOException {
    String page = Files.readString(DOCS.resolve("algorithms/%s.md".formatted(loop.name())));
    assertThat(page).contains("](../images/loop-%s.svg)".formatted(loop.name()));
  }

  @ParameterizedTest
  @MethodSource("loops")
  void thePictureIsAnSvgWithEachStep(Loop loop) throws Exception {
    Document picture =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new InputSource(new StringReader(LoopFigure.svg(loop))));
    assertThat(picture.getDocumentElement().getAttribute("width")).isEqualTo("760");
    String text = picture.getDocumentElement().getTextContent();
    assertThat(text).contains(loop.steps().stream().map(Box::title).toList());
    assertThat(text).contains(loop.formulas());
  }

  @Test
  void textThatWouldLeaveItsBoxIsRefused() {
    assertThatThrownBy(() -> Box.of("step", "optimizer.step", "x".repeat(29)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected at most 28 characters, got 29");
  }

  @Test
  void aLoopHasSixSteps() {
    Box box = Box.of("step", "optimizer.step");
    assertThatThrownBy(() -> Loop.of("short", box, List.of(box)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("short: expected 6 steps, got 1");
  }
}
