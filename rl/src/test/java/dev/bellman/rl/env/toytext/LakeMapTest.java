package dev.bellman.rl.env.toytext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;

class LakeMapTest {
  @Test
  void rowsAreSeparatedByCommasOrLines() {
    assertThat(LakeMap.of(" SFF, FHG ")).isEqualTo(LakeMap.of("SFF\nFHG\n"));
    assertThat(LakeMap.of("SFF\r\nFHG")).hasToString("SFF,FHG");
    assertThat(LakeMap.of("SFF\r\nFHG")).hasSameHashCodeAs(LakeMap.of("SFF,FHG"));
    assertThat(LakeMap.of("SFF,FHG")).isNotEqualTo(LakeMap.of("SF,FF,HG"));
    assertThat(LakeMap.of("SG").rows()).isEqualTo(1);
    assertThat(LakeMap.of("SG").columns()).isEqualTo(2);
  }

  @Test
  void randomMapsAreGymnasiums() {
    assertThat(LakeMap.random(4, 0.8, 0)).hasToString("SFFF,HHFF,FHHF,HFFG");
    assertThat(LakeMap.random(8, 0.8, 7))
        .hasToString("SHFFFHFH,FFFFFFFF,HFFHFFFF,FFFHFFFF,FFFFFFHF,FHFHFFFF,FHFFFFFF,HFHFFFFG");
    assertThat(LakeMap.random(6, 0.55, 3)).hasToString("SHFHFF,FHHFHH,FFFFFF,FHFHFH,FHFFFF,FFFFHG");
    assertThat(LakeMap.random(3, 1, 1)).hasToString("SFF,FFF,FFG");
    assertThat(LakeMap.random(2, 0.3, 5)).hasToString("SF,HG");
    var crc = new CRC32();
    crc.update(LakeMap.random(200, 0.7, 123).toString().getBytes(StandardCharsets.US_ASCII));
    assertThat(crc.getValue()).isEqualTo(2737030927L);
  }

  @Test
  void mapsThatCannotBePlayedAreRefused() {
    refused("", "must have a row, got none (a map is like SFFF,FHFH,FFFH,HFFG)");
    refused(" \n ", "must have a row, got none (a map is like SFFF,FHFH,FFFH,HFFG)");
    refused("SFF,FG", "rows must be equally long, got 3 tiles in row 1 and 2 in row 2");
    refused("SFF,,FFG", "rows must be equally long, got 3 tiles in row 1 and 0 in row 2");
    refused(
        "SFF,FXG",
        "must hold only S (start), F (frozen), H (hole) and G (goal), got 'X' in row 2, column 2");
    refused(
        "sFG",
        "must hold only S (start), F (frozen), H (hole) and G (goal), got 's' in row 1, column 1");
    refused("FFG", "must have a start, got no S");
    refused("SFF", "must have a goal, got no G");
    refused(
        "SHG",
        "a way must lead from each start to a goal, got none from row 1, column 1 (take away"
            + " holes)");
    refused(
        "SFG,HHH,FFS",
        "a way must lead from each start to a goal, got none from row 3, column 3 (take away"
            + " holes)");
    refused("S" + "F".repeat(1_000_000) + "G", "must have at most 1000000 tiles, got 1 x 1000002");
  }

  private static void refused(String desc, String message) {
    assertThatThrownBy(() -> LakeMap.of(desc))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("environment.desc: " + message);
  }

  @Test
  void randomMapsThatCannotBeDrawnAreRefused() {
    assertThatThrownBy(() -> LakeMap.random(1, 0.8, 0))
        .hasMessage("environment.map_size: must be in 2..1000, got 1");
    assertThatThrownBy(() -> LakeMap.random(1L << 32, 0.8, 0))
        .hasMessage("environment.map_size: must be in 2..1000, got 4294967296");
    assertThatThrownBy(() -> LakeMap.random(4, 0, 0))
        .hasMessage("environment.map_p: must be in (0, 1], got 0.0");
    assertThatThrownBy(() -> LakeMap.random(4, 1.01, 0))
        .hasMessage("environment.map_p: must be in (0, 1], got 1.01");
    assertThatThrownBy(() -> LakeMap.random(4, 0.8, -1))
        .hasMessage("environment.map_seed: must be at least 0, got -1");
    assertThatThrownBy(() -> LakeMap.random(1000, 0.1, 0))
        .hasMessage(
            "environment.map_p: must leave a way from start to goal, got 0.1 and no way in 50"
                + " maps of 1000 x 1000 (raise map_p or lower map_size)");
  }
}
