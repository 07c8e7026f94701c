package dev.bellman.app;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaModifier.ABSTRACT;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The architecture, a rule a line: what may depend on what, and what no class may do.
class ArchitectureTest {
  private static final JavaClasses MAIN =
      new ClassFileImporter()
          .withImportOption(location -> !location.contains("/test-classes/"))
          .importPackages("dev.bellman");

  private static final String TENSOR = "dev.bellman.tensor..";
  private static final String RL = "dev.bellman.rl..";
  private static final String LLM = "dev.bellman.llm..";
  private static final String APP = "dev.bellman.app..";
  private static final String KERNEL = "dev.bellman.tensor.internal.kernel..";

  /// What the algorithm families of `rl` share; every other package of `rl` is a family.
  private static final String[] SHARED = {"env", "math", "loss", "policy", "data", "train"};

  private static final Pattern FAMILY =
      Pattern.compile(
          "dev\\.bellman\\.rl\\.(?!(?:%s)(?:\\.|$))(\\w+)(?:\\..*)?"
              .formatted(String.join("|", SHARED)));

  private static final Set<String> TRANSCENDENTAL =
      Set.of(
          "exp", "expm1", "log", "log1p", "log10", "pow", "sin", "cos", "tan", "asin", "acos",
          "atan", "atan2", "sinh", "cosh", "tanh", "cbrt", "hypot");

  @Test
  void everyModuleIsSeen() {
    assertThat(MAIN.contain("dev.bellman.tensor.State")).isTrue();
    assertThat(MAIN.contain("dev.bellman.app.Main")).isTrue();
    assertThat(MAIN.contain(ArchitectureTest.class)).isFalse();
  }

  @Test
  void tensorDependsOnTheJdkAlone() {
    classes()
        .that()
        .resideInAPackage(TENSOR)
        .should()
        .onlyDependOnClassesThat(in(TENSOR))
        .check(MAIN);
  }

  @Test
  void rlDependsOnTensorAlone() {
    classes()
        .that()
        .resideInAPackage(RL)
        .should()
        .onlyDependOnClassesThat(in(RL, TENSOR))
        .check(MAIN);
  }

  @Test
  void llmDependsOnRlAndTensorAlone() {
    classes()
        .that()
        .resideInAPackage(LLM)
        .should()
        .onlyDependOnClassesThat(in(LLM, RL, TENSOR))
        .check(MAIN);
  }

  @Test
  void mathDependsOnJavaAlone() {
    classes()
        .that()
        .resideInAPackage("dev.bellman.rl.math..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("java..", "dev.bellman.rl.math..", "org.jspecify..")
        .check(MAIN);
    classes()
        .that()
        .resideInAPackage("dev.bellman.llm.math..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("java..", "dev.bellman.llm.math..", "org.jspecify..")
        .check(MAIN);
  }

  @Test
  void packagesOfLlmAreFreeOfCycles() {
    slices().matching("dev.bellman.llm.(*)..").should().beFreeOfCycles().check(MAIN);
  }

  @Test
  void trainersOfLanguageModelsDoNotDependOnOneAnother() {
    slices()
        .matching("dev.bellman.llm.(sft|group|ppo|rewardmodel)..")
        .should()
        .notDependOnEachOther()
        .check(MAIN);
  }

  @Test
  void onlyKernelsUseTheVectorApi() {
    noClasses()
        .that()
        .resideOutsideOfPackage(KERNEL)
        .should()
        .dependOnClassesThat()
        .resideInAPackage("jdk.incubator..")
        .check(MAIN);
  }

  @Test
  void familiesDoNotDependOnOneAnother() {
    slices().assignedFrom(FAMILIES).should().notDependOnEachOther().check(MAIN);
  }

  @Test
  void whatFamiliesShareDoesNotDependOnThem() {
    noClasses()
        .that()
        .resideInAnyPackage(sharedPackages())
        .should()
        .dependOnClassesThat(areInAFamily())
        .check(MAIN);
  }

  @Test
  void packagesOfRlAreFreeOfCycles() {
    slices().matching("dev.bellman.rl.(*)..").should().beFreeOfCycles().check(MAIN);
  }

  @Test
  void packagesOfTensorAreFreeOfCycles() {
    slices().matching("dev.bellman.tensor.(**)").should().beFreeOfCycles().check(MAIN);
  }

  @Test
  void noPublicClassIsAbstract() {
    noClasses()
        .that()
        .areNotInterfaces()
        .and()
        .areNotEnums()
        .and()
        .arePublic()
        .should()
        .haveModifier(ABSTRACT)
        .check(MAIN);
  }

  @Test
  void staticFieldsAreFinal() {
    fields().that().areStatic().should().beFinal().check(MAIN);
  }

  @Test
  void configsAreRecords() {
    classes().that().haveSimpleNameEndingWith("Config").should().beRecords().check(MAIN);
  }

  @Test
  void randomnessComesFromRng() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .haveNameMatching("java\\.util\\.(.*Random|random\\..*|concurrent\\.ThreadLocalRandom)")
        .orShould()
        .callMethod(Math.class, "random")
        .check(MAIN);
  }

  @Test
  void onlyTheAppReadsTheClockAndPrints() {
    noClasses()
        .that()
        .resideOutsideOfPackage(APP)
        .should()
        .accessTargetWhere(clockOrConsole())
        .check(MAIN);
  }

  @Test
  void tensorUsesNoOperationWhoseBitsDependOnTheCompiler() {
    noClasses()
        .that()
        .resideInAPackage(TENSOR)
        .should()
        .accessTargetWhere(bitsDependOnTheCompiler())
        .check(MAIN);
  }

  @Test
  void noTestIsSkipped() throws IOException, URISyntaxException {
    noClasses()
        .should()
        .dependOnClassesThat()
        .haveNameMatching("org\\.junit\\.jupiter\\.api\\.(Disabled|Assumptions|condition\\..*)")
        .orShould()
        .dependOnClassesThat()
        .haveFullyQualifiedName("org.assertj.core.api.Assumptions")
        .check(testClasses());
  }

  private static final SliceAssignment FAMILIES =
      new SliceAssignment() {
        @Override
        public SliceIdentifier getIdentifierOf(JavaClass javaClass) {
          var matcher = FAMILY.matcher(javaClass.getPackageName());
          return matcher.matches()
              ? SliceIdentifier.of(matcher.group(1))
              : SliceIdentifier.ignore();
        }

        @Override
        public String getDescription() {
          return "algorithm families of rl";
        }
      };

  private static String[] sharedPackages() {
    return Arrays.stream(SHARED).map("dev.bellman.rl.%s.."::formatted).toArray(String[]::new);
  }

  private static DescribedPredicate<JavaClass> areInAFamily() {
    return describe("are in a family", c -> FAMILY.matcher(c.getPackageName()).matches());
  }

  /// Classes of the JDK, of JSpecify or of one of the given packages.
  private static DescribedPredicate<JavaClass> in(String... packages) {
    String[] allowed =
        Stream.concat(
                Stream.of("java..", "jdk.incubator.vector..", "org.jspecify.."),
                Arrays.stream(packages))
            .toArray(String[]::new);
    return JavaClass.Predicates.resideInAnyPackage(allowed);
  }

  private static DescribedPredicate<JavaAccess<?>> clockOrConsole() {
    return describe(
        "the clock or the console",
        access -> {
          String owner = access.getTargetOwner().getName();
          String name = access.getTarget().getName();
          return (owner.equals("java.lang.System")
                  && Set.of("out", "err", "currentTimeMillis").contains(name))
              || owner.equals("java.lang.IO");
        });
  }

  /// Measured: these give other bits when the JIT compiler takes over. StrictMath, fma and sqrt
  /// don't.
  private static DescribedPredicate<JavaAccess<?>> bitsDependOnTheCompiler() {
    return describe(
        "an operation whose bits depend on the compiler",
        access -> {
          String name = access.getTarget().getName();
          return switch (access.getTargetOwner().getName()) {
            case "java.lang.Math" -> TRANSCENDENTAL.contains(name);
            case "jdk.incubator.vector.VectorOperators" ->
                TRANSCENDENTAL.contains(name.toLowerCase(java.util.Locale.ROOT));
            case "jdk.incubator.vector.Vector",
                "jdk.incubator.vector.FloatVector",
                "jdk.incubator.vector.DoubleVector" ->
                name.startsWith("reduceLanes");
            default -> false;
          };
        });
  }

  /// The test classes of all modules, wherever they have been compiled.
  private static JavaClasses testClasses() throws IOException, URISyntaxException {
    Path own = Path.of(ArchitectureTest.class.getResource("/").toURI());
    Path module = Path.of("").toAbsolutePath();
    try (var modules = Files.list(module.getParent())) {
      var folders = modules.map(m -> m.resolve(module.relativize(own))).filter(Files::isDirectory);
      return new ClassFileImporter().importPaths(folders.toList());
    }
  }
}
