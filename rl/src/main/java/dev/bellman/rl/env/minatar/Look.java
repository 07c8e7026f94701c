package dev.bellman.rl.env.minatar;

import java.awt.Color;

/// How the cells of a channel look.
///
/// @param channel which plane of the observation
/// @param letter what stands for it in text
/// @param color what fills its cells in a picture
/// @param extent the part of a cell's width that is filled
record Look(int channel, char letter, Color color, double extent) {
  /// A thing that fills its cell.
  static Look full(int channel, char letter, int rgb) {
    return new Look(channel, letter, new Color(rgb), 0.88);
  }

  /// A thing that fills only the middle, so that what it covers can be seen.
  static Look small(int channel, char letter, int rgb) {
    return new Look(channel, letter, new Color(rgb), 0.4);
  }
}
