package dev.bellman.rl.data;

import dev.bellman.rl.env.Actions;
import dev.bellman.rl.env.Discrete;
import dev.bellman.rl.env.Space;
import dev.bellman.rl.env.VecEnv;
import dev.bellman.rl.env.VecStep;
import dev.bellman.tensor.Scope;
import dev.bellman.tensor.State;
import dev.bellman.tensor.Stateful;
import dev.bellman.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/// The last steps of N environments in a ring of slots, N rows each: row = slot · N + environment.
///
/// A row holds an observation and what was done there; the next observation is that of the next
/// slot. The head is the slot of the newest observation, where nothing was done yet, so one slot
/// more is kept than there are steps. Transitions are numbered in the order they came: number g
/// lies in row g mod rows.
final class Transitions implements Stateful {
  static final int GOES_ON = 0;
  static final int TERMINATED = 1;

  /// Truncated, and not terminated by the same step.
  static final int CUT = 2;

  private static final int ENDS = 3;

  private final int n;
  private final int rows;
  private final int width;
  private final boolean discrete;
  private final ObservationRows observations;
  private final Finals finals;
  private final MaskRows masks;
  private final ActionRows actions;
  private final PackedRows rewards;
  private final float[] reward = new float[1];
  private final IndexRows ends;

  private long added;

  /// Whether the head holds observations.
  private boolean started;

  /// The row of the newest observation of environment 0.
  private int head;

  /// Room for transitions.
  ///
  /// @param capacity how many at least
  /// @param envs whose they are
  Transitions(int capacity, VecEnv envs) {
    this.n = envs.count();
    this.rows = Math.multiplyExact(Math.ceilDiv(capacity, n) + 1, n);
    Space<?> space = envs.observationSpace();
    this.width = space.flatSize();
    this.discrete = space instanceof Discrete;
    int most = rows - n;
    this.observations =
        new ObservationRows(space, rows, bytes -> Memory.refuseTooLarge(most, bytes));
    this.finals = new Finals(space);
    this.masks = new MaskRows(envs.masksActions() ? envs.actionSpace().flatSize() : 0, rows);
    this.actions = new ActionRows(envs.actionSpace(), rows);
    this.rewards = new PackedRows(rows, 1, PackedRows.Form.FLOATS, _ -> {});
    this.ends = new IndexRows(rows, 1, ENDS);
  }

  /// Takes over what the environments show before their first step, or after one that is not to be
  /// remembered: then the transitions before count as cut.
  void start(VecStep shown) {
    for (int i = 0; i < n && added > 0; i++) {
      int newest = before(head) + i;
      if (ends.get(newest, 0) == GOES_ON) {
        ends.put(CUT, newest, 0);
        finals.add(added - n + i, observations, head + i);
      }
    }
    show(shown);
  }

  private void show(VecStep shown) {
    for (int i = 0; i < n; i++) {
      observations.put(shown.observations(), shown.states(), i, head + i);
    }
    masks.put(shown.actionMasks(), n, head);
    started = true;
  }

  /// Remembers a step of all environments.
  void add(Actions taken, VecStep after) {
    finals.dropBefore(added + 2L * n - rows);
    for (int i = 0; i < n; i++) {
      actions.put(taken, i, head + i);
      reward[0] = (float) after.rewards()[i];
      rewards.put(reward, 0, head + i);
      boolean cut = after.truncated()[i] && !after.terminated()[i];
      ends.put(after.terminated()[i] ? TERMINATED : cut ? CUT : GOES_ON, head + i, 0);
      if (cut) {
        finals.add(added + i, after.finalObservations(), after.finalStates(), i);
      }
    }
    head = after(head);
    added += n;
    show(after);
  }

  /// The row of the same environment in the next slot.
  int after(int row) {
    return row < rows - n ? row + n : row - (rows - n);
  }

  private int before(int row) {
    return row >= n ? row - n : row + (rows - n);
  }

  /// {@return how many can be drawn}
  int size() {
    return (int) Math.min(added, rows - n);
  }

  /// How many can be drawn at most.
  int capacity() {
    return rows - n;
  }

  int environments() {
    return n;
  }

  int rows() {
    return rows;
  }

  long added() {
    return added;
  }

  int head() {
    return head;
  }

  /// Whether a row is of the slot where nothing was done yet.
  boolean isHead(int row) {
    return row >= head && row < head + n;
  }

  float reward(int row) {
    return rewards.first(row);
  }

  /// How the step in a row ended: one of the constants here.
  int end(int row) {
    return ends.get(row, 0);
  }

  /// The place of the final observation of a transition that was cut, as the complement: what
  /// stands for a row below.
  int cutSuccessor(long number) {
    return ~finals.find(number);
  }

  Actions actions(Scope scope, int[] chosen, int from, int to, Actions last) {
    return actions.select(scope, chosen, from, to, last);
  }

  @Nullable Tensor masks(Scope scope, int[] chosen, int from, int to) {
    return masks.tensor(scope, chosen, from, to);
  }

  /// The observations in some rows, those below 0 in the finals.
  Tensor observations(Scope scope, int[] chosen, int from, int to) {
    int count = to - from;
    if (discrete) {
      int[] states = scope.ints(count);
      for (int i = 0; i < count; i++) {
        int row = chosen[from + i];
        states[i] = row < 0 ? finals.observations().state(~row) : observations.state(row);
      }
      return scope.oneHot(states, 0, count, width);
    }
    float[] values = scope.floats(count * width);
    for (int i = 0; i < count; i++) {
      int row = chosen[from + i];
      if (row < 0) {
        finals.observations().get(~row, values, i * width);
      } else {
        observations.get(row, values, i * width);
      }
    }
    return scope.constant(values, count, width);
  }

  int bytesPerRow() {
    return observations.bytesPerRow()
        + masks.bytesPerRow()
        + actions.bytesPerRow()
        + rewards.bytesPerRow()
        + ends.bytesPerRow();
  }

  long bytesOfFinals() {
    return finals.bytes();
  }

  /// How many rows hold a step.
  int filled() {
    return (int) Math.min(added, rows);
  }

  /// Forgets all.
  void clear() {
    added = 0;
    head = 0;
    started = false;
    finals.dropBefore(Long.MAX_VALUE);
  }

  @Override
  public void save(State out) {
    int shown = started ? (int) Math.min(added + n, rows) : 0;
    out.putLong("capacity", rows - n);
    out.putLong("environments", n);
    out.putLong("added", added);
    out.putLong("shown", shown);
    observations.save(out.at("observations"), shown);
    masks.save(out.at("masks"), shown);
    actions.save(out.at("actions"), filled());
    rewards.save(out.at("rewards"), filled());
    ends.save(out.at("ends"), filled());
    finals.save(out.at("finals"));
  }

  @Override
  public void load(State in) {
    refuseOther("capacity", in.longValue("capacity"), rows - n);
    refuseOther("environments", in.longValue("environments"), n);
    added = in.longValue("added");
    head = (int) (added % rows);
    int shown = (int) in.longValue("shown");
    started = shown > 0;
    observations.load(in.at("observations"), shown);
    masks.load(in.at("masks"), shown);
    actions.load(in.at("actions"), filled());
    rewards.load(in.at("rewards"), filled());
    ends.load(in.at("ends"), filled());
    finals.load(in.at("finals"));
  }

  private static void refuseOther(String what, long got, long expected) {
    if (got != expected) {
      throw new IllegalArgumentException(
          "replay: %s must be %d as it is here, got %d in the state"
              .formatted(what, expected, got));
    }
  }
}
