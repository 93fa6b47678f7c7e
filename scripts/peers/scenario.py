"""A lake's life, step by step; after each step every engine is asked everything."""

from __future__ import annotations

import copy
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Callable

from cluster import SubmittedLake
from engines import Engine
from entries import Entry
from failure import Failure
from lake import SMALL_FILES, Lake
from matrix import Matrix
from metastores import MOTO, GlueService, Metastore
from questions import (
    FILTER_KINDS,
    Answer,
    Kind,
    Row,
    Shape,
    answer,
    difference,
    expected_filters,
    expected_rows,
    filters_sql,
    row_kinds,
    rows_sql,
    spark_answers,
    spark_sql,
)
from shapes import ROLLED_BACK, contents, rolled_back, shapes
from shop import Shop
from statements import QueryFailed
from watch import Watch, state

class Scenario:
    """Works on one lake, registered in one metastore, and asks all engines."""

    def __init__(
        self, lake: Lake, metastore: Metastore, engines: list[Engine], matrix: Matrix
    ) -> None:
        self.lake = lake
        self.metastore = metastore
        self.engines = engines
        self.matrix = matrix
        self.shop = Shop()
        self.holds: dict[str, list[Row]] = {}
        self.runs: dict[str, int] = {}
        self.grown = False
        self.with_spark = False

    def whole(self) -> None:
        """Everything, and Spark asked as well."""
        self.with_spark = True
        self._step("append", self._append)
        self._step("upsert", lambda: self._load(self.shop.upsert))
        self._step("delete", lambda: self._load(self.shop.delete))
        then, runs = copy.deepcopy(self.holds), dict(self.runs)
        self._step("growth", self._grow)
        self._step("compaction", self._compact)
        self._step("rollback", lambda: self._roll_back(runs, then))
        self._step("next run", lambda: self._load(self.shop.more))

    def short(self, with_spark: bool) -> None:
        """What changes entries: new tables, dates that come and go, columns. Spark asks no catalog."""
        self.with_spark = with_spark
        self._step("append", self._append)
        self._step("delete", lambda: self._load(self.shop.delete))
        self._step("growth", self._grow)

    def submitted(self, lake: SubmittedLake) -> None:
        """The driver here, then on the cluster; what a wrong call and an idle one come to."""
        self.with_spark = True
        cluster = f"{lake.cluster.line.spark} {lake.cluster.name}"
        self._step(f"{cluster}, client", self._append)
        lake.require_exit_code()
        lake.mode = "cluster"
        self._step(f"{cluster}, cluster", lambda: self._load(self.shop.upsert))
        lake.require_nothing_to_do()
        lake.require_exit_code()

    def _step(self, name: str, act: Callable[[], None]) -> None:
        print(f"\n── {self.metastore.name}: {name}", flush=True)
        before, grown = dict(self.holds), self.grown
        watched = [shape for shape in self._shapes() if shape.is_atomic() and before]
        started = time.monotonic()
        with Watch(self.engines, watched) as watch:
            act()
        acted = time.monotonic()
        self._judge_watch(name, watched, watch, before, grown != self.grown)
        self._compare(name)
        asked = time.monotonic() - acted
        print(f"{acted - started:.0f} s for the step, {asked:.0f} s for the questions", flush=True)

    def _shapes(self) -> list[Shape]:
        return shapes(self.grown, self.metastore.prefix)

    # Acts ------------------------------------------------------------------------------------

    def _append(self) -> None:
        """In small files until there is something to compact."""
        self.lake.configure(grown=False, files=SMALL_FILES)
        self._load(self.shop.append)

    def _load(self, change: Callable[[], None]) -> None:
        change()
        extraction = self.lake.next_extraction()
        self.lake.land(extraction, self.shop.take_orders(extraction))
        for result in self.lake.sluice("run")["results"]:
            self.runs[result["table"]] = result["run"]
        self.grown = self.shop.grown
        self.holds = copy.deepcopy(contents(self.shop))

    def _grow(self) -> None:
        self.lake.configure(grown=True, files=SMALL_FILES)
        self._load(self.shop.grow)

    def _compact(self) -> None:
        self.lake.configure(grown=True)
        for result in self.lake.sluice("maintain")["results"]:
            if result["table"] in ROLLED_BACK.values() and not result["files"]["written"]:
                raise Failure(f"Nothing of {result['table']} was compacted: this step shows nothing.")

    def _roll_back(self, runs: dict[str, int], then: dict[str, list[Row]]) -> None:
        for table in ROLLED_BACK.values():
            self.lake.sluice("rollback", table, f"--to-run={runs[table]}")
        # A table of then has the columns of then.
        self.grown = False
        self.holds = rolled_back(self.holds, then)

    # While it changes ------------------------------------------------------------------------

    def _judge_watch(
        self,
        step: str,
        watched: list[Shape],
        watch: Watch,
        before: dict[str, list[Row]],
        types_change: bool,
    ) -> None:
        for shape in watched:
            published = [state(shape, rows[shape.name]) for rows in (before, self.holds)]
            for engine in self.engines:
                asked, wrong = watch.judged(engine, shape, published, types_change)
                name = self._name(shape) + ", meanwhile"
                self.matrix.record(str(engine), name, step, asked, wrong)

    # Afterwards ------------------------------------------------------------------------------

    def _compare(self, step: str) -> None:
        asked = self._shapes()
        with ThreadPoolExecutor(len(self.engines) + 1) as pool:
            jobs = [pool.submit(self._ask, engine, step, asked) for engine in self.engines]
            if self.with_spark:
                jobs.append(pool.submit(self._ask_spark, step, asked))
            if isinstance(self.metastore, GlueService):
                jobs.append(pool.submit(self._look_at_entries, self.metastore, step, asked))
            for job in jobs:
                job.result()

    def _ask_spark(self, step: str, all_shapes: list[Shape]) -> None:
        """Raw files have no name in a query of Sluice's."""
        asked = [shape for shape in all_shapes if shape.kind != Kind.RAW]
        answers = spark_answers(asked, self.lake.query(spark_sql(asked)))
        for shape in asked:
            for what, got in answers[shape.name].items():
                self._record("Spark", shape, step, what, got)

    def _ask(self, engine: Engine, step: str, asked: list[Shape]) -> None:
        for shape in asked:
            for what, sql, kinds in (
                ("rows", rows_sql(shape), row_kinds(shape)),
                ("filters", filters_sql(shape), FILTER_KINDS),
            ):
                try:
                    self._record(str(engine), shape, step, what, answer(engine.query(sql), kinds))
                except QueryFailed as error:
                    self._differ(str(engine), shape, step, f"a query failed: {error}\n  {sql}")
            if shape.kind != Kind.VIEW:
                self._ask_the_other(engine, shape, step)

    def _ask_the_other(self, engine: Engine, shape: Shape, step: str) -> None:
        """Through the catalog of the other format: the same rows or an error, never other rows."""
        sql = f"SELECT count(*) FROM {shape.in_the_other()}"
        try:
            got = engine.query(sql)[0][0]
        except QueryFailed as error:
            if engine.redirects:
                self._differ(str(engine), shape, step, f"a query failed: {error}\n  {sql}")
            else:
                self._equal(str(engine), shape, step, 1)
            return
        if got != len(self.holds[shape.name]):
            self._differ(str(engine), shape, step, f"{got} rows\n  {sql}")
        else:
            self._equal(str(engine), shape, step, 1)

    def _look_at_entries(self, glue: GlueService, step: str, asked: list[Shape]) -> None:
        for shape in asked:
            entry = Entry(glue, shape)
            problems = entry.check(self.holds[shape.name])
            good = entry.checked - len(problems)
            self.matrix.record(f"moto {MOTO}", self._name(shape), step, good, problems)

    def _record(self, engine: str, shape: Shape, step: str, what: str, got: Answer) -> None:
        rows = self.holds[shape.name]
        expected = expected_rows if what == "rows" else expected_filters
        wrong = difference(expected(shape, rows), got)
        if wrong is None:
            self._equal(engine, shape, step, 1 if what == "rows" else len(shape.filters))
            return
        sql = rows_sql(shape) if what == "rows" else "\n  ".join(numbered(shape))
        self._differ(engine, shape, step, f"{what}: {wrong}\n  {sql}")

    def _equal(self, engine: str, shape: Shape, step: str, answers: int) -> None:
        self.matrix.record(engine, self._name(shape), step, answers, [])

    def _differ(self, engine: str, shape: Shape, step: str, text: str) -> None:
        self.matrix.record(engine, self._name(shape), step, 0, [text])

    def _name(self, shape: Shape) -> str:
        return f"{self.metastore.name}: {shape.name}"


def numbered(shape: Shape) -> list[str]:
    return [f"{place}: {shape.in_engine()} WHERE {one.sql}" for place, one in enumerate(shape.filters)]
