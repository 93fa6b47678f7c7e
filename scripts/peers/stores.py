"""Object stores that nobody of this project wrote: moto as S3, fake-gcs-server as Cloud Storage."""

from __future__ import annotations

import json
import urllib.parse
import urllib.request
from pathlib import Path

from cache import Cache
from lake import LAYERS, Lake
from metastores import NO_SECRET, REGION, GlueService
from process import Process, free_port

GCS_SERVER = "github.com/fsouza/fake-gcs-server@v1.52.3"
GCS_CONNECTOR = "com.google.cloud.bigdataoss:gcs-connector:hadoop3-2.2.26"


class S3Service(GlueService):
    """A Glue whose tables lie in the S3 of the same moto. Presto takes minutes for Delta there."""

    name = "S3"
    prefix = "s3_"
    engines = ("Trino",)

    def lake(self, folder: Path) -> Lake:
        lake = BucketLake(folder, self.of_the_lake(), self.environment(), "s3a")
        lake.url = self.url
        key = "spark.hadoop.fs.s3a"
        lake.spark = {
            f"{key}.endpoint": self.url,
            f"{key}.endpoint.region": REGION,
            f"{key}.path.style.access": "true",
        }
        for layer in LAYERS:
            request("PUT", f"{self.url}/{lake.bucket(layer)}")
        return lake

    def of_engines(self) -> dict[str, str]:
        return {
            **super().of_engines(),
            "fs.native-s3.enabled": "true",
            "s3.endpoint": self.url,
            "s3.region": REGION,
            "s3.path-style-access": "true",
            "s3.aws-access-key": NO_SECRET,
            "s3.aws-secret-key": NO_SECRET,
        }


class CloudStorage:
    """fake-gcs-server, built by Go; its buckets are folders in memory."""

    name = "GCS"
    prefix = ""

    def __init__(self, cache: Cache, folder: Path) -> None:
        self.connector = cache.maven(*GCS_CONNECTOR.split(":"), "jar", "shaded")
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        arguments = ["-scheme", "http", "-host", "127.0.0.1", "-port", str(self.port)]
        arguments += ["-backend", "memory", "-external-url", self.url]
        server = str(cache.go(GCS_SERVER))
        self.process = Process("fake-gcs-server", [server, *arguments], folder)
        self.process.wait_until(self._answers, 60)

    def _answers(self) -> bool:
        try:
            request("GET", f"{self.url}/storage/v1/b?project=peers")
            return True
        except OSError:
            return False

    def lake(self, folder: Path) -> Lake:
        environment = {"SLUICE_CLASSPATH": str(self.connector)}
        lake = BucketLake(folder, "type = none", environment, "gs")
        lake.url = self.url
        key = "spark.hadoop.fs"
        files = "com.google.cloud.hadoop.fs.gcs.GoogleHadoop"
        lake.spark = {
            f"{key}.gs.impl": f"{files}FileSystem",
            f"{key}.AbstractFileSystem.gs.impl": f"{files}FS",
            f"{key}.gs.storage.root.url": f"{self.url}/",
            f"{key}.gs.project.id": "peers",
            f"{key}.gs.auth.null.enable": "true",
            f"{key}.gs.auth.service.account.enable": "false",
        }
        for layer in LAYERS:
            name = json.dumps({"name": lake.bucket(layer)}).encode()
            request("POST", f"{self.url}/storage/v1/b?project=peers", name)
        return lake

    def stop(self) -> None:
        self.process.stop()


class BucketLake(Lake):
    """A lake of three buckets; its configuration stays in a folder."""

    url: str

    def __init__(
        self, folder: Path, catalog: str, environment: dict[str, str], scheme: str
    ) -> None:
        super().__init__(folder, catalog, environment)
        self.scheme = scheme
        self.roots = {layer: f"{scheme}://{self.bucket(layer)}" for layer in LAYERS}

    def bucket(self, layer: str) -> str:
        return f"peers-{layer}"

    def put(self, layer: str, path: str, text: str) -> None:
        bucket = self.bucket(layer)
        if self.scheme == "s3a":
            request("PUT", f"{self.url}/{bucket}/{urllib.parse.quote(path)}", text.encode())
        else:
            name = urllib.parse.quote(path, safe="")
            upload = f"{self.url}/upload/storage/v1/b/{bucket}/o?uploadType=media&name={name}"
            request("POST", upload, text.encode())


def request(method: str, url: str, body: bytes | None = None) -> bytes:
    """Neither server asks who it is."""
    asked = urllib.request.Request(url, data=body, method=method)
    with urllib.request.urlopen(asked, timeout=60) as response:
        return response.read()
