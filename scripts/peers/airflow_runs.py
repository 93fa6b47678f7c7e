"""A real Airflow loads the DAG, runs it over a lake, and takes each exit code for what it is."""

from __future__ import annotations

import os
import sqlite3
import time
from pathlib import Path

from cache import HOME, Cache
from failure import Failure
from process import Process, call

DAGS = HOME / "scripts" / "schedule" / "airflow"

LOADED = """
from airflow.models.dagbag import DagBag
bag = DagBag(include_examples=False)
assert not bag.import_errors, bag.import_errors
dag = bag.dags["sluice_lake"]
assert dag.max_active_runs == 1 and not dag.catchup, (dag.max_active_runs, dag.catchup)
print("loaded")
"""

# A run as the scheduler makes it; it waits for the time of a retry.
TRIED = """
from airflow.models.dagbag import DagBag
DagBag(include_examples=False).dags["sluice_lake"].test()
"""


def airflow_runs(cache: Cache, folder: Path) -> None:
    lake = folder / "lake"
    sluice = str(HOME / "scripts" / "sluice")
    environment = {
        **os.environ,
        "AIRFLOW_HOME": str(folder / "airflow"),
        "AIRFLOW__CORE__DAGS_FOLDER": str(DAGS),
        "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
        "AIRFLOW__CORE__UNIT_TEST_MODE": "False",
        "SLUICE_CONF": str(lake / "conf"),
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    environment.pop("SPARK_HOME", None)
    python = str(cache.locked("airflow", Path(__file__).with_name("airflow.lock")))
    airflow = str(Path(python).parent / "airflow")

    def done(*command: str, **more: str) -> str:
        ended = call(list(command), env={**environment, **more}, cwd=folder)
        if ended.returncode != 0:
            raise Failure(f"Cannot run `{' '.join(command)[:200]}`: it ended with {ended.returncode}.\n"
                          + (ended.stdout + ended.stderr)[-4000:])
        return ended.stdout

    def tried(name: str, command: str) -> str | None:
        """The state that the task is in when it was run once."""
        database = folder / "airflow" / "airflow.db"
        with sqlite3.connect(database) as tables:
            tables.execute("DELETE FROM task_instance")
        run = Process(f"run-{name}", [python, "-c", TRIED], folder, {**environment, "AIRFLOW_VAR_SLUICE_SUBMIT": command})
        try:
            while run.process.poll() is None and _state(database) != "up_for_retry":
                time.sleep(0.5)
            return _state(database)
        finally:
            run.stop()

    folder.mkdir(parents=True, exist_ok=True)
    done(airflow, "db", "migrate")
    _expect("loaded", done(python, "-c", LOADED).strip().splitlines()[-1])

    done(sluice, "init", str(lake))
    submit = f"{HOME / 'scripts' / 'submit-local.sh'} run"
    rendered = done(airflow, "tasks", "render", "sluice_lake", "run", "2026-11-19", AIRFLOW_VAR_SLUICE_SUBMIT=submit)
    if submit not in rendered:
        raise Failure(f"Airflow renders another command than {submit}:\n{rendered}")
    _expect("success", tried("lake", submit))
    answer = done(sluice, "query", "SELECT count(*) AS rows FROM processed.example_orders")
    if not any(line.strip().isdigit() and int(line) > 0 for line in answer.splitlines()):
        raise Failure(f"The table that Airflow had made has no rows:\n{answer}")

    for code, state in {3: "failed", 4: "up_for_retry", 5: "up_for_retry", 137: "up_for_retry"}.items():
        ending = folder / f"ends-with-{code}"
        ending.write_text(f"#!/bin/sh\nexit {code}\n")
        ending.chmod(0o755)
        _expect(state, tried(ending.name, str(ending)))


def _state(database: Path) -> str | None:
    """The state that the task of the last run is in."""
    with sqlite3.connect(database, timeout=30) as tables:
        row = tables.execute("SELECT state FROM task_instance ORDER BY queued_dttm DESC LIMIT 1").fetchone()
    return row and row[0]


def _expect(wanted: str, found: str) -> None:
    if wanted != found:
        raise Failure(f"Airflow does otherwise: expected {wanted}, found {found}.")
