package dev.bellman.tensor.optim;

import dev.bellman.tensor.Parameters;
import java.util.List;

/// Parameters that learn at a rate of their own.
///
/// @param prefix what their names start with, as `actor.`; the longest prefix that fits decides
/// @param learningRateScale the factor on the learning rate that a step is given for this group, or
///   else on the one of all, at least 0; 1 for a parameter in no group
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

  /// Which group each parameter is in.
  ///
  /// @param group the group's number for each parameter, -1 for none
  /// @param scale the factor of each parameter
  record Membership(int[] group, double[] scale) {
    /// Looks the groups of all parameters up.
    static Membership of(Parameters parameters, List<ParameterGroup> groups) {
      List<String> names = parameters.names();
      Membership membership = new Membership(new int[names.size()], new double[names.size()]);
      for (int i = 0; i < names.size(); i++) {
        int best = -1;
        for (int g = 0; g < groups.size(); g++) {
          int length = groups.get(g).prefix.length();
          if (names.get(i).startsWith(groups.get(g).prefix)
              && (best < 0 || length >= groups.get(best).prefix.length())) {
            best = g;
          }
        }
        membership.group[i] = best;
        membership.scale[i] = best < 0 ? 1 : groups.get(best).learningRateScale;
      }
      return membership;
    }

    /// The learning rate of a parameter; see [Optimizer#step].
    double rate(int parameter, double learningRate, double[] groupRates) {
      boolean own = group[parameter] >= 0 && groupRates.length > 0;
      return (own ? groupRates[group[parameter]] : learningRate) * scale[parameter];
    }
  }
}
