"""The schedules, by those who will read them: validators and models that others publish, and the aws command."""

from __future__ import annotations

import json
import os
from pathlib import Path

from cache import HOME, Cache, run
from failure import Failure
from metastores import GlueService
from process import call

SCHEDULE = HOME / "scripts" / "schedule"
ASL_VALIDATOR = "asl-validator@4.0.0"
TOOLS = Path(__file__).with_name("schedules.lock")

# The generated classes drop what they do not know, so what comes back must be what went in.
SPARK_OPERATOR = """
import sys, yaml
from kubeflow_spark_api.models import SparkV1beta2ScheduledSparkApplication as Application
document = yaml.safe_load(open(sys.argv[1]))
def lost(wanted, found, place):
    if isinstance(wanted, dict):
        for key, value in wanted.items():
            if not isinstance(found, dict) or key not in found:
                yield f"{place}.{key}"
            else:
                yield from lost(value, found[key], f"{place}.{key}")
    elif isinstance(wanted, list):
        for index, value in enumerate(wanted):
            yield from lost(value, found[index], f"{place}[{index}]")
    elif wanted != found:
        yield f"{place} is {found}"
print("\\n".join(lost(document, Application.from_dict(document).to_dict(), "")), end="")
"""

# A field that the service does not have is an error.
DATAPROC = """
import json, sys, yaml
from google.cloud.dataproc_v1 import WorkflowTemplate
template = WorkflowTemplate.from_json(json.dumps(yaml.safe_load(open(sys.argv[1]))))
print(template.jobs[0].spark_job.main_class, end="")
"""


def schedules_fit(cache: Cache, folder: Path) -> None:
    """Each file satisfies the schema of what it is for."""
    python = str(cache.locked("schedules", TOOLS))
    kubernetes, dataproc = SCHEDULE / "kubernetes", SCHEDULE / "dataproc"
    run([python, "-m", "kubernetes_validate", "--strict", str(kubernetes / "cronjob.yaml")], "validate the CronJob")
    lost = run([python, "-c", SPARK_OPERATOR, str(kubernetes / "spark-application.yaml")], "read the application")
    _expect("", lost)
    main = run([python, "-c", DATAPROC, str(dataproc / "workflow-template.yaml")], "read the workflow template")
    _expect("io.sluice.jobs.cli.Main", main)
    _state_machine(cache)
    _real_aws(cache, folder)


def _state_machine(cache: Cache) -> None:
    home = cache.folder / ASL_VALIDATOR.replace("@", "-")
    if not (home / ".complete").is_file():
        home.mkdir(parents=True, exist_ok=True)
        run(["npm", "install", "--silent", "--prefix", str(home), ASL_VALIDATOR], f"install {ASL_VALIDATOR}")
        (home / ".complete").touch()
    definition = SCHEDULE / "step-functions/sluice.asl.json"
    run([str(home / "node_modules/.bin/asl-validator"), "--json-path", str(definition)], "validate the state machine")


def _real_aws(cache: Cache, folder: Path) -> None:
    """The aws command takes what the submit scripts call it with, and a step has Sluice's arguments as typed."""
    typed = ["query", "SELECT 'it''s', \"x\" FROM processed.shop_orders WHERE a > $1", "", "shop.*"]
    moto = GlueService(cache, folder / "aws")
    try:
        environment = {
            **os.environ,
            "PATH": f"{cache.locked('schedules', TOOLS).parent}:{os.environ['PATH']}",
            "AWS_ENDPOINT_URL": moto.url,
            "AWS_ACCESS_KEY_ID": "peer",
            "AWS_SECRET_ACCESS_KEY": "peer",
            "AWS_REGION": "us-east-1",
            "AWS_DEFAULT_REGION": "us-east-1",
            "SLUICE_JAR": "s3://code/sluice.jar",
            "SLUICE_CONF": "s3://code/conf",
        }

        def aws(*words: str) -> dict:
            return json.loads(_done(["aws", *words, "--output", "json"], environment))

        cluster = aws("emr", "create-cluster", "--release-label", "emr-7.9.0", "--instance-type", "m5.xlarge",
                      "--use-default-roles")["ClusterId"]
        script = str(HOME / "scripts/submit-emr.sh")
        step = _done([script, "--cluster-id", cluster, "--no-wait", *typed], environment).strip()
        found = aws("emr", "describe-step", "--cluster-id", cluster, "--step-id", step)["Step"]["Config"]["Args"]
        wanted = [typed[0], "--conf", "s3://code/conf", *typed[1:]]
        _expect(wanted, found[-len(wanted):])

        application = aws("emr-serverless", "create-application", "--type", "SPARK", "--release-label",
                          "emr-7.9.0")["applicationId"]
        script = str(HOME / "scripts/submit-emr-serverless.sh")
        job = _done([script, "--application-id", application, "--execution-role", "arn:aws:iam::123456789012:role/job",
                     "--no-wait", *typed], environment).strip()
        found = aws("emr-serverless", "get-job-run", "--application-id", application, "--job-run-id", job)
        _expect(wanted, found["jobRun"]["jobDriver"]["sparkSubmit"]["entryPointArguments"])
    finally:
        moto.stop()


def _done(command: list[str], environment: dict[str, str]) -> str:
    done = call(command, env=environment)
    if done.returncode != 0:
        raise Failure(f"Cannot run `{' '.join(command)}`: it ended with {done.returncode}.\n{done.stderr[-4000:]}")
    return done.stdout


def _expect(wanted: object, found: object) -> None:
    if wanted != found:
        raise Failure(f"A schedule does not fit: expected {wanted!r}, found {found!r}.")
