package dev.bellman.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.bellman.app.bench.Measurement;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommandsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          train pp0 CartPole-v1 | algorithm 'pp0': unknown (did you mean 'ppo'?
          train ppo CartPol-v1 | environment 'CartPol-v1': unknown (did you mean 'CartPole-v1'?
          train ppo | must name an algorithm and an environment, or --resume
          train ppo CartPole-v1 --sed 1 | Unknown options: '--sed', '1' (did you mean '--seed'?)
          train ppo CartPole-v1 --set gae.gama=0.9 | unknown key 'gama' in gae, known: gamma, lambda (did you mean 'gamma'?)
          train ppo CartPole-v1 --set gae.gamma=1.9 | gae.gamma: must be in [0, 1], got 1.9
          train ppo CartPole-v1 --set update.learningRate=-1 | update.learningRate: must be at least 0.0, got -1.0
          train ppo CartPole-v1 --set objective.clip.low=-1 | objective.clip.low: must be at least 0.0, got -1.0
          train ppo CartPole-v1 --set objective=clap | objective: unknown variant 'clap'
          train ppo CartPole-v1 --set envs | --set: must be path=value, got 'envs'
          train ppo CartPole-v1 --set environment.wind=1 | environment.wind: unknown
          train ppo CartPole-v1 --set environment.masspole=0 | environment.masspole: must be positive and finite, got 0.0
          train ppo CartPole-v1 --set environment.max_episode_steps=0 | environment.max_episode_steps: must be in 1..2147483647
          train ppo CartPole-v1 --set environment.id=CartPole-v0 | environment.id: must be CartPole-v1, got CartPole-v0
          train ppo CartPole-v1 --steps 0 | steps: must be at least 1, got 0
          train ppo CartPole-v1 --steps x | steps: must be an integer, got x
          train ppo CartPole-v1 --seed -1 | seed: must be at least 0, got -1
          train ppo CartPole-v1 --envs 0 | envs: must be at least 1, got 0
          train ppo CartPole-v1 --envs 2000000000 | environments: 2000000000 do not fit into memory
          train ppo CartPole-v1 --threads 0 | --threads: must be in [1, 1024], got 0
          train ppo CartPole-v1 --seeds 0 | --seeds: must be in [1, 10000], got 0
          train ppo CartPole-v1 --eval-episodes 0 | --eval-episodes: must be at least 1, got 0
          train ppo CartPole-v1 --run-dir pom.xml | run folder pom.xml: must be a folder, got a file
          train ppo CartPole-v1 --run-dir src | run folder src: must be empty
          train ppo CartPole-v1 --preset textbok | --preset: 'ppo' has none named 'textbok' (known for ppo: textbook; for all: none)
          train --resume absent.safetensors | checkpoint absent.safetensors: no such file
          evaluate src | src: must be a checkpoint or hold one
          evaluate pom.xml | checkpoint pom.xml: header length
          rollout CartPole-v1 --actions 0,2 | --actions[1]: must lie in Discrete(2), got 2
          rollout CartPole-v1 --actions left | --actions: must be whole numbers, got 'left'
          rollout CartPole-v1 --actions 1:0 | --actions[0]: must lie in Discrete(2), got 1:0
          rollout CartPole-v1 --seed -1 | --seed: must be at least 0, got -1
          rollout CartPole-v1 --start 1,2 | --start: must have 4 values
          rollout CartPole-v1 --set gae.gamma=1 | --set gae: only the environment has options here
          train dqn MinAtar/Seaquest-v1 --set replay.capacity=2000000000 | dqn: replay.capacity: 2000000000 transitions of 131 B need 262.0 GB, got
          bench kernel | suite 'kernel': unknown, known: kernels, update, mlp, train, onpolicy, offpolicy, envs, replay, solve, tabular, lm, learning, line, claims, lm-learning (did you mean 'kernels'?)
          bench envs --only Pong | --only: must begin an environment's id, got 'Pong' (list with: bellman envs)
          bench kernels --only CartPole | --only: must come with bench envs or learning or claims or lm-learning, got bench kernels
          """)
  void whatIsWrongIsOneLineAndStatusTwo(String line, String message) {
    Cli cli = Cli.line(line);
    assertThat(cli.status()).isEqualTo(2);
    assertThat(cli.out()).isEmpty();
    assertThat(cli.err().lines()).hasSize(1).first().asString().contains(message);
  }

  @Test
  void aRolloutFollowsGymnasiumsTrajectory() {
    Map<String, Object> result =
        Cli.run(
                "rollout",
                "CartPole-v1",
                "--start",
                "0.023703492962430822,-0.03501647476892722,0.03334288840215224,0.009009417427661072",
                "--actions",
                "1,0,0",
                "--json")
            .object();
    assertThat(result).containsOnlyKeys("environment", "first", "steps");
    List<Map<String, Object>> steps = steps(result);
    assertThat(steps).hasSize(3);
    assertThat(steps.getFirst())
        .containsOnlyKeys("action", "observation", "reward", "terminated", "truncated")
        .containsEntry("action", 1L)
        .containsEntry("reward", 1.0)
        .containsEntry("terminated", false)
        .containsEntry("truncated", false);
    assertObservation(
        steps.get(0),
        0.023003162816166878,
        0.15961182117462158,
        0.0335230752825737,
        -0.27296975255);
    assertObservation(
        steps.get(1), 0.026195399463176727, -0.035972025245428085, 0.02806368097, 0.03009511344);
    assertObservation(
        steps.get(2), 0.025475960224866867, -0.23148494958877563, 0.02866558358, 0.33149869665);
  }

  @SuppressWarnings("unchecked")
  private static List<Map<String, Object>> steps(Map<String, Object> result) {
    return (List<Map<String, Object>>) result.get("steps");
  }

  @SuppressWarnings("unchecked")
  private static void assertObservation(Map<String, Object> step, double... expected) {
    assertThat(((List<Double>) step.get("observation")).stream().mapToDouble(x -> x).toArray())
        .containsExactly(expected, within(1e-6));
  }

  @Test
  void anEndedEpisodeIsResetAndMarked() {
    List<Map<String, Object>> steps =
        steps(
            Cli.run(
                    "rollout",
                    "CartPole-v1",
                    "--start",
                    "-2.4,-1,0,0",
                    "--actions",
                    "0,0",
                    "--json")
                .object());
    assertThat(steps.get(0)).containsEntry("terminated", true).containsKey("reset_to");
    assertThat(steps.get(1)).containsEntry("terminated", false).doesNotContainKey("reset_to");
  }

  @Test
  void withoutActionsARolloutSamplesAHundred() {
    Cli once = Cli.run("rollout", "CartPole-v1", "--seed", "5", "--json");
    assertThat(steps(once.object())).hasSize(100);
    assertThat(Cli.run("rollout", "CartPole-v1", "--seed", "5", "--json").out())
        .isEqualTo(once.out());
    assertThat(Cli.run("rollout", "CartPole-v1").out().lines()).hasSizeGreaterThan(100);
  }

  @Test
  void optionsOfTheEnvironmentAreSetUnderItsNames() {
    List<Map<String, Object>> steps =
        steps(
            Cli.line(
                    "rollout CartPole-v1 --set environment.sutton_barto_reward=true"
                        + " --set environment.max_episode_steps=1 --actions 1 --json")
                .object());
    assertThat(steps.getFirst()).containsEntry("reward", 0.0).containsEntry("truncated", true);
  }

  @Test
  void environmentsAreListed() {
    assertThat(Cli.line("envs --json").objects())
        .filteredOn(env -> env.get("id").equals("CartPole-v1"))
        .singleElement(InstanceOfAssertFactories.map(String.class, Object.class))
        .containsEntry("action_space", "Discrete(2)")
        .containsEntry("max_episode_steps", 500L)
        .containsEntry("reward_threshold", 475.0)
        .containsKeys("doc", "observation_space", "options");
    assertThat(Cli.line("envs").out()).contains("CartPole-v1", "environment.sutton_barto_reward");
  }

  @Test
  void algorithmsAreListedWithTheirPresets() {
    assertThat(Cli.line("algorithms --json").objects())
        .first(InstanceOfAssertFactories.map(String.class, Object.class))
        .containsEntry("name", "ppo")
        .extractingByKey("presets", InstanceOfAssertFactories.list(String.class))
        .contains("CartPole-v1");
    assertThat(Cli.line("algorithms").out()).contains("presets: Acrobot-v1, CartPole-v1");
  }

  @Test
  void doctorAdvisesAgainstEarlyUpdates() {
    assertThat(Doctor.advice(Runtime.Version.parse("25.0.2"))).contains("25.0.3 or newer");
    assertThat(Doctor.advice(Runtime.Version.parse("25.0.3"))).isEmpty();
  }

  @Test
  void environmentsAreMeasuredByTheirIds() {
    assertThat(Cli.line("bench envs --only CartPole-v0 --threads 2 --json").objects())
        .hasSize(3)
        .allSatisfy(
            number ->
                assertThat(number)
                    .containsEntry("name", "CartPole-v0 native")
                    .containsEntry("share_of_peak", null))
        .extracting(number -> number.get("unit") + " " + number.get("threads"))
        .containsExactly("env steps/s 1", "env steps/s 2", "times one thread 2");
  }

  @Test
  void measurementsAreTablesForPeople() {
    var peak = new Measurement("fma peak", 117.36, "GFLOP/s", 1, null);
    var gemm = new Measurement("gemm 256x64x64", 106.1, "GFLOP/s", 1, 0.904);
    assertThat(Measurement.table(List.of(peak, gemm)).lines())
        .containsExactly(
            "fma peak               117.4 GFLOP/s       threads 1",
            "gemm 256x64x64         106.1 GFLOP/s       threads 1   90.4 % of peak");
    assertThat(gemm.json())
        .containsOnlyKeys("name", "value", "unit", "threads", "share_of_peak")
        .containsEntry("share_of_peak", 0.904);
  }
}
