"""Runs Sluice every six hours, one run at a time.

What is run is the Airflow variable sluice_submit: a submit script of Sluice with its options and a verb, such as
  /opt/sluice/scripts/submit-emr-serverless.sh --application-id 00f1… run
Order, what is due and repair after a crash are Sluice's; Airflow knows when, and who hears of it.
"""

from __future__ import annotations

import shlex
import subprocess
from datetime import datetime, timedelta, timezone

from airflow.exceptions import AirflowException, AirflowFailException
from airflow.sdk import dag, task

# Failed, misconfigured, refused by data. A run that was refused, held off or killed may end better.
ENDS_SO_AGAIN = {1, 2, 3}


@dag(
    schedule="0 */6 * * *",
    start_date=datetime(2026, 1, 1, tzinfo=timezone.utc),
    # A run does all that is due, so one that was missed is made up for by the next.
    catchup=False,
    max_active_runs=1,
    default_args={
        "retries": 3,
        "retry_delay": timedelta(minutes=5),
        "retry_exponential_backoff": True,
    },
    tags=["sluice"],
)
def sluice_lake():
    @task
    def run(command: str) -> None:
        code = subprocess.run(shlex.split(command), check=False).returncode
        if code in ENDS_SO_AGAIN:
            raise AirflowFailException(f"Sluice ended with {code}: a retry does not help.")
        if code != 0:
            raise AirflowException(f"Sluice ended with {code}: try again.")

    run("{{ var.value.get('sluice_submit', '/opt/sluice/scripts/submit-local.sh run') }}")


sluice_lake()
