package dev.bellman.rl.dp;

/// States by priority, the highest first: a binary heap that knows where each state stands, so that
/// priorities can change.
///
/// Memory: 16 bytes a state.
final class StateQueue {
  private final double[] priority;
  private final int[] heap;

  /// For each state its place in the heap plus 1, or 0.
  private final int[] place;

  private int size;

  StateQueue(int states) {
    priority = new double[states];
    heap = new int[states];
    place = new int[states];
  }

  boolean isEmpty() {
    return size == 0;
  }

  /// Puts a state in, or moves it if it is there.
  void put(int state, double newPriority) {
    if (place[state] == 0) {
      set(size++, state);
    }
    priority[state] = newPriority;
    up(place[state] - 1);
    down(place[state] - 1);
  }

  /// Takes a state out if it is there.
  void remove(int state) {
    int at = place[state] - 1;
    if (at < 0) {
      return;
    }
    place[state] = 0;
    int last = heap[--size];
    if (last != state) {
      set(at, last);
      up(at);
      down(place[last] - 1);
    }
  }

  /// Takes out a state of the highest priority.
  int poll() {
    int state = heap[0];
    remove(state);
    return state;
  }

  private void up(int from) {
    int at = from;
    int state = heap[at];
    while (at > 0 && priority[heap[(at - 1) / 2]] < priority[state]) {
      set(at, heap[(at - 1) / 2]);
      at = (at - 1) / 2;
    }
    set(at, state);
  }

  private void down(int from) {
    int at = from;
    int state = heap[at];
    while (2 * at + 1 < size) {
      int child = 2 * at + 1;
      if (child + 1 < size && priority[heap[child + 1]] > priority[heap[child]]) {
        child++;
      }
      if (priority[heap[child]] <= priority[state]) {
        break;
      }
      set(at, heap[child]);
      at = child;
    }
    set(at, state);
  }

  private void set(int at, int state) {
    heap[at] = state;
    place[state] = at + 1;
  }
}
