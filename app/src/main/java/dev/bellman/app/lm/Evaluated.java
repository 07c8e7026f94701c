package dev.bellman.app.lm;

import dev.bellman.llm.train.TaskEvaluation;
import dev.bellman.tensor.State;
import java.util.LinkedHashMap;
import java.util.Map;

/// An evaluation as JSON and in checkpoints.
public final class Evaluated {
  private static final String NAME = "start";
  private static final int NUMBERS = 10;

  private Evaluated() {}

  /// An evaluation as JSON.
  ///
  /// @param evaluation the evaluation
  /// @return the object
  public static Map<String, Object> json(TaskEvaluation evaluation) {
    var object = new LinkedHashMap<String, Object>();
    object.put("prompts", evaluation.prompts());
    object.put("greedy_accuracy", evaluation.greedyAccuracy());
    object.put("greedy_score", evaluation.greedyScore());
    object.put("pass_at_1", evaluation.passAt1());
    object.put("pass_at_8", evaluation.passAt8());
    object.put("score", evaluation.score());
    object.put("well_formed", evaluation.wellFormed());
    object.put("ended", evaluation.ended());
    object.put("length", evaluation.length());
    object.put("distinct_right", evaluation.distinctRight());
    return object;
  }

  static void save(TaskEvaluation evaluation, State out) {
    double[] numbers =
        json(evaluation).values().stream().mapToDouble(v -> ((Number) v).doubleValue()).toArray();
    out.put(NAME, numbers);
  }

  static TaskEvaluation load(State in) {
    double[] n = in.doubles(NAME, NUMBERS);
    return new TaskEvaluation((int) n[0], n[1], n[2], n[3], n[4], n[5], n[6], n[7], n[8], n[9]);
  }
}
