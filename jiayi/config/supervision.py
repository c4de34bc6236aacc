"""Keep a few programs running as one: start, restart, stop together. Standard library only."""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

STOP_SECONDS = 25
SOON = 5  # seconds: a program that ends sooner than this after its start has failed to start
TRIES = 5


@dataclass(slots=True)
class Program:
    """A program to keep running."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str]
    open_files: Sequence[int] = ()  # descriptors that the program inherits
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    failures: int = field(default=0)


def supervise(programs: Sequence[Program], stopping: threading.Event, say: Callable[[str], None]) -> int:
    """Run the programs until `stopping` is set; restart one that ends. 1 if one cannot be kept running."""
    try:
        for program in programs:
            _start(program)
        while not stopping.wait(0.2):
            for program in programs:
                if not _keep(program, stopping, say):
                    return 1
        return 0
    finally:
        _stop_all(programs)


def _start(program: Program) -> None:
    program.started_at = time.monotonic()
    program.process = subprocess.Popen(
        program.command,
        env=dict(program.environment),
        stdin=subprocess.DEVNULL,
        pass_fds=tuple(program.open_files),
        start_new_session=True,  # Ctrl-C reaches us alone; we end the programs in good order
        preexec_fn=_end_with_parent,
    )


def _end_with_parent() -> None:
    """Linux ends the program when we are killed, so that none is left alone."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGTERM)  # 1 is PR_SET_PDEATHSIG


def _keep(program: Program, stopping: threading.Event, say: Callable[[str], None]) -> bool:
    """Restart a program that ended; False when it fails again and again."""
    process = program.process
    if process is None or process.poll() is None:
        return True
    _end_group(process)
    lived = time.monotonic() - program.started_at
    program.failures = program.failures + 1 if lived < SOON else 0
    if program.failures >= TRIES:
        say(f"{program.name} cannot be kept running (exit code {process.returncode}).")
        return False
    say(f"{program.name} ended (exit code {process.returncode}); starting it again.")
    if not stopping.wait(program.failures):
        _start(program)
    return True


def _stop_all(programs: Sequence[Program]) -> None:
    running = [program.process for program in programs if program.process and program.process.poll() is None]
    for process in running:
        process.terminate()
    end = time.monotonic() + STOP_SECONDS
    for process in running:
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(max(0.1, end - time.monotonic()))
        _end_group(process)
        process.wait()


def _end_group(process: subprocess.Popen[bytes]) -> None:
    """End at once whatever of a program is left: itself, or children that outlived it."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
