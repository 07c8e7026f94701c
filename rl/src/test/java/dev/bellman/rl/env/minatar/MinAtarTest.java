package dev.bellman.rl.env.minatar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.bellman.rl.env.Actions;
import dev.bellman.rl.env.Box;
import dev.bellman.rl.env.Discrete;
import dev.bellman.rl.env.Drawable;
import dev.bellman.rl.env.Env;
import dev.bellman.rl.env.EnvAdapter;
import dev.bellman.rl.env.EnvSpec;
import dev.bellman.rl.env.Envs;
import dev.bellman.rl.env.SimulatedVec;
import dev.bellman.rl.env.StartState;
import dev.bellman.rl.env.Step;
import dev.bellman.rl.env.TimeLimit;
import dev.bellman.rl.env.VecStep;
import dev.bellman.tensor.Rng;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MinAtarTest {
  private static final List<String> TITLES =
      List.of("Asterix", "Breakout", "Freeway", "Seaquest", "SpaceInvaders");

  private static final List<Game> GAMES =
      List.of(
          new Asterix(true),
          new Breakout(),
          new Freeway(),
          new Seaquest(true),
          new SpaceInvaders(true));

  private final Envs envs = Envs.builtIn();

  private static MinAtarGame game(String title, int n, MinAtarOptions options) {
    return switch (title) {
      case "Asterix" -> MinAtarGame.asterix(n, options);
      case "Breakout" -> MinAtarGame.breakout(n, options);
      case "Freeway" -> MinAtarGame.freeway(n, options);
      case "Seaquest" -> MinAtarGame.seaquest(n, options);
      default -> MinAtarGame.spaceInvaders(n, options);
    };
  }

  @ParameterizedTest
  @CsvSource({
    "Asterix, 4, 5",
    "Breakout, 4, 3",
    "Freeway, 7, 3",
    "Seaquest, 10, 6",
    "SpaceInvaders, 6, 4"
  })
  void spacesAreAsPublished(String title, int channels, int minimalActions) {
    EnvSpec v0 = envs.spec("MinAtar/" + title + "-v0");
    EnvSpec v1 = envs.spec("MinAtar/" + title);
    assertThat(v1.id()).isEqualTo("MinAtar/" + title + "-v1");
    assertThat(v0.maxEpisodeSteps()).isEmpty();
    assertThat(v1.maxEpisodeSteps()).isEmpty();
    Env<?, ?> all = envs.make(v0.id(), Map.of());
    Env<?, ?> minimal = envs.make(v1.id(), Map.of());
    assertThat(all.observationSpace()).isEqualTo(Box.of(0, 1, 10, 10, channels));
    assertThat(minimal.observationSpace()).isEqualTo(all.observationSpace());
    assertThat(all.actionSpace()).isEqualTo(Discrete.of(6));
    assertThat(minimal.actionSpace()).isEqualTo(Discrete.of(minimalActions));
    assertThat(envs.vector(v0.id(), 2, Map.of()).name()).isEqualTo("MinAtar/" + title);
  }

  @ParameterizedTest
  @CsvSource({
    "Asterix, '0,1,2,3,4'",
    "Breakout, '0,1,3'",
    "Freeway, '0,2,4'",
    "Seaquest, '0,1,2,3,4,5'",
    "SpaceInvaders, '0,1,3,5'"
  })
  void minimalActionsAreThoseOfAllSix(String title, String actions) {
    int[] all = Arrays.stream(actions.split(",")).mapToInt(Integer::parseInt).toArray();
    var minimal = game(title, 1, new MinAtarOptions(true, 0, true)).env();
    for (int a = 0; a < all.length; a++) {
      minimal.reset(0);
      minimal.step(a);
      assertThat(minimal.state()[0]).isEqualTo(all[a]);
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.1, 0.25, 1})
  void actionsStickWithTheGivenProbability(double probability) {
    var options = Map.of("sticky_action_prob", probability);
    var env = (Env<?, ?>) envs.make("MinAtar/Freeway-v0", options);
    @SuppressWarnings("unchecked")
    var game = (Env<float[], Integer>) env;
    game.reset(1);
    int sticky = 0;
    int last = 0;
    int steps = 100_000;
    for (int t = 0; t < steps; t++) {
      int action = (last + 1) % 6;
      if (game.step(action).terminated()) {
        game.reset();
      }
      int taken = (int) ((StartState<?>) game).state()[0];
      sticky += taken == last ? 1 : 0;
      last = taken;
    }
    double error = Math.sqrt(probability * (1 - probability) / steps);
    assertThat((double) sticky / steps).isCloseTo(probability, within(4 * error));
  }

  @Test
  void theLastActionOutlivesTheEpisodeButNotTheSeed() {
    var env = MinAtarGame.breakout(1, Play.FIRM).env();
    env.reset(0);
    env.step(Game.RIGHT);
    env.reset();
    assertThat(env.state()[0]).isEqualTo(Game.RIGHT);
    env.reset(0);
    assertThat(env.state()[0]).isZero();
  }

  @Test
  void wrongOptionsAreRefused() {
    assertThatThrownBy(() -> envs.make("MinAtar/Breakout-v0", Map.of("sticky_action_prob", 1.5)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("environment.sticky_action_prob: must be in [0, 1], got 1.5");
    assertThatThrownBy(() -> envs.vector("MinAtar/Breakout", 2, Map.of("difficulty_ramping", 1)))
        .hasMessage("environment.difficulty_ramping: must be true or false, got 1");
    assertThatThrownBy(() -> MinAtarGame.seaquest(0, MinAtarOptions.DEFAULTS))
        .hasMessage("environment 'MinAtar/Seaquest': count must be at least 1, got 0");
  }

  @Test
  void wrongStartStatesAreRefused() {
    var breakout = MinAtarGame.breakout(1, MinAtarOptions.DEFAULTS).env();
    breakout.reset(0);
    double[] before = breakout.state();
    assertThatThrownBy(() -> breakout.startFrom(new double[3]))
        .hasMessage(
            "start: must have 12 values (last action, paddle x, ball x, ball y, ball goes right,"
                + " ball goes down, last ball x, last ball y, ball is among bricks; 3 brick rows,"
                + " each (bits)), got 3");
    double[] outside = before.clone();
    outside[2] = 10;
    assertThatThrownBy(() -> breakout.startFrom(outside))
        .hasMessage("start[2]: ball x must be a whole number in 0..9, got 10.0");
    double[] half = before.clone();
    half[11] = 0.5;
    assertThatThrownBy(() -> breakout.startFrom(half))
        .hasMessage("start[11]: brick 2 bits must be a whole number in 0..1023, got 0.5");
    assertThat(breakout.state()).containsExactly(before);

    var seaquest = MinAtarGame.seaquest(1, MinAtarOptions.DEFAULTS).env();
    seaquest.reset(0);
    double[] start = seaquest.state();
    assertThatThrownBy(() -> seaquest.startFrom(Arrays.copyOf(start, 15)))
        .hasMessageStartingWith("start: must have at least 16 values (last action, submarine x,")
        .hasMessageEndingWith(
            "number of diver rows, each (x, y, goes right, frames to the next" + " move)), got 15");
    assertThatThrownBy(() -> seaquest.startFrom(Arrays.copyOf(start, 17)))
        .hasMessageStartingWith("start: must have 16 values (")
        .hasMessageEndingWith("got 17");
    start[13] = 13;
    assertThatThrownBy(() -> seaquest.startFrom(start))
        .hasMessage("start[13]: number of fish rows must be a whole number in 0..12, got 13.0");

    var invaders = MinAtarGame.spaceInvaders(1, MinAtarOptions.DEFAULTS).env();
    invaders.reset(0);
    assertThatThrownBy(() -> invaders.startFrom(new double[37]))
        .hasMessage("start: must have at least 1 alien, got 0");
  }

  @Test
  void aStateGoesOnWhereItWasTaken() {
    for (String title : TITLES) {
      var env = game(title, 1, Play.FIRM).env();
      env.reset(3);
      Step<float[]> last = env.step(Game.DOWN);
      for (int t = 0; t < 4; t++) {
        last = env.step(Game.FIRE);
      }
      var other = game(title, 1, Play.FIRM).env();
      other.reset(4);
      assertThat(other.startFrom(env.state())).isEqualTo(last.observation());
      assertThat(other.state()).isEqualTo(env.state());
      assertThat(other.step(Game.FIRE).observation()).isEqualTo(env.step(Game.FIRE).observation());
    }
  }

  @Test
  void vectorFormEqualsTheSingleFormBitForBit() {
    long[] seeds = {0, 1, 1_176_953_008};
    for (String title : TITLES) {
      var vector = new SimulatedVec(game(title, 3, MinAtarOptions.DEFAULTS), OptionalInt.of(90));
      var adapted =
          EnvAdapter.of(
              title, 3, () -> new TimeLimit<>(game(title, 1, MinAtarOptions.DEFAULTS).env(), 90));
      VecStep a = VecStep.of(vector);
      VecStep b = VecStep.of(adapted);
      vector.reset(seeds, a);
      adapted.reset(seeds, b);
      Actions actions = Actions.of(3, vector.actionSpace());
      Rng rng = Rng.ofSeed(3);
      for (int t = 0; t < 400; t++) {
        assertThat(a.observations()).isEqualTo(b.observations());
        assertThat(a.finalObservations()).isEqualTo(b.finalObservations());
        assertThat(a.rewards()).isEqualTo(b.rewards());
        assertThat(a.terminated()).isEqualTo(b.terminated());
        assertThat(a.truncated()).isEqualTo(b.truncated());
        rng.fillInts(6, actions.discrete());
        vector.step(actions, a);
        adapted.step(actions, b);
      }
    }
  }

  @Test
  void channelsHaveColoursAndLettersOfTheirOwn() {
    for (Game game : GAMES) {
      List<Look> looks = game.looks();
      assertThat(looks.stream().map(Look::color)).doesNotHaveDuplicates();
      assertThat(looks.stream().map(Look::letter)).doesNotHaveDuplicates();
      assertThat(looks.stream().map(Look::channel).sorted())
          .containsExactlyElementsOf(IntStream.range(0, looks.size()).boxed().toList());
    }
  }

  @Test
  void aPictureShowsTheGrid() {
    var env = MinAtarGame.breakout(1, MinAtarOptions.DEFAULTS).env();
    env.reset(0);
    assertThat(env.pictureSize()).isEqualTo(new Drawable.Size(420, 420));
    var image = new BufferedImage(420, 420, BufferedImage.TYPE_INT_RGB);
    env.draw(image.createGraphics());
    assertThat(image.getRGB(30 + 4 * 40, 30 + 9 * 40)).as("paddle").isEqualTo(0xFF4A9BD9);
    assertThat(image.getRGB(30 + 5 * 40, 30 + 2 * 40)).as("brick").isEqualTo(0xFFC8553D);
    assertThat(image.getRGB(30, 30)).as("empty").isEqualTo(0xFF232F3E);
  }
}
