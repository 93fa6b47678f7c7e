"""Where the lake's tables are registered: a Hive Metastore by Thrift, or a Glue by HTTP."""

from __future__ import annotations

import json
import os
import urllib.request
from pathlib import Path

from cache import HOME, Cache, maven
from java import java_of_the_project
from lake import Lake
from process import Process, free_port

MOTO = "5.2.1"
REGION = "us-east-1"
NO_SECRET = "peers"


class Metastore:
    """Where a lake is registered, as the lake and as engines are told it."""

    name: str
    # What stands before the names of the engines' catalogs.
    prefix: str
    # Who reads the lake that is registered here.
    engines = ("Trino", "Presto")

    def of_the_lake(self) -> str:
        raise NotImplementedError

    def environment(self) -> dict[str, str]:
        return {}

    def of_engines(self) -> dict[str, str]:
        raise NotImplementedError

    def lake(self, folder: Path) -> Lake:
        return Lake(folder, self.of_the_lake(), self.environment())


class HiveService(Metastore):
    """The metastore of Hive's own classes that the catalog's tests use, as a process."""

    name = "Hive"
    prefix = ""

    def __init__(self, _: Cache, folder: Path) -> None:
        path = Path("target") / "peers-classpath.txt"
        maven(
            "test-compile",
            "dependency:build-classpath",
            "--projects=catalog",
            "--also-make",
            "-DincludeScope=test",
            f"-Dmdep.outputFile={path}",
        )
        target = HOME / "catalog" / "target"
        jars = (HOME / "catalog" / path).read_text().strip()
        classes = [str(target / "test-classes"), str(target / "classes"), jars]
        main = "io.sluice.catalog.hive.MetastoreServer"
        home = folder / "metastore"
        self.process = Process(
            "metastore",
            [java_of_the_project(), "-Xmx512m", "-cp", os.pathsep.join(classes), main, str(home)],
            folder,
        )
        self.process.wait_until(lambda: self._uri() is not None, 90)
        self.uri = self._uri()

    def _uri(self) -> str | None:
        for line in self.process.log.read_text(errors="replace").splitlines():
            if line.startswith("thrift://"):
                return line.strip()
        return None

    def of_the_lake(self) -> str:
        return f'type = hive, uri = "{self.uri}"'

    def of_engines(self) -> dict[str, str]:
        return {"hive.metastore": "thrift", "hive.metastore.uri": self.uri}

    def stop(self) -> None:
        self.process.stop()


class GlueService(Metastore):
    """moto: a Glue that nobody of this project wrote. Nothing of it ever asks AWS."""

    name = "Glue"
    prefix = "glue_"

    def __init__(self, cache: Cache, folder: Path) -> None:
        python = cache.python(f"moto[server]=={MOTO}")
        server = Path(__file__).with_name("moto_server.py")
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.process = Process(
            "moto",
            [str(python), str(server), "-H", "127.0.0.1", "-p", str(self.port)],
            folder,
            {**os.environ, **self.environment()},
        )
        self.process.wait_until(self._answers, 120)

    def _answers(self) -> bool:
        try:
            return "DatabaseList" in self.call("GetDatabases")
        except OSError:
            return False

    def of_the_lake(self) -> str:
        names = f"view-catalog = {self.prefix}hive, delta-catalog = {self.prefix}delta"
        return f'type = glue, region = {REGION}, endpoint = "{self.url}", {names}'

    def environment(self) -> dict[str, str]:
        return {
            "AWS_ACCESS_KEY_ID": NO_SECRET,
            "AWS_SECRET_ACCESS_KEY": NO_SECRET,
            "AWS_REGION": REGION,
            "AWS_EC2_METADATA_DISABLED": "true",
        }

    def of_engines(self) -> dict[str, str]:
        key = "hive.metastore.glue"
        return {
            "hive.metastore": "glue",
            f"{key}.region": REGION,
            f"{key}.endpoint-url": self.url,
            f"{key}.aws-access-key": NO_SECRET,
            f"{key}.aws-secret-key": NO_SECRET,
            # moto gives all partitions for each segment that it is asked for.
            f"{key}.partitions-segments": "1",
        }

    def call(self, action: str, **arguments: object) -> dict:
        """Glue's own protocol."""
        scope = f"Credential={NO_SECRET}/20260101/{REGION}/glue/aws4_request"
        headers = {
            "Content-Type": "application/x-amz-json-1.1",
            "X-Amz-Target": f"AWSGlue.{action}",
            "Authorization": f"AWS4-HMAC-SHA256 {scope}, SignedHeaders=host, Signature=none",
        }
        body = json.dumps(arguments).encode()
        request = urllib.request.Request(self.url, data=body, headers=headers)
        with urllib.request.urlopen(request, timeout=60) as response:
            return json.load(response)

    def stop(self) -> None:
        self.process.stop()
