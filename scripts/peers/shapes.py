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
    }


def rolled_back(holds: dict[str, list[dict]], then: dict[str, list[dict]]) -> dict:
    """What is held when some tables are as they were, and marts as they are."""
    return {**holds, **{name: then[name] for name in ROLLED_BACK}}


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
