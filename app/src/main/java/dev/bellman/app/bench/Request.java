package dev.bellman.app.bench;

import dev.bellman.rl.env.Envs;
import java.io.PrintWriter;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// What a bench is asked for.
///
/// @param threads how many threads where several work
/// @param envs the environments that can be named
/// @param only how the names begin that are measured; the empty text for all
/// @param seeds how many seeds
/// @param out the folder that is written to; null if none was named
/// @param err takes progress and warnings
public record Request(
    int threads, Envs envs, String only, int seeds, @Nullable Path out, PrintWriter err) {}
