package io.sluice.layout.config;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Where every key of a HOCON text stands, since a parsed object has forgotten the order of its
 * keys. It is lenient: a key it does not find is simply not known.
 */
final class KeyPositions {

  private record Occurrence(List<String> path, int line, int offset) {}

  private record Frame(List<String> path, boolean isList) {}

  private final String text;
  private final List<Occurrence> occurrences = new ArrayList<>();
  private final Deque<Frame> frames = new ArrayDeque<>();
  private List<String> key = new ArrayList<>();
  private List<String> lastKey = List.of();
  private StringBuilder word = new StringBuilder();
  private int start = -1;
  private int at;
  private int line = 1;
  private boolean inValue;
  private boolean valueSeen;

  KeyPositions(String text) {
    this.text = text;
    frames.push(new Frame(List.of(), false));
    while (at < text.length()) {
      step(text.charAt(at));
    }
  }

  /**
   * The offset of a key whose value stands on a line; 0 if it is not found. The longest end of the
   * path that is found there decides, because an included file knows only the end of it.
   */
  int offset(List<String> path, int onLine) {
    for (int from = 0; from < path.size(); from++) {
      List<String> end = path.subList(from, path.size());
      for (int i = occurrences.size() - 1; i >= 0; i--) {
        Occurrence found = occurrences.get(i);
        int size = found.path().size();
        if (found.line() == onLine
            && size >= end.size()
            && found.path().subList(size - end.size(), size).equals(end)) {
          return found.offset();
        }
      }
    }
    return 0;
  }

  private void step(char c) {
    if (c == '\n') {
      line++;
      endOfField(valueSeen);
      at++;
    } else if (c == '#' || text.startsWith("//", at)) {
      int end = text.indexOf('\n', at);
      at = end < 0 ? text.length() : end;
    } else if (c == '"') {
      quoted();
    } else if (text.startsWith("${", at)) {
      int end = text.indexOf('}', at);
      at = end < 0 ? text.length() : end + 1;
      valueSeen = true;
    } else {
      at++;
      symbol(c);
    }
  }

  private void symbol(char c) {
    if (c == '{' || c == '[') {
      open(c == '[');
    } else if (c == '}' || c == ']') {
      if (frames.size() > 1) {
        frames.pop();
      }
      reset(frames.peek().isList());
      valueSeen = true;
    } else if (c == ',') {
      endOfField(true);
    } else if ((c == '=' || c == ':') && !inValue) {
      record();
    } else if (c == '.' && !inValue) {
      endOfWord();
    } else if (!inValue && c != '+') {
      word.append(c);
      start = start < 0 && !Character.isWhitespace(c) ? at - 1 : start;
    } else if (!Character.isWhitespace(c)) {
      valueSeen = true;
    }
  }

  private void open(boolean isList) {
    if (!inValue && start >= 0) {
      record();
    }
    List<String> path = new ArrayList<>(frames.peek().path());
    path.addAll(lastKey);
    boolean isItem = frames.peek().isList() || !inValue;
    frames.push(new Frame(isItem ? frames.peek().path() : path, isList));
    reset(isList);
  }

  private void quoted() {
    boolean triple = text.startsWith("\"\"\"", at);
    String mark = triple ? "\"\"\"" : "\"";
    int end = at + mark.length();
    while (end < text.length() && !text.startsWith(mark, end)) {
      end += !triple && text.charAt(end) == '\\' ? 2 : 1;
    }
    end = Math.min(end, text.length());
    String content = text.substring(Math.min(at + mark.length(), end), end);
    line += (int) content.chars().filter(c -> c == '\n').count();
    if (inValue) {
      valueSeen = true;
    } else {
      start = start < 0 ? at : start;
      key.add(content);
    }
    at = Math.min(end + mark.length(), text.length());
  }

  private void record() {
    endOfWord();
    lastKey = List.copyOf(key);
    List<String> path = new ArrayList<>(frames.peek().path());
    path.addAll(lastKey);
    occurrences.add(new Occurrence(path, line, Math.max(start, 0)));
    reset(true);
  }

  private void endOfWord() {
    if (!word.toString().isBlank()) {
      key.add(word.toString().strip());
    }
    word = new StringBuilder();
  }

  private void endOfField(boolean complete) {
    if (!inValue || (complete && !frames.peek().isList())) {
      reset(frames.peek().isList());
    }
  }

  private void reset(boolean toValue) {
    key = new ArrayList<>();
    word = new StringBuilder();
    start = -1;
    inValue = toValue;
    valueSeen = false;
  }
}
