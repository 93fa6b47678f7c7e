"""Trino and Presto: their files, their settings, their catalogs over one metastore."""

from __future__ import annotations

import shutil
from pathlib import Path

from cache import Cache
from java import java_of_at_least, java_of_the_project
from metastores import Metastore
from process import Process, free_port
from statements import QueryFailed, Statements

# Half the processor time for servers that live for minutes.
SHORT_LIVED = ["-Xmx2G", "-XX:TieredStopAtLevel=1", "-XX:ReservedCodeCacheSize=256m"]


class Engine:
    """A running engine; a table is found in the catalog of its format."""

    def __init__(
        self,
        name: str,
        version: str,
        process: Process,
        statements: Statements,
        catalogs: list[str],
        redirects: bool,
    ) -> None:
        self.name = name
        self.version = version
        self.process = process
        self.statements = statements
        self.catalogs = catalogs
        # Whether a table is found through the catalog of the other format too.
        self.redirects = redirects

    def __str__(self) -> str:
        return f"{self.name} {self.version}"

    def query(self, sql: str) -> list[list]:
        return self.statements.query(sql)

    def wait_until_ready(self) -> None:
        """An engine that listens can still lack workers or catalogs: only a query tells."""

        def answers() -> bool:
            try:
                return all(
                    self.query(f"SELECT count(*) FROM {catalog}.information_schema.schemata")[0][0]
                    for catalog in self.catalogs
                )
            except QueryFailed:
                return False

        self.process.wait_until(answers, 600)

    def stop(self) -> None:
        self.process.stop()


def start_trino(cache: Cache, folder: Path, metastores: list[Metastore]) -> Engine:
    version = "476"
    java = java_of_at_least(24, "TRINO_JAVA_HOME", f"Trino {version}")
    home = cache.server(f"io.trino:trino-server:{version}", ["hive", "delta-lake"])
    port = free_port()
    catalogs = {}
    for metastore in [one for one in metastores if "Trino" in one.engines]:
        hive, delta = f"{metastore.prefix}hive", f"{metastore.prefix}delta"
        both = {**metastore.of_engines(), "fs.hadoop.enabled": "true"}
        redirect = {"hive.delta-lake-catalog-name": delta}
        catalogs[hive] = {"connector.name": "hive", **both, **redirect}
        redirect = {"delta.hive-catalog-name": hive}
        catalogs[delta] = {"connector.name": "delta_lake", **both, **redirect}
    options = [
        *SHORT_LIVED,
        "--add-modules=jdk.incubator.vector",
        "--enable-native-access=ALL-UNNAMED",
        "--sun-misc-unsafe-memory-access=allow",
        "-Djdk.attach.allowAttachSelf=true",
        "-XX:+EnableDynamicAgentLoading",
    ]
    main = "io.trino.server.TrinoServer"
    process = start("trino", java, options, home, main, folder, port, {}, catalogs)
    return Engine("Trino", version, process, Statements("Trino", port), list(catalogs), True)


def start_presto(cache: Cache, folder: Path, metastores: list[Metastore]) -> Engine:
    version = "0.287"
    home = cache.server(f"com.facebook.presto:presto-server:{version}", ["hive-hadoop2", "delta"])
    renew_asm(cache, home)
    port = free_port()
    catalogs = {}
    for metastore in [one for one in metastores if "Presto" in one.engines]:
        for catalog, connector in (("hive", "hive-hadoop2"), ("delta", "delta")):
            settings = {"connector.name": connector, **metastore.of_engines()}
            catalogs[f"{metastore.prefix}{catalog}"] = settings
    opens = ["java.lang", "java.io", "java.net", "java.nio", "java.util", "java.lang.invoke"]
    opens += ["java.util.concurrent", "java.lang.reflect", "java.lang.ref", "sun.nio.ch"]
    options = [
        *SHORT_LIVED,
        "-Djdk.attach.allowAttachSelf=true",
        *[f"--add-opens=java.base/{package}=ALL-UNNAMED" for package in opens],
    ]
    main = "com.facebook.presto.server.PrestoServer"
    own = {"discovery-server.enabled": "true"}
    process = start(
        "presto", java_of_the_project(), options, home, main, folder, port, own, catalogs
    )
    return Engine("Presto", version, process, Statements("Presto", port), list(catalogs), False)


def start(
    name: str,
    java: str,
    options: list[str],
    home: Path,
    main: str,
    folder: Path,
    port: int,
    own: dict[str, str],
    catalogs: dict[str, dict[str, str]],
) -> Process:
    """What the launcher of either does, without its dependence on the system's Python."""
    config = {
        "coordinator": "true",
        "node-scheduler.include-coordinator": "true",
        "http-server.http.port": str(port),
        "discovery.uri": f"http://127.0.0.1:{port}",
        "plugin.dir": str(home / "plugin"),
        "query.max-memory": "1GB",
        "query.max-memory-per-node": "512MB",
        **own,
    }
    etc = folder / "etc"
    properties(etc / "config.properties", config)
    for catalog, settings in catalogs.items():
        properties(etc / "catalog" / f"{catalog}.properties", settings)
    properties(etc / "log.properties", {"": "WARN", "Bootstrap": "WARN"})
    node = {
        "node.environment": "peers",
        "node.id": name,
        "node.data-dir": str(folder / "data"),
        "node.bind-ip": "127.0.0.1",
        "node.internal-address": "127.0.0.1",
        "catalog.config-dir": str(etc / "catalog"),
        "config": str(etc / "config.properties"),
        "log.levels-file": str(etc / "log.properties"),
        # Timestamps of Parquet files are instants: both engines show them in the zone of their Java.
        "user.timezone": "UTC",
        "java.io.tmpdir": str(folder),
    }
    command = [java, *options, *[f"-D{key}={value}" for key, value in node.items()]]
    return Process(name, [*command, "-cp", f"{home / 'lib'}/*", main], folder)


def properties(file: Path, settings: dict[str, str]) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("".join(f"{key}={value}\n" for key, value in settings.items()))


def renew_asm(cache: Cache, home: Path) -> None:
    """Presto's asm 9.0 cannot read the classes of Java 17."""
    for old in home.rglob("asm*-9.0.jar"):
        name = old.name[: -len("-9.0.jar")]
        shutil.copy(cache.jar(f"org.ow2.asm:{name}:9.7.1"), old.parent / f"{name}-9.7.1.jar")
        old.unlink()
