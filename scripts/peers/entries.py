"""What stands in Glue, field by field, against what each reader of an entry needs."""

from __future__ import annotations

import base64
import json

from metastores import GlueService
from questions import Kind, Row, Shape

SEQUENCE_FILE = (
    "org.apache.hadoop.mapred.SequenceFileInputFormat",
    "org.apache.hadoop.hive.ql.io.HiveSequenceFileOutputFormat",
    "org.apache.hadoop.hive.serde2.lazy.LazySimpleSerDe",
)
PARQUET = (
    "org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat",
    "org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat",
    "org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe",
)


class Entry:
    """An entry as Glue gives it back; what is wrong with it is collected."""

    def __init__(self, glue: GlueService, shape: Shape) -> None:
        self.shape = shape
        self.problems: list[str] = []
        self.checked = 0
        names = {"DatabaseName": shape.database}
        self.table = glue.call("GetTable", Name=shape.table, **names)["Table"]
        found = glue.call("GetPartitions", TableName=shape.table, **names)["Partitions"]
        self.partitions = {partition["Values"][0]: partition for partition in found}
        self.storage = self.table["StorageDescriptor"]
        self.parameters = self.table["Parameters"]

    def check(self, rows: list[Row]) -> list[str]:
        if self.shape.kind == Kind.VIEW:
            self._view()
            return self.problems
        if self.shape.kind == Kind.RAW:
            self._raw({row["extracted_at"] for row in rows})
            return self.problems
        dates = {row["date"] for row in rows if "date" in row}
        self._is("TableType", self.table.get("TableType"), "EXTERNAL_TABLE")
        self._is("EXTERNAL", self.parameters.get("EXTERNAL"), "TRUE")
        self._is("NumberOfBuckets", self.storage.get("NumberOfBuckets"), -1)
        keys = [(key["Name"], key["Type"]) for key in self.table.get("PartitionKeys", [])]
        self._is("PartitionKeys", keys, [("date", "string")] if dates else [])
        names = [column["Name"] for column in self.storage["Columns"]]
        self._is("lower-case columns", names, [name.lower() for name in names])
        self._is("columns without the partition's", "date" in names, False)
        location = self.storage["Location"]
        self._is("Location", "://" in location or location.startswith("file:"), True)
        if self.shape.kind == Kind.DELTA:
            self._delta(names, location)
        else:
            self._parquet(dates, location)
        return self.problems

    def _delta(self, names: list[str], location: str) -> None:
        serde = self.storage["SerdeInfo"]
        self._is("formats", formats(self.storage), SEQUENCE_FILE)
        self._is("path", serde["Parameters"].get("path"), location)
        self._is("serialization.format", serde["Parameters"].get("serialization.format"), "1")
        for key, value in (
            ("table_type", "delta"),
            ("classification", "delta"),
            ("spark.sql.sources.provider", "delta"),
            ("spark.sql.partitionProvider", "catalog"),
            ("delta.minReaderVersion", "1"),
            ("delta.minWriterVersion", "2"),
        ):
            self._is(key, self.parameters.get(key), value)
        key = "spark.sql.sources.schema"
        count = int(self.parameters.get(f"{key}.numParts", "0"))
        parts = [self.parameters.get(f"{key}.part.{place}", "") for place in range(count)]
        self._is("parts of at most 4000", all(len(part) <= 4000 for part in parts), True)
        schema = json.loads("".join(parts) or '{"fields": []}')
        fields = [field["name"] for field in schema["fields"]]
        self._is("schema", sorted(fields), sorted([*names, "date"]))
        for key in ("delta.lastUpdateVersion", "delta.lastCommitTimestamp"):
            self._is(key, self.parameters.get(key, "").isdigit(), True)
        harmful = ("spark.sql.sources.schema.numPartCols", "storage_handler", "projection.")
        found = [key for key in self.parameters if key.startswith(harmful)]
        self._is("keys that some reader fails on", found, [])
        self._is("partitions", list(self.partitions), [])

    def _parquet(self, dates: set[str], location: str) -> None:
        self._is("formats", formats(self.storage), PARQUET)
        self._is("classification", self.parameters.get("classification"), "parquet")
        provider = self.parameters.get("spark.sql.sources.provider")
        self._is("spark.sql.sources.provider", provider, None)
        # A date of a versioned table that has lost all its rows stays a partition.
        there = dates | set(self.partitions) if self.shape.kind == Kind.VERSIONED else dates
        self._is("partitions", sorted(self.partitions), sorted(there))
        for partition in self.partitions.values():
            storage = partition["StorageDescriptor"]
            self._is("partition's formats", formats(storage), PARQUET)
            self._is("partition's location", storage["Location"].startswith(location), True)
            self._is("partition's columns", types(storage), types(self.storage))

    def _raw(self, extractions: set[str]) -> None:
        """
        Registered, and projected where a bucket has no folders: on a disk an engine fails over an
        extraction without one.
        """
        self._is("TableType", self.table.get("TableType"), "EXTERNAL_TABLE")
        self._is("partitions", sorted(self.partitions), sorted(extractions))
        projected = {"projection.enabled": "true", "projection.extracted_at.type": "date"}
        on_disk = self.storage["Location"].startswith("file:")
        for key, value in projected.items():
            self._is(key, self.parameters.get(key), None if on_disk else value)
        template = self.parameters.get("storage.location.template", "")
        self._is("storage.location.template", "${extracted_at}" in template, not on_disk)
        for partition in self.partitions.values():
            own = types(partition["StorageDescriptor"])
            self._is("partition's columns", own, types(self.storage))

    def _view(self) -> None:
        self._is("TableType", self.table.get("TableType"), "VIRTUAL_VIEW")
        self._is("presto_view", self.parameters.get("presto_view"), "true")
        self._is("comment", self.parameters.get("comment"), "Presto View")
        # Trino takes a description for the comment by which it knows its views.
        self._is("Description", self.table.get("Description") or None, None)
        self._is("Owner", bool(self.table.get("Owner")), True)
        self._is("Location", self.storage.get("Location") or None, None)
        self._is("SerdeInfo", "SerdeInfo" in self.storage, True)
        original = self.table.get("ViewOriginalText", "")
        self._is("Presto's text", original.startswith("/* Presto View: "), True)
        self._is("Spark's text", "SELECT" in self.table.get("ViewExpandedText", ""), True)
        text = json.loads(base64.b64decode(original.split(" ")[3]))
        must = {"originalSql", "catalog", "schema", "columns", "runAsInvoker", "path"}
        self._is("keys that Athena needs", must - set(text), set())
        names = [column["name"] for column in text["columns"]]
        self._is("columns", names, [column["Name"] for column in self.storage["Columns"]])

    def _is(self, what: str, found: object, wanted: object) -> None:
        self.checked += 1
        if found != wanted:
            self.problems.append(f"{what} is {found!r} and must be {wanted!r}")


def formats(storage: dict) -> tuple:
    library = storage["SerdeInfo"].get("SerializationLibrary")
    return storage.get("InputFormat"), storage.get("OutputFormat"), library


def types(storage: dict) -> list[tuple[str, str]]:
    return [(column["Name"], column["Type"]) for column in storage["Columns"]]
