"""Programs kept running as one: real small programs."""

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from jiayi.config import supervision
from jiayi.config.supervision import Program, supervise
from jiayi.foundation.base.cluster.processes import wait_until


def program(name: str, code: str, *arguments: object) -> Program:
    return Program(name=name, command=[sys.executable, "-c", code, *map(str, arguments)], environment=os.environ)


WAITING = (
    "import os, pathlib, sys, time; pathlib.Path(sys.argv[1]).open('a').write(f'{os.getpid()}\\n'); time.sleep(600)"
)
# A program with a child that ignores being asked to end.
STUBBORN_PARENT = (
    "import pathlib, subprocess, sys, time;"
    "child = subprocess.Popen([sys.executable, '-c',"
    " 'import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(600)']);"
    "pathlib.Path(sys.argv[1]).write_text(f'{child.pid}\\n'); time.sleep(600)"
)


def numbers(file: Path) -> list[int]:
    return [int(line) for line in file.read_text().split()] if file.exists() else []


def runs(pid: int) -> bool:
    state = subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True, check=False).stdout
    return bool(state.strip()) and not state.startswith("Z")


class Supervised:
    """A supervision in a thread of the test."""

    def __init__(self, *programs: Program) -> None:
        self.stopping, self.said, self.answers = threading.Event(), [], []
        self.thread = threading.Thread(
            target=lambda: self.answers.append(supervise(programs, self.stopping, self.said.append))
        )

    def __enter__(self) -> "Supervised":
        self.thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stopping.set()
        self.thread.join(60)


def test_stopping_ends_every_program_and_its_children(tmp_path: Path) -> None:
    child = tmp_path / "child"
    with Supervised(program("stubborn", STUBBORN_PARENT, child)) as supervised:
        assert wait_until(lambda: numbers(child), seconds=60)
    assert supervised.answers == [0]
    assert wait_until(lambda: not runs(numbers(child)[0]), seconds=10)


def test_a_program_that_ends_is_started_again(tmp_path: Path) -> None:
    started = tmp_path / "started"
    with Supervised(program("worker", WAITING, started)) as supervised:
        assert wait_until(lambda: len(numbers(started)) == 1, seconds=60)
        os.kill(numbers(started)[0], signal.SIGKILL)
        assert wait_until(lambda: len(numbers(started)) == 2, seconds=60)
    assert "worker ended" in supervised.said[0]
    assert not any(runs(pid) for pid in numbers(started))


def test_a_program_that_cannot_start_ends_the_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(supervision, "TRIES", 2)
    monkeypatch.setattr(supervision, "SOON", 3600)
    with Supervised(program("broken", "raise SystemExit(3)")) as supervised:
        supervised.thread.join(60)
    assert supervised.answers == [1]
    assert "cannot be kept running (exit code 3)" in supervised.said[-1]


@pytest.mark.skipif(sys.platform != "linux", reason="Linux ends children with their parent")
def test_nothing_is_left_when_the_supervisor_is_killed(tmp_path: Path) -> None:
    started = tmp_path / "started"
    code = (
        "import os, sys, threading; from jiayi.config.supervision import Program, supervise;"
        f"supervise([Program(name='w', command=[sys.executable, '-c', {WAITING!r}, sys.argv[1]],"
        " environment=os.environ)], threading.Event(), print)"
    )
    supervisor = subprocess.Popen([sys.executable, "-c", code, str(started)])
    assert wait_until(lambda: numbers(started), seconds=60)
    supervisor.kill()
    supervisor.wait()
    assert wait_until(lambda: not runs(numbers(started)[0]), seconds=10)
