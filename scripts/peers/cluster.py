"""A cluster of Spark as it is released: a master, a worker, and the official spark-submit."""

from __future__ import annotations

import json
import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

from cache import HOME, Cache, maven
from failure import Failure
from java import java_of_the_project
from lake import Lake
from process import Process, call, free_port

# What a cluster has beside Spark; everything else that Sluice needs is in its jar.
DELTA = ("delta-spark_", "delta-storage-")
MAIN = "io.sluice.jobs.cli.Main"
# What Spark reaches into. It opens this to its drivers and executors by itself, but a standalone master
# of Spark 3.5 not to a driver that it starts.
OPENED = (
    "java.lang", "java.lang.invoke", "java.lang.reflect", "java.io", "java.net", "java.nio",
    "java.util", "java.util.concurrent", "java.util.concurrent.atomic", "jdk.internal.ref",
    "sun.nio.ch", "sun.nio.cs", "sun.security.action", "sun.util.calendar",
)  # fmt: skip


@dataclass(frozen=True)
class Line:
    """A line of Spark: its release, and the build for it."""

    spark: str
    profile: list[str]
    target: str


LINES = [Line("3.5.9", [], "jobs/target"), Line("4.2.0", ["-Pspark-4"], "jobs/target/spark-4")]


class Cluster:
    """One master and one worker that live as long as this."""

    def __init__(self, cache: Cache, folder: Path, line: Line) -> None:
        self.folder = folder
        self.line = line
        python = cache.python(f"pyspark=={line.spark}")
        self.home = next(python.parents[1].glob("lib/python*/site-packages/pyspark"))
        maven(*line.profile, "-DskipTests", "package")
        target = HOME / line.target
        self.jar = target / "sluice.jar"
        self.beside = [
            jar
            for jar in (target / "classpath.txt").read_text().strip().split(os.pathsep)
            if Path(jar).name.startswith(DELTA)
        ]
        port = free_port()
        self.url = f"spark://127.0.0.1:{port}"
        self.master = self._start(
            "Master", "--host", "127.0.0.1", "--port", str(port), "--webui-port", str(free_port())
        )
        self.worker = self._start(
            "Worker", "--host", "127.0.0.1", "--webui-port", str(free_port()), "--cores", "3",
            "--memory", "4g", "--work-dir", str(folder / "work"), self.url,
        )  # fmt: skip
        for process, sign in ((self.master, "registering worker"), (self.worker, "successfully registered")):
            process.wait_until(lambda p=process, s=sign: s in p.log.read_text().lower(), 90)

    def _start(self, kind: str, *arguments: str) -> Process:
        command = [str(self.home / "bin" / "spark-class")]
        command.append(f"org.apache.spark.deploy.{kind.lower()}.{kind}")
        return Process(
            f"spark-{kind.lower()}", [*command, *arguments], self.folder, self.environment()
        )

    def environment(self) -> dict[str, str]:
        java = Path(java_of_the_project()).resolve().parents[1]
        return {
            **os.environ,
            "SPARK_HOME": str(self.home),
            "JAVA_HOME": str(java),
            "SPARK_LOCAL_IP": "127.0.0.1",
            "SPARK_DAEMON_MEMORY": "512m",
        }

    def submit(
        self, mode: str, lake: Lake, *arguments: str
    ) -> subprocess.CompletedProcess:
        """Sluice's arguments through spark-submit, to its end; the driver is here or on the worker."""
        settings = {
            "spark.driver.memory": "1200m",
            "spark.executor.memory": "1200m",
            "spark.executor.cores": "2",
            "spark.sql.shuffle.partitions": "2",
            "spark.databricks.delta.snapshotPartitions": "2",
            "spark.ui.enabled": "false",
            "spark.standalone.submit.waitAppCompletion": "true",
        }
        if mode == "cluster":
            opens = [f"--add-opens=java.base/{package}=ALL-UNNAMED" for package in OPENED]
            settings["spark.driver.extraJavaOptions"] = " ".join(opens)
        command = [str(self.home / "bin" / "spark-submit"), "--master", self.url]
        command += ["--deploy-mode", mode, "--jars", ",".join(self.beside)]
        for key, value in settings.items():
            command += ["--conf", f"{key}={value}"]
        command += ["--class", MAIN, str(self.jar), *arguments]
        environment = {**self.environment(), **lake.environment}
        return call(command, cwd=lake.folder, env=environment)

    def stop(self) -> None:
        self.worker.stop()
        self.master.stop()


class SubmittedLake(Lake):
    """A lake on which a cluster works; it is read from here."""

    def __init__(self, folder: Path, catalog: str, cluster: Cluster) -> None:
        super().__init__(folder, catalog, {})
        self.cluster = cluster
        self.mode = "client"

    def sluice(self, *arguments: str) -> dict:
        if arguments[0] == "query":
            return super().sluice(*arguments)
        before = self._reports()
        conf = "conf" if self.mode == "client" else (self.folder / "conf").as_uri()
        done = self.cluster.submit(self.mode, self, *arguments, "--conf", conf, "--json")
        if done.returncode != 0:
            raise Failure(
                f"Cannot go on: `spark-submit --deploy-mode {self.mode} … {' '.join(arguments)}`"
                f" ended with {done.returncode}.\n{(done.stdout + done.stderr)[-6000:]}"
            )
        came = self._reports() - before
        if len(came) != 1:
            raise Failure(f"Cannot go on: a run has left {len(came)} reports in the lake.\n"
                + (done.stdout + done.stderr)[-6000:])
        kept = json.loads(came.pop().read_text())
        if kept["metadata"]["exit_code"] != 0:
            raise Failure(f"Cannot go on: the run on the cluster ended badly.\n{json.dumps(kept)[:6000]}")
        if self.mode == "client" and json.loads(done.stdout) != kept:
            raise Failure("The report on stdout is another one than that in the lake.")
        return kept

    def require_exit_code(self) -> None:
        """Sluice's own, from a driver here; of one on the cluster a standalone master tells nobody."""
        done = self.cluster.submit("client", self, "run", "--conf", "nowhere")
        if done.returncode != 2:
            raise Failure(
                f"`spark-submit … run --conf nowhere` ended with {done.returncode}, and 2 is right.\n"
                + (done.stdout + done.stderr)[-3000:]
            )

    def _reports(self) -> set[Path]:
        return set((self.folder / "processed" / "_sluice" / "runs").glob("*.json"))
