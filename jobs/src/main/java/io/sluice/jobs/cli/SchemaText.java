package io.sluice.jobs.cli;

import static io.sluice.jobs.cli.TextTable.Align.LEFT;

import io.sluice.jobs.report.TableSchema;
import io.sluice.jobs.report.TableSchema.SchemaColumn;
import java.util.List;
import java.util.stream.Collectors;

/** Schemas as text for a person, a paragraph a table. */
final class SchemaText {

  private SchemaText() {}

  static String of(List<TableSchema> schemas) {
    if (schemas.isEmpty()) {
      return "Nothing is selected: there is no table to show.\n";
    }
    return schemas.stream().map(SchemaText::of).collect(Collectors.joining("\n"));
  }

  private static String of(TableSchema schema) {
    StringBuilder text = new StringBuilder();
    text.append(schema.table()).append(" (").append(schema.table().layer().word()).append(", ");
    text.append(schema.format()).append(", ");
    text.append(schema.run() == 0 ? "not published" : "published by run " + schema.run());
    text.append(")\n");
    if (!schema.columns().isEmpty()) {
      TextTable table =
          new TextTable()
              .column("COLUMN", LEFT)
              .column("TYPE", LEFT)
              .column("FROM", LEFT)
              .column("SINCE", LEFT)
              .column("IN TABLE", LEFT)
              .column("COMMENT", LEFT);
      for (SchemaColumn one : schema.columns()) {
        table.row(
            List.of(
                one.column().name(),
                one.column().type().toString(),
                one.origin().word(),
                one.since().isPresent() ? "run " + one.since().getAsLong() : "",
                one.inTable() ? "yes" : "no",
                one.column().comment()));
      }
      text.append(table.text());
    }
    schema.drift().forEach(line -> text.append("drift: ").append(line).append('\n'));
    schema.warnings().forEach(line -> text.append("warning: ").append(line).append('\n'));
    return text.toString();
  }
}
