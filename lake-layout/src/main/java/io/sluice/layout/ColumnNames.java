package io.sluice.layout;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Column names as every engine reads them: {@code [a-z_][a-z0-9_]*}.
 *
 * <p>{@code "OrderID"} → {@code order_id} · {@code "customer.e-mail"} → {@code customer_e_mail} ·
 * {@code "HTTPStatus2"} → {@code http_status2} · {@code "2nd name"} → {@code _2nd_name} · {@code
 * "_fivetran_synced"} stays.
 */
public final class ColumnNames {

  /** Control columns that Sluice writes itself start with this. */
  public static final String CONTROL_PREFIX = "_sluice_";

  /** The number of the run that published the row. */
  public static final String RUN = CONTROL_PREFIX + "run";

  /** The raw file the row came from, relative to the table's raw location. */
  public static final String FILE = CONTROL_PREFIX + "file";

  /** The place of the row in its raw file, in tables that keep every version. */
  public static final String POSITION = CONTROL_PREFIX + "position";

  /** Whether the row's key is gone, in tables that keep such rows. */
  public static final String DELETED = CONTROL_PREFIX + "deleted";

  /** Whether the row is put together from several, in tables that take partial updates. */
  public static final String PARTIAL = CONTROL_PREFIX + "partial";

  private static final Pattern LEGAL = Pattern.compile("[a-z_][a-z0-9_]*");
  private static final Pattern LOWER_TO_UPPER = Pattern.compile("(?<=[a-z0-9])(?=[A-Z])");
  private static final Pattern ACRONYM_TO_WORD = Pattern.compile("(?<=[A-Z])(?=[A-Z][a-z])");
  private static final Pattern FOREIGN = Pattern.compile("[^a-z0-9_]+");

  private ColumnNames() {}

  public static boolean isLegal(String name) {
    return LEGAL.matcher(name).matches();
  }

  /** The conformed name of a raw name; a name without any letter or digit becomes {@code _}. */
  public static String conform(String raw) {
    if (isLegal(raw)) {
      return raw;
    }
    String text = raw.strip();
    String words = LOWER_TO_UPPER.matcher(text).replaceAll("_");
    words = ACRONYM_TO_WORD.matcher(words).replaceAll("_");
    String name = FOREIGN.matcher(words.toLowerCase(Locale.ROOT)).replaceAll("_");
    boolean foreignEnd = name.length() > 1 && name.endsWith("_") && !text.endsWith("_");
    if (foreignEnd) {
      name = name.substring(0, name.length() - 1);
    }
    boolean foreignStart = name.length() > 1 && name.startsWith("_") && !text.startsWith("_");
    if (foreignStart) {
      name = name.substring(1);
    }
    if (name.isEmpty() || Character.isDigit(name.charAt(0))) {
      name = "_" + name;
    }
    return name;
  }
}
