package dev.bellman.app.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bellman.app.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OverlayTest {
  private static Example set(String... assignments) {
    return Example.OVERLAY.apply(
        Example.DEFAULTS, Arrays.stream(assignments).map(Overlay::setting).toList());
  }

  private static Example file(String text) {
    return Example.OVERLAY.apply(Example.DEFAULTS, List.of(Yaml.parse(text, "preset.yaml")));
  }

  @Test
  void noLayersGiveTheDefaults() {
    Example config = set();
    assertThat(config.gae()).isEqualTo(Example.DEFAULTS.gae());
    assertThat(config.update()).isEqualTo(Example.DEFAULTS.update());
    assertThat(config.objective()).isEqualTo(Example.DEFAULTS.objective());
    assertThat(config.hidden()).containsExactly(64, 64);
    assertThat(config.environment()).isEqualTo(Map.of("gravity", 9.8));
  }

  @Test
  void aSettingChangesOnlyItsPath() {
    assertThat(set("gae.gamma=0.5").gae()).isEqualTo(new Example.Gae(0.5, 0.95f));
  }

  @Test
  void laterLayersWin() {
    var layers =
        List.of(
            Yaml.parse("gae: {gamma: 0.1, lambda: 0.2}", "a"), Overlay.setting("gae.gamma=0.7"));
    assertThat(Example.OVERLAY.apply(Example.DEFAULTS, layers).gae())
        .isEqualTo(new Example.Gae(0.7, 0.2f));
  }

  @Test
  void theSameVariantMerges() {
    assertThat(set("objective.clip.low=0.1").objective())
        .isEqualTo(new Example.Objective.Clip(0.1, 0.2));
    assertThat(file("objective: {clip: {high: 0.3}}").objective())
        .isEqualTo(new Example.Objective.Clip(0.2, 0.3));
  }

  @ParameterizedTest
  @ValueSource(strings = {"objective=cpi", "objective.cpi={}", "objective={cpi: {}}"})
  void anotherVariantReplacesTheSubtree(String assignment) {
    assertThat(set(assignment).objective()).isEqualTo(new Example.Objective.Cpi());
  }

  @Test
  void aVariantWithDefaultsMayLeaveComponentsOut() {
    assertThat(set("objective=klPenalty").objective())
        .isEqualTo(new Example.Objective.KlPenalty(1, 0.01));
    assertThat(set("objective.klPenalty.beta=3").objective())
        .isEqualTo(new Example.Objective.KlPenalty(3, 0.01));
  }

  @Test
  void goingBackToAVariantStartsAfresh() {
    assertThatThrownBy(() -> set("objective=cpi", "objective.clip.low=0.1"))
        .isInstanceOf(UserError.class)
        .hasMessage("objective.clip.high: missing");
  }

  @Test
  void aBareWordIsTheShorthand() {
    assertThat(set("update.learningRate=1e-3").update().learningRate())
        .isEqualTo(new Example.Schedule.Constant(0.001));
    assertThat(set("update.learningRate.linear={from: 1, to: 0}").update().learningRate())
        .isEqualTo(new Example.Schedule.Linear(1, 0));
    assertThat(set("update.learningRate={constant: {value: 2}}").update().learningRate())
        .isEqualTo(new Example.Schedule.Constant(2));
  }

  @Test
  void listsAreReplacedAndEnumsReadInCamelCase() {
    Example config = set("hidden=[32]", "tags=[a, b]", "update.advantageScaling=perMinibatch");
    assertThat(config.hidden()).containsExactly(32);
    assertThat(config.tags()).containsExactly("a", "b");
    assertThat(config.update().advantageScaling()).isEqualTo(Example.Scaling.PER_MINIBATCH);
    assertThat(set("hidden=[]").hidden()).isEmpty();
  }

  @Test
  void freeValuesMergeByNameAndKeepTheirTypes() {
    assertThat(
            set("environment.windy=true", "environment.size=5", "environment.map='4'")
                .environment())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of("gravity", 9.8, "windy", true, "size", 5L, "map", "4"));
  }

  @Test
  void integralNumbersOfAnyFormAreIntegers() {
    assertThat(set("update.budget=1e5").update().budget()).isEqualTo(100_000);
    assertThat(set("update.epochs=100.0").update().epochs()).isEqualTo(100);
    assertThat(set("update.epochs=0e99").update().epochs()).isZero();
    assertThat(set("update.budget=9223372036854775807").update().budget())
        .isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void infinityIsANumberWithAPoint() {
    assertThat(set("update.targetKl=.inf").update().targetKl()).isEqualTo(Double.POSITIVE_INFINITY);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          gae.gama=1 | unknown key 'gama' in gae, known: gamma, lambda (did you mean 'gamma'?)
          gea.gamma=1 | unknown key 'gea', known: gae, update, objective, hidden, tags, \
          environment (did you mean 'gae'?)
          gae.gamma=1.9 | gae.gamma: must be in [0, 1], got 1.9
          gae.gamma=abc | gae.gamma: must be a number, got abc
          gae.gamma=.nan | gae.gamma: must be a number, got .nan
          gae.gamma='0.5' | gae.gamma: must be a number, got '0.5'
          gae.gamma=1e400 | gae.gamma: must be a number below 1.8e308, got 1e400
          gae.lambda=1e39 | gae.lambda: must be a number below 3.4e38, got 1e39
          gae.gamma=[1] | gae.gamma: must be one value, got a list
          gae=0.9 | gae: must be a mapping, got 0.9
          update.epochs=0.5 | update.epochs: must be an integer, got 0.5
          update.epochs=3e9 | update.epochs: must be an integer in [-2147483648, 2147483647], got \
          3e9
          update.epochs=1e999999999 | update.epochs: must be an integer in [-2147483648, \
          2147483647], got 1e999999999
          update.epochs=1e99999999999999999999 | update.epochs: must be an integer in \
          [-2147483648, 2147483647], got 1e99999999999999999999
          update.epochs=1e-999999999 | update.epochs: must be an integer, got 1e-999999999
          update.epochs=true | update.epochs: must be an integer, got true
          update.shuffle=yes | update.shuffle: must be true or false, got yes
          update.budget=-1 | update.budget: must be positive
          update.advantageScaling=non | update.advantageScaling: unknown value 'non', known: \
          none, perMinibatch (did you mean 'none'?)
          update.learningRate=-1 | update.learningRate: must be positive, got -1.0
          update.learningRate=fast | update.learningRate: must be a number, got fast
          update.learningRate.cosine.from=1 | update.learningRate: unknown variant 'cosine', \
          known: constant, linear
          objective=klip | objective: unknown variant 'klip', known: clip, cpi, klPenalty (did \
          you mean 'clip'?)
          objective=[1] | objective: must be a name or a mapping, got a list
          objective={cpi: {}, clip: {}} | objective: must be one of clip, cpi, klPenalty, got cpi \
          and clip
          objective.clip.low=-1 | objective.clip.low must not be negative
          objective.clip.middle=1 | unknown key 'middle' in objective.clip, known: low, high
          hidden=64 | hidden: must be a list, got 64
          hidden=[64, big] | hidden[1]: must be an integer, got big
          hidden=[1, 2, 3, 4] | hidden: must have at most 3 sizes
          tags=[~] | tags[0]: must be a text, got nothing
          gae.gamma | --set: must be path=value, got 'gae.gamma' (for example gae.gamma=0.98)
          gae..gamma=1 | --set: must be path=value, got 'gae..gamma=1' (for example gae.gamma=0.98)
          gae.gamma= | --set: must be path=value, got 'gae.gamma=' (for example gae.gamma=0.98)
          """)
  void refusalsNameThePath(String assignment, String message) {
    assertThatThrownBy(() -> set(assignment)).isInstanceOf(UserError.class).hasMessage(message);
  }

  @Test
  void aCheckAcrossComponentsKeepsItsOwnWords() {
    assertThatThrownBy(() -> set("gae.gamma=0", "update.epochs=51"))
        .hasMessage("more than 50 epochs need a gamma above 0");
  }

  @Test
  void refusalsOfAFileNameTheLine() {
    assertThatThrownBy(() -> file("hidden: [8]\ngae:\n  gamma: 1.9\n"))
        .hasMessage("gae.gamma: must be in [0, 1], got 1.9 (preset.yaml:3)");
    assertThatThrownBy(() -> file("hidden: [8]\ngae:\n  gama: 1.9\n"))
        .hasMessage(
            "unknown key 'gama' in gae, known: gamma, lambda (did you mean 'gamma'?)"
                + " (preset.yaml:3)");
    assertThatThrownBy(() -> file("objective: {clip: }\ngae: \n"))
        .hasMessage("objective.clip: must be a mapping, got nothing (preset.yaml:1)");
  }

  @Test
  void theResolvedConfigurationReadsBackAsTheEqualRecord() {
    Example config =
        set(
            "gae={gamma: 0.1234567890123, lambda: 1e-7}",
            "update={targetKl: .inf, learningRate: {linear: {from: 2.5e-4, to: -0.0}}}",
            "objective=cpi",
            "tags=['', '12', 'true', 'a: b', \"line\\nbreak\", 'null', '# no']",
            "environment={name: 'x', deep: {list: [1, 2.5, '3']}}");
    String text = Yaml.write(Example.OVERLAY.tree(config));
    Example again = file(text);
    assertThat(again.gae()).isEqualTo(config.gae());
    assertThat(again.update()).isEqualTo(config.update());
    assertThat(again.objective()).isEqualTo(config.objective());
    assertThat(again.hidden()).containsExactly(config.hidden());
    assertThat(again.tags()).isEqualTo(config.tags());
    assertThat(again.environment()).isEqualTo(config.environment());
    assertThat(Yaml.write(Example.OVERLAY.tree(again))).isEqualTo(text);
  }

  @Test
  void theResolvedConfigurationIsReadable() {
    assertThat(Yaml.write(Example.OVERLAY.tree(Example.DEFAULTS)))
        .isEqualTo(
            """
            gae: {gamma: 0.99, lambda: 0.95}
            update:
              epochs: 4
              budget: 100000
              learningRate: 0.0003
              advantageScaling: none
              shuffle: true
              targetKl: 1.7976931348623157e308
            objective:
              clip: {low: 0.2, high: 0.2}
            hidden: [64, 64]
            tags: [base]
            environment: {gravity: 9.8}
            """);
  }

  @Test
  void aVariantWithoutANameCannotBeWritten() {
    Example.Objective mine = new Example.Objective() {};
    var config =
        new Example(
            Example.DEFAULTS.gae(),
            Example.DEFAULTS.update(),
            mine,
            new int[0],
            List.of(),
            Map.of());
    assertThatThrownBy(() -> Example.OVERLAY.tree(config))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("objective: ")
        .hasMessageEndingWith("has no name as a Objective, known: clip, cpi, klPenalty");
  }

  @Test
  void filesThatCannotBeReadAreRefused(@TempDir Path folder) throws IOException {
    Path binary = Files.write(folder.resolve("binary.yaml"), new byte[] {(byte) 0xc3, 0x28});
    assertThatThrownBy(() -> Overlay.file(binary)).hasMessage(binary + ": must be UTF-8 text");
    Path absent = folder.resolve("absent.yaml");
    assertThatThrownBy(() -> Overlay.file(absent)).hasMessage(absent + ": no such file");
    assertThatThrownBy(() -> Overlay.file(folder)).hasMessage(folder + ": can't be read");
  }
}
