"""What every engine is asked, in SQL that all of them understand, and the answer in plain Python."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import Enum
from typing import Callable

Row = dict
Answer = Counter


@dataclass(frozen=True)
class Column:
    """An expression, the kind of its values, and what it is of a row in Python."""

    sql: str
    kind: str
    of: Callable[[Row], object]


@dataclass(frozen=True)
class Filter:
    """A condition, and the same in Python: true, or false where SQL says false or unknown."""

    sql: str
    holds: Callable[[Row], bool]


class Kind(Enum):
    DELTA = "Delta"
    PARQUET = "Parquet"
    VERSIONED = "versioned Parquet"
    VIEW = "view"
    RAW = "raw files"


@dataclass(frozen=True)
class Shape:
    """A table as it is asked about.

    catalog is the engines' name of where it is registered, with the connector for its format; total
    is the column that filtered questions sum.
    """

    name: str
    catalog: str
    database: str
    table: str
    columns: list[Column]
    filters: list[Filter]
    total: str
    kind: Kind

    def in_spark(self) -> str:
        return f"{self.database}.{self.table}"

    def in_engine(self) -> str:
        return f"{self.catalog}.{self.database}.{self.table}"

    def in_the_other(self) -> str:
        """The same entry through the catalog of the other format."""
        prefix, delta, _ = self.catalog.rpartition("delta")
        other = f"{prefix}hive" if delta else self.catalog.replace("hive", "delta")
        return f"{other}.{self.database}.{self.table}"

    def is_atomic(self) -> bool:
        """Dates of plain Parquet are replaced one after the other; all else changes at once."""
        return self.kind in (Kind.DELTA, Kind.VERSIONED)


def plain(name: str, kind: str) -> Column:
    return Column(name, kind, lambda row: row.get(name))


# Asking ----------------------------------------------------------------------------------------


def rows_sql(shape: Shape) -> str:
    return f"SELECT {', '.join(column.sql for column in shape.columns)} FROM {shape.in_engine()}"


def filters_sql(shape: Shape) -> str:
    """One statement; each condition stands in a WHERE of its own, where it is pushed down."""
    return " UNION ALL ".join(
        f"SELECT {place}, count(*), sum({shape.total}) FROM {shape.in_engine()} WHERE {one.sql}"
        for place, one in enumerate(shape.filters)
    )


def spark_sql(shapes: list[Shape]) -> str:
    """
    Everything about every table in one statement, as text, since Spark starts for each anew. The
    conditions are counted in one scan: Spark is compared with here, what it pushes down is its own.
    """
    width = max(max(len(shape.columns), 2 * len(shape.filters)) for shape in shapes)
    selects = []

    def select(label: str, values: list[str], source: str) -> None:
        texts = [f"CAST({value} AS string)" for value in values]
        texts += ["CAST(NULL AS string)"] * (width - len(values))
        selects.append(f"SELECT '{label}', {', '.join(texts)} FROM {source}")

    for shape in shapes:
        select(f"{shape.name} rows", [column.sql for column in shape.columns], shape.in_spark())
        counts = []
        for one in shape.filters:
            counts.append(f"count(CASE WHEN {one.sql} THEN 1 END)")
            counts.append(f"sum(CASE WHEN {one.sql} THEN {shape.total} END)")
        select(f"{shape.name} filters", counts, shape.in_spark())
    return " UNION ALL ".join(selects)


def spark_answers(shapes: list[Shape], lines: list[list]) -> dict[str, dict[str, Answer]]:
    """A table's name to its answers."""
    answers = {}
    for shape in shapes:
        rows = [values for label, *values in lines if label == f"{shape.name} rows"]
        counts = next(values for label, *values in lines if label == f"{shape.name} filters")
        numbered = [
            [place, counts[2 * place], counts[2 * place + 1]] for place in range(len(shape.filters))
        ]
        answers[shape.name] = {
            "rows": answer(rows, row_kinds(shape)),
            "filters": answer(numbered, FILTER_KINDS),
        }
    return answers


# Answers ---------------------------------------------------------------------------------------

FILTER_KINDS = ["bigint", "bigint", "decimal"]


def row_kinds(shape: Shape) -> list[str]:
    return [column.kind for column in shape.columns]


def expected_rows(shape: Shape, rows: list[Row]) -> Answer:
    return answer([[column.of(row) for column in shape.columns] for row in rows], row_kinds(shape))


def expected_filters(shape: Shape, rows: list[Row]) -> Answer:
    lines = []
    for place, one in enumerate(shape.filters):
        kept = [row for row in rows if one.holds(row)]
        values = [row.get(shape.total) for row in kept if row.get(shape.total) is not None]
        lines.append([place, len(kept), sum(values) if values else None])
    return answer(lines, FILTER_KINDS)


def answer(rows: list[list], kinds: list[str]) -> Answer:
    """Rows without an order, their values in the one form that all engines' forms lead to."""
    return Counter(tuple(value(one, kind) for one, kind in zip(row, kinds)) for row in rows)


def value(raw: object, kind: str) -> object:
    if raw is None:
        return None
    if kind == "bigint":
        return int(str(raw))
    if kind == "decimal":
        return Decimal(str(raw)).normalize()
    if kind == "double":
        return float(str(raw))
    if kind == "boolean":
        return str(raw).lower()
    if kind == "timestamp":
        # 2026-11-18 01:30:00.123000 UTC, 2026-11-18 01:30:00.123 and 2026-11-18 01:30:00.12 as Spark
        # writes .120: milliseconds are what every engine has.
        text = raw.isoformat(sep=" ") if isinstance(raw, datetime) else str(raw)
        whole, _, fraction = text.replace(" UTC", "").replace("T", " ").partition(".")
        return f"{whole}.{fraction[:3]:0<3}"
    return str(raw)


def difference(wanted: Answer, got: Answer) -> str | None:
    """Nothing if both are equal, else the rows that only one side has."""
    if wanted == got:
        return None
    missing, extra = wanted - got, got - wanted
    lines = [f"{sum(missing.values())} rows are missing and {sum(extra.values())} are too much"]
    for sign, rows in (("-", missing), ("+", extra)):
        lines += [f"  {sign} {row}" for row in sorted(rows, key=repr)[:5]]
    return "\n".join(lines)
