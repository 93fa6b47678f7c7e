"""Readers that ask while a table changes: every answer must be made of its published states."""

from __future__ import annotations

import threading
from collections import Counter

from engines import Engine
from questions import Answer, Kind, Row, Shape, answer
from statements import QueryFailed

KINDS = ["bigint", "decimal", "bigint", "string", "string"]
# A table's columns and its partitions' are two calls: a query that is planned between them, while a
# type changes, is refused by Presto. It has no answer, and so no wrong one.
BETWEEN_TWO_TYPES = "mismatch between the table and partition schemas"


class Watch:
    """One thread an engine, from entering to leaving."""

    def __init__(self, engines: list[Engine], shapes: list[Shape]) -> None:
        self._answers: dict[tuple[Engine, str], Counter] = {}
        self._failures: dict[tuple[Engine, str], list[str]] = {}
        self._stop = threading.Event()
        self._threads = [
            threading.Thread(target=self._ask, args=(engine, shapes), daemon=True)
            for engine in engines
        ]

    def __enter__(self) -> "Watch":
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join()

    def _ask(self, engine: Engine, shapes: list[Shape]) -> None:
        """One table after the other: more at once would only slow down what is watched."""
        last = False
        while not last:
            # Once more after the last change.
            last = self._stop.wait(0.5)
            for shape in shapes:
                self._ask_once(engine, shape)

    def _ask_once(self, engine: Engine, shape: Shape) -> None:
        place = engine, shape.in_engine()
        sql = state_sql(shape)
        try:
            got = frozen(answer(engine.query(sql), KINDS))
            self._answers.setdefault(place, Counter()).update([got])
        except QueryFailed as error:
            self._failures.setdefault(place, []).append(f"{error}\n  {sql}")

    def judged(
        self, engine: Engine, shape: Shape, published: list[Answer], types_change: bool
    ) -> tuple[int, list[str]]:
        """How many answers were one of the published states, and what was wrong with the others."""
        allowed = {frozen(one) for one in published}
        dates = [by_date(one) for one in allowed]
        place = engine, shape.in_engine()
        seen = self._answers.get(place, Counter())
        wrong = [
            f"a query saw {sorted(got, key=repr)}, which is none of the published states"
            f" {[sorted(one, key=repr) for one in allowed]}"
            for got in set(seen)
            if not is_published(shape, got, allowed, dates)
        ]
        wrong += [
            f"a query failed while the table changed: {failure}"
            for failure in self._failures.get(place, [])
            if not (types_change and BETWEEN_TWO_TYPES in failure)
        ]
        good = sum(
            count for got, count in seen.items() if is_published(shape, got, allowed, dates)
        )
        return good, wrong


def is_published(
    shape: Shape, got: frozenset, allowed: set[frozenset], dates: list[dict[str, tuple]]
) -> bool:
    """
    A catalog switches the partitions of versioned Parquet in a few calls, so there each date by itself
    is as before or as after; a Delta table is so as a whole.
    """
    if shape.kind != Kind.VERSIONED:
        return got in allowed
    seen = by_date(got)
    every = set(seen).union(*dates)
    return all(seen.get(date) in [one.get(date) for one in dates] for date in every)


def by_date(lines: frozenset) -> dict[str, tuple]:
    return {line[3]: line for line, _ in lines}


def state_sql(shape: Shape) -> str:
    """All that tells one version from another, a date a line."""
    return (
        f"SELECT count(*), sum({shape.total}), count({shape.total}), date, min(date)"
        f" FROM {shape.in_engine()} GROUP BY date"
    )


def state(shape: Shape, rows: list[Row]) -> Answer:
    lines = []
    for date in sorted({row["date"] for row in rows}):
        there = [row.get(shape.total) for row in rows if row["date"] == date]
        known = [one for one in there if one is not None]
        lines.append([len(there), sum(known) if known else None, len(known), date, date])
    return answer(lines, KINDS)


def frozen(one: Answer) -> frozenset:
    return frozenset(one.items())
