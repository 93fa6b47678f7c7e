package io.sluice.jobs.curate;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.spark.sql.catalyst.analysis.PlanWithUnresolvedIdentifier;
import org.apache.spark.sql.catalyst.analysis.UnresolvedRelation;
import org.apache.spark.sql.catalyst.expressions.SubqueryExpression;
import org.apache.spark.sql.catalyst.plans.logical.Command;
import org.apache.spark.sql.catalyst.plans.logical.ParsedStatement;
import org.apache.spark.sql.catalyst.plans.logical.UnresolvedWith;
import org.apache.spark.sql.catalyst.trees.Origin;
import org.apache.spark.sql.catalyst.trees.TreeNode;
import scala.Product;
import scala.collection.Iterable;
import scala.collection.Iterator;

/**
 * What stands in a parsed tree of Spark, wherever it stands: in a join, in a subquery of an
 * expression, in a WITH, behind a time travel.
 *
 * <p>Every node of Spark is a Scala product, so one walk over the fields finds them all. Walking
 * the children alone would miss tables, as some nodes keep theirs in a field.
 */
final class SqlTree {

  /** A table that is read: the parts of its name as written, and the line, counted from 1. */
  record Read(List<String> parts, int line) {}

  private final List<Read> reads = new ArrayList<>();
  private final List<Integer> computedNames = new ArrayList<>();
  private boolean statement;
  private boolean subquery;

  private SqlTree() {}

  static SqlTree of(TreeNode<?> root) {
    SqlTree tree = new SqlTree();
    tree.walk(root, Set.of());
    return tree;
  }

  /** The tables that are read, without those that a WITH defines. */
  List<Read> reads() {
    return reads;
  }

  /** The lines on which a table's name is computed, so that nobody can tell which it is. */
  List<Integer> computedNames() {
    return computedNames;
  }

  /** Whether it writes, defines or shows something, instead of being a query. */
  boolean isStatement() {
    return statement;
  }

  /** Whether an expression in it holds a query of its own. */
  boolean hasSubquery() {
    return subquery;
  }

  static int line(Origin origin) {
    return origin.line().isDefined() ? (Integer) origin.line().get() : 1;
  }

  /**
   * @param scope the names in lower case that a WITH around this node defines
   */
  private void walk(Object node, Set<String> scope) {
    if (node instanceof UnresolvedRelation relation) {
      read(relation, scope);
    } else if (node instanceof UnresolvedWith with) {
      walkWith(with, scope);
    } else {
      statement |= node instanceof Command || node instanceof ParsedStatement;
      subquery |= node instanceof SubqueryExpression;
      if (node instanceof PlanWithUnresolvedIdentifier computed) {
        computedNames.add(line(computed.origin()));
      }
      if (node instanceof Product product) {
        walkAll(product.productIterator(), scope);
      } else if (node instanceof Iterable<?> several) {
        walkAll(several.iterator(), scope);
      }
    }
  }

  private void walkAll(Iterator<?> nodes, Set<String> scope) {
    while (nodes.hasNext()) {
      walk(nodes.next(), scope);
    }
  }

  /** Each definition sees those before it; a recursive one sees itself too. */
  private void walkWith(UnresolvedWith with, Set<String> outer) {
    Set<String> scope = new HashSet<>(outer);
    boolean recursive = isRecursive(with);
    Iterator<? extends Product> definitions = with.cteRelations().iterator();
    while (definitions.hasNext()) {
      Product definition = definitions.next();
      String name = definition.productElement(0).toString().toLowerCase(Locale.ROOT);
      if (recursive) {
        scope.add(name);
      }
      walk(definition.productElement(1), scope);
      scope.add(name);
    }
    walk(with.child(), scope);
  }

  /** Spark 3.5 knows no WITH RECURSIVE; Spark 4 has the flag as a further field. */
  private static boolean isRecursive(UnresolvedWith with) {
    Iterator<Object> fields = with.productIterator();
    while (fields.hasNext()) {
      if (Boolean.TRUE.equals(fields.next())) {
        return true;
      }
    }
    return false;
  }

  private void read(UnresolvedRelation relation, Set<String> scope) {
    List<String> parts = new ArrayList<>();
    Iterator<String> names = relation.multipartIdentifier().iterator();
    while (names.hasNext()) {
      parts.add(names.next());
    }
    boolean defined = parts.size() == 1 && scope.contains(parts.get(0).toLowerCase(Locale.ROOT));
    if (!defined) {
      reads.add(new Read(List.copyOf(parts), line(relation.origin())));
    }
  }
}
