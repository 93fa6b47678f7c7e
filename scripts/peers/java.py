"""Which Java runs what."""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path

from failure import Failure

USUAL = [
    ("/usr/lib/jvm", "*"),
    ("/opt", "*jdk*"),
    ("~/.sdkman/candidates/java", "*"),
    ("~/.jdks", "*"),
    ("/Library/Java/JavaVirtualMachines", "*/Contents/Home"),
]


def java_of_the_project() -> str:
    home = os.environ.get("JAVA_HOME")
    java = str(Path(home) / "bin" / "java") if home else shutil.which("java")
    if not java or not Path(java).is_file():
        raise Failure("Cannot run the peers: there is no Java 17. Install it, or set JAVA_HOME.")
    return java


def java_of_at_least(least: int, variable: str, why: str) -> str:
    """The oldest Java that is new enough, from a variable, JAVA_HOME or the usual folders."""
    named = [Path(os.environ[name]) for name in (variable, "JAVA_HOME") if os.environ.get(name)]
    usual = [home for folder, glob in USUAL for home in Path(folder).expanduser().glob(glob)]
    found = []
    for home in named + usual:
        version = version_of(home)
        if version >= least:
            if home in named:
                return str(home / "bin" / "java")
            found.append((version, str(home / "bin" / "java")))
    if not found:
        raise Failure(
            f"Cannot run {why}: it needs Java {least} or newer, and none was found in ${variable},"
            f" $JAVA_HOME or the usual folders. Install one, and set {variable} to it."
        )
    return min(found)[1]


def version_of(home: Path) -> int:
    """Zero where there is no Java; the release file answers without starting it."""
    release = home / "release"
    if not release.is_file() or not (home / "bin" / "java").is_file():
        return 0
    version = re.search(r'^JAVA_VERSION="(\d+)', release.read_text(), re.MULTILINE)
    return int(version.group(1)) if version else 0
