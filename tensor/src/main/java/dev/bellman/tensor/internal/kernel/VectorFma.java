package dev.bellman.tensor.internal.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/// The chains of [FmaPeak] on vectors. Loaded only where the Vector API is there.
final class VectorFma {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;

  private VectorFma() {}

  static float run(int rounds) {
    FloatVector factor = FloatVector.broadcast(SPECIES, FmaPeak.FACTOR);
    FloatVector term = FloatVector.broadcast(SPECIES, FmaPeak.TERM);
    FloatVector a = FloatVector.broadcast(SPECIES, 1f);
    FloatVector b = FloatVector.broadcast(SPECIES, 2f);
    FloatVector c = FloatVector.broadcast(SPECIES, 3f);
    FloatVector d = FloatVector.broadcast(SPECIES, 4f);
    FloatVector e = FloatVector.broadcast(SPECIES, 5f);
    FloatVector f = FloatVector.broadcast(SPECIES, 6f);
    FloatVector g = FloatVector.broadcast(SPECIES, 7f);
    FloatVector h = FloatVector.broadcast(SPECIES, 8f);
    FloatVector i = FloatVector.broadcast(SPECIES, 9f);
    FloatVector j = FloatVector.broadcast(SPECIES, 10f);
    FloatVector k = FloatVector.broadcast(SPECIES, 11f);
    FloatVector l = FloatVector.broadcast(SPECIES, 12f);
    for (int round = 0; round < rounds; round++) {
      a = a.fma(factor, term);
      b = b.fma(factor, term);
      c = c.fma(factor, term);
      d = d.fma(factor, term);
      e = e.fma(factor, term);
      f = f.fma(factor, term);
      g = g.fma(factor, term);
      h = h.fma(factor, term);
      i = i.fma(factor, term);
      j = j.fma(factor, term);
      k = k.fma(factor, term);
      l = l.fma(factor, term);
    }
    FloatVector sum = a.add(b).add(c).add(d).add(e).add(f).add(g).add(h).add(i).add(j).add(k);
    return sum.add(l).lane(0);
  }
}
