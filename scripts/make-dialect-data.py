#!/usr/bin/env python3
"""Makes src-test-data/dialects: one small source, as each loader would bring it.

    python3 scripts/make-dialect-data.py            # writes src-test-data/dialects
    python3 scripts/make-dialect-data.py --check    # says what would change, exit code 1

Python 3.11 or newer, nothing else. The seed is fixed; every file comes out the same.

A history of a shop's orders is made up once: inserts, updates, deletes, an order that comes back. What
a table must hold is the state of the shop after that history, and owes nothing to the files, in which
each loader tells the same history in its own way: late, twice, and out of order.
"""

import csv
import filecmp
import gzip
import io
import json
import random
import shutil
import sys
import tempfile
import uuid
from datetime import datetime, timedelta, timezone
from pathlib import Path

HOME = Path(__file__).resolve().parent.parent / "src-test-data" / "dialects"
BY_HAND = {".conf"}  # the source files
UTC = timezone.utc
STATUSES = ["placed", "paid", "shipped", "delivered"]
COLUMNS = ["id", "customer", "cents", "status", "note", "created_at", "updated_at"]
NOON = datetime(2026, 11, 16, 12, tzinfo=UTC)

# ---------------------------------------------------------------------------------------- the history


def iso(moment):
    return moment.strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def millis(moment):
    return int(moment.timestamp() * 1000)


class Change:
    """One change at the source; a delete has the row as it was."""

    def __init__(self, place, moment, operation, row):
        self.place, self.moment, self.operation, self.row = place, moment, operation, row


def history():
    """Four days of changes, some ten a day; a day begins at noon."""
    rng = random.Random(20261119)
    rows, changes = {}, []

    def change(operation, row):
        moment = datetime.fromisoformat(row["updated_at"])
        changes.append(Change(len(changes), moment, operation, dict(row)))

    def insert(key, moment):
        rows[key] = {
            "id": key,
            "customer": f"c-{rng.randrange(40):02d}",
            "cents": rng.randrange(900, 90_000),
            "status": "placed",
            "note": rng.choice([None, "gift", "à tarde", ""]),
            "created_at": iso(moment),
            "updated_at": iso(moment),
        }
        change("I", rows[key])

    def update(key, moment):
        step = STATUSES.index(rows[key]["status"])
        rows[key] |= {"status": STATUSES[min(step + 1, 3)], "updated_at": iso(moment)}
        change("U", rows[key])

    def delete(key, moment):
        change("D", rows.pop(key) | {"updated_at": iso(moment)})

    for day in range(4):
        start = NOON + timedelta(days=day)
        moments = sorted(start + timedelta(milliseconds=rng.randrange(86_000_000)) for _ in range(12))
        for i, moment in enumerate(moments):
            key = len({c.row["id"] for c in changes}) + 1
            if day == 0 or i in (0, 4, 8):
                insert(key, moment)
            elif i in (3, 9):
                delete(rng.choice(sorted(rows)), moment)
            elif day == 3 and i == 11:  # an order that was deleted comes back
                insert(min(set(range(1, key)) - set(rows)), moment)
            else:
                update(rng.choice(sorted(rows)), moment)
    return changes


def day_of(change):
    return int((change.moment - NOON) / timedelta(days=1))


def state(changes):
    rows = {}
    for change in sorted(changes, key=lambda c: c.place):
        if change.operation == "D":
            rows.pop(change.row["id"], None)
        else:
            rows[change.row["id"]] = change.row
    return [rows[key] for key in sorted(rows)]


# ---------------------------------------------------------------------------------------------- files


def write(path, content):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(gzip.compress(content, 9, mtime=0) if path.suffix == ".gz" else content)


def write_json(path, records):
    lines = [json.dumps(record, ensure_ascii=False, separators=(",", ":")) for record in records]
    write(path, ("\n".join(lines) + "\n").encode())


def write_csv(path, header, records, *, null, delimiter=","):
    text = io.StringIO()
    out = csv.writer(text, delimiter=delimiter, lineterminator="\n")
    out.writerow(header)
    for record in records:
        out.writerow([null if record.get(name) is None else record[name] for name in header])
    write(path, text.getvalue().encode())


def golden(path, header, rows):
    def cell(value):
        if value is None:
            return ""
        text = str(value)
        return '"' + text + '"' if text == "" else text

    lines = [",".join(header)] + [",".join(cell(row[name]) for name in header) for row in rows]
    write(path, ("\n".join(lines) + "\n").encode())


def golden_orders(folder, first, everything):
    for name, changes in (("first", first), ("next", everything)):
        rows = [row | {"date": row["created_at"][:10]} for row in state(changes)]
        golden(folder / f"after-{name}.csv", [*COLUMNS, "date"], rows)


def key_only(row):
    return {name: (row[name] if name == "id" else None) for name in COLUMNS}


# -------------------------------------------------------------------------------------------- loaders


def fivetran(folder, changes):
    """Whole rows of its destination, unloaded once a day: what was synced since."""
    truncated = state([c for c in changes if day_of(c) < 3])[0]["id"]
    told = [c for c in changes if day_of(c) < 3 or c.row["id"] != truncated]
    synced = {}

    def unload(day, state_folder):
        latest = {}
        for c in told:
            if day_of(c) == day:
                latest[c.row["id"]] = c.row | {
                    "_fivetran_synced": iso(c.moment + timedelta(minutes=5)),
                    "_fivetran_deleted": c.operation == "D",
                }
        synced.update(latest)
        write_json(folder / f"raw/{state_folder}/extracted_at=2026-11-{17 + day}/orders.json", latest.values())

    unload(0, "first")
    unload(1, "first")
    unload(2, "next")  # lands late, after the next one would have
    unload(3, "next")
    # A re-sync found the row gone: it is flagged, and _fivetran_synced does not move.
    gone = synced[truncated] | {"_fivetran_deleted": True}
    write_json(folder / "raw/next/extracted_at=2026-11-20/resync.json", [gone])
    # The first unload once more.
    shutil.copy(
        folder / "raw/first/extracted_at=2026-11-17/orders.json",
        folder / "raw/next/extracted_at=2026-11-17-again.json",
    )
    again = folder / "raw/next/extracted_at=2026-11-17"
    again.mkdir(parents=True)
    (folder / "raw/next/extracted_at=2026-11-17-again.json").rename(again / "orders-again.json")
    left = [c for c in told if day_of(c) < 2]
    end = Change(10_000, NOON, "D", {"id": truncated})
    golden_orders(folder, left, [*told, end])


def airbyte(folder, changes):
    """Change data capture into JSON lines, flattened; on the last day a refresh of everything."""
    rng = random.Random(7)

    def record(c, generation, extracted):
        row = key_only(c.row) if c.operation == "D" else c.row
        return {
            "_airbyte_raw_id": str(uuid.UUID(int=rng.getrandbits(128), version=4)),
            "_airbyte_extracted_at": millis(extracted),
            "_airbyte_meta": {"sync_id": day_of(c) + 1, "changes": []},
            "_airbyte_generation_id": generation,
            **row,
            "_ab_cdc_deleted_at": iso(c.moment) if c.operation == "D" else None,
            "_ab_cdc_lsn": 1000 + c.place,
        }

    def file(state_folder, upload, part):
        return folder / f"raw/{state_folder}/{upload:%Y_%m_%d}_{millis(upload)}_{part}.jsonl{'.gz' if part else ''}"

    def sync(day, state_folder, parts=(0, 1)):
        upload = NOON + timedelta(days=day + 1, minutes=10)
        mine = [c for c in changes if day_of(c) == day]
        records = [record(c, 0, c.moment + timedelta(seconds=30)) for c in mine]
        for part, some in enumerate((records[:7], records[7:])):
            if part in parts:
                write_json(file(state_folder, upload, part), some)

    sync(0, "first")
    sync(1, "first", parts=(1,))
    sync(1, "next", parts=(0,))  # a part of a sync lands late
    sync(2, "next")
    # A refresh: the rows as they are, in a new generation.
    refreshed = NOON + timedelta(days=4)
    rows = [Change(c.place, c.moment, "I", c.row) for c in latest_of(changes)]
    write_json(
        file("next", refreshed, 0),
        [record(c, 1, refreshed + timedelta(milliseconds=i)) for i, c in enumerate(rows)],
    )
    gone = {c.row["id"] for c in changes} - {c.row["id"] for c in rows}
    last = [c for c in changes if c.operation == "D" and c.row["id"] in gone and day_of(c) == 3]
    write_json(
        file("next", refreshed + timedelta(minutes=1), 0),
        [record(c, 1, refreshed + timedelta(minutes=1)) for c in last],
    )
    # An attempt of the old generation that ended later than the refresh: it is superseded.
    stale = rows[0]
    old = Change(stale.place, stale.moment, "U", stale.row | {"status": "placed", "cents": 1})
    write_json(
        file("next", refreshed + timedelta(minutes=2), 0),
        [record(old, 0, refreshed + timedelta(minutes=2))],
    )
    first = [c for c in changes if day_of(c) == 0]
    first += [c for c in changes if day_of(c) == 1][7:]
    golden_orders(folder, first, changes)


def latest_of(changes):
    latest = {}
    for c in changes:
        latest[c.row["id"]] = c
    return [c for _, c in sorted(latest.items()) if c.operation != "D"]


def stitch(folder, changes):
    """Log-based replication into JSON lines: appended, with a sequence."""

    def record(c, batched):
        return c.row | {
            "_sdc_batched_at": iso(batched),
            "_sdc_received_at": iso(c.moment + timedelta(seconds=3)),
            "_sdc_sequence": millis(c.moment) * 1000 + c.place,
            "_sdc_table_version": 1,
            **({"_sdc_deleted_at": iso(c.moment)} if c.operation == "D" else {}),
        }

    def load(state_folder, some, loaded):
        write_json(folder / f"raw/{state_folder}/1_{millis(loaded)}.jsonl", [record(c, loaded) for c in some])

    days = [[c for c in changes if day_of(c) == day] for day in range(4)]
    loaded = [NOON + timedelta(days=day + 1) for day in range(5)]
    load("first", days[0], loaded[0])
    load("first", days[1][6:], loaded[1])
    load("next", days[1][:6], loaded[1] - timedelta(minutes=1))  # lands late
    load("next", days[2] + days[3][:4], loaded[2])
    load("next", days[3], loaded[3])
    load("next", days[0][:5], loaded[4])  # loaded again, later than all
    golden_orders(folder, days[0] + days[1][6:], changes)


def dms(folder, changes):
    """A full load and ongoing changes as CSV with names; deletes carry the key alone."""
    header = ["Op", *COLUMNS]

    def record(c):
        row = key_only(c.row) if c.operation == "D" else c.row
        return row | {"Op": c.operation}

    loaded = state([c for c in changes if day_of(c) == 0])
    for part, some in enumerate((loaded[:9], loaded[9:])):
        name = f"LOAD{9 + part:08X}.csv"  # 9, A
        write_csv(folder / f"raw/first/{name}", COLUMNS, some, null="NULL")
    days = [[c for c in changes if day_of(c) == day] for day in range(4)]

    def cdc(state_folder, some, begun, partitioned=False):
        place = f"{begun:%Y/%m/%d}/" if partitioned else ""
        path = folder / f"raw/{state_folder}/{place}{begun:%Y%m%d-%H%M%S}{begun.microsecond // 1000:03d}.csv"
        write_csv(path, header, [record(c) for c in some], null="NULL")

    cdc("first", days[1][6:], days[1][6].moment)
    cdc("next", days[1][:6], days[1][0].moment)  # lands late
    cdc("next", days[2], days[2][0].moment, partitioned=True)
    cdc("next", days[3], days[3][0].moment, partitioned=True)
    golden_orders(folder, days[0] + days[1][6:], changes)


def debezium(folder, changes):
    """Unwrapped changes by way of Kafka, two partitions; deletes are rewritten."""
    offsets = {0: [], 1: []}
    for c in changes:
        offsets[c.row["id"] % 2].append(c)

    def record(c):
        row = key_only(c.row) if c.operation == "D" else c.row
        snapshot = day_of(c) == 0
        return row | {
            "__op": "r" if snapshot else {"I": "c", "U": "u", "D": "d"}[c.operation],
            "__source_ts_ms": millis(c.moment),
            "__deleted": str(c.operation == "D").lower(),
        }

    def flush(state_folder, partition, start, end):
        path = folder / f"raw/{state_folder}/partition={partition}/db.shop.orders+{partition}+{start:010d}.json"
        write_json(path, [record(c) for c in offsets[partition][start:end]])
        return offsets[partition][start:end]

    first = flush("first", 0, 0, 8) + flush("first", 0, 12, 16) + flush("first", 1, 0, 10)
    flush("next", 0, 8, 12)  # lands late
    flush("next", 0, 16, len(offsets[0]))
    flush("next", 1, 7, len(offsets[1]))  # begins again three records before
    golden_orders(folder, first, changes)


def kafka_connect(folder, changes):
    """Events by the hour of writing, three of them twice."""
    events = [
        {"event_id": f"e-{c.place:03d}", "kind": c.operation, "order_id": c.row["id"], "at": iso(c.moment)}
        for c in changes
    ]

    def flush(state_folder, start, end, written):
        path = folder / f"raw/{state_folder}/{written:year=%Y/month=%m/day=%d/hour=%H}/orders+0+{start:010d}.json"
        write_json(path, events[start:end])
        return events[start:end]

    first = flush("first", 0, 12, changes[11].moment) + flush("first", 18, 24, changes[23].moment)
    flush("next", 12, 18, changes[17].moment)  # lands late
    flush("next", 21, 40, changes[39].moment)  # begins again three records before
    flush("next", 40, len(events), changes[-1].moment)
    for name, some in (("first", first), ("next", events)):
        rows = [event | {"date": event["at"][:10]} for event in some]
        golden(folder / f"after-{name}.csv", ["event_id", "kind", "order_id", "at", "date"], rows)


def plain(folder, changes):
    """An old lake: a folder a day, in it the whole table as it was then, with semicolons."""

    def dump(day, state_folder):
        rows = state([c for c in changes if day_of(c) <= day])
        for part in (0, 1):
            path = folder / f"raw/{state_folder}/2026-11-{17 + day}/orders_{part}.csv"
            write_csv(path, COLUMNS, rows[part::2], null="", delimiter=";")

    dump(0, "first")
    dump(1, "first")
    dump(3, "next")
    dump(2, "next")  # the day before lands with it
    everything = [c for c in changes]
    golden_orders(folder, [c for c in changes if day_of(c) <= 1], everything)
    # CSV knows no empty text beside null.
    for name in ("first", "next"):
        path = folder / f"after-{name}.csv"
        path.write_bytes(path.read_bytes().replace(b'""', b""))


LOADERS = {
    "fivetran": fivetran,
    "airbyte": airbyte,
    "stitch": stitch,
    "dms": dms,
    "debezium": debezium,
    "kafka-connect": kafka_connect,
    "plain": plain,
}

# ----------------------------------------------------------------------------------------------- main


def records(path):
    opened = gzip.open(path, "rt") if path.suffix == ".gz" else open(path, encoding="utf-8")
    with opened as lines:
        return sum(1 for _ in lines) - (".csv" in path.name)  # a header


def make(home):
    counts = []
    for name, loader in LOADERS.items():
        loader(home / name, history())
        for run in ("first", "next"):
            files = [path for path in (home / name / "raw" / run).rglob("*") if path.is_file()]
            counts.append({"run": run, "dialect": name, "files": len(files), "read": sum(map(records, files))})
    golden(home / "read.csv", ["run", "dialect", "files", "read"], counts)


def files_of(home):
    found = {path.relative_to(home) for path in home.rglob("*") if path.is_file()}
    return {path for path in found if path.suffix not in BY_HAND}


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
    for name in LOADERS:
        shutil.rmtree(HOME / name / "raw", ignore_errors=True)
    make(HOME)


if __name__ == "__main__":
    main()
