"""A lake in a folder, worked on as a user does: files are dropped, and scripts/sluice is called."""

from __future__ import annotations

import json
import os
from pathlib import Path
from subprocess import CompletedProcess

from cache import HOME
from failure import Failure
from process import call

LAYERS = ("raw", "processed", "curated")
SMALL_FILES = "files { minimum = 7kB, target = 8kB, maximum = 9kB }"
ORDERS = """
    path = "shop/orders"
    format = json
    mode = cdc
    key = [order_id]
    order = [updated_at]
    date { from = created_at, zone = "America/Sao_Paulo" }
    deletes { column = op, values = [D], writes = [I, U] }
    columns {
      order_id = bigint, customer = { type = string, comment = "Who, in their own words" }
      amount = "decimal(12,2)", quantity = QUANTITY, weight = double, paid = boolean
      created_at = timestamp, updated_at = timestamp, due_on = date, note = string
      address = "ADDRESS", tags = "array<string>", sizes = "map<string,bigint>"
    }
"""
MARTS = {
    "sales/daily": """/*
materialize = table
description = "What was sold a day"
date = date
*/
SELECT date, count(*) AS orders, CAST(sum(amount) AS decimal(14,2)) AS revenue
FROM processed.shop_orders GROUP BY date
""",
    "sales/customers": """/*
materialize = table
table-format = parquet
*/
SELECT customer, count(*) AS orders, max(updated_at) AS latest
FROM processed.shop_orders_plain WHERE customer IS NOT NULL GROUP BY customer
""",
    "sales/paid": """/*
materialize = view
description = "Who paid how much a day"
*/
SELECT o.date, coalesce(o.customer, 'nobody') AS buyer, count(*) AS orders,
  sum(o.amount) AS total, max(p.updated_at) AS latest
FROM processed.shop_orders o
JOIN processed.shop_orders_plain p ON p.order_id = o.order_id
WHERE o.paid
GROUP BY o.date, coalesce(o.customer, 'nobody')
""",
}


class Lake:
    """One load into a table of each kind, and marts of each kind."""

    def __init__(self, folder: Path, catalog: str, environment: dict[str, str]) -> None:
        self.folder = folder
        self.catalog = catalog
        self.environment = environment
        self.roots = {layer: f"{folder}/{layer}" for layer in LAYERS}
        self.spark: dict[str, str] = {}
        self.day = 19
        self.calls = 0
        for name, text in MARTS.items():
            self._write(f"conf/marts/{name}.sql", text)

    def configure(self, grown: bool, files: str = "") -> None:
        """Wider types when it has grown."""
        self._write(
            "conf/lake.conf",
            f"""lake {{
  name = peers
  {", ".join(f'{layer} = "{root}"' for layer, root in self.roots.items())}
  catalog {{ {self.catalog} }}
  defaults {{
    maintain.cold-after = 0s
    {files}
  }}
}}
spark {{
  {", ".join(f'"{key}" = "{value}"' for key, value in self.spark.items())}
}}
""",
        )
        orders = ORDERS.replace("QUANTITY", "bigint" if grown else "int").replace(
            "ADDRESS",
            "struct<city:string,zip:string,country:string>"
            if grown
            else "struct<city:string,zip:string>",
        )
        plain = "table-format = parquet"
        tables = {
            "orders": orders,
            "orders_plain": f"{orders}    {plain}\n",
            "orders_versioned": f"{orders}    {plain}, publish = versioned\n",
        }
        blocks = "".join(f"  {name} {{{settings}  }}\n" for name, settings in tables.items())
        self._write("conf/sources/shop.conf", f"source = shop\ntables {{\n{blocks}}}\n")

    def next_extraction(self) -> str:
        """A day after the last."""
        self.day += 1
        return f"2026-11-{self.day}"

    def land(self, extraction: str, orders: str) -> None:
        self.put("raw", f"shop/orders/extracted_at={extraction}/orders.json", orders)

    def put(self, layer: str, path: str, text: str) -> None:
        self._write(f"{layer}/{path}", text)

    def _write(self, path: str, text: str) -> None:
        file = self.folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")

    def sluice(self, *arguments: str) -> dict:
        """What the command answers with --json; anything but exit code 0 is a failure."""
        done = self.ended(*arguments)
        if done.returncode != 0:
            raise Failure(
                f"Cannot go on: `sluice {' '.join(arguments)}` ended with {done.returncode}.\n"
                + (done.stdout + done.stderr)[-6000:]
            )
        return json.loads(done.stdout)

    def ended(self, *arguments: str) -> CompletedProcess:
        """The command with --json, however it ended."""
        environment = {
            **os.environ,
            "SLUICE_MEMORY": "1500m",
            "SLUICE_ARCHIVE": "make",
            "SLUICE_JAVA_OPTS": "-XX:TieredStopAtLevel=1 -XX:ReservedCodeCacheSize=256m",
            **self.environment,
        }
        environment.pop("SPARK_HOME", None)
        self.calls += 1
        command = [str(HOME / "scripts" / "sluice"), *arguments, "--json"]
        return call(command, cwd=self.folder, env=environment)

    def query(self, sql: str) -> list[list]:
        answer = self.sluice("query", "--max-rows=1000000", sql)
        return answer["rows"]
