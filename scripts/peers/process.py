"""Servers as processes of our own: started, waited for, and stopped by their id in every case."""

from __future__ import annotations

import socket
import subprocess
import time
from pathlib import Path
from typing import Callable

from failure import Failure

# Everything that was started and has not been waited for.
_running: set[subprocess.Popen] = set()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def call(command: list[str], **settings: object) -> subprocess.CompletedProcess:
    """Runs a command to its end; its output is text."""
    started = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        **settings,
    )
    _running.add(started)
    try:
        out, err = started.communicate()
    finally:
        _running.discard(started)
    return subprocess.CompletedProcess(command, started.returncode, out, err)


def kill_all() -> None:
    """Ends what runs, so that no thread waits for it any longer."""
    for process in list(_running):
        process.kill()


class Process:
    """A server that writes to a log file and is killed if it does not stop when told to."""

    def __init__(
        self, name: str, command: list[str], folder: Path, env: dict[str, str] | None = None
    ) -> None:
        self.name = name
        self.log = folder / f"{name}.log"
        folder.mkdir(parents=True, exist_ok=True)
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                command,
                cwd=folder,
                env=env,
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=subprocess.STDOUT,
                # A Ctrl-C reaches the harness alone, which then stops the servers in order.
                start_new_session=True,
            )
        _running.add(self.process)

    def wait_until(self, ready: Callable[[], bool], seconds: int) -> None:
        """A failing start shows the end of the log."""
        end = time.monotonic() + seconds
        while not ready():
            if self.process.poll() is not None:
                raise Failure(
                    f"Cannot start {self.name}: it ended with {self.process.returncode}.\n{self.tail()}"
                )
            if time.monotonic() > end:
                raise Failure(
                    f"Cannot start {self.name}: it does not answer after {seconds} s.\n{self.tail()}"
                )
            time.sleep(0.25)

    def tail(self, lines: int = 60) -> str:
        text = self.log.read_text(errors="replace").splitlines()
        return "\n".join(["… " + str(self.log), *text[-lines:]])

    def stop(self) -> None:
        _running.discard(self.process)
        if self.process.poll() is not None:
            return
        self.process.terminate()
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
