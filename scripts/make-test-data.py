#!/usr/bin/env python3
"""Makes src-test-data: the raw files of a small shop and, beside them, what Sluice must make of them.

    python3 -m venv .venv && .venv/bin/pip install pyarrow==26.0.1
    .venv/bin/python scripts/make-test-data.py            # writes src-test-data
    .venv/bin/python scripts/make-test-data.py --check    # says what would change, exit code 1

Python 3.11 or newer. The seed is fixed and every file comes out byte for byte the same with the
pinned pyarrow (a .gz may differ with another zlib; what is in it does not).

The golden data owes nothing to Sluice: the second half of this script reads the raw files back with
other readers (json, csv, pyarrow) and applies the rules of src-test-data/README.md in plain Python.
"""

import csv
import filecmp
import gzip
import io
import json
import random
import sys
import tempfile
from collections import Counter
from datetime import date, datetime, timedelta, timezone
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from pathlib import Path
from zoneinfo import ZoneInfo

import pyarrow as pa
import pyarrow.parquet as pq

HOME = Path(__file__).resolve().parent.parent / "src-test-data"
UTC = timezone.utc
SHOP_ZONE = ZoneInfo("America/Sao_Paulo")
CHANNELS = ["search", "social", "email", "affiliate", "direct"]
PAID_CHANNELS = CHANNELS[:4]
CATEGORIES = ["books", "garden", "kitchen", "toys"]
STATUSES = ["placed", "paid", "shipped", "delivered", "cancelled"]
EARNING = ["paid", "shipped", "delivered"]

# ------------------------------------------------------------------------------- writing raw files


def utc(text):
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def write(path, content):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def gzipped(content):
    return gzip.compress(content, compresslevel=9, mtime=0)


def write_json(path, lines):
    """Dictionaries become JSON objects, texts stand as they are."""
    texts = [line if isinstance(line, str) else json.dumps(line, ensure_ascii=False) for line in lines]
    content = ("\n".join(texts) + "\n").encode()
    write(path, gzipped(content) if path.suffix == ".gz" else content)


def write_csv(path, header, rows, *, bom=False, eol="\n", delimiter=","):
    """Rows are dictionaries by header; None becomes an empty cell."""
    text = io.StringIO()
    out = csv.writer(text, delimiter=delimiter, lineterminator=eol)
    out.writerow(header)
    for row in rows:
        out.writerow(["" if row.get(name) is None else row[name] for name in header])
    content = text.getvalue().encode("utf-8-sig" if bom else "utf-8")
    write(path, gzipped(content) if path.suffix == ".gz" else content)


ORDER_FIELDS = {
    "orderId": pa.int64(),
    "customerId": pa.int64(),
    "status": pa.string(),
    "channel": pa.string(),
    "category": pa.string(),
    "quantity": pa.int32(),
    "amount": pa.decimal128(14, 2),
    "createdAt": pa.timestamp("us", tz="UTC"),
    "updatedAt": pa.timestamp("us", tz="UTC"),
    "note": pa.string(),
    "_dump_batch": pa.int32(),
}


def write_orders(path, rows, *, fields=None, row_group=100):
    schema = pa.schema(list((fields or ORDER_FIELDS).items()))
    path.parent.mkdir(parents=True, exist_ok=True)
    table = pa.Table.from_pylist(rows, schema=schema)
    pq.write_table(table, path, row_group_size=row_group, compression="snappy")


# ----------------------------------------------------------------------- shop.orders: Parquet dumps


def make_orders(home, rng):
    raw = home / "shop" / "orders" / "raw"
    orders = {}  # the shop's own database: order id -> row

    def create(created, **more):
        quantity = rng.choice([1, 1, 1, 2, 2, 3, 5])
        cents = rng.randrange(900, 12_000) * quantity
        row = {
            "orderId": 100_001 + len(orders),
            "customerId": rng.randrange(5_000, 5_400),
            "status": "placed",
            "channel": rng.choice(CHANNELS),
            "category": rng.choice(CATEGORIES),
            "quantity": quantity,
            "amount": Decimal(cents).scaleb(-2),
            "createdAt": created,
            "updatedAt": created,
            "note": rng.choice([None] * 6 + ["presente", "entregar à tarde", 'o "outro" portão, nº 7', ""]),
            "_dump_batch": 1,
        } | more
        orders[row["orderId"]] = row
        return row

    def age(row, until):
        """The order as the dump finds it: some steps further than it was."""
        if row["createdAt"] > until:
            return row
        step = STATUSES.index(row["status"])
        if step < 3:
            step = rng.choice([step, step + 1, min(step + 2, 3), 4 if rng.random() < 0.1 else 3])
        moved = row["updatedAt"] + timedelta(seconds=rng.randrange(60, 40_000), microseconds=rng.randrange(10**6))
        if moved >= until:
            return row
        return row | {"status": STATUSES[step], "updatedAt": moved}

    def moments(start, end, count):
        span = int((end - start).total_seconds() * 10**6)
        return sorted(start + timedelta(microseconds=rng.randrange(span)) for _ in range(count))

    def update(chosen, until):
        out = []
        for key in chosen:
            row = age(orders[key], until)
            orders[key] = row
            out.append(row)
        return out

    # 15 November: the whole table so far, in two files. Days end at 03:00 UTC.
    end = utc("2026-11-15T06:00:00")
    for moment in moments(utc("2026-11-01T03:00:00"), end, 520):
        create(moment)
    create(utc("2026-11-10T02:59:59.999999"), note="last microsecond of 9 November in São Paulo")
    create(utc("2026-11-10T03:00:00.000000"), note="first microsecond of 10 November in São Paulo")
    full = update(list(orders), end)
    no_key = dict(full[7], orderId=None, note="no order id")
    write_orders(raw / "first/extracted_at=2026-11-15/part-00000.parquet", full[:300] + [no_key])
    # The database's driver gives ids as 32 bit here and the columns in another order.
    narrow = dict(reversed(list(ORDER_FIELDS.items()))) | {"customerId": pa.int32()}
    write_orders(raw / "first/extracted_at=2026-11-15/part-00001.parquet", full[300:], fields=narrow)

    # 16 November: what changed, with every version of an order that changed twice.
    end = utc("2026-11-16T06:00:00")
    before = rng.sample(sorted(orders), 60)
    changed = update(before, end)
    fresh = [create(m, _dump_batch=2) for m in moments(utc("2026-11-15T06:00:00"), end, 45)]
    again = update(rng.sample(before, 12), end)
    twin = dict(fresh[3], note="same order, same time, further down in the file: this one stays")
    orders[twin["orderId"]] = twin
    below_zero = dict(fresh[5], orderId=190_001, amount=Decimal("-19.90"), note="breaks a check")
    write_orders(
        raw / "first/extracted_at=2026-11-16/part-00000.parquet",
        changed + fresh + again + [twin, below_zero],
    )

    known = rng.sample(sorted(set(orders) - {twin["orderId"]}), 86)

    # Next, a file that lands late in a folder that was read already.
    late = [create(m, _dump_batch=2) for m in moments(utc("2026-11-13T12:00:00"), utc("2026-11-15T06:00:00"), 20)]
    write_orders(raw / "next/extracted_at=2026-11-16/part-00001.parquet", late)

    # Next, 17 November.
    end = utc("2026-11-17T06:00:00")
    changed = update(known[:80], end)
    stale = [
        dict(orders[k], updatedAt=orders[k]["updatedAt"] - timedelta(hours=1), status="placed", note="older than the table's")
        for k in known[80:83]
    ]
    ties = [dict(orders[k], note="same updated_at, later extraction: this one stays") for k in known[83:85]]
    fresh = [create(m, _dump_batch=3) for m in moments(utc("2026-11-16T06:00:00"), end, 55)]
    broken = [
        dict(orders[known[85]], updatedAt=end - timedelta(minutes=1), amount=Decimal("-0.01"), note="breaks a check; the version before stays"),
        dict(fresh[1], orderId=190_002, amount=Decimal("99999999999.99"), note="too large for decimal(12,2)"),
        dict(fresh[2], orderId=190_003, createdAt=None, note="no business date"),
        dict(fresh[3], orderId=190_004, status="lost", note="a status nobody knows"),
    ]
    rows = changed + fresh + fresh[10:14] + stale + ties + broken
    write_orders(raw / "next/extracted_at=2026-11-17/part-00000.parquet", rows)


# -------------------------------------------------------------------- web.clicks: JSON lines, a stream


def make_clicks(home, rng):
    raw = home / "web" / "clicks" / "raw"
    made = 0

    def moment_text(moment):
        if rng.random() < 0.2:  # some browsers send their own offset
            return moment.astimezone(SHOP_ZONE).isoformat(timespec="milliseconds")
        return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")

    def click(moment, complete=False, campaign=False):
        nonlocal made
        made += 1
        url = rng.choice(["/", "/books", "/garden", "/kitchen", "/toys", "/cart", "/jardim/pás"])
        referrer = rng.choice(["https://search.example/", "https://social.example/"])
        line = {
            "eventId": f"e-{made:06d}",
            "occurredAt": moment_text(moment),
            "eventType": rng.choice(["view"] * 6 + ["add_to_cart", "add_to_cart", "purchase"]),
            "visitorId": f"v-{rng.randrange(400):03d}",
            "userId": rng.randrange(5_000, 5_400),
            "channel": rng.choice(CHANNELS),
            "page": {"referrer": referrer, "url": url},
            "device": {"appVersion": f"4.{rng.randrange(9)}", "browser": rng.choice(["firefox", "chrome", "safari"]), "os": rng.choice(["android", "ios", "linux"])},
            "durationMs": rng.randrange(200, 90_000),
            "scrollDepth": rng.randrange(0, 401) / 4,
            "isBot": rng.random() < 0.06,
            "experiments": rng.choice([["checkout-b"], ["checkout-a", "search-2"]]),
        }
        if not complete:
            for name, share in (("userId", 0.6), ("experiments", 0.7)):
                if rng.random() < share:
                    del line[name]
            if rng.random() < 0.5:
                del line["page"]["referrer"]
            if rng.random() < 0.05:
                line["scrollDepth"] = None
        if campaign and rng.random() < 0.5:
            line["campaign"] = rng.choice(["black-friday", "newsletter-46"])
        return line

    def clicks(day, count, **more):
        start = utc(f"2026-11-{day:02d}T00:00:00")
        moments = sorted(start + timedelta(milliseconds=rng.randrange(86_400_000)) for _ in range(count))
        return [click(moment, complete=i == 0, **more) for i, moment in enumerate(moments)]

    def cut(line):
        return json.dumps(line)[:70]

    def without(line, name):
        return {key: value for key, value in line.items() if key != name}

    a = clicks(13, 180)
    b = clicks(14, 220)
    write_json(raw / "first/extracted_at=2026-11-15/clicks-00.json", a[:90] + [cut(a[90])] + a[90:] + a[20:26])
    write_json(raw / "first/extracted_at=2026-11-15/clicks-01.json.gz", b + a[40:48] + ['["e-000001", "not an object"]'])
    c = clicks(15, 220)
    resent = [dict(line, durationMs=line["durationMs"] + 1) for line in b[100:104]]
    write_json(
        raw / "first/extracted_at=2026-11-16/clicks-00.json.gz",
        c + resent + [without(click(utc("2026-11-15T12:00:00")), "eventId")],
    )

    late_file = clicks(15, 60)
    write_json(raw / "next/extracted_at=2026-11-16/clicks-01.json", late_file)
    d = clicks(16, 170, campaign=True)
    e = clicks(16, 170, campaign=True)
    offline = [click(utc("2026-11-09T10:00:00") + timedelta(minutes=7 * i), campaign=True) for i in range(9)]
    wrong = [
        dict(click(utc("2026-11-16T10:00:00")), durationMs="fast"),
        dict(click(utc("2026-11-16T10:00:01")), occurredAt="yesterday"),
        dict(click(utc("2026-11-16T10:00:02")), device="a phone"),
        dict(click(utc("2026-11-16T10:00:03")), isBot="perhaps"),
        without(click(utc("2026-11-16T10:00:04")), "occurredAt"),
        cut(click(utc("2026-11-16T10:00:05"))),
    ]
    known = [dict(line, durationMs=1) for line in c[10:20]]
    moved_on = [dict(line, durationMs=2) for line in late_file[5:8]]
    write_json(raw / "next/extracted_at=2026-11-17/clicks-00.json", d[:100] + wrong + d[100:] + known)
    write_json(raw / "next/extracted_at=2026-11-17/clicks-01.json.gz", e + d[30:36] + offline + moved_on)


# ------------------------------------------------------------------ marketing.spend: CSV, a scheduler


def make_spend(home, rng):
    raw = home / "marketing" / "spend" / "raw"
    header = ["Spend Date", "Channel", "Campaign", "Impressions", "Clicks", "Cost", "Reported At", "Note"]
    campaigns = {"search": ["brand", "generic"], "social": ["reels", "stories"], "email": ["weekly"], "affiliate": ["partners", "coupons"]}
    base = {}

    def report(first_day, last_day, at):
        """A report restates its days: costs settle as clicks are audited."""
        rows = []
        for day in range(first_day, last_day + 1):
            for channel, names in campaigns.items():
                for name in names:
                    key = (day, channel, name)
                    base.setdefault(key, rng.randrange(2_000, 40_000))
                    base[key] += rng.randrange(0, 150)
                    rows.append({
                        "Spend Date": f"2026-11-{day:02d}",
                        "Channel": channel,
                        "Campaign": name,
                        "Impressions": base[key] * 3,
                        "Clicks": base[key] // 40,
                        "Cost": f"{base[key] / 100:.2f}",
                        "Reported At": at,
                        "Note": rng.choice([None, None, None, "audited", "paused, then resumed", 'the "new" creative']),
                    })
        return rows

    rows = report(1, 13, "2026-11-14T06:00:00Z")
    write_csv(raw / "first/extracted_at=2026-11-15/spend-0614.csv", header, rows)
    rows = report(8, 14, "2026-11-15T06:00:00Z")
    rows[4] |= {"Spend Date": "2026-02-30"}
    write_csv(raw / "first/extracted_at=2026-11-15/spend-0615.csv", header, rows, bom=True, eol="\r\n")
    rows = report(9, 15, "2026-11-16T06:00:00Z")
    rows[10] |= {"Cost": "n/a"}
    reordered = [header[i] for i in (1, 2, 0, 5, 7, 6, 4, 3)]
    write_csv(raw / "first/extracted_at=2026-11-16/spend-0616.csv.gz", reordered, rows)

    rows = report(10, 16, "2026-11-17T06:00:00Z")
    rows[2] |= {"Cost": "1,234.50"}
    rows[9] |= {"Spend Date": "soon"}
    rows[12] |= {"Channel": None}
    early = [
        dict(row, **{"Spend Date": "2026-11-09", "Reported At": "2026-11-10T06:00:00Z", "Cost": "0.01", "Note": "an early estimate; the table knows better"})
        for row in rows[:2]
    ]
    write_csv(raw / "next/extracted_at=2026-11-17/spend-0617.csv", list(reversed(header)), rows + early, bom=True)


def make_prices(home):
    """The whole price list, every day: what the newest does not have is no longer sold."""
    raw = home / "erp" / "prices" / "raw"
    header = ["Product", "Category", "Price", "Listed On"]

    def price_list(path, changes):
        rows = []
        for number in range(1, 17):
            row = {
                "Product": f"P-{number:03d}",
                "Category": CATEGORIES[number % len(CATEGORIES)],
                "Price": f"{number * 4 + 0.90:.2f}",
                "Listed On": f"2026-11-{1 + number % 5:02d}",
            }
            if number in changes:
                row = changes[number] and row | changes[number]
            if row:
                rows.append(row)
        write_csv(raw / path, header, rows)

    price_list("first/extracted_at=2026-11-15/prices.csv", {15: None, 16: None})
    price_list("first/extracted_at=2026-11-16/prices.csv", {3: {"Price": "11.50"}, 16: None})
    price_list("next/extracted_at=2026-11-17/prices.csv", {
        3: {"Price": "11.50"},
        4: None,
        9: {"Price": "on request"},
        12: {"Category": "toys", "Listed On": "2026-11-17"},
    })


# ------------------------------------------------------------------------------- broken: one file each


def make_broken(home):
    folder = home / "broken"
    lines = [{"id": i, "name": f"item {i}", "amount": i * 1.5, "day": f"2026-11-{10 + i:02d}"} for i in range(1, 6)]
    rows = [{"id": r["id"], "name": r["name"], "amount": f"{r['amount']:.2f}", "day": r["day"]} for r in lines]
    header = ["id", "name", "amount", "day"]
    good_json = "".join(json.dumps(line) + "\n" for line in lines).encode()
    many = "".join(json.dumps(lines[i % 5] | {"id": i}) + "\n" for i in range(400)).encode()

    write_json(folder / "good.json", lines)
    write(folder / "empty.json", b"")
    write(folder / "empty.json.gz", b"")
    write(folder / "no-rows.json.gz", gzipped(b""))
    write(folder / "half.json.gz", gzipped(many)[: len(gzipped(many)) // 2])
    write(folder / "not-gzip.json.gz", good_json)
    write(folder / "not-parquet.parquet", b"<html><body>503 Service Unavailable</body></html>\n")
    table = pa.table({
        "id": pa.array([r["id"] for r in lines], pa.int64()),
        "name": [r["name"] for r in lines],
        "amount": pa.array([Decimal(r["amount"]) for r in rows], pa.decimal128(12, 2)),
        "day": pa.array([date.fromisoformat(r["day"]) for r in lines]),
    })
    with tempfile.TemporaryDirectory() as temporary:
        whole = Path(temporary) / "whole.parquet"
        pq.write_table(table, whole)
        content = whole.read_bytes()
    write(folder / "half.parquet", content[: len(content) // 2])
    write_csv(folder / "no-key.csv", header[1:], rows)
    write_csv(folder / "no-date-column.csv", header[:3], rows)
    write_csv(folder / "header-only.csv", header, [])
    write_csv(folder / "bom.csv", header, rows, bom=True)
    write(folder / "duplicate-headers.csv", b"id,name,amount,amount,day\n1,item 1,1.50,9.99,2026-11-11\n")
    write(folder / "colliding-names.csv", b"id,ID,name,amount,day\n1,2,item 1,1.50,2026-11-11\n")
    write_json(folder / "colliding-names.json", [dict(lines[0], itemName="a", item_name="b")])
    no_date = [dict(row) for row in rows]
    no_date[1]["day"] = "2026-13-01"
    no_date[2]["day"] = "tomorrow"
    no_date[3]["day"] = None
    write_csv(folder / "no-date.csv", header, no_date)
    no_number = [dict(row) for row in rows]
    no_number[0]["amount"] = "free"
    no_number[4]["amount"] = "1.234,50"
    write_csv(folder / "no-number.csv", header, no_number)
    no_key = [dict(row) for row in rows]
    no_key[2]["id"] = None
    write_csv(folder / "null-key.csv", header, no_key)
    write_json(folder / "broken-lines.json", [lines[0], '{"id": 2, "name": "it', '[3, "item 3"]', '"4"', lines[4]])
    write_json(folder / "overwritten-before.json", lines[:3])
    write_json(folder / "overwritten-after.json", [dict(line, name="changed in place") for line in lines[:4]])


def make_broken_csv(home):
    """CSV as it should not be, and CSV that is right if the settings say how it is written."""
    folder = home / "broken"
    head = "id,name,amount,day\n"
    rows = [f"{i},item {i},{i * 1.5:.2f},2026-11-{10 + i:02d}\n" for i in range(1, 6)]

    def named(*names):
        return head + "".join(row.replace(f"item {i + 1}", names[i % len(names)]) for i, row in enumerate(rows))

    japanese = named("表", "ソ", "能", "十", "ｶﾅ")
    western = named("Zoë", "Åsa")
    text = head + "".join(rows)
    utf16 = japanese.encode("utf-16-le")
    write(folder / "utf16-le.csv", b"\xff\xfe" + utf16)
    write(folder / "utf16-be.csv", b"\xfe\xff" + japanese.encode("utf-16-be"))
    write(folder / "utf16-no-mark.csv", utf16)
    write(folder / "utf16-cut.csv", b"\xff\xfe" + utf16[:-7])
    write(folder / "utf16-undeclared.csv", utf16)
    write(folder / "latin-1.csv", western.encode("latin-1"))
    write(folder / "not-utf-8.csv", western.encode("latin-1"))
    write(folder / "windows-1252.csv", named("5 €", "Zo\u0081").encode("latin-1", "ignore").replace(b"5 ,", b"5 \x80,"))
    write(folder / "shift-jis.csv", japanese.encode("shift-jis").replace("ソ".encode("shift-jis"), b"\x83"))
    write(folder / "cr.csv", text.replace("\n", "\r").encode())
    write(folder / "crlf.csv", text.replace("\n", "\r\n").encode())
    write(folder / "cr-crlf.csv", text.replace("\n", "\r\r\n").encode())
    write(folder / "mixed-ends.csv", (head + rows[0] + rows[1][:-1] + "\r" + "".join(rows[2:])).encode())
    write(folder / "newlines.csv", named('"a\nb"', '"a\r\nb"', '"\n"', '"a\n\nb"', '"2,""x"",\n9"').encode())
    write(folder / "ragged.csv", (head + rows[0] + "2,item 2\n" + rows[2] + rows[3][:-1] + ",more\n" + rows[4]).encode())
    write(folder / "after-quote.csv", named("item", '"item" 2', "item", "item", '5" disk').encode())
    write(folder / "unclosed.csv", named("item", '"item', "item", "item", "item").encode())
    write(folder / "unclosed-then-closed.csv", (head + rows[0] + '2,"item 2,3.00,2026-11-12\n' + rows[2] + '4,"item 4",6.00,2026-11-14\n' + rows[4]).encode())
    write(folder / "nulls.csv", named("NULL", "\\N", "", '"NULL"', '"\\N"').replace("7.50", "NULL").encode())
    write(folder / "comments.csv", ("Export of \"items\n\n# made at night\n" + head + rows[0] + "#2,x\n" + '# "\n' + "".join(rows[1:])).encode())
    write(folder / "no-header.csv", ("".join(rows[:4]) + "item 5,5,7.50,2026-11-15\n").encode())
    write(folder / "semicolon.csv", named('"a\\"b;\\\\"', "item", '"""x"""').replace(",", ";").encode())


def make_broken_json(home):
    """JSON lines as some write them: what stays of each, and what is rejected with its reason."""
    folder = home / "broken"

    def item(i, name='"n"', amount="1.5", more=""):
        return f'{{"id":{i},"name":{name},"amount":{amount},"day":"2026-11-11"{more}}}'

    def put(name, *lines, end="\n"):
        write(folder / name, (end.join(lines) + end).encode())

    five = [item(i) for i in range(1, 6)]
    write(folder / "several-on-a-line.json", "\n".join([
        item(1) + item(2) + " " + item(3),
        item("4x") + item(5) + '{"id":6,"na',
        item(7) + "," + item(8),
        item(9) + item("[10]") + item(11),
    ]).encode())
    put("text-after.json", item(1), item(2) + " x", item(3) + "}", item(4) + ",", item(5) + " // five", item(6) + "[]")
    put("named-twice.json",
        item(1, more=',"id":1'),
        item(2, more=',"Name":"m"'),
        item(3, more=',"AMOUNT":null'),
        item(4).replace("name", "NAME"),
        item(5, name='{"a":1,"A":1,"a":1}'))
    put("changing-types.json",
        item(1, "12", '"1.50"'),
        item(2, "true", "null"),
        item(3, '{ "a" : [1,  2.50] }', "1e1"),
        item(4, "[ ]", "true"),
        item(5, "null", "[1]"),
        item(6, '""', '{"value":1}'),
        item(7, "-0.0", '""'),
        '{"id":8,"day":"2026-11-11"}')
    put("numbers.json",
        item("9007199254740993", "9007199254740993", "9999999999.99"),
        item("9223372036854775807", "1e400"),
        item("9223372036854775808"),
        item("-0", "-0", "-0"),
        item("1.2e1", "1E5", "125e-2"),
        item("1.5"),
        item(7, amount="1.005"),
        item(8, amount="1e400"),
        item(9, amount="NaN"),
        item(10, amount="-Infinity"),
        item(11, amount="+1"),
        item(12, amount=".5"),
        item("013"),
        item('"14"'))
    put("no-objects.json", "[" + item(1) + "]", '"text"', "12", "true", "null", "[]", item(7))
    write(folder / "pretty-printed.json", (json.dumps([{"id": 1, "name": "n"}], indent=2) + "\n").encode())
    put("surrogates.json",
        item(1, '"\\ud83d\\ude00"'),
        item(2, '"\\ud83d"'),
        item(3, '"\\ude00 low"'),
        item(4, '{"half":"\\ud83d"}'),
        item(5, '"\\x41"'))
    write(folder / "byte-order-mark.json", b"\xef\xbb\xbf" + ("\n".join(five)).encode())
    put("crlf.json", *five, end="\r\n")
    put("cr.json", *five, end="\r")
    write(folder / "utf16-le.json", ("\ufeff" + "\n".join(five)).encode("utf-16-le"))
    write(folder / "utf16-no-mark.json", "\n".join(five).encode("utf-16-be"))
    write(folder / "not-utf-8.json", "\n".join([five[0], item(2, '"Zo\u00eb"'), five[2]]).encode("latin-1"))

def make_broken_xml(home):
    """XML whose rows are its elements <item>, and XML that has none or ends too early."""
    folder = home / "broken"
    rows = [
        f'  <item id="{i}">\n    <name>item {i}</name>\n    <amount>{i * 1.5:.2f}</amount>\n'
        f"    <day>2026-11-{10 + i:02d}</day>\n  </item>\n"
        for i in range(1, 6)
    ]
    head = '<?xml version="1.0" encoding="UTF-8"?>\n'

    def document(items, first=head):
        return first + "<items>\n" + "".join(items) + "</items>\n"

    western = [row.replace(f"item {i + 1}", "Zoë") for i, row in enumerate(rows)]
    values = list(rows)
    values[0] = rows[0].replace("item 1", "<![CDATA[a < b]]> &amp; c")
    values[1] = rows[1].replace("3.00", "free")
    values[2] = rows[2].replace("<day>2026-11-13</day>", "<day/>")
    values[3] = rows[3].replace("<name>", "<id>A7</id>\n    <name>")
    write(folder / "good.xml", document(rows).encode())
    write(folder / "values.xml", document(values).encode())
    write(folder / "latin-1.xml", document(western, head.replace("UTF-8", "ISO-8859-1")).encode("iso-8859-1"))
    write(folder / "no-rows.xml", document([]).encode())
    write(folder / "half.xml", "".join([head, "<items>\n", *rows[:3], rows[3][:40]]).encode())
    write(folder / "two-roots.xml", (document(rows) + "<items/>\n").encode())
    write(folder / "wrong-encoding.xml", document(western).encode("iso-8859-1"))
    write(folder / "other-rows.xml", document(rows).replace("item", "product").encode())
    doctype = '<!DOCTYPE items [<!ENTITY file SYSTEM "file:///etc/hostname">]>\n'
    write(folder / "doctype.xml", document([rows[0].replace("item 1", "&file;"), *rows[1:]], head + doctype).encode())


# ------------------------------------------------- golden data: reading back, conforming, merging

# Contracts, in the tables' words. web.clicks is inferred by Sluice; this is what must come out.
ORDERS = {
    "name": "shop/orders", "mode": "upsert", "key": ["order_id"], "order": ["updated_at"],
    "date": "created_at", "max_rejected": 0.05, "ignored": ["_dump_batch"],
    "columns": {
        "order_id": "bigint", "customer_id": "bigint", "status": "string", "channel": "string",
        "category": "string", "quantity": "int", "amount": "decimal(12,2)",
        "created_at": "timestamp", "updated_at": "timestamp", "note": "string",
    },
    "checks": {
        "amount >= 0": lambda row: row["amount"] is None or row["amount"] >= 0,
        "status IN ('placed', 'paid', 'shipped', 'delivered', 'cancelled')": lambda row: row["status"] is None or row["status"] in STATUSES,
    },
}
CLICKS = {
    "name": "web/clicks", "mode": "append", "key": ["event_id"], "order": [],
    "date": "occurred_at", "max_rejected": 0.05, "ignored": [],
    "columns": {
        "event_id": "string", "occurred_at": "timestamp", "event_type": "string", "visitor_id": "string",
        "user_id": "bigint", "channel": "string", "page": "struct<referrer:string,url:string>",
        "device": "struct<app_version:string,browser:string,os:string>", "duration_ms": "bigint",
        "scroll_depth": "double", "is_bot": "boolean", "experiments": "array<string>",
        "campaign": "string",
    },
    "checks": {},
}
SPEND = {
    "name": "marketing/spend", "mode": "upsert", "key": ["spend_date", "channel", "campaign"],
    "order": ["reported_at"], "date": "spend_date", "max_rejected": 0.10, "ignored": [],
    "columns": {
        "spend_date": "date", "channel": "string", "campaign": "string", "impressions": "bigint",
        "clicks": "bigint", "cost": "decimal(12,2)", "reported_at": "timestamp", "note": "string",
    },
    "checks": {"cost >= 0": lambda row: row["cost"] is None or row["cost"] >= 0},
}
PRICES = {
    "name": "erp/prices", "mode": "snapshot", "key": ["product"], "order": [], "date": "listed_on",
    "max_rejected": 0.10, "ignored": [],
    "columns": {"product": "string", "category": "string", "price": "decimal(12,2)", "listed_on": "date"},
    "checks": {},
}
NEW_IN_NEXT = {"web/clicks": ["campaign"]}


def conformed_name(raw):
    """orderId -> order_id, Spend Date -> spend_date: enough for the names used here."""
    out = ""
    for i, char in enumerate(raw):
        if char.isupper() and i > 0 and (raw[i - 1].islower() or raw[i - 1].isdigit()):
            out += "_"
        out += char.lower() if char.isalnum() or char == "_" else "_"
    return out


def read_rows(path):
    """The rows of a raw file by raw name, None for a line that is no row."""
    if path.suffix == ".parquet":
        yield from pq.ParquetFile(path).read().to_pylist()
        return
    content = path.read_bytes()
    text = (gzip.decompress(content) if path.suffix == ".gz" else content).decode("utf-8-sig")
    if ".csv" in path.name:
        for row in csv.DictReader(io.StringIO(text, newline="")):
            yield {name: value or None for name, value in row.items()}
        return
    for line in text.splitlines():
        try:
            value = json.loads(line)
        except ValueError:
            value = None
        yield value if isinstance(value, dict) else None


def convert(value, kind):
    """The value as the type. Raises ValueError where it does not fit."""
    if value is None:
        return None
    if kind.startswith("struct<"):
        if not isinstance(value, dict):
            raise ValueError
        known = {conformed_name(name): item for name, item in value.items()}
        fields = dict(field.split(":") for field in kind[len("struct<"):-1].split(","))
        return {name: convert(known.get(name), of) for name, of in fields.items()}
    if kind == "array<string>":
        if not isinstance(value, list):
            raise ValueError
        return [convert(item, "string") for item in value]
    if kind == "string":
        if not isinstance(value, str):
            raise ValueError
        return value
    if kind == "boolean":
        if not isinstance(value, bool):
            raise ValueError
        return value
    if kind in ("int", "bigint"):
        if isinstance(value, (bool, float)):
            raise ValueError
        return int(value)
    if kind == "double":
        if isinstance(value, (bool, str)):
            raise ValueError
        return float(value)
    if kind == "date":
        return date.fromisoformat(value)
    if kind == "timestamp":
        moment = value if isinstance(value, datetime) else datetime.fromisoformat(value)
        return moment.astimezone(UTC)
    if kind == "decimal(12,2)":
        try:
            number = Decimal(value)
        except InvalidOperation:
            raise ValueError from None
        if abs(number) >= Decimal(10) ** 10 or number != number.quantize(Decimal("0.01")):
            raise ValueError
        return number.quantize(Decimal("0.01"))
    raise AssertionError(kind)


def conform(raw, table):
    """The row, or the (column, expected) that it fails on."""
    if raw is None:
        return None, ("", "a JSON object")
    by_name = {conformed_name(name): value for name, value in raw.items()}
    unknown = set(by_name) - set(table["columns"]) - set(table["ignored"])
    assert not unknown, f"{table['name']}: unexpected columns {unknown}"
    row = {}
    for name, kind in table["columns"].items():
        try:
            row[name] = convert(by_name.get(name), kind)
        except ValueError:
            return None, (name, kind)
    for name in dict.fromkeys([*table["key"], table["date"]]):
        if row[name] is None:
            return None, (name, "not null")
    for condition, holds in table["checks"].items():
        if not holds(row):
            return None, ("", condition)
    moment = row[table["date"]]
    row["date"] = (moment.astimezone(SHOP_ZONE) if isinstance(moment, datetime) else moment).strftime("%Y-%m-%d")
    return row, None


def promote(table, home, state, run):
    """One run over raw/<run>: changes the state, returns rejected rows and the balance."""
    folder = home / table["name"] / "raw" / run
    files = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    rejected, fresh, read = [], {}, 0
    for file in files:
        for position, raw in enumerate(read_rows(folder / file)):
            read += 1
            row, problem = conform(raw, table)
            if problem:
                rejected.append((file, *problem))
                continue
            key = (row["date"], *(row[name] for name in table["key"]))
            rank = (*(row[name] for name in table["order"]), file.split("/")[0], file, position)
            if key not in fresh or rank > fresh[key][0]:
                fresh[key] = (rank, row)
    written = replaced = removed = 0
    if table["mode"] == "snapshot":
        newest = max(file.split("/")[0] for file in files)
        before = {key[1:] for key in state}
        state.clear()
        fresh = {key: kept for key, kept in fresh.items() if kept[0][0] == newest}
        removed = len(before - {key[1:] for key in fresh})
        replaced = len(before) - removed
    for key, (rank, row) in fresh.items():
        there = state.get(key)
        if there and (table["mode"] == "append" or rank < there[0]):
            continue
        written += 1
        replaced += there is not None
        state[key] = (rank, row)
    merged = read - written - len(rejected)
    assert len(rejected) / read < table["max_rejected"], f"{table['name']} {run} rejects too much"
    keys = [key[1:] for key in state]
    assert len(set(keys)) == len(keys), f"{table['name']}: a key moved to another date"
    return rejected, (run, table["name"].replace("/", "."), read, written, merged, len(rejected), replaced, removed)


def golden_text(value):
    if value is None:
        return None
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    if isinstance(value, dict):
        value = {name: item for name, item in value.items() if item is not None}
    if isinstance(value, (dict, list)):
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return str(value)


def write_golden(path, header, rows):
    """Null is an empty cell, the empty text is "" in quotes; a quote is doubled."""
    def cell(text):
        if text is None:
            return ""
        special = text == "" or any(char in text for char in ',"\n\r')
        return '"' + text.replace('"', '""') + '"' if special else text

    lines = [",".join(cell(golden_text(value)) for value in row) for row in [header, *rows]]
    write(path, ("\n".join(lines) + "\n").encode())


def golden_tables(home):
    states, balance = {}, []
    for table in (ORDERS, CLICKS, SPEND, PRICES):
        folder, state, all_rejected = home / table["name"], {}, []
        for run in ("first", "next"):
            rejected, counts = promote(table, home, state, run)
            all_rejected += rejected
            balance.append(counts)
            new = NEW_IN_NEXT.get(table["name"], []) if run == "first" else []
            columns = [name for name in table["columns"] if name not in new]
            rows = sorted((row for _, row in state.values()), key=lambda row: [row[k] for k in table["key"]])
            header = [*columns, "date"]
            write_golden(folder / f"processed/after-{run}.csv", header, [[row[name] for name in header] for row in rows])
            write_golden(folder / f"rejected/after-{run}.csv", ["file", "column", "expected"], sorted(all_rejected))
        types = [*table["columns"].items(), ("date", "string")]
        write_golden(folder / "processed/columns-after-next.csv", ["name", "type"], types)
        states[table["name"]] = [row for _, row in state.values()]
    write_golden(home / "balance.csv", ["run", "table", "read", "written", "merged", "rejected", "replaced", "removed"], balance)
    return states


# ---------------------------------------------------------------------------------- golden data: marts


def golden_marts(home, states):
    revenue, orders, units = Counter(), Counter(), Counter()
    by_channel, channel_orders, by_day = Counter(), Counter(), Counter()
    for row in states["shop/orders"]:
        if row["status"] in EARNING:
            key = (row["date"], row["category"])
            revenue[key] += row["amount"]
            orders[key] += 1
            units[key] += row["quantity"]
            by_channel[row["date"], row["channel"]] += row["amount"]
            channel_orders[row["date"], row["channel"]] += 1
            by_day[row["date"]] += row["amount"]
    write_golden(
        home / "sales/daily_revenue/curated/after-next.csv",
        ["date", "category", "orders", "units", "revenue"],
        [(*key, orders[key], units[key], revenue[key]) for key in sorted(revenue)],
    )

    visitors, cost = {}, Counter()
    for row in states["web/clicks"]:
        if not row["is_bot"]:
            visitors.setdefault((row["date"], row["channel"]), set()).add(row["visitor_id"])
    for row in states["marketing/spend"]:
        cost[row["date"], row["channel"]] += row["cost"]

    def ratio(part, whole):
        return (Decimal(part) / whole).quantize(Decimal("0.0001"), ROUND_HALF_UP) if whole else None

    rows = []
    for key in sorted(cost):
        earned = by_channel[key] or Decimal("0.00")
        rows.append((*key, cost[key], len(visitors.get(key, ())), channel_orders[key], earned,
                     ratio(earned, cost[key]), ratio(earned, by_day[key[0]])))
    write_golden(
        home / "sales/channel_roi/curated/after-next.csv",
        ["date", "channel", "spend", "visitors", "orders", "revenue", "roas", "revenue_share"],
        rows,
    )


# ------------------------------------------------------------------------------------------------ main


def make(home):
    make_orders(home, random.Random(20261115))
    make_clicks(home, random.Random(20261116))
    make_spend(home, random.Random(20261117))
    make_prices(home)
    make_broken(home)
    make_broken_csv(home)
    make_broken_json(home)
    make_broken_xml(home)
    golden_marts(home, golden_tables(home))


def files_of(home):
    made_by_hand = {"README.md", ".gitattributes"}
    found = {path.relative_to(home) for path in home.rglob("*") if path.is_file()}
    ours = {path for path in found if path.parts[0] != "dialects"}  # make-dialect-data.py
    return {path for path in ours if path.name not in made_by_hand}


def check():
    with tempfile.TemporaryDirectory() as temporary:
        fresh = Path(temporary)
        make(fresh)
        different = sorted(
            path for path in files_of(fresh) | files_of(HOME)
            if not (HOME / path).is_file() or not (fresh / path).is_file()
            or not filecmp.cmp(HOME / path, fresh / path, shallow=False)
        )
    for path in different:
        print(f"differs: {path}")
    return 1 if different else 0


def main():
    if sys.argv[1:] == ["--check"]:
        sys.exit(check())
    if sys.argv[1:]:
        sys.exit("Cannot make test data: unknown arguments. Say nothing, or --check.")
    for path in files_of(HOME):
        (HOME / path).unlink()
    make(HOME)


if __name__ == "__main__":
    main()
