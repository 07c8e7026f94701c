package dev.bellman.tensor.optim;

import dev.bellman.tensor.Parameters;
import java.util.List;

/// Parameters that learn at a rate of their own.
///
/// @param prefix what their names start with, as `actor.`; the longest prefix that fits decides
/// @param learningRateScale the factor on the learning rate, at least 0; 1 for a parameter in no
///   group
public record ParameterGroup(String prefix, double learningRateScale) {
  /// Checks the factor.
  ///
  /// @throws IllegalArgumentException if the factor is negative or not a number
  public ParameterGroup {
    if (!(learningRateScale >= 0)) {
      throw new IllegalArgumentException(
          "learningRateScale: must be at least 0, got " + learningRateScale);
    }
  }

  /// The factor of each parameter, in order.
  static double[] scales(Parameters parameters, List<ParameterGroup> groups) {
    List<String> names = parameters.names();
    double[] scales = new double[names.size()];
    for (int i = 0; i < scales.length; i++) {
      ParameterGroup best = new ParameterGroup("", 1);
      for (ParameterGroup group : groups) {
        if (names.get(i).startsWith(group.prefix)
            && group.prefix.length() >= best.prefix.length()) {
          best = group;
        }
      }
      scales[i] = best.learningRateScale;
    }
    return scales;
  }
}
