"""Clusters for Spark as it is released, with its official spark-submit: its own, and Hadoop's YARN."""

from __future__ import annotations

import json
import os
import re
import shutil
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


LOGGING = """log4j.rootLogger=INFO,console
log4j.appender.console=org.apache.log4j.ConsoleAppender
log4j.appender.console.layout=org.apache.log4j.PatternLayout
log4j.appender.console.layout.ConversionPattern=%d %p %c{1}: %m%n
"""
LINES = [Line("3.5.9", [], "jobs/target"), Line("4.2.0", ["-Pspark-4"], "jobs/target/spark-4")]


class Cluster:
    """What works on a lake in processes of its own, for as long as this lives."""

    name: str
    master: str
    settings: dict[str, str]

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
        self.processes: list[Process] = []

    def start(self, name: str, command: list[str]) -> Process:
        process = Process(name, command, self.folder, self.environment())
        self.processes.insert(0, process)
        return process

    def environment(self) -> dict[str, str]:
        java = Path(java_of_the_project()).resolve().parents[1]
        return {
            **os.environ,
            "SPARK_HOME": str(self.home),
            "JAVA_HOME": str(java),
            "SPARK_LOCAL_IP": "127.0.0.1",
            "SPARK_DAEMON_MEMORY": "512m",
        }

    def of_the_driver(self) -> dict[str, str]:
        """Settings for a driver on the cluster."""
        return {}

    def conf(self, lake: Lake) -> tuple[list[str], str]:
        """How a driver on the cluster comes to the configuration: spark-submit's part, and ours."""
        return [], (lake.folder / "conf").as_uri()

    def submit(self, mode: str, lake: Lake, *arguments: str) -> subprocess.CompletedProcess:
        """Sluice's arguments through spark-submit, to its end; the driver is here or on the cluster."""
        settings = {
            "spark.driver.memory": "1200m",
            "spark.executor.memory": "1200m",
            "spark.executor.cores": "2",
            "spark.sql.shuffle.partitions": "2",
            "spark.databricks.delta.snapshotPartitions": "2",
            "spark.ui.enabled": "false",
            **self.settings,
        }
        options, conf = [], "conf"
        if mode == "cluster":
            settings.update(self.of_the_driver())
            options, conf = self.conf(lake)
        command = [str(self.home / "bin" / "spark-submit"), "--master", self.master]
        command += ["--deploy-mode", mode, "--jars", ",".join(self.beside), *options]
        for key, value in settings.items():
            command += ["--conf", f"{key}={value}"]
        if "--conf" not in arguments:
            arguments = (*arguments, "--conf", conf)
        command += ["--class", MAIN, str(self.jar), *arguments]
        environment = {**self.environment(), **lake.environment}
        return call(command, cwd=lake.folder, env=environment)

    def told(self, mode: str, done: subprocess.CompletedProcess) -> int | None:
        """Sluice's exit code, as far as this kind of cluster tells it."""
        return done.returncode if mode == "client" else None

    def stop(self) -> None:
        for process in self.processes:
            process.stop()


class Standalone(Cluster):
    """Spark's own: one master and one worker."""

    name = "standalone"
    settings = {"spark.standalone.submit.waitAppCompletion": "true"}

    def __init__(self, cache: Cache, folder: Path, line: Line) -> None:
        super().__init__(cache, folder, line)
        port = free_port()
        self.master = f"spark://127.0.0.1:{port}"
        master = self._start(
            "Master", "--host", "127.0.0.1", "--port", str(port), "--webui-port", str(free_port())
        )
        worker = self._start(
            "Worker", "--host", "127.0.0.1", "--webui-port", str(free_port()), "--cores", "3",
            "--memory", "4g", "--work-dir", str(folder / "work"), self.master,
        )  # fmt: skip
        for process, sign in ((master, "registering worker"), (worker, "successfully registered")):
            process.wait_until(lambda p=process, s=sign: s in p.log.read_text().lower(), 90)

    def _start(self, kind: str, *arguments: str) -> Process:
        command = [str(self.home / "bin" / "spark-class")]
        command.append(f"org.apache.spark.deploy.{kind.lower()}.{kind}")
        return self.start(f"spark-{kind.lower()}", [*command, *arguments])

    def of_the_driver(self) -> dict[str, str]:
        opens = [f"--add-opens=java.base/{package}=ALL-UNNAMED" for package in OPENED]
        return {"spark.driver.extraJavaOptions": " ".join(opens)}


class Yarn(Cluster):
    """Hadoop's, as on EMR and Dataproc: one resource manager and one node manager."""

    name = "YARN"
    master = "yarn"

    def __init__(self, cache: Cache, folder: Path, line: Line) -> None:
        super().__init__(cache, folder, line)
        self.settings = {
            "spark.executor.instances": "1",
            "spark.yarn.maxAppAttempts": "1",
            # Else all of Spark is packed and copied for each run.
            "spark.yarn.jars": f"local:{self.home}/jars/*",
        }
        self.hadoop = folder / "hadoop"
        self._configure()
        jars = cache.jars("yarn", HOME / "scripts" / "peers" / "yarn.xml")
        server = "org.apache.hadoop.yarn.server"
        for daemon in ("resourcemanager.ResourceManager", "nodemanager.NodeManager"):
            name = daemon.split(".")[0]
            process = self.start(
                name,
                [java_of_the_project(), "-Xmx256m", "--add-opens=java.base/java.lang=ALL-UNNAMED",
                 "-cp", f"{self.hadoop}{os.pathsep}{jars}", f"{server}.{daemon}"],
            )  # fmt: skip
        process.wait_until(lambda: "Registered with ResourceManager" in process.log.read_text(), 90)

    def _configure(self) -> None:
        addresses = [
            f"resourcemanager.{kind}"
            for kind in (
                "address", "scheduler.address", "resource-tracker.address", "admin.address",
                "webapp.address",
            )
        ] + [f"nodemanager.{kind}" for kind in ("address", "localizer.address", "webapp.address")]  # fmt: skip
        settings = {
            **{address: f"127.0.0.1:{free_port()}" for address in addresses},
            "resourcemanager.hostname": "127.0.0.1",
            "resourcemanager.scheduler.class": "org.apache.hadoop.yarn.server.resourcemanager"
            ".scheduler.fifo.FifoScheduler",
            "nodemanager.hostname": "127.0.0.1",
            "nodemanager.local-dirs": str(self.folder / "local"),
            "nodemanager.log-dirs": str(self.folder / "logs"),
            "nodemanager.resource.memory-mb": "6144",
            "nodemanager.resource.cpu-vcores": "4",
            "nodemanager.pmem-check-enabled": "false",
            "nodemanager.vmem-check-enabled": "false",
            # It refuses to work on a disk that is nearly full.
            "nodemanager.disk-health-checker.enable": "false",
            "scheduler.minimum-allocation-mb": "256",
        }
        self._write("yarn-site.xml", {f"yarn.{key}": value for key, value in settings.items()})
        self._write("core-site.xml", {"fs.defaultFS": "file:///"})
        (self.hadoop / "log4j.properties").write_text(LOGGING)

    def _write(self, name: str, settings: dict[str, str]) -> None:
        self.hadoop.mkdir(parents=True, exist_ok=True)
        lines = [
            f"<property><name>{key}</name><value>{value}</value></property>"
            for key, value in settings.items()
        ]
        text = "\n".join(["<configuration>", *lines, "</configuration>", ""])
        (self.hadoop / name).write_text(text)

    def environment(self) -> dict[str, str]:
        return {**super().environment(), "HADOOP_CONF_DIR": str(self.hadoop)}

    def conf(self, lake: Lake) -> tuple[list[str], str]:
        """Files would come without their folders."""
        archive = shutil.make_archive(str(lake.folder / "of-the-lake"), "zip", lake.folder / "conf")
        return ["--archives", f"{archive}#conf"], "conf"

    def told(self, mode: str, done: subprocess.CompletedProcess) -> int | None:
        if mode == "client":
            return done.returncode
        code = re.search(r"exited with\s+exitCode: (\d+)", done.stderr)
        return int(code.group(1)) if code else done.returncode


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
        done = self.cluster.submit(self.mode, self, *arguments, "--json")
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

    def require_nothing_to_do(self) -> None:
        """A run that needs no Spark ends well, too."""
        idle = self.sluice("run")
        if {result["sluice_status"] for result in idle["results"]} != {"NOTHING_TO_DO"}:
            raise Failure(f"A second run had something to do.\n{json.dumps(idle)[:6000]}")

    def require_exit_code(self) -> None:
        """Sluice's own; of a driver on the cluster a standalone master tells nobody."""
        done = self.cluster.submit(self.mode, self, "run", "--conf", "nowhere")
        code = self.cluster.told(self.mode, done)
        if code not in (2, None):
            raise Failure(
                f"`spark-submit --deploy-mode {self.mode} … run --conf nowhere` ended with {code}, and"
                " 2 is right.\n" + (done.stdout + done.stderr)[-3000:]
            )

    def _reports(self) -> set[Path]:
        return set((self.folder / "processed" / "_sluice" / "runs").glob("*.json"))
