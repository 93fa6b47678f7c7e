package io.sluice.layout.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/**
 * A value that somebody wrote, and where. Its typed readings throw {@link WrongSetting}.
 *
 * @param key the path of the setting, as problems name it
 * @param origin file and line
 * @param builtIn whether it is a default of a dialect or of {@code reference.conf}
 */
record Setting(ConfigValue value, String key, String origin, boolean builtIn) {

  static final Map<String, Boolean> YES_NO = Map.of("true", true, "false", false);

  /** A text, or a number or boolean as it is written. */
  String text() {
    return switch (value.valueType()) {
      case STRING, NUMBER, BOOLEAN -> holder().getString("it");
      case LIST, OBJECT, NULL ->
          throw new WrongSetting("must be a text but is " + kind() + ". Write one text there.");
    };
  }

  /** A text that is not blank. */
  String words() {
    String text = text().strip();
    if (text.isEmpty()) {
      throw new WrongSetting("is empty. Write a text, or leave it out.");
    }
    return text;
  }

  /** A list of values; a single value stands for a list of one. */
  List<Setting> list() {
    if (value.valueType() != ConfigValueType.LIST) {
      return List.of(this);
    }
    List<Setting> items = new ArrayList<>();
    for (ConfigValue item : (ConfigList) value) {
      int line = item.origin().lineNumber();
      String where = line > 0 ? origin.replaceFirst(":[0-9]+$", ":" + line) : origin;
      items.add(new Setting(item, key, where, builtIn));
    }
    return items;
  }

  /** Texts without blanks or repetitions. */
  List<String> texts() {
    List<String> texts = new ArrayList<>();
    for (Setting item : list()) {
      String text = item.words();
      if (texts.contains(text)) {
        throw new WrongSetting("has \"" + text + "\" twice. Remove one.");
      }
      texts.add(text);
    }
    return texts;
  }

  /** One of a few words. */
  <T> T oneOf(Map<String, T> meanings) {
    String text = text();
    T meaning = meanings.get(text);
    if (meaning == null) {
      throw new WrongSetting(
          "\""
              + text
              + "\" is not "
              + alternatives(meanings.keySet())
              + ". "
              + Suggestions.didYouMean(
                  text, meanings.keySet(), "Write " + alternatives(meanings.keySet()) + "."));
    }
    return meaning;
  }

  /** A single character. */
  char character() {
    String text = text();
    if (text.length() != 1) {
      throw new WrongSetting("\"" + text + "\" is not one character. Write one, such as \";\".");
    }
    return text.charAt(0);
  }

  /** A share of a whole, 0 to 1: {@code 1%} or {@code 0.01}. */
  double ratio() {
    String text = text().strip();
    boolean percent = text.endsWith("%");
    String digits = percent ? text.substring(0, text.length() - 1).strip() : text;
    double number;
    try {
      number = Double.parseDouble(digits);
    } catch (NumberFormatException e) {
      throw new WrongSetting("\"" + text + "\" is not a share. Write 1% or 0.01.");
    }
    double ratio = percent ? number / 100 : number;
    if (!(ratio >= 0 && ratio <= 1)) {
      throw new WrongSetting(text + " is not between 0 and 1. Write a share such as 1% or 0.01.");
    }
    return ratio;
  }

  Duration duration() {
    Duration duration =
        measure(Config::getDuration, "is not a duration. Write one such as 30d, 6h or 10m.");
    if (duration.isNegative()) {
      throw new WrongSetting(text() + " is negative. Write 0s or more.");
    }
    return duration;
  }

  /** A duration of whole days. */
  int days() {
    Duration duration = duration();
    if (!duration.equals(Duration.ofDays(duration.toDays()))
        || duration.toDays() > Integer.MAX_VALUE) {
      throw new WrongSetting(text() + " is not a number of whole days. Write one such as 30d.");
    }
    return (int) duration.toDays();
  }

  long bytes() {
    return measure(Config::getBytes, "is not a size. Write one such as 175MB.");
  }

  /** Whether it takes back what would be inherited. */
  boolean isNull() {
    return value.valueType() == ConfigValueType.NULL;
  }

  boolean isFromEnvironment() {
    return origin.startsWith(Origins.ENVIRONMENT);
  }

  /** What kind of value it is, for a message. */
  String kind() {
    return switch (value.valueType()) {
      case LIST -> "a list";
      case OBJECT -> "a block { … }";
      case NULL -> "null";
      case STRING -> "the text \"" + text() + "\"";
      case NUMBER, BOOLEAN -> text();
    };
  }

  static String alternatives(Collection<String> words) {
    List<String> sorted = words.stream().sorted().toList();
    int last = sorted.size() - 1;
    return last < 1
        ? String.join("", sorted)
        : String.join(", ", sorted.subList(0, last)) + " or " + sorted.get(last);
  }

  private <T> T measure(BiFunction<Config, String, T> reading, String advice) {
    String text = text();
    try {
      return reading.apply(holder(), "it");
    } catch (ConfigException | ArithmeticException e) {
      throw new WrongSetting("\"" + text + "\" " + advice);
    }
  }

  private Config holder() {
    return value.atKey("it");
  }
}
