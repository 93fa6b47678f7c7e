package io.sluice.jobs.curate;

import io.sluice.catalog.PrestoSql;
import io.sluice.catalog.PrestoTypes;
import io.sluice.layout.config.ConfigProblem;
import io.sluice.layout.config.MartConfig;
import io.sluice.layout.readers.Engine;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.spark.sql.catalyst.analysis.UnresolvedAlias;
import org.apache.spark.sql.catalyst.analysis.UnresolvedAttribute;
import org.apache.spark.sql.catalyst.analysis.UnresolvedFunction;
import org.apache.spark.sql.catalyst.expressions.Add;
import org.apache.spark.sql.catalyst.expressions.Alias;
import org.apache.spark.sql.catalyst.expressions.Cast;
import org.apache.spark.sql.catalyst.expressions.Divide;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.expressions.Multiply;
import org.apache.spark.sql.catalyst.expressions.SortOrder;
import org.apache.spark.sql.catalyst.expressions.Subtract;
import org.apache.spark.sql.catalyst.plans.logical.Aggregate;
import org.apache.spark.sql.catalyst.plans.logical.Join;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.Sort;
import org.apache.spark.sql.catalyst.trees.TreeNode;
import org.apache.spark.sql.types.DataTypes;
import scala.Product;
import scala.collection.Iterable;

/**
 * Whether a view's SQL means the same to Presto, Trino and Athena as to Spark, as far as its words
 * tell. It rather refuses what is the same everywhere than lets through what is not: a function is
 * right only if it is known to be, and what differs without an error, such as dividing integers, is
 * asked for in words that leave no doubt.
 */
final class Portability {

  /** What only Spark has, by the node that its parser makes of it. */
  private static final Map<String, String> SPARKS =
      Map.ofEntries(
          Map.entry("CreateNamedStruct", "struct(…) and (…, …) as a value; Select the parts"),
          Map.entry("First", "first(…); Write min(…) or a window function"),
          Map.entry("Generate", "LATERAL VIEW; Write materialize = table"),
          Map.entry("ILike", "ILIKE; Write lower(…) LIKE"),
          Map.entry("IntegralDivide", "DIV; Write CAST(floor(CAST(a AS double) / b) AS bigint)"),
          Map.entry("Last", "last(…); Write max(…) or a window function"),
          Map.entry("LikeAll", "LIKE ALL; Write several LIKE"),
          Map.entry("LikeAny", "LIKE ANY; Write several LIKE"),
          Map.entry("NotLikeAll", "NOT LIKE ALL; Write several LIKE"),
          Map.entry("NotLikeAny", "NOT LIKE ANY; Write several LIKE"),
          Map.entry("Offset", "OFFSET; Write row_number() OVER (…)"),
          Map.entry("Overlay", "OVERLAY; Write substr(…) || substr(…)"),
          Map.entry("Pivot", "PIVOT; Write CASE or FILTER"),
          Map.entry("RLike", "RLIKE; Write regexp_like(…, …)"),
          Map.entry("RelationTimeTravel", "VERSION AS OF; Read the table as it is"),
          Map.entry("RepartitionByExpression", "DISTRIBUTE BY and CLUSTER BY; Leave it out"),
          Map.entry("Sample", "TABLESAMPLE; Write materialize = table"),
          Map.entry("ScriptTransformation", "TRANSFORM; Write materialize = table"),
          Map.entry("StringTrim", "trim(… FROM …); Write trim(…)"),
          Map.entry("StringTrimLeft", "trim(LEADING …); Write ltrim(…)"),
          Map.entry("StringTrimRight", "trim(TRAILING …); Write rtrim(…)"),
          Map.entry("TimestampAdd", "dateadd(…); Write + INTERVAL '7' DAY"),
          Map.entry("TimestampDiff", "datediff(…); Write materialize = table"),
          Map.entry("UnresolvedInlineTable", "VALUES; Write SELECT … UNION ALL SELECT …"),
          Map.entry("UnresolvedStarExcept", "* EXCEPT; Name the columns"),
          Map.entry("UnresolvedTableValuedFunction", "a function as a table; Read a table"),
          Map.entry("Unpivot", "UNPIVOT; Write UNION ALL"));

  private static final Set<String> PARTS =
      Set.of("year", "quarter", "month", "week", "day", "hour", "minute");
  private static final Set<String> DOUBLES =
      Set.of("sqrt", "exp", "ln", "log10", "pow", "power", "stddev", "stddev_pop", "stddev_samp");
  private static final Set<String> NOW =
      Set.of("current_date", "current_timestamp", "current_user");

  private final MartConfig view;
  private final Map<Integer, Set<String>> found = new TreeMap<>();

  private Portability(MartConfig view) {
    this.view = view;
  }

  /** What is Spark's alone, each with its line. */
  static List<ConfigProblem> problems(MartConfig view, LogicalPlan plan) {
    Portability portability = new Portability(view);
    List<ConfigProblem> problems = new ArrayList<>();
    for (Engine without : List.of(Engine.REDSHIFT, Engine.BIGQUERY)) {
      if (view.readers().contains(without)) {
        String text = without + " reads no views of a catalog. Write materialize = table.";
        problems.add(new ConfigProblem(view.file(), "readers", text));
      }
    }
    if (view.isForPresto()) {
      PrestoSql.problems(view.sql()).forEach(it -> portability.add(it.line(), it.text()));
      portability.walk(plan);
    }
    portability.found.forEach(
        (line, texts) ->
            texts.forEach(
                text ->
                    problems.add(
                        new ConfigProblem(
                            view.file() + ":" + (view.sqlLine() + line - 1), "", text))));
    return problems;
  }

  private void walk(Object node) {
    if (node instanceof TreeNode<?> tree) {
      judge(tree);
    }
    if (node instanceof Product product) {
      walkAll(product.productIterator());
    } else if (node instanceof Iterable<?> several) {
      walkAll(several.iterator());
    }
  }

  private void walkAll(scala.collection.Iterator<?> nodes) {
    while (nodes.hasNext()) {
      walk(nodes.next());
    }
  }

  private void judge(TreeNode<?> node) {
    String sparks = SPARKS.get(node.getClass().getSimpleName());
    if (sparks != null) {
      String[] parts = sparks.split("; ");
      add(node, "Presto has no " + parts[0] + ". " + parts[1] + ".");
    } else if (node instanceof UnresolvedFunction function) {
      judge(function);
    } else if (node instanceof Divide divide) {
      if (!isDouble(divide)) {
        add(node, "/ cuts integers and rounds decimals in Presto. Write CAST(a AS double) / b.");
      }
    } else if (node instanceof SortOrder order) {
      judge(order);
    } else if (node instanceof Aggregate aggregate) {
      judge(aggregate);
    } else if (node instanceof Join join) {
      String type = join.joinType().toString();
      if (type.equals("LeftSemi") || type.equals("LeftAnti")) {
        add(node, "Presto has no SEMI JOIN and no ANTI JOIN. Write WHERE EXISTS or NOT EXISTS.");
      }
    } else if (node instanceof Sort sort && !sort.global()) {
      add(node, "Presto has no SORT BY. Leave it out.");
    } else if (node instanceof UnresolvedAlias alias && alias.child() instanceof Cast cast) {
      add(cast, "a CAST has a name of its own in Spark only. Write AS <name> behind it.");
    } else if (node instanceof Alias alias) {
      if (PrestoTypes.isReserved(alias.name()) && !text(alias).endsWith("`")) {
        reserved(node, alias.name());
      }
    } else if (node instanceof UnresolvedAttribute attribute) {
      judge(attribute);
    }
  }

  private void judge(UnresolvedFunction function) {
    String name = last(function.nameParts()).toLowerCase(Locale.ROOT);
    List<Object> arguments = list(function.arguments());
    if (!PortableFunctions.has(name)) {
      add(
          function,
          name + "(…) is not known to be the same in Presto. " + PortableFunctions.instead(name));
    } else if (name.equals("avg") && !isDouble(arguments.get(0))) {
      add(function, "avg rounds decimals in Presto. Write avg(CAST(… AS double)).");
    } else if (name.equals("count") && arguments.size() > 1) {
      add(function, "Presto counts one column. Write count(DISTINCT a || b), or a subquery.");
    } else if (name.equals("extract")
        && arguments.get(0) instanceof Literal part
        && !PARTS.contains(String.valueOf(part.value()).toLowerCase(Locale.ROOT))) {
      add(
          function,
          "this part of a time is another in Presto. Extract one of " + sorted(PARTS) + ".");
    }
  }

  /** Spark puts nulls first when it sorts upwards, Presto always last. */
  private void judge(SortOrder order) {
    boolean upwards = order.direction().sql().equals("ASC");
    if (upwards && !text(order).toUpperCase(Locale.ROOT).matches("(?s).*NULLS\\s+(FIRST|LAST)")) {
      add(order, "nulls are sorted first by Spark and last by Presto. Write NULLS FIRST or LAST.");
    }
  }

  private void judge(Aggregate aggregate) {
    Set<String> computed = new TreeSet<>();
    for (Object item : list(aggregate.aggregateExpressions())) {
      if (item instanceof Alias alias && !names(alias.child(), alias.name())) {
        computed.add(alias.name().toLowerCase(Locale.ROOT));
      }
    }
    for (Object by : list(aggregate.groupingExpressions())) {
      if (by instanceof UnresolvedAttribute attribute
          && attribute.nameParts().size() == 1
          && computed.contains(last(attribute.nameParts()).toLowerCase(Locale.ROOT))) {
        add(
            attribute,
            "GROUP BY "
                + last(attribute.nameParts())
                + " names a result, which Presto does not look at. Write GROUP BY 1, or what is"
                + " computed.");
      }
    }
  }

  private static boolean names(Expression child, String name) {
    return child instanceof UnresolvedAttribute attribute
        && last(attribute.nameParts()).equalsIgnoreCase(name);
  }

  private void judge(UnresolvedAttribute attribute) {
    if (text(attribute).contains("`")) {
      return;
    }
    for (Object part : list(attribute.nameParts())) {
      String name = part.toString().toLowerCase(Locale.ROOT);
      if (PrestoTypes.isReserved(name) && !NOW.contains(name)) {
        reserved(attribute, name);
      }
    }
  }

  private void reserved(TreeNode<?> node, String name) {
    add(node, name + " is a word of its own in Presto. Write `" + name + "` in backticks.");
  }

  /** Whether the words say that a value is a double, whatever its columns are. */
  private static boolean isDouble(Object value) {
    if (value instanceof Cast cast) {
      return cast.dataType().equals(DataTypes.DoubleType);
    }
    if (value instanceof UnresolvedFunction function) {
      String name = last(function.nameParts()).toLowerCase(Locale.ROOT);
      return DOUBLES.contains(name)
          || Set.of("sum", "avg", "max", "min", "nullif", "coalesce", "abs").contains(name)
              && isDouble(list(function.arguments()).get(0));
    }
    boolean computes =
        value instanceof Add
            || value instanceof Subtract
            || value instanceof Multiply
            || value instanceof Divide;
    return computes
        && list(((Expression) value).children()).stream().anyMatch(Portability::isDouble);
  }

  private static String last(scala.collection.Seq<String> names) {
    return names.last();
  }

  private static List<Object> list(scala.collection.Iterable<?> items) {
    List<Object> list = new ArrayList<>();
    scala.collection.Iterator<?> next = items.iterator();
    while (next.hasNext()) {
      list.add(next.next());
    }
    return list;
  }

  private static String sorted(Set<String> words) {
    return String.join(", ", new TreeSet<>(words));
  }

  /** What somebody wrote for a node. */
  private String text(TreeNode<?> node) {
    var from = node.origin().startIndex();
    var to = node.origin().stopIndex();
    return from.isDefined() && to.isDefined()
        ? view.sql().substring((Integer) from.get(), (Integer) to.get() + 1)
        : "";
  }

  private void add(TreeNode<?> node, String text) {
    add(SqlTree.line(node.origin()), text);
  }

  private void add(int line, String text) {
    found.computeIfAbsent(line, added -> new TreeSet<>()).add(text);
  }
}
