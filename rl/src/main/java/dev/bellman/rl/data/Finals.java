package dev.bellman.rl.data;

import dev.bellman.rl.env.Space;
import dev.bellman.tensor.State;
import java.util.Arrays;
import java.util.function.IntFunction;

/// Final observations of episodes that were cut, in the order of the transitions that led to them:
/// a queue, since transitions are forgotten in that order, which grows as it must.
final class Finals {
  private static final int FIRST_PLACES = 16;

  private final IntFunction<ObservationRows> room;
  private final float[] one;
  private ObservationRows observations;
  private long[] transitions = new long[FIRST_PLACES];
  private int head;
  private int count;

  Finals(Space<?> space) {
    this.room = places -> new ObservationRows(space, places, _ -> {});
    this.one = new float[space.flatSize()];
    this.observations = room.apply(FIRST_PLACES);
  }

  int count() {
    return count;
  }

  /// Keeps a final observation.
  ///
  /// @param transition the number of the transition that led to it, not kept yet
  /// @param values those of several environments, empty if they are discrete; not modified
  /// @param indices those of several environments, empty unless they are discrete; not modified
  /// @param env which environment's
  void add(long transition, float[] values, int[] indices, int env) {
    int place = place(transition);
    observations.put(values, indices, env, place);
  }

  /// Keeps what is a row elsewhere.
  void add(long transition, ObservationRows from, int row) {
    int place = place(transition);
    observations.put(from, row, one, place);
  }

  /// Makes a place after all smaller numbers, nearly always the last.
  private int place(long transition) {
    if (count == transitions.length) {
      grow();
    }
    int i = count++;
    for (; i > 0 && transitions[at(i - 1)] > transition; i--) {
      transitions[at(i)] = transitions[at(i - 1)];
      observations.put(observations, at(i - 1), one, at(i));
    }
    transitions[at(i)] = transition;
    return at(i);
  }

  private int at(int i) {
    return (head + i) & (transitions.length - 1);
  }

  private void grow() {
    ObservationRows more = room.apply(2 * count);
    var numbers = new long[2 * count];
    for (int i = 0; i < count; i++) {
      numbers[i] = transitions[at(i)];
      more.put(observations, at(i), one, i);
    }
    transitions = numbers;
    observations = more;
    head = 0;
  }

  /// Forgets what older transitions led to.
  void dropBefore(long transition) {
    while (count > 0 && transitions[head] < transition) {
      head = at(1);
      count--;
    }
  }

  /// The place of what a transition led to, until one is kept or forgotten.
  int find(long transition) {
    int low = 0;
    int high = count - 1;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (transitions[at(middle)] < transition) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return at(low);
  }

  ObservationRows observations() {
    return observations;
  }

  long bytes() {
    return (long) transitions.length * (observations.bytesPerRow() + Long.BYTES);
  }

  void save(State out) {
    var numbers = new long[count];
    ObservationRows inOrder = room.apply(Math.max(1, count));
    for (int i = 0; i < count; i++) {
      numbers[i] = transitions[at(i)];
      inOrder.put(observations, at(i), one, i);
    }
    out.put("transitions", numbers);
    inOrder.save(out.at("observations"), count);
  }

  void load(State in) {
    int length = in.entry("transitions").shape()[0];
    long[] numbers = in.longs("transitions", length);
    int places = Math.max(FIRST_PLACES, Integer.highestOneBit(Math.max(1, length)) * 2);
    transitions = Arrays.copyOf(numbers, places);
    observations = room.apply(places);
    observations.load(in.at("observations"), length);
    head = 0;
    count = length;
  }
}
