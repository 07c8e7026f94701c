package dev.bellman.app.config;

import dev.bellman.app.UserError;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.StreamDataWriter;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.DocumentStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingEndEvent;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceEndEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.events.StreamEndEvent;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/// Reads and writes trees as YAML 1.2.
///
/// Only what a configuration needs is let in: one document of mappings, lists and words. Anchors,
/// aliases, tags, keys that are not words, keys written twice, more than [#MAX_LENGTH] characters
/// and more than [#MAX_DEPTH] levels are refused, so that no file can make the reader run out of
/// memory, stack or time.
public final class Yaml {
  /// The longest text that is read, in characters.
  public static final int MAX_LENGTH = 1 << 20;

  /// The deepest nesting that is read.
  public static final int MAX_DEPTH = 32;

  private static final int LONGEST_LINE = 60;

  private static final LoadSettings LOAD =
      LoadSettings.builder().setCodePointLimit(MAX_LENGTH).build();
  private static final DumpSettings DUMP =
      DumpSettings.builder().setSplitLines(false).setMultiLineFlow(false).build();

  private final String label;
  private final boolean lines;
  private final Iterator<Event> events;

  private Yaml(String label, boolean lines, Iterator<Event> events) {
    this.label = label;
    this.lines = lines;
    this.events = events;
  }

  /// Reads a file's text.
  ///
  /// @param text the text; empty means an empty mapping
  /// @param label the file's name, for origins and messages
  /// @return the tree; its origins are `label:line`
  /// @throws UserError if the text is no YAML, or YAML that is not let in
  public static Tree parse(String text, String label) {
    return parse(text, label, true);
  }

  /// Reads one value of the command line.
  ///
  /// @param text the value, for example `0.1`, `cpi`, `[64, 64]` or `{low: 0.1, high: 0.2}`
  /// @param label the option's name, for messages
  /// @return the tree; its origins are empty
  /// @throws UserError if the text is no YAML, or YAML that is not let in
  public static Tree parseValue(String text, String label) {
    return parse(text, label, false);
  }

  private static Tree parse(String text, String label, boolean lines) {
    if (text.length() > MAX_LENGTH) {
      throw new UserError(
          "%s: must have at most %d characters, got %d"
              .formatted(label, MAX_LENGTH, text.length()));
    }
    try {
      return new Yaml(label, lines, new ParserImpl(LOAD, new StreamReader(LOAD, text))).document();
    } catch (MarkedYamlEngineException e) {
      String line = e.getProblemMark().map(m -> ":" + (m.getLine() + 1)).orElse("");
      throw new UserError(label + (lines ? line : "") + ": " + oneLine(e.getProblem()), e);
    } catch (YamlEngineException e) {
      throw new UserError(label + ": " + oneLine(String.valueOf(e.getMessage())), e);
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      // The library's scanner lets some escapes through to Integer.parseInt, as a final "\x does.
      throw new UserError(label + ": must be YAML, got an escape or a character that is none", e);
    }
  }

  private static String oneLine(String message) {
    return message.strip().replaceAll("\\s+", " ");
  }

  private Tree document() {
    events.next();
    Event first = events.next();
    if (first instanceof StreamEndEvent) {
      return new Tree.Mapping(new LinkedHashMap<>(), origin(first));
    }
    Tree tree = tree(events.next(), 0);
    events.next();
    Event last = events.next();
    if (last instanceof DocumentStartEvent) {
      throw new UserError(where(last) + ": must be one document, got a second one");
    }
    return tree;
  }

  private Tree tree(Event event, int depth) {
    if (depth > MAX_DEPTH) {
      throw new UserError(where(event) + ": must be nested at most " + MAX_DEPTH + " levels deep");
    }
    if (event instanceof AliasEvent
        || (event instanceof NodeEvent node && node.getAnchor().isPresent())) {
      throw new UserError(where(event) + ": must have no anchors or aliases (& and *)");
    }
    return switch (event) {
      case ScalarEvent scalar -> scalar(scalar);
      case SequenceStartEvent list -> items(list, depth);
      case MappingStartEvent mapping -> mapping(mapping, depth);
      default -> throw new UserError(where(event) + ": must be a value, got " + event);
    };
  }

  private Tree.Scalar scalar(ScalarEvent event) {
    refuseTag(event.getTag(), event);
    boolean quoted = event.getScalarStyle() != ScalarStyle.PLAIN;
    boolean nothing = !quoted && (event.getValue().equals("~") || event.getValue().equals("null"));
    return new Tree.Scalar(nothing ? "" : event.getValue(), quoted, origin(event));
  }

  private Tree.Items items(SequenceStartEvent start, int depth) {
    refuseTag(start.getTag(), start);
    var values = new ArrayList<Tree>();
    Event event = events.next();
    while (!(event instanceof SequenceEndEvent)) {
      values.add(tree(event, depth + 1));
      event = events.next();
    }
    return new Tree.Items(values, origin(start));
  }

  private Tree.Mapping mapping(MappingStartEvent start, int depth) {
    refuseTag(start.getTag(), start);
    var entries = new LinkedHashMap<String, Tree>();
    Event event = events.next();
    while (!(event instanceof MappingEndEvent)) {
      if (!(tree(event, depth + 1) instanceof Tree.Scalar key)) {
        throw new UserError(where(event) + ": keys must be words, got a mapping or a list");
      }
      Tree value = tree(events.next(), depth + 1);
      if (entries.putIfAbsent(key.text(), value) != null) {
        throw new UserError(where(event) + ": key '" + key.text() + "' must be written once");
      }
      event = events.next();
    }
    return new Tree.Mapping(entries, origin(start));
  }

  private void refuseTag(Optional<String> tag, Event event) {
    if (tag.isPresent() && !tag.get().equals("!")) {
      throw new UserError(where(event) + ": must have no tags, got " + tag.get());
    }
  }

  private String origin(Event event) {
    return lines ? where(event) : "";
  }

  private String where(Event event) {
    return lines && event.getStartMark().isPresent()
        ? label + ":" + (event.getStartMark().get().getLine() + 1)
        : label;
  }

  /// Writes a tree so that [#parse] reads the same tree back.
  ///
  /// @param tree the tree
  /// @return the text; short mappings and lists that hold words alone stand on one line
  public static String write(Tree tree) {
    var text = new Text(new StringBuilder());
    new Dump(DUMP).dumpNode(node(tree), text);
    return text.builder().toString();
  }

  private record Text(StringBuilder builder) implements StreamDataWriter {
    @Override
    public void write(String text) {
      builder.append(text);
    }

    @Override
    public void write(String text, int offset, int length) {
      builder.append(text, offset, offset + length);
    }
  }

  private static Node node(Tree tree) {
    return switch (tree) {
      case Tree.Scalar scalar -> word(scalar.text(), scalar.quoted());
      case Tree.Items items -> {
        List<Node> nodes = items.values().stream().map(Yaml::node).toList();
        yield new SequenceNode(Tag.SEQ, nodes, style(items.values(), 0));
      }
      case Tree.Mapping mapping -> {
        var tuples = new ArrayList<NodeTuple>();
        mapping.entries().forEach((k, v) -> tuples.add(new NodeTuple(word(k, false), node(v))));
        int keys = mapping.entries().keySet().stream().mapToInt(String::length).sum();
        yield new MappingNode(Tag.MAP, tuples, style(mapping.entries().values(), keys));
      }
    };
  }

  private static FlowStyle style(Iterable<Tree> children, int keyLength) {
    int length = keyLength;
    for (Tree child : children) {
      if (!(child instanceof Tree.Scalar word)) {
        return FlowStyle.BLOCK;
      }
      length += word.text().length() + 2;
    }
    return length > LONGEST_LINE ? FlowStyle.BLOCK : FlowStyle.FLOW;
  }

  private static Node word(String text, boolean quoted) {
    Tag tag = quoted ? Tag.STR : DUMP.getSchema().getScalarResolver().resolve(text, true);
    return new ScalarNode(tag, text, ScalarStyle.PLAIN);
  }
}
