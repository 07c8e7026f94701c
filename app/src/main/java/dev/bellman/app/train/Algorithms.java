package dev.bellman.app.train;

import dev.bellman.app.UserError;
import dev.bellman.app.config.Overlay;
import dev.bellman.app.config.Suggestion;
import dev.bellman.app.config.Variants;
import dev.bellman.rl.a2c.A2c;
import dev.bellman.rl.a2c.A2cConfig;
import dev.bellman.rl.a3c.A3c;
import dev.bellman.rl.a3c.A3cConfig;
import dev.bellman.rl.actorcritic.ActorCriticConfig;
import dev.bellman.rl.actorcritic.ActorCriticTd;
import dev.bellman.rl.data.GradientSteps;
import dev.bellman.rl.data.ReplaySampling;
import dev.bellman.rl.dqn.Dqn;
import dev.bellman.rl.dqn.DqnConfig;
import dev.bellman.rl.dqn.TargetUpdate;
import dev.bellman.rl.loss.ActionValue;
import dev.bellman.rl.loss.EntropyCoefficient;
import dev.bellman.rl.loss.KlCoefficient;
import dev.bellman.rl.loss.PolicyObjective;
import dev.bellman.rl.loss.TdLoss;
import dev.bellman.rl.loss.ValueLoss;
import dev.bellman.rl.math.Baseline;
import dev.bellman.rl.math.ValueTarget;
import dev.bellman.rl.policy.ActionNoise;
import dev.bellman.rl.policy.CriticRate;
import dev.bellman.rl.policy.PolicyNoise;
import dev.bellman.rl.policy.QNetwork;
import dev.bellman.rl.policy.SquashedActor;
import dev.bellman.rl.ppo.Ppo;
import dev.bellman.rl.ppo.PpoConfig;
import dev.bellman.rl.reinforce.Reinforce;
import dev.bellman.rl.reinforce.ReinforceConfig;
import dev.bellman.rl.sac.Sac;
import dev.bellman.rl.sac.SacConfig;
import dev.bellman.rl.sac.Temperature;
import dev.bellman.rl.tabular.Bootstrap;
import dev.bellman.rl.tabular.ControlConfig;
import dev.bellman.rl.tabular.ControlMethod;
import dev.bellman.rl.tabular.Exploration;
import dev.bellman.rl.tabular.Features;
import dev.bellman.rl.tabular.LinearConfig;
import dev.bellman.rl.tabular.LinearControl;
import dev.bellman.rl.tabular.Lspi;
import dev.bellman.rl.tabular.LspiConfig;
import dev.bellman.rl.tabular.Lstd;
import dev.bellman.rl.tabular.LstdConfig;
import dev.bellman.rl.tabular.PredictionConfig;
import dev.bellman.rl.tabular.PredictionMethod;
import dev.bellman.rl.tabular.StepSize;
import dev.bellman.rl.tabular.TabularControl;
import dev.bellman.rl.tabular.TabularPrediction;
import dev.bellman.rl.td3.Td3;
import dev.bellman.rl.td3.Td3Config;
import dev.bellman.rl.trpo.LineSearch;
import dev.bellman.rl.trpo.Trpo;
import dev.bellman.rl.trpo.TrpoConfig;
import dev.bellman.tensor.optim.Adam;
import dev.bellman.tensor.optim.Optimizer;
import dev.bellman.tensor.optim.RmsProp;
import dev.bellman.tensor.optim.Schedule;
import dev.bellman.tensor.optim.Sgd;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// The algorithms of the command line, and the names of the variants in their configurations.
public final class Algorithms {
  /// Every algorithm, in the order in which they are listed.
  public static final List<AlgorithmSpec<?>> ALL =
      List.of(
          new AlgorithmSpec<>(
              "ppo",
              "Proximal policy optimisation (Schulman et al. 2017, arXiv:1707.06347).",
              PpoConfig.DEFAULTS,
              PpoConfig::envs,
              Ppo::new),
          new AlgorithmSpec<>(
              "trpo",
              "Trust region policy optimisation (Schulman et al. 2015, arXiv:1502.05477).",
              TrpoConfig.TRPO,
              TrpoConfig::envs,
              Trpo::new),
          new AlgorithmSpec<>(
              "npg",
              "Natural policy gradient (Kakade 2001).",
              TrpoConfig.NPG,
              TrpoConfig::envs,
              Trpo::new),
          new AlgorithmSpec<>(
              "a2c",
              "Advantage actor-critic (Mnih et al. 2016, arXiv:1602.01783, synchronous).",
              A2cConfig.DEFAULTS,
              A2cConfig::envs,
              A2c::new),
          new AlgorithmSpec<>(
              "a3c",
              "Asynchronous advantage actor-critic (Mnih et al. 2016, arXiv:1602.01783).",
              A3cConfig.DEFAULTS,
              A3cConfig::envs,
              A3c::new),
          new AlgorithmSpec<>(
              "reinforce",
              "REINFORCE, the Monte Carlo policy gradient (Williams 1992).",
              ReinforceConfig.DEFAULTS,
              ReinforceConfig::envs,
              Reinforce::new),
          new AlgorithmSpec<>(
              "sac",
              "Soft actor-critic (Haarnoja et al. 2018, arXiv:1812.05905).",
              SacConfig.DEFAULTS,
              SacConfig::envs,
              Sac::new),
          new AlgorithmSpec<>(
              "td3",
              "Twin delayed DDPG (Fujimoto et al. 2018, arXiv:1802.09477).",
              Td3Config.TD3,
              Td3Config::envs,
              Td3::new),
          new AlgorithmSpec<>(
              "ddpg",
              "Deep deterministic policy gradient (Lillicrap et al. 2016, arXiv:1509.02971).",
              Td3Config.DDPG,
              Td3Config::envs,
              Td3::new),
          new AlgorithmSpec<>(
              "actor-critic",
              "Actor-critic on the one-step TD error (Sutton and Barto 2018, section 13.5).",
              ActorCriticConfig.DEFAULTS,
              ActorCriticConfig::envs,
              ActorCriticTd::new),
          new AlgorithmSpec<>(
              "dqn",
              "Deep Q-learning (Mnih et al. 2015).",
              DqnConfig.DEFAULTS,
              DqnConfig::envs,
              Dqn::new),
          new AlgorithmSpec<>(
              "qrdqn",
              "DQN of quantiles of the return (Dabney et al. 2018, arXiv:1710.10044).",
              DqnConfig.QRDQN,
              DqnConfig::envs,
              Dqn::new),
          new AlgorithmSpec<>(
              "rainbow",
              "DQN with all improvements together (Hessel et al. 2018, arXiv:1710.02298).",
              DqnConfig.RAINBOW,
              DqnConfig::envs,
              Dqn::new),
          control("q-learning", "Q-learning (Watkins 1989).", ControlConfig.Q_LEARNING),
          control("sarsa", "SARSA (Rummery and Niranjan 1994).", ControlConfig.SARSA),
          control(
              "expected-sarsa",
              "Expected SARSA (van Seijen et al. 2009).",
              ControlConfig.EXPECTED_SARSA),
          control(
              "double-q-learning",
              "Double Q-learning (van Hasselt 2010).",
              ControlConfig.DOUBLE_Q_LEARNING),
          control(
              "n-step-sarsa",
              "SARSA with n rewards in a target (Sutton and Barto 2018, section 7.2).",
              ControlConfig.N_STEP_SARSA),
          control("watkins-q", "Watkins's Q(lambda) (Watkins 1989).", ControlConfig.WATKINS_Q),
          control(
              "monte-carlo-control",
              "Monte Carlo control (Sutton and Barto 2018, section 5.4).",
              ControlConfig.MONTE_CARLO_CONTROL),
          prediction(
              "td", "TD(0), the value of the random policy (Sutton 1988).", PredictionConfig.TD),
          prediction(
              "n-step-td",
              "TD with n rewards in a target (Sutton and Barto 2018, section 7.1).",
              PredictionConfig.N_STEP_TD),
          prediction(
              "td-lambda", "TD(lambda) with traces (Sutton 1988).", PredictionConfig.TD_LAMBDA),
          prediction(
              "monte-carlo-prediction",
              "Monte Carlo prediction (Sutton and Barto 2018, section 5.1).",
              PredictionConfig.MONTE_CARLO),
          new AlgorithmSpec<>(
              "lstd",
              "Least-squares TD(lambda), the value of the random policy (Bradtke and Barto 1996).",
              LstdConfig.LSTD,
              LstdConfig::envs,
              (config, envs, seed, _) -> new Lstd(config, envs, seed)),
          new AlgorithmSpec<>(
              "lspi",
              "Least-squares policy iteration (Lagoudakis and Parr 2003).",
              LspiConfig.LSPI,
              LspiConfig::envs,
              (config, envs, seed, _) -> new Lspi(config, envs, seed)),
          linear(
              "linear-sarsa",
              "Semi-gradient SARSA with linear features (Sutton and Barto 2018, section 10.1).",
              LinearConfig.LINEAR_SARSA),
          linear(
              "linear-q-learning",
              "Semi-gradient Q-learning with linear features (Sutton and Barto 2018, section"
                  + " 11.1).",
              LinearConfig.LINEAR_Q_LEARNING));

  /// The schedules by name, for every configuration.
  public static final Variants<Schedule> SCHEDULES =
      Variants.of(Schedule.class)
          .with("constant", Schedule.Constant.class)
          .with("linear", Schedule.Linear.class)
          .with("linearUntil", Schedule.LinearUntil.class)
          .with("cosine", Schedule.Cosine.class)
          .with("exponential", Schedule.Exponential.class)
          .with("warmup", Schedule.Warmup.class)
          .shorthand("constant");

  /// What turns text into configurations.
  static final Overlay OVERLAY =
      Overlay.of(
          SCHEDULES,
          Variants.of(PolicyObjective.class)
              .with("cpi", PolicyObjective.Cpi.class)
              .with("clip", PolicyObjective.Clip.class)
              .with("klPenalty", PolicyObjective.KlPenalty.class),
          Variants.of(KlCoefficient.class)
              .with("fixed", KlCoefficient.Fixed.class)
              .with("adaptive", KlCoefficient.Adaptive.class)
              .with("banded", KlCoefficient.Banded.class)
              .shorthand("fixed"),
          Variants.of(EntropyCoefficient.class)
              .with("scheduled", EntropyCoefficient.Scheduled.class)
              .with("target", EntropyCoefficient.Target.class)
              .shorthand("scheduled"),
          Variants.of(LineSearch.class)
              .with("none", LineSearch.None.class)
              .with("backtracking", LineSearch.Backtracking.class),
          Variants.of(ValueLoss.class)
              .with("squaredError", ValueLoss.SquaredError.class)
              .with("clippedPrediction", ValueLoss.ClippedPrediction.class)
              .with("clippedMaximum", ValueLoss.ClippedMaximum.class),
          Variants.of(Optimizer.Choice.class)
              .with("adam", Adam.Config.class)
              .with("rmsProp", RmsProp.Config.class)
              .with("sgd", Sgd.Config.class),
          Variants.of(GradientSteps.class)
              .with("fixed", GradientSteps.Fixed.class)
              .with("perEnvStep", GradientSteps.PerEnvStep.class)
              .shorthand("fixed"),
          Variants.of(TargetUpdate.class)
              .with("hard", TargetUpdate.Hard.class)
              .with("polyak", TargetUpdate.Polyak.class),
          Variants.of(ActionValue.class)
              .with("expected", ActionValue.Expected.class)
              .with("categorical", ActionValue.Categorical.class)
              .with("quantile", ActionValue.Quantile.class),
          Variants.of(TdLoss.class)
              .with("squared", TdLoss.Squared.class)
              .with("huber", TdLoss.Huber.class),
          Variants.of(QNetwork.Head.class)
              .with("single", QNetwork.Head.Single.class)
              .with("dueling", QNetwork.Head.Dueling.class),
          Variants.of(QNetwork.Layers.class)
              .with("plain", QNetwork.Layers.Plain.class)
              .with("noisy", QNetwork.Layers.Noisy.class),
          Variants.of(Baseline.class)
              .with("none", Baseline.None.class)
              .with("batchMean", Baseline.BatchMean.class)
              .with("leaveOneOut", Baseline.LeaveOneOut.class)
              .with("learnedValue", Baseline.LearnedValue.class),
          Variants.of(ValueTarget.class)
              .with("lambdaReturn", ValueTarget.LambdaReturn.class)
              .with("rewardToGo", ValueTarget.RewardToGo.class)
              .with("nStep", ValueTarget.NStep.class)
              .with("td", ValueTarget.Td.class),
          Variants.of(CriticRate.class)
              .with("asPolicy", CriticRate.AsPolicy.class)
              .with("own", CriticRate.Own.class)
              .shorthand("own"),
          Variants.of(PolicyNoise.class)
              .with("independent", PolicyNoise.Independent.class)
              .with("stateDependent", PolicyNoise.StateDependent.class),
          Variants.of(SquashedActor.Noise.class)
              .with("independent", SquashedActor.Noise.Independent.class)
              .with("stateDependent", SquashedActor.Noise.StateDependent.class),
          Variants.of(ActionNoise.class)
              .with("none", ActionNoise.None.class)
              .with("normal", ActionNoise.Normal.class)
              .with("ornsteinUhlenbeck", ActionNoise.OrnsteinUhlenbeck.class),
          Variants.of(Temperature.class)
              .with("fixed", Temperature.Fixed.class)
              .with("learned", Temperature.Learned.class)
              .with("learnedFor", Temperature.LearnedFor.class)
              .shorthand("fixed"),
          Variants.of(ReplaySampling.class)
              .with("uniform", ReplaySampling.Uniform.class)
              .with("prioritized", ReplaySampling.Prioritized.class),
          Variants.of(Exploration.class)
              .with("greedy", Exploration.Greedy.class)
              .with("epsilonGreedy", Exploration.EpsilonGreedy.class)
              .with("boltzmann", Exploration.Boltzmann.class)
              .with("ucb", Exploration.Ucb.class)
              .with("uniform", Exploration.Uniform.class),
          Variants.of(StepSize.class)
              .with("scheduled", StepSize.Scheduled.class)
              .with("perVisit", StepSize.PerVisit.class)
              .shorthand("scheduled"),
          Variants.of(ControlMethod.class)
              .with("oneStep", ControlMethod.OneStep.class)
              .with("doubleQ", ControlMethod.DoubleQ.class)
              .with("nStep", ControlMethod.NStep.class)
              .with("watkinsQ", ControlMethod.WatkinsQ.class)
              .with("monteCarlo", ControlMethod.MonteCarlo.class),
          Variants.of(Bootstrap.class)
              .with("nextAction", Bootstrap.NextAction.class)
              .with("expectation", Bootstrap.Expectation.class)
              .with("of", Bootstrap.Of.class)
              .with("max", Bootstrap.Max.class),
          Variants.of(Features.class)
              .with("oneHot", Features.OneHot.class)
              .with("tiles", Features.Tiles.class),
          Variants.of(PredictionMethod.class)
              .with("td", PredictionMethod.Td.class)
              .with("tdLambda", PredictionMethod.TdLambda.class)
              .with("monteCarlo", PredictionMethod.MonteCarlo.class));

  /// What else algorithms are called, and how to ask for them.
  private static final Map<String, String> OTHER_NAMES =
      Map.ofEntries(
          Map.entry("ppo1", "'ppo' with '--set objective=klPenalty'"),
          Map.entry("ppo-penalty", "'ppo' with '--set objective=klPenalty'"),
          Map.entry(
              "ppo2", "'ppo', whose objective is the clip, or 'ppo' with '--preset textbook'"),
          Map.entry(
              "ppo-clip", "'ppo', whose objective is the clip, or 'ppo' with '--preset textbook'"),
          Map.entry("natural-policy-gradient", "'npg'"),
          Map.entry("vpg", "'reinforce', whose baseline is a learned value"),
          Map.entry("ddqn", "'dqn' with '--set target.action=online'"),
          Map.entry("double-dqn", "'dqn' with '--set target.action=online'"),
          Map.entry("dueling-dqn", "'dqn' with '--set network.head=dueling'"),
          Map.entry("c51", "'dqn' with '--set value=categorical'"),
          Map.entry("noisy-dqn", "'dqn' with '--set network.layers=noisy'"),
          Map.entry("noisynet", "'dqn' with '--set network.layers=noisy'"),
          Map.entry("prioritized-dqn", "'dqn' with '--set replay.sampling=prioritized'"),
          Map.entry("qr-dqn", "'qrdqn'"));

  private Algorithms() {}

  private static AlgorithmSpec<ControlConfig> control(
      String name, String doc, ControlConfig defaults) {
    return new AlgorithmSpec<>(
        name,
        doc,
        defaults,
        ControlConfig::envs,
        (config, envs, seed, _) -> new TabularControl(config, envs, seed));
  }

  private static AlgorithmSpec<PredictionConfig> prediction(
      String name, String doc, PredictionConfig defaults) {
    return new AlgorithmSpec<>(
        name,
        doc,
        defaults,
        PredictionConfig::envs,
        (config, envs, seed, _) -> new TabularPrediction(config, envs, seed));
  }

  private static AlgorithmSpec<LinearConfig> linear(
      String name, String doc, LinearConfig defaults) {
    return new AlgorithmSpec<>(
        name,
        doc,
        defaults,
        LinearConfig::envs,
        (config, envs, seed, _) -> new LinearControl(config, envs, seed));
  }

  /// Finds an algorithm.
  ///
  /// @param name its name
  /// @return the algorithm
  /// @throws UserError if there is none of that name
  public static AlgorithmSpec<?> find(String name) {
    return ALL.stream()
        .filter(algorithm -> algorithm.name().equals(name))
        .findFirst()
        .orElseThrow(() -> unknown(name));
  }

  private static UserError unknown(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    List<String> names = ALL.stream().map(AlgorithmSpec::name).toList();
    String hint =
        Optional.ofNullable(OTHER_NAMES.get(lower))
            .or(() -> Suggestion.nearest(name, names).map(near -> "'" + near + "'"))
            .map(near -> "did you mean " + near + "? ")
            .orElse("");
    return new UserError(
        "algorithm '%s': unknown (%slist with: bellman algorithms)".formatted(name, hint));
  }
}
