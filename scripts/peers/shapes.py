"""The tables of the lake as they are asked about."""

from __future__ import annotations

from questions import Column, Filter, Kind, Shape, plain
from shop import Shop


ROLLED_BACK = {
    "Delta": "shop.orders",
    "Parquet": "shop.orders_plain",
    "versioned": "shop.orders_versioned",
}
MART = [plain("date", "string"), plain("orders", "bigint"), plain("revenue", "decimal")]
CUSTOMERS = [
    plain("customer", "string"),
    plain("orders", "bigint"),
    plain("latest", "timestamp"),
]
RAW = [plain(name, "string") for name in ("op", "order_id", "customer", "updated_at", "note")]
RAW.append(plain("extracted_at", "string"))
PAID = [
    plain("date", "string"),
    plain("buyer", "string"),
    plain("orders", "bigint"),
    plain("total", "decimal"),
    plain("latest", "timestamp"),
]


def shapes(grown: bool, prefix: str) -> list[Shape]:
    """The tables, registered where engines' catalogs have the prefix."""
    orders = order_columns(grown), order_filters(grown), "amount"
    customers = CUSTOMERS, CUSTOMER_FILTERS, "orders"
    rows = [
        ("Delta", Kind.DELTA, "processed", "shop_orders", *orders),
        ("Parquet", Kind.PARQUET, "processed", "shop_orders_plain", *orders),
        ("versioned", Kind.VERSIONED, "processed", "shop_orders_versioned", *orders),
        ("Delta mart", Kind.DELTA, "curated", "sales_daily", MART, MART_FILTERS, "revenue"),
        ("Parquet mart", Kind.PARQUET, "curated", "sales_customers", *customers),
        ("raw JSON", Kind.RAW, "raw", "shop_orders", RAW, RAW_FILTERS, "length(op)"),
        ("view", Kind.VIEW, "curated", "sales_paid", PAID, PAID_FILTERS, "total"),
    ]
    return [
        Shape(
            name,
            f"{prefix}delta" if kind == Kind.DELTA else f"{prefix}hive",
            database,
            table,
            columns,
            filters,
            total,
            kind,
        )
        for name, kind, database, table, columns, filters, total in rows
    ]


def contents(shop: Shop) -> dict[str, list[dict]]:
    """What each table must hold now."""
    orders = list(shop.orders.values())
    return {
        "Delta": orders,
        "Parquet": orders,
        "versioned": orders,
        "Delta mart": shop.daily(),
        "Parquet mart": shop.customers(),
        "raw JSON": list(shop.landed),
        "view": paid(orders),
    }


def rolled_back(holds: dict[str, list[dict]], then: dict[str, list[dict]]) -> dict:
    """What is held when some tables are as they were; a view is as the tables below it are."""
    now = {**holds, **{name: then[name] for name in ROLLED_BACK}}
    return {**now, "view": paid(now["Delta"])}


def paid(orders: list[dict]) -> list[dict]:
    found: dict[tuple, dict] = {}
    for row in orders:
        if row["paid"]:
            buyer = "nobody" if row["customer"] is None else row["customer"]
            key = row["date"], buyer
            sale = found.setdefault(
                key,
                {
                    "date": row["date"],
                    "buyer": buyer,
                    "orders": 0,
                    "total": None,
                    "latest": row["updated_at"],
                },
            )
            sale["orders"] += 1
            sale["latest"] = max(sale["latest"], row["updated_at"])
            if row["amount"] is not None:
                sale["total"] = (sale["total"] or 0) + row["amount"]
    return list(found.values())


def order_columns(grown: bool) -> list[Column]:
    columns = [
        plain("order_id", "bigint"),
        plain("customer", "string"),
        plain("amount", "decimal"),
        plain("quantity", "bigint"),
        plain("weight", "double"),
        plain("paid", "boolean"),
        plain("created_at", "timestamp"),
        plain("updated_at", "timestamp"),
        plain("due_on", "string"),
        plain("note", "string"),
        Column(part_of_address("city"), "string", lambda row: (row["address"] or {}).get("city")),
        Column(part_of_address("zip"), "string", lambda row: (row["address"] or {}).get("zip")),
        Column("array_join(tags, '|')", "string", tags),
        Column("element_at(sizes, 's')", "bigint", lambda row: (row["sizes"] or {}).get("s")),
        plain("date", "string"),
    ]
    if grown:
        columns.append(plain("channel", "string"))
        country = part_of_address("country")
        columns.append(
            Column(country, "string", lambda row: (row["address"] or {}).get("country"))
        )
    return columns


def part_of_address(name: str) -> str:
    """Presto 0.287 fails on a part of a struct that is null in some row, unless it is asked first."""
    return f"CASE WHEN address IS NOT NULL THEN address.{name} END"


def tags(row: dict) -> object:
    return None if row["tags"] is None else "|".join(row["tags"])


def order_filters(grown: bool) -> list[Filter]:
    filters = [
        Filter("true", lambda row: True),
        Filter("date = '2026-11-16'", lambda row: row["date"] == "2026-11-16"),
        Filter("date = '2026-11-15'", lambda row: row["date"] == "2026-11-15"),
        Filter("date = '1999-01-01'", lambda row: False),
        Filter(
            "date BETWEEN '2026-11-15' AND '2026-11-17'",
            lambda row: "2026-11-15" <= row["date"] <= "2026-11-17",
        ),
        Filter("date < '2026-11-14'", lambda row: row["date"] < "2026-11-14"),
        Filter(
            "date IN ('2026-11-14', '2026-11-18')",
            lambda row: row["date"] in ("2026-11-14", "2026-11-18"),
        ),
        Filter(
            "date > '2026-11-15' AND customer = 'Célia'",
            lambda row: row["date"] > "2026-11-15" and row["customer"] == "Célia",
        ),
        Filter("customer = 'Ana'", lambda row: row["customer"] == "Ana"),
        Filter("customer = ''", lambda row: row["customer"] == ""),
        Filter("customer IS NULL", lambda row: row["customer"] is None),
        Filter("amount IS NULL", lambda row: row["amount"] is None),
        Filter("amount > 500.25", lambda row: row["amount"] is not None and row["amount"] > 500.25),
        Filter("weight < 2.5E0", lambda row: row["weight"] is not None and row["weight"] < 2.5),
        Filter("paid", lambda row: row["paid"] is True),
        Filter("NOT paid", lambda row: row["paid"] is False),
        Filter("quantity >= 5", lambda row: row["quantity"] >= 5),
        Filter("order_id BETWEEN 100 AND 400", lambda row: 100 <= row["order_id"] <= 400),
        Filter(
            "created_at >= TIMESTAMP '2026-11-16 12:00:00'",
            lambda row: row["created_at"].isoformat() >= "2026-11-16T12:00:00",
        ),
        Filter("due_on = DATE '2026-11-25'", lambda row: row["due_on"] == "2026-11-25"),
        Filter("note LIKE '%\"%'", lambda row: row["note"] is not None and '"' in row["note"]),
        Filter("address.city = 'Recife'", lambda row: (row["address"] or {}).get("city") == "Recife"),
        Filter("address IS NULL", lambda row: row["address"] is None),
    ]
    if grown:
        filters += [
            Filter("channel = 'search'", lambda row: row.get("channel") == "search"),
            Filter("channel IS NULL", lambda row: row.get("channel") is None),
            Filter("quantity > 3000000000", lambda row: row["quantity"] > 3_000_000_000),
        ]
    return filters


MART_FILTERS = [
    Filter("date = '2026-11-16'", lambda row: row["date"] == "2026-11-16"),
    Filter(
        "date BETWEEN '2026-11-15' AND '2026-11-17'",
        lambda row: "2026-11-15" <= row["date"] <= "2026-11-17",
    ),
    Filter("orders > 100", lambda row: row["orders"] > 100),
    Filter("revenue < 30000.00", lambda row: row["revenue"] is not None and row["revenue"] < 30000),
]

CUSTOMER_FILTERS = [
    Filter("customer = 'Ana'", lambda row: row["customer"] == "Ana"),
    Filter("orders > 100", lambda row: row["orders"] > 100),
]

RAW_FILTERS = [
    Filter("true", lambda row: True),
    Filter("extracted_at = '2026-11-20'", lambda row: row["extracted_at"] == "2026-11-20"),
    Filter("extracted_at > '2026-11-20'", lambda row: row["extracted_at"] > "2026-11-20"),
    Filter("op = 'D'", lambda row: row["op"] == "D"),
    Filter("customer IS NULL", lambda row: row["customer"] is None),
]

PAID_FILTERS = [
    Filter("true", lambda row: True),
    Filter("date = '2026-11-16'", lambda row: row["date"] == "2026-11-16"),
    Filter("buyer = 'nobody'", lambda row: row["buyer"] == "nobody"),
    Filter("total > 5000.00", lambda row: row["total"] is not None and row["total"] > 5000),
]
