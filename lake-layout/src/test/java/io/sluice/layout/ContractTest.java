package io.sluice.layout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ContractTest {

  private static final String FROM = "s3a://acme/_sluice/tables/shop/orders/contract.conf";
  private static final Contract CONTRACT =
      new Contract(List.of())
          .with(
              List.of(
                  Column.of("order_id", "bigint"),
                  Column.of("amount", "decimal(12,2)"),
                  Column.of("lines", "array<struct<sku:string,price:decimal(12,2)>>")),
              true,
              1);

  @Test
  void comesBackAsItWasWritten() {
    Contract grown = CONTRACT.with(List.of(Column.of("campaign", "string")), false, 7);
    assertEquals(grown, Contract.parse(grown.toText(), FROM));
  }

  @Test
  void isATextThatAPersonCanRead() {
    assertEquals(
        """
        # The contract of the table, written by Sluice.
        format-version = 1
        columns = [
          { name = "order_id", type = "bigint", declared = true, since = 1 }
        ]
        """,
        new Contract(List.of()).with(List.of(Column.of("order_id", "bigint")), true, 1).toText());
  }

  @Test
  void aColumnThatJoinsComesLastAndKeepsTheRunItCameWith() {
    Contract grown = CONTRACT.with(List.of(Column.of("campaign", "string")), false, 7);
    assertEquals(
        new Contract.Entry(Column.of("campaign", "string"), false, 7), grown.entries().get(3));
    assertEquals(CONTRACT.entries(), grown.entries().subList(0, 3));
  }

  @Test
  void aWidenedColumnRemembersWhatItWas() {
    Contract widened =
        CONTRACT
            .widened(Map.of("amount", ColumnType.parse("decimal(14,4)")), 5)
            .declaring(List.of(Column.of("amount", "decimal(16,4)")), 8);
    Contract.Entry amount =
        new Contract.Entry(
            Column.of("amount", "decimal(16,4)"),
            true,
            1,
            List.of(
                new Contract.Was(ColumnType.parse("decimal(12,2)"), 5),
                new Contract.Was(ColumnType.parse("decimal(14,4)"), 8)));
    assertEquals(amount, widened.entries().get(0));
    assertEquals(widened, Contract.parse(widened.toText(), FROM));
    assertTrue(
        widened
            .toText()
            .contains(
                "since = 1, was = [{ type = \"decimal(12,2)\", until = 5 }, { type ="
                    + " \"decimal(14,4)\", until = 8 }] }"),
        widened.toText());
    Contract setBack = widened.declaring(List.of(Column.of("amount", "decimal(14,4)")), 9);
    assertEquals(
        List.of(new Contract.Was(ColumnType.parse("decimal(12,2)"), 5)),
        setBack.entries().get(0).was());
  }

  @Test
  void aColumnThatIsThereStaysAsItIs() {
    assertEquals(CONTRACT, CONTRACT.with(List.of(Column.of("amount", "string")), false, 7));
  }

  @Test
  void declaredColumnsLeadAndKeepTheRunTheyCameWith() {
    Contract inferred =
        new Contract(List.of())
            .with(List.of(Column.of("a", "bigint"), Column.of("b", "string")), false, 2);
    Column commented = new Column("b", ColumnType.parse("string"), "what b means");
    assertEquals(
        List.of(
            new Contract.Entry(Column.of("c", "date"), true, 5),
            new Contract.Entry(commented, true, 2),
            new Contract.Entry(Column.of("a", "bigint"), false, 2)),
        inferred.declaring(List.of(Column.of("c", "date"), commented), 5).entries());
    assertEquals(inferred, inferred.declaring(List.of(), 5));
  }

  @Test
  void findsAColumnByItsName() {
    assertEquals(Optional.of(Column.of("order_id", "bigint")), CONTRACT.column("order_id"));
    assertEquals(Optional.empty(), CONTRACT.column("Order_Id"));
  }

  @Test
  void refusesWhatANewerSluiceWrote() {
    LakeException refused = refused("format-version = 2\ncolumns = 3\n");
    assertEquals(LakeException.Kind.CONFIGURATION, refused.kind());
    assertEquals(
        "Cannot read "
            + FROM
            + ": it is of format 2 and this Sluice knows up to 1. It was written by a newer Sluice:"
            + " use that or a newer one.",
        refused.getMessage());
  }

  @Test
  void refusesGarbageAndSaysWhatToDo() {
    LakeException refused =
        refused(CONTRACT.toText().replace("decimal(12,2)\"", "decimal(99,2)\""));
    assertEquals(LakeException.Kind.FAILED, refused.kind());
    assertTrue(
        refused.getMessage().startsWith("Cannot read the contract " + FROM + ": ")
            && refused.getMessage().contains("decimal(99,2)")
            && refused
                .getMessage()
                .endsWith(
                    ". Restore it from a backup of the bucket, or declare the columns and delete"
                        + " it."),
        refused.getMessage());
    assertEquals(LakeException.Kind.FAILED, refused("").kind());
    assertEquals(LakeException.Kind.FAILED, refused("columns = [").kind());
  }

  private static LakeException refused(String text) {
    return assertThrows(LakeException.class, () -> Contract.parse(text, FROM));
  }

  @Test
  void aRebuildKeepsWhatWasInferred() {
    Contract contract =
        new Contract(List.of())
            .with(List.of(Column.of("id", "bigint")), true, 1)
            .with(List.of(Column.of("note", "string")), false, 2);
    assertEquals(List.of(Column.of("note", "string")), contract.inferred().columns());
  }

  @Test
  void aRollbackForgetsWhatWasInferredSince() {
    Contract contract =
        new Contract(List.of())
            .with(List.of(Column.of("a", "string")), false, 1)
            .with(List.of(Column.of("b", "string")), false, 3)
            .with(List.of(Column.of("c", "string")), true, 3);
    assertEquals(
        List.of(Column.of("a", "string"), Column.of("c", "string")), contract.upTo(2).columns());
  }

  @Test
  void aTableThatIsBackHasTheTypesOfThenWhereNoneAreDeclared() {
    Contract contract =
        new Contract(List.of())
            .with(List.of(Column.of("id", "bigint")), true, 1)
            .with(List.of(Column.of("n", "bigint")), false, 1)
            .with(List.of(Column.of("later", "string")), false, 5);
    Contract back =
        contract.backTo(
            List.of(Column.of("id", "int"), Column.of("n", "int"), Column.of("gone", "date")), 2);
    assertEquals(
        List.of(
            new Contract.Entry(Column.of("id", "bigint"), true, 1),
            new Contract.Entry(Column.of("n", "int"), false, 1),
            new Contract.Entry(Column.of("gone", "date"), false, 2)),
        back.entries());
  }
}
