package dev.bellman.rl.tabular;

import dev.bellman.rl.math.Ranges;
import java.util.List;

/// What a linear method sees of an observation: numbers that are 0 or 1, of which as many are 1 for
/// every observation.
public sealed interface Features {
  /// One feature for each state of a discrete space: a linear method becomes a table.
  record OneHot() implements Features {}

  /// Tile coding: several grids over a box, each shifted by another part of a tile, and in each the
  /// one tile that the observation lies in. No hashing: every tile is a feature of its own.
  ///
  /// Grid j of m is shifted by the part `j (2d + 1) mod m / m` of a tile in coordinate d, the odd
  /// displacements that Miller and Glanz recommend; a shifted grid has one tile more in each
  /// coordinate.
  ///
  /// **Source**: Sutton and Barto 2018, section 9.5.4.
  ///
  /// @param tilings m, the number of grids, at least 1
  /// @param bins the tiles of one grid
  record Tiles(int tilings, Bins bins) implements Features {
    /// Where a path names no bins yet.
    public static final Tiles DEFAULTS = new Tiles(8, Bins.NONE);

    /// Checks the range.
    ///
    /// @throws IllegalArgumentException if there is no grid
    public Tiles {
      Ranges.atLeastOne("tilings", tilings);
    }

    /// Grids of the same number of tiles in each coordinate, over a space's own bounds.
    ///
    /// @param tilings m
    /// @param counts the tiles of each coordinate
    /// @return the features
    public static Tiles of(int tilings, List<Integer> counts) {
      return new Tiles(tilings, new Bins(counts, List.of(), List.of()));
    }
  }
}
