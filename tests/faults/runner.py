"""Runs commands of the pipelines in forked children, so that one starts in a millisecond and can be killed at
any moment of its work.

``python -m tests.faults.runner`` reads an order as JSON and prints the child's process id at once; at the
next line of input it waits for the child and prints its exit code (negative: the signal that ended it).
Until then the id stays the child's, so that a kill that comes late hits nobody else.
"""

from __future__ import annotations

import codecs
import errno
import json
import os
import resource
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from tests.conftest import ROOT


@dataclass
class Order:
    """One command and what is to befall it.

    step: the file operation under the home (from 1) at which ``fault`` strikes, 0 for none; ``kill`` ends the
    process there, ``full`` lets this and all later operations that need room fail. most_bytes: no file may
    grow beyond. count: only write how many file operations there are to the output.
    """

    home: str
    arguments: list[str]
    output: str
    environment: dict[str, str] = field(default_factory=dict)
    step: int = 0
    fault: str = "kill"
    most_bytes: int = 0
    user: int = 0
    count: bool = False


class Runner:
    """The forking process, used from a test."""

    def __init__(self) -> None:
        command = [sys.executable, "-m", "tests.faults.runner"]
        self.process = subprocess.Popen(
            command, cwd=ROOT, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )

    def start(self, order: Order) -> int:
        """Start a command; the id of its process, which stays its own until ``end``."""
        return self._answer(json.dumps(asdict(order)))

    def end(self) -> int:
        """Wait for the command that was started; its exit code."""
        return self._answer("end")

    def run(self, order: Order) -> int:
        """Start a command and wait for it."""
        self.start(order)
        return self.end()

    def _answer(self, line: str) -> int:
        assert self.process.stdin is not None and self.process.stdout is not None
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()
        return int(self.process.stdout.readline())

    def close(self) -> None:
        """End the forking process."""
        assert self.process.stdin is not None
        self.process.stdin.close()
        self.process.wait(30)


def serve() -> None:
    """Read orders until there are no more."""
    from pipelines.__main__ import main  # imported once, here, for all children
    from pipelines.source import sources

    _ = [(source.parser, source.puller) for source in sources().values()]
    for encoding in ("utf-8-sig", "latin-1", "idna", "ascii"):
        codecs.lookup(encoding)  # a child that becomes another user may not read Python's own files
    while line := sys.stdin.readline():
        order = Order(**json.loads(line))
        child = os.fork()
        if child == 0:
            _child(order, main)
        print(child, flush=True)
        sys.stdin.readline()
        _, status = os.waitpid(child, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)


def _child(order: Order, main: Callable[[list[str]], int]) -> None:
    """Never returns: whatever happens, this process ends here."""
    code = 70
    try:
        with Path(order.output).open("w") as output:
            os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
            os.dup2(output.fileno(), 1)
            os.dup2(output.fileno(), 2)
        os.environ.update(order.environment)
        if order.user:
            os.setgroups([])
            os.setgid(order.user)
            os.setuid(order.user)
        if order.most_bytes:
            resource.setrlimit(resource.RLIMIT_FSIZE, (order.most_bytes, order.most_bytes))
        steps = Steps(order)
        code = main(["--home", order.home, *order.arguments])
        if order.count:
            print(f"steps {steps.seen}")
        sys.stdout.flush()
    except BaseException:
        import traceback

        traceback.print_exc()
    finally:
        os._exit(code)


class Steps:
    """Counts the operations by which files under the home come, go or reach the disk, and strikes at one."""

    def __init__(self, order: Order) -> None:
        self.order, self.seen = order, 0
        sys.addaudithook(self._audited)
        syncing = os.fsync

        def fsync(fd: Any) -> None:
            self._step(needs_room=True)
            syncing(fd)

        os.fsync = fsync

    def _audited(self, event: str, details: tuple[Any, ...]) -> None:
        if event in ("os.rename", "os.remove", "os.mkdir") or (event == "open" and _writes(details)):
            at_home = any(self.order.home in str(each) for each in details[:2])
            if at_home:
                self._step(needs_room=event != "os.remove")

    def _step(self, needs_room: bool) -> None:
        self.seen += 1
        if not self.order.step or self.seen < self.order.step:
            return
        if self.order.fault == "kill":
            os.kill(os.getpid(), signal.SIGKILL)
        elif needs_room:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def _writes(details: tuple[Any, ...]) -> bool:
    flags = details[2] if len(details) > 2 and isinstance(details[2], int) else 0
    return bool(flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT))


if __name__ == "__main__":
    serve()
