"""make test-peers: readers that nobody of this project wrote read what it has published.

    python3 scripts/peers [PEER …]      trino, presto, which read lakes in hive, moto and s3;
                                        gcs, spark, yarn, roles, airflow, schedules; all without a
                                        name

  PEERS="trino"     the same, for make
  SLUICE_PEERS      where the peers are kept (default ~/.cache/sluice-peers; 3 GB)
  TRINO_JAVA_HOME   a Java 24 or newer, which Trino needs
  KEEP=1            leave the lake and the logs in place

Ends with 1 if an answer differs or a peer is missing.
"""

from __future__ import annotations

import atexit
import os
import resource
import shutil
import signal
import sys
import tempfile
import time
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Iterator

from airflow_runs import airflow_runs
from cache import Cache
from cluster import LINES, Cluster, Line, Standalone, SubmittedLake, Yarn
from engines import start_presto, start_trino
from failure import Failure
from lake import Lake
from matrix import Matrix
from metastores import GlueService, HiveService, Metastore
from process import kill_all
from roles import roles_are_enough
from scenario import Scenario
from schedules import schedules_fit
from stores import CloudStorage, S3Service

ENGINES = {"trino": start_trino, "presto": start_presto}
# Those that read no lake of the scenario: each has one of its own, or none.
OTHERS = {"roles": roles_are_enough, "airflow": airflow_runs, "schedules": schedules_fit}
LAKES = {"hive": HiveService, "moto": GlueService, "s3": S3Service}
CLUSTERS = {"spark": Standalone, "yarn": Yarn}
PEERS = [*ENGINES, *LAKES, "gcs", *CLUSTERS, *OTHERS]


def main(arguments: list[str]) -> int:
    if sys.version_info < (3, 9):
        raise Failure("Cannot run the peers: this is Python older than 3.9. Install a newer one.")
    peers = arguments or os.environ.get("PEERS", "").split() or PEERS
    unknown = [peer for peer in peers if peer not in PEERS]
    if unknown:
        raise Failure(f"Cannot run {', '.join(unknown)}: the peers are {', '.join(PEERS)}.")
    # One that failed while it started is nobody's to stop.
    atexit.register(kill_all)
    for interruption in (signal.SIGTERM, signal.SIGINT):
        signal.signal(interruption, interrupted)
    folder = Path(tempfile.mkdtemp(prefix="sluice-peers."))
    matrix = Matrix()
    readers = [peer for peer in peers if peer not in OTHERS]
    try:
        for peer in [peer for peer in peers if peer in OTHERS]:
            with timed(f"{peer}, fetched if need be: as it must be"):
                OTHERS[peer](Cache.default(), folder / peer)
        if readers:
            play(readers, folder, matrix)
    except BaseException:
        keep(folder)
        raise
    finally:
        if readers:
            print(f"\n{matrix.text()}\n")
    if matrix.differences:
        keep(folder)
        print(f"{len(matrix.differences)} answers differ, see DIFFERENCE above.")
        return 1
    if os.environ.get("KEEP") == "1":
        keep(folder)
    else:
        shutil.rmtree(folder)
    if readers:
        print(f"{sum(equal for equal, _ in matrix.counts.values())} answers, all as they must be.")
    return 0


def play(peers: list[str], folder: Path, matrix: Matrix) -> None:
    cache = Cache.default()
    if {*ENGINES, *LAKES} & set(peers):
        read(peers, cache, folder, matrix)
    if "gcs" in peers:
        store(cache, folder / "gcs", matrix)
    for peer, cluster in CLUSTERS.items():
        for line in LINES if peer in peers else []:
            submit(cluster, line, cache, folder / f"{peer}-{line.spark}", matrix)


def read(peers: list[str], cache: Cache, folder: Path, matrix: Matrix) -> None:
    """Each engine is started once and has catalogs for each metastore."""
    with ExitStack() as servers:
        metastores: list[Metastore] = []
        for lake in [lake for lake in LAKES if lake in peers] or ["hive"]:
            with timed(f"starting {lake}, fetched if need be"):
                metastores.append(LAKES[lake](cache, folder / lake))
                servers.callback(metastores[-1].stop)
        engines = []
        for peer in [peer for peer in peers if peer in ENGINES]:
            with timed(f"starting {peer}, fetched and unpacked if need be"):
                engine = ENGINES[peer](cache, folder / peer, metastores)
                servers.callback(engine.stop)
                engine.wait_until_ready()
                engines.append(engine)
        for metastore in metastores:
            lake = metastore.lake(folder / metastore.name.lower() / "lake")
            readers = [engine for engine in engines if engine.name in metastore.engines]
            scenario = Scenario(lake, metastore, readers, matrix)
            with timed(f"over {metastore.name}"):
                if metastore.prefix:
                    scenario.short(with_spark=metastore.name == "S3")
                else:
                    scenario.whole()


def store(cache: Cache, folder: Path, matrix: Matrix) -> None:
    """No engine here reads Cloud Storage but Spark."""
    with ExitStack() as servers, timed("over Cloud Storage, its server built if need be"):
        storage = CloudStorage(cache, folder)
        servers.callback(storage.stop)
        Scenario(storage.lake(folder / "lake"), storage, [], matrix).short(with_spark=True)


def submit(kind: type[Cluster], line: Line, cache: Cache, folder: Path, matrix: Matrix) -> None:
    """A cluster works on a lake; Spark in one process reads it."""
    with ExitStack() as servers, timed(f"on a cluster, {kind.name}, Spark {line.spark}"):
        metastore = HiveService(cache, folder / "hive")
        servers.callback(metastore.stop)
        cluster = kind(cache, folder, line)
        servers.callback(cluster.stop)
        lake = SubmittedLake(folder / "lake", metastore.of_the_lake(), cluster)
        Scenario(lake, metastore, [], matrix).submitted(lake)


def interrupted(number: int, _: object) -> None:
    """Threads that wait for a server or a command would keep this process alive."""
    kill_all()
    sys.exit(128 + number)


@contextmanager
def timed(what: str) -> Iterator[None]:
    """Prints how long something took."""
    started = time.monotonic()
    yield
    print(f"{time.monotonic() - started:4.0f} s {what}", flush=True)


def keep(folder: Path) -> None:
    print(f"The lake and the logs are in {folder}.")


if __name__ == "__main__":
    started = time.monotonic()
    try:
        code = main(sys.argv[1:])
    except Failure as failure:
        print(failure, file=sys.stderr)
        code = 1
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    print(
        f"{(time.monotonic() - started) / 60:.1f} minutes,"
        f" {(used.ru_utime + used.ru_stime) / 60:.1f} of a processor."
    )
    sys.exit(code)
