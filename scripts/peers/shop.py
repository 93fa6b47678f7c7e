"""What extractors drop, step by step, and what the tables must then hold, told in plain Python.

Nothing here asks Sluice: expectations are computed from the rows that were written.
"""

from __future__ import annotations

import json
import random
from datetime import datetime, timedelta
from decimal import Decimal

CITIES = ["Recife", "São Paulo", "Porto Alegre", "Manaus", None]
CUSTOMERS = ["Ana", "Bruno", "Célia", "D'Ávila", "", None]
NOTES = [None, "", 'said "yes"', "two\nlines", "naïve – ✓ 漢字", "100 %_off", "a,b;c|d"]
FIRST_DAY = datetime(2026, 11, 14)
# The shop's zone has had no summer time since 2019.
OFFSET = timedelta(hours=-3)


class Shop:
    """Orders with their changes and deletes."""

    def __init__(self) -> None:
        self.random = random.Random(20261121)
        self.orders: dict[int, dict] = {}
        self.raw_orders: list[dict] = []
        self.landed: list[dict] = []
        self.next_order = 1
        self.clock = datetime(2026, 11, 19, 4)
        self.grown = False

    # The steps -------------------------------------------------------------------------------

    def append(self) -> None:
        for day in range(4):
            for _ in range(200):
                self._insert(day)
        self.raw_orders.append({"op": "I", "order_id": "twelve", "created_at": "2026-11-15T00:00:00Z"})

    def upsert(self) -> None:
        for key in self.random.sample(sorted(self.orders), 60):
            self._change(key)
        for day, count in ((5, 40), (2, 7), (-2, 3)):
            for _ in range(count):
                self._insert(day)

    def delete(self) -> None:
        gone = [key for key, row in self.orders.items() if row["date"] == "2026-11-15"]
        rest = sorted(set(self.orders) - set(gone))
        for key in gone + self.random.sample(rest, 50):
            self._tick()
            self.raw_orders.append(
                {"op": "D", "order_id": key, "updated_at": instant(self.clock)}
            )
            del self.orders[key]

    def grow(self) -> None:
        """A new column, a new field of a struct, and a type that was too narrow."""
        self.grown = True
        for key in self.random.sample(sorted(self.orders), 20):
            self._change(key)
        for day, count in ((6, 30), (0, 5)):
            for _ in range(count):
                self._insert(day)

    def more(self) -> None:
        for key in self.random.sample(sorted(self.orders), 10):
            self._change(key)
        self._insert(3)

    # Rows ------------------------------------------------------------------------------------

    def _insert(self, day: int) -> None:
        at = FIRST_DAY + timedelta(days=day, milliseconds=self.random.randrange(86_400_000))
        key = self.next_order
        self.next_order += 1
        self._write("I", key, at - OFFSET)

    def _change(self, key: int) -> None:
        self._write("U", key, self.orders[key]["created_at"])

    def _write(self, op: str, key: int, created: datetime) -> None:
        chance = self.random
        self._tick()
        due = created + timedelta(days=chance.randrange(30))
        quantity = chance.randrange(1, 9)
        row = {
            "order_id": key,
            "customer": chance.choice(CUSTOMERS),
            "amount": chance.choice([None, *[Decimal(chance.randrange(100_000)) / 100] * 9]),
            "quantity": quantity * 3_000_000_000 if self.grown and quantity == 8 else quantity,
            "weight": chance.choice([None, 0.1, 2.5, -1e-7, 1234.5678, 3e20]),
            "paid": chance.choice([True, False, None]),
            "created_at": created,
            "updated_at": self.clock,
            "due_on": chance.choice([None, due.date().isoformat()]),
            "note": chance.choice(NOTES),
            "address": chance.choice([None, {"city": chance.choice(CITIES), "zip": f"{key:05d}"}]),
            "tags": chance.choice([None, [], ["new"], ["gift", "late"]]),
            "sizes": chance.choice([None, {}, {"s": 1}, {"s": 2, "xl": 40}]),
        }
        if self.grown:
            row["channel"] = chance.choice(["search", "direct", None])
            if row["address"]:
                row["address"] = {**row["address"], "country": chance.choice(["BR", None])}
        raw = dict(row, op=op, created_at=instant(created), updated_at=instant(self.clock))
        self.raw_orders.append(raw)
        self.orders[key] = dict(row, date=(created + OFFSET).date().isoformat())

    def _tick(self) -> None:
        self.clock += timedelta(milliseconds=250)

    # Files -----------------------------------------------------------------------------------

    def take_orders(self, extraction: str) -> str:
        """The orders' file of this step, as JSON lines."""
        text = "".join(json.dumps(row, default=number) + "\n" for row in self.raw_orders)
        for row in self.raw_orders:
            # What a reader of raw files sees: text as it was written.
            seen = {key: row.get(key) for key in ("op", "customer", "updated_at", "note")}
            order = str(row["order_id"])
            more = {"order_id": order, "extracted_at": extraction, "length(op)": len(row["op"])}
            self.landed.append({**seen, **more})
        self.raw_orders = []
        return text

    # Marts -----------------------------------------------------------------------------------

    def daily(self) -> list[dict]:
        days: dict[str, dict] = {}
        for row in self.orders.values():
            day = days.setdefault(row["date"], {"date": row["date"], "orders": 0, "revenue": None})
            day["orders"] += 1
            if row["amount"] is not None:
                day["revenue"] = (day["revenue"] or 0) + row["amount"]
        return list(days.values())

    def customers(self) -> list[dict]:
        """Whom a mart finds in orders that have a name on them."""
        found: dict[str, dict] = {}
        for row in self.orders.values():
            if row["customer"] is not None:
                last = row["updated_at"]
                one = found.setdefault(
                    row["customer"], {"customer": row["customer"], "orders": 0, "latest": last}
                )
                one["orders"] += 1
                one["latest"] = max(one["latest"], last)
        return list(found.values())


def instant(time: datetime) -> str:
    return time.isoformat(timespec="milliseconds") + "Z"


def number(value: object) -> float:
    if isinstance(value, Decimal):
        return float(value)
    raise TypeError(f"no JSON for {value!r}")
