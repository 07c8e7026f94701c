package dev.bellman.llm.task;

import dev.bellman.llm.data.Completion;
import dev.bellman.llm.data.PreferencePair;
import dev.bellman.tensor.Rng;
import java.util.Arrays;
import java.util.List;

/// A way through a maze of 4 by 4 cells: demonstrations are no better than a lucky random walk, so
/// that who only imitates them stays behind who is rewarded for short ways.
///
/// A prompt is `BOS`, 16 cells row by row (`.` free, `#` wall, `S` start, `G` goal) and `;`; an
/// answer is 1 to 12 moves `U D L R` and `EOS`. Its score is d / moves, d being the fewest moves
/// possible, if every move is legal and the last one enters the goal, else 0: above 0 means solved,
/// 1 means solved in the fewest moves.
///
/// Cells are walls with probability 0.3. Of the mazes whose goal can be reached in 2 moves or more,
/// those are kept in which both ways with at most one corner are blocked, about 19 %; the fewest
/// moves are then 5.0 on average and 10 at most. Demonstrations are random walks that take back a
/// move in dead ends alone and that reach the goal; their mean score is 0.75. Preference pairs set
/// a shorter way against a longer one, or a way against a walk that does not arrive.
public final class Maze4 implements PreferenceTask {
  private static final String NAME = "maze-4";
  private static final int MOST_MOVES = 12;
  private static final int HELD_OUT = 512;
  private static final int PAIR_TRIES = 16;
  private static final Vocabulary VOCABULARY =
      new Vocabulary(
          List.of(
              "PAD", "BOS", "EOS", ".", "#", "S", "G", ";", "U", "D", "L", "R", "spare1", "spare2",
              "spare3", "spare4"),
          0,
          1,
          2);
  private static final int FREE = VOCABULARY.token(".");
  private static final int WALL = VOCABULARY.token("#");
  private static final int START = VOCABULARY.token("S");
  private static final int GOAL = VOCABULARY.token("G");
  private static final int SEMICOLON = VOCABULARY.token(";");
  private static final int FIRST_MOVE = VOCABULARY.token("U");

  /// The task, which has no options.
  public Maze4() {}

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Vocabulary vocabulary() {
    return VOCABULARY;
  }

  @Override
  public int maxPrompt() {
    return Maze.CELLS + 2;
  }

  @Override
  public int maxCompletion() {
    return MOST_MOVES + 1;
  }

  @Override
  public int[] prompt(Rng rng) {
    return HeldOut.training(rng, Maze4::any);
  }

  private static int[] any(Rng rng) {
    Maze maze = Maze.draw(rng);
    while (!maze.isHard()) {
      maze = Maze.draw(rng);
    }
    return prompt(maze);
  }

  static int[] prompt(Maze maze) {
    int[] prompt = new int[Maze.CELLS + 2];
    prompt[0] = VOCABULARY.bos();
    for (int cell = 0; cell < Maze.CELLS; cell++) {
      prompt[cell + 1] = (maze.walls() >> cell & 1) == 1 ? WALL : FREE;
    }
    prompt[maze.start() + 1] = START;
    prompt[maze.goal() + 1] = GOAL;
    prompt[Maze.CELLS + 1] = SEMICOLON;
    return prompt;
  }

  /// 512 held-out prompts at most.
  @Override
  public List<int[]> heldOut(int most) {
    return HeldOut.draw(NAME, Math.min(most, HELD_OUT), Maze4::any);
  }

  @Override
  public int[] demonstration(int[] prompt, Rng rng) {
    return completion(way(maze(prompt), rng));
  }

  private static int[] way(Maze maze, Rng rng) {
    int[] walk = maze.walk(MOST_MOVES, rng);
    while (!maze.solvedBy(walk)) {
      walk = maze.walk(MOST_MOVES, rng);
    }
    return walk;
  }

  @Override
  public double score(Completion completion) {
    Maze maze = maze(completion.prompt());
    if (!wellFormed(completion)) {
      return 0;
    }
    int[] moves = new int[completion.length() - 1];
    for (int i = 0; i < moves.length; i++) {
      moves[i] = completion.tokens()[i] - FIRST_MOVE;
    }
    return maze.solvedBy(moves) ? (double) maze.shortest() / moves.length : 0;
  }

  /// 1 to 12 moves, then the end token.
  @Override
  public boolean wellFormed(Completion completion) {
    return Grammar.holds(
        completion,
        1,
        MOST_MOVES,
        VOCABULARY.eos(),
        token -> token >= FIRST_MOVE && token < FIRST_MOVE + Maze.MOVES);
  }

  /// A way against the next walk that is longer or does not arrive; where 16 walks are all as
  /// short, against the same way without its last move.
  @Override
  public PreferencePair pair(int[] prompt, Rng rng) {
    Maze maze = maze(prompt);
    int[] way = way(maze, rng);
    for (int i = 0; i < PAIR_TRIES; i++) {
      int[] other = maze.walk(MOST_MOVES, rng);
      if (!maze.solvedBy(other) || other.length > way.length) {
        return new PreferencePair(prompt, completion(way), completion(other));
      }
      if (other.length < way.length) {
        return new PreferencePair(prompt, completion(other), completion(way));
      }
    }
    int[] cut = Arrays.copyOf(way, way.length - 1);
    return new PreferencePair(prompt, completion(way), completion(cut));
  }

  private static int[] completion(int[] moves) {
    int[] tokens = Arrays.copyOf(moves, moves.length + 1);
    for (int i = 0; i < moves.length; i++) {
      tokens[i] += FIRST_MOVE;
    }
    tokens[moves.length] = VOCABULARY.eos();
    return tokens;
  }

  private Maze maze(int[] prompt) {
    int walls = 0;
    int start = -1;
    int goal = -1;
    boolean form =
        prompt.length == Maze.CELLS + 2
            && prompt[0] == VOCABULARY.bos()
            && prompt[Maze.CELLS + 1] == SEMICOLON;
    for (int cell = 0; form && cell < Maze.CELLS; cell++) {
      int token = prompt[cell + 1];
      form =
          token == FREE
              || token == WALL
              || (token == START && start < 0)
              || (token == GOAL && goal < 0);
      walls |= token == WALL ? 1 << cell : 0;
      start = token == START ? cell : start;
      goal = token == GOAL ? cell : goal;
    }
    Maze maze = new Maze(walls, Math.max(start, 0), Math.max(goal, 0));
    int shortest = form && start >= 0 && goal >= 0 ? maze.shortest() : -1;
    if (shortest < 0 || shortest > MOST_MOVES) {
      throw Grammar.prompt(
          this, "'BOS', 16 cells with one S and one G within its reach, and ';'", prompt);
    }
    return maze;
  }
}
