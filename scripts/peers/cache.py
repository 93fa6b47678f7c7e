"""The peers' own files, fetched once by their package clients and kept unpacked."""

from __future__ import annotations

import os
import shutil
import sys
import tarfile
from pathlib import Path

from failure import Failure
from process import call

HOME = Path(__file__).resolve().parents[2]
MAVEN_PLUGIN = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1"


class Cache:
    """A folder that holds what was fetched; a marker file says that a fetch was complete."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @staticmethod
    def default() -> "Cache":
        home = os.environ.get("SLUICE_PEERS") or "~/.cache/sluice-peers"
        return Cache(Path(home).expanduser())

    def server(self, artifact: str, keep: list[str]) -> Path:
        """An unpacked tar.gz of Maven Central; of its plugin folder only what is kept."""
        group, name, version = artifact.split(":")
        folder = self.folder / f"{name}-{version}"
        marker = folder / ".complete"
        wanted = " ".join(sorted(keep))
        if marker.is_file() and marker.read_text() == wanted:
            return folder
        shutil.rmtree(folder, ignore_errors=True)
        archive = self.maven(group, name, version, "tar.gz")
        print(f"Unpacking {archive.name}", flush=True)
        unpack(archive, folder, keep)
        marker.write_text(wanted)
        # Twice as much disk for nothing: what is unpacked is all that is needed.
        archive.unlink()
        return folder

    def jar(self, artifact: str) -> Path:
        return self.maven(*artifact.split(":"), "jar")

    def go(self, package: str) -> Path:
        """A program that Go builds, its sources' checksums compared by Go."""
        folder = self.folder / package.split("/")[-1].replace("@v", "-")
        program = folder / package.split("/")[-1].split("@")[0]
        if not program.is_file():
            if not shutil.which("go"):
                raise Failure(f"Cannot build {package}: there is no go. Install Go 1.24 or newer.")
            print(f"Building {package}", flush=True)
            environment = {**os.environ, "GOBIN": str(folder)}
            run(["go", "install", package], f"build {package}", env=environment)
        return program

    def maven(self, group: str, name: str, version: str, kind: str, classifier: str = "") -> Path:
        """A file of Maven Central, its checksum compared by Maven."""
        own = self.folder / "maven"
        shared = Path("~/.m2/repository").expanduser()
        suffix = f"-{classifier}" if classifier else ""
        file = f"{group.replace('.', '/')}/{name}/{version}/{name}-{version}{suffix}.{kind}"
        if not (own / file).is_file() and not (shared / file).is_file():
            print(f"Fetching {group}:{name}:{version}:{kind}", flush=True)
            maven(
                "--strict-checksums",
                "--non-recursive",
                f"{MAVEN_PLUGIN}:get",
                f"-Dartifact={group}:{name}:{version}:{kind}" + suffix.replace("-", ":"),
                "-Dtransitive=false",
                # Large files stay out of the developer's repository; Maven's plugins come from there.
                f"-Dmaven.repo.local={own}",
                f"-Dmaven.repo.local.tail={shared}",
            )
        return own / file if (own / file).is_file() else shared / file

    def jars(self, name: str, pom: Path) -> str:
        """A class path of what a POM asks for, resolved by Maven."""
        kept = self.folder / f"{name}.classpath"
        marker = self.folder / f"{name}.pom"
        if not kept.is_file() or not marker.is_file() or marker.read_text() != pom.read_text():
            print(f"Fetching {name}", flush=True)
            maven(
                "--strict-checksums",
                f"--file={pom}",
                f"{MAVEN_PLUGIN}:build-classpath",
                f"-Dmdep.outputFile={kept}",
                f"-Dmaven.repo.local={self.folder / 'maven'}",
                f"-Dmaven.repo.local.tail={Path('~/.m2/repository').expanduser()}",
            )
            marker.write_text(pom.read_text())
        return kept.read_text().strip()

    def python(self, requirement: str) -> Path:
        """The Python of an environment that has a package of PyPI."""
        name = requirement.replace("[", "-").replace("]", "").replace("==", "-")
        return self._environment(name, requirement, requirement)

    def locked(self, name: str, lock: Path) -> Path:
        """The Python of an environment that has the packages of a lock file, and no others."""
        return self._environment(name, lock.read_text(), "--no-deps", "-r", str(lock))

    def _environment(self, name: str, wanted: str, *packages: str) -> Path:
        folder = self.folder / name
        python = folder / "bin" / "python"
        marker = folder / ".complete"
        if marker.is_file() and marker.read_text() in ("", wanted):
            return python
        shutil.rmtree(folder, ignore_errors=True)
        print(f"Fetching {name}", flush=True)
        run([sys.executable, "-m", "venv", str(folder)], "make a Python environment")
        run([str(python), "-m", "pip", "install", "-q", *packages], f"install {name}")
        marker.write_text(wanted)
        return python


def unpack(archive: Path, folder: Path, keep: list[str]) -> None:
    """Without the topmost folder of the archive; hard links may point to files that are left out."""
    with tarfile.open(archive, "r:gz") as tar:
        members = tar.getmembers()
        top = members[0].name.split("/")[0] + "/"
        places: dict[str, list[Path]] = {}
        for member in members:
            inside = member.name[len(top) :]
            if not is_kept(inside, keep):
                continue
            target = folder / inside
            if member.isfile() or member.islnk():
                source = member.linkname if member.islnk() else member.name
                places.setdefault(source, []).append(target)
            elif member.issym():
                target.parent.mkdir(parents=True, exist_ok=True)
                target.symlink_to(member.linkname)
        for member in members:
            targets = places.get(member.name, []) if member.isreg() else []
            for target in targets:
                target.parent.mkdir(parents=True, exist_ok=True)
            if targets:
                with tar.extractfile(member) as source, targets[0].open("wb") as sink:
                    shutil.copyfileobj(source, sink, 1 << 20)
            # Reading it once more would begin at the front of the archive again.
            for other in targets[1:]:
                os.link(targets[0], other)


def is_kept(path: str, keep: list[str]) -> bool:
    parts = path.split("/")
    if parts[0] == "lib":
        return True
    return parts[0] == "plugin" and len(parts) > 1 and parts[1] in keep


def maven(*arguments: str) -> str:
    """Maven as the project brings it, at the project's root."""
    command = [str(HOME / "mvnw"), "-B", "-q", "-ntp", *arguments]
    return run(command, "run Maven", cwd=HOME)


def run(
    command: list[str], what: str, cwd: Path | None = None, env: dict[str, str] | None = None
) -> str:
    done = call(command, cwd=cwd, env=env)
    if done.returncode != 0:
        raise Failure(
            f"Cannot {what}: `{' '.join(command)}` ended with {done.returncode}.\n"
            + (done.stdout + done.stderr)[-4000:]
        )
    return done.stdout
