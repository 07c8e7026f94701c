package dev.bellman.app.classes;

import dev.bellman.app.UserError;
import dev.bellman.rl.env.Env;
import dev.bellman.rl.env.EnvSpec;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Environments that are named by their class.
///
/// A class is an environment if it implements [Env] and has a constructor without parameters, or if
/// it has a static method `EnvSpec spec()`, which may add options, a time limit and a vector form.
/// The id is the class's full name with `-v0`; the name alone means the same.
public final class EnvClasses {
  private static final Pattern NAME = Pattern.compile("[\\p{L}_$][\\w$]*(\\.[\\p{L}_$][\\w$]*)*");
  private static final String VERSION = "-v0";

  private final ClassLoader loader;
  private final List<String> paths;

  /// Looks for classes in files, and then beside this program's own.
  ///
  /// @param paths jars, folders of classes, or `folder/*` for the jars in a folder; may be empty
  /// @throws UserError if there is no such file
  public EnvClasses(List<String> paths) {
    this.paths = List.copyOf(paths);
    loader = ClassFiles.loader(paths);
  }

  /// Finds an environment.
  ///
  /// @param name a class's full name, with `-v0` or without
  /// @return how to make it, or nothing if it is not a class's name
  /// @throws UserError if there is no such class, or it is no environment
  public Optional<EnvSpec> find(String name) {
    String className = name.endsWith(VERSION) ? name.substring(0, name.length() - 3) : name;
    if (!NAME.matcher(className).matches()) {
      return Optional.empty();
    }
    Class<?> found = load(className);
    if (found == null) {
      if (className.indexOf('.') < 0) {
        return Optional.empty();
      }
      throw new UserError(
          "environment '%s': no such class %s"
              .formatted(
                  className,
                  paths.isEmpty()
                      ? "(name its jar or folder with --class-path)"
                      : "on --class-path %s (compile it, or add its jar or folder)"
                          .formatted(String.join(" ", paths))));
    }
    return Optional.of(spec(found));
  }

  /// The class of a name, in which a nested class may stand behind a point.
  private @Nullable Class<?> load(String className) {
    String name = className;
    while (true) {
      try {
        return Class.forName(name, false, loader);
      } catch (ClassNotFoundException e) {
        int point = name.lastIndexOf('.');
        if (point < 0) {
          return null;
        }
        name = name.substring(0, point) + "$" + name.substring(point + 1);
      } catch (LinkageError e) {
        throw new UserError("environment '%s': can't be loaded, got %s".formatted(className, e), e);
      }
    }
  }

  private static EnvSpec spec(Class<?> type) {
    String id = type.getName() + VERSION;
    Optional<Method> method = specMethod(type);
    if (method.isPresent()) {
      return called(type, method.get()).withId(id);
    }
    Constructor<?> constructor = constructor(type);
    return EnvSpec.of(id, "", _ -> made(type, constructor));
  }

  private static Optional<Method> specMethod(Class<?> type) {
    try {
      Method method = type.getDeclaredMethod("spec");
      return Modifier.isStatic(method.getModifiers()) && method.getReturnType() == EnvSpec.class
          ? Optional.of(method)
          : Optional.empty();
    } catch (NoSuchMethodException e) {
      return Optional.empty();
    }
  }

  private static EnvSpec called(Class<?> type, Method method) {
    try {
      method.setAccessible(true);
      if (method.invoke(null) instanceof EnvSpec spec) {
        return spec;
      }
    } catch (InvocationTargetException e) {
      throw threw(type, "spec()", e.getTargetException());
    } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
      throw threw(type, "spec()", e);
    }
    throw new UserError(
        "environment '%s': spec() must return a spec, got null".formatted(type.getName()));
  }

  private static Constructor<?> constructor(Class<?> type) {
    if (!Env.class.isAssignableFrom(type) || Modifier.isAbstract(type.getModifiers())) {
      throw new UserError(
          "environment '%s': must be a class that implements %s or has 'static EnvSpec spec()'"
              .formatted(type.getName(), Env.class.getName()));
    }
    try {
      Constructor<?> constructor = type.getDeclaredConstructor();
      constructor.setAccessible(true);
      return constructor;
    } catch (NoSuchMethodException e) {
      throw new UserError(
          "environment '%s': must have a constructor without parameters%s, or 'static EnvSpec spec()'"
              .formatted(
                  type.getName(),
                  type.isMemberClass() && !Modifier.isStatic(type.getModifiers())
                      ? " and be static"
                      : ""),
          e);
    } catch (RuntimeException e) {
      throw threw(type, "constructor", e);
    }
  }

  private static Env<?, ?> made(Class<?> type, Constructor<?> constructor) {
    try {
      return (Env<?, ?>) constructor.newInstance();
    } catch (InvocationTargetException e) {
      throw threw(type, "constructor", e.getTargetException());
    } catch (ReflectiveOperationException | LinkageError e) {
      throw threw(type, "constructor", e);
    }
  }

  private static IllegalArgumentException threw(Class<?> type, String what, Throwable cause) {
    return new IllegalArgumentException(
        "environment '%s': %s must not throw, got %s".formatted(type.getName(), what, cause),
        cause);
  }
}
