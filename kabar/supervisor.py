"""Starts the newsstand, the web and the jobs of a paper, keeps them running, and stops them together."""

from __future__ import annotations

import contextlib
import ctypes
import gc
import logging
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import Any

from kabar.config import Paper, PaperError, use_folder

logger = logging.getLogger("kabar.supervisor")

#: Seconds a child has to finish what it holds before it is killed.
GRACE = 10.0
#: From <sys/prctl.h>.
PR_SET_PDEATHSIG = 1
#: The web gives way to the newsstand: readers come before the newsroom when a core is short.
NICE = 7
#: Threads of the web for the newsroom, and for prints that readers wait for.
CLERKS, PRINTERS = 4, 2


@dataclass(slots=True)
class Child:
    """One process of the paper and how it is started again."""

    name: str
    start: Callable[[], int]
    pid: int = 0
    failures: int = 0
    started: float = 0.0
    due: float = field(default=0.0)
    longest_pause: float = 30.0


class Supervisor:
    """Runs the children of a paper until a signal says stop."""

    def __init__(self, paper: Paper, *, bind: str, port: int, announce: Callable[[], None]) -> None:
        self.paper = paper
        self.bind, self.port = bind, port
        self.announce = announce
        self.stopping = False
        self.children = [
            *(
                Child(f"newsstand {number + 1}", self._start_newsstand)
                for number in range(paper.newsstand.processes)
            ),
            Child("web", lambda: _fork(serve_web, paper)),
            # The schedule is kept there: it must not be away for longer than an embargo may be late.
            Child("jobs", lambda: _fork(run_jobs, paper), longest_pause=0.25),
        ]

    def run(self) -> int:
        """Start everything, watch it, and return the exit code once all have stopped."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._stop)
        self.paper.run.mkdir(parents=True, exist_ok=True)
        for child in self.children:
            self._start(child)
        self._wait_for_readers()
        while not self.stopping:
            self._look_after()
            time.sleep(0.05)
        self._stop_all()
        return 0

    def _start_newsstand(self) -> int:
        command = [sys.executable, "-m", "kabar.newsstand", "--paper", str(self.paper.folder)]
        command += ["--bind", self.bind, "--port", str(self.port)]
        if self.paper.newsstand.processes > 1:
            command.append("--share-port")
        return subprocess.Popen(command, preexec_fn=_die_with_parent).pid

    def _start(self, child: Child) -> None:
        child.pid, child.started = child.start(), time.monotonic()

    def _wait_for_readers(self) -> None:
        """Print the addresses when the front page can be had, or after half a minute all the same."""
        deadline = time.monotonic() + 30
        host = "127.0.0.1" if self.bind in ("0.0.0.0", "") else self.bind
        while not self.stopping and time.monotonic() < deadline:
            self._look_after()
            if (self.paper.run / "web.sock").exists() and _answers(host, self.port):
                break
            time.sleep(0.05)
        if not self.stopping:
            self.announce()

    def _look_after(self) -> None:
        """Start again what has ended, later each time it fails soon after its start."""
        for child in self.children:
            if child.pid and _has_ended(child.pid):
                self._note_end(child)
            if not child.pid and time.monotonic() >= child.due and not self.stopping:
                self._start(child)

    def _note_end(self, child: Child) -> None:
        lived = time.monotonic() - child.started
        child.failures = 0 if lived > 60 else child.failures + 1
        pause = min(child.longest_pause, 0.2 * 2**child.failures) if child.failures > 1 else 0.0
        child.pid, child.due = 0, time.monotonic() + pause
        logger.error("%s ended after %.0f s; it starts again in %.1f s", child.name, lived, pause)

    def _stop(self, number: int, frame: FrameType | None) -> None:
        self.stopping = True

    def _stop_all(self) -> None:
        for child in self.children:
            _signal(child.pid, signal.SIGTERM)
        deadline = time.monotonic() + GRACE
        waiting = [child for child in self.children if child.pid]
        while waiting and time.monotonic() < deadline:
            waiting = [child for child in waiting if not _has_ended(child.pid)]
            time.sleep(0.05)
        for child in waiting:
            _signal(child.pid, signal.SIGKILL)


def _answers(host: str, port: int) -> bool:
    try:
        with socket.create_connection((host, port), timeout=0.5):
            return True
    except OSError:
        return False


def _has_ended(pid: int) -> bool:
    try:
        return os.waitpid(pid, os.WNOHANG) != (0, 0)
    except ChildProcessError:
        return True


def _signal(pid: int, number: signal.Signals) -> None:
    if pid:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, number)


def _fork(work: Callable[[Paper], object], paper: Paper) -> int:
    """Run work in a copy of this process, which shares the memory of what is loaded already."""
    gc.freeze()
    pid = os.fork()
    if pid:
        return pid
    code = 1
    try:
        _die_with_parent()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, signal.SIG_DFL)
        work(paper)
        code = 0
    except KeyboardInterrupt:
        code = 0
    except Exception:
        logger.exception("%s failed", work.__name__)
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def in_a_child(work: Callable[[], object], paper: Paper) -> None:
    """Do something before the start in a process of its own, whose connections no child inherits."""
    _, status = os.waitpid(_fork(lambda _paper: work(), paper), 0)
    if status:
        raise PaperError(f"{paper.folder}: the paper could not be made ready; the lines above say why")


def step_back() -> None:
    """Leave the processor to the newsstand when it has a reader, and never snatch it on waking."""
    os.nice(NICE)
    if hasattr(os, "SCHED_BATCH"):
        os.sched_setscheduler(0, os.SCHED_BATCH, os.sched_param(0))


def serve_web(paper: Paper) -> None:
    """Serve the newsroom and the press, each on a unix socket of its own and from threads of its own.

    A reader who waits for a print must not stand in line behind the newsroom.
    """
    step_back()
    signal.signal(signal.SIGTERM, _raise_exit)
    doors: dict[int, object] = {}
    _open_door(doors, paper.run / "press.sock", PRINTERS)
    _open_door(doors, paper.run / "web.sock", CLERKS).run()


def _open_door(doors: dict[int, object], path: Path, threads: int) -> Any:
    """Listen on a unix socket; whichever server runs answers at all doors."""
    from waitress.server import create_server

    from kabar.wsgi import application

    path.unlink(missing_ok=True)
    return create_server(
        application,
        map=doors,
        unix_socket=str(path),
        unix_socket_perms="600",
        threads=threads,
        ident=None,
        clear_untrusted_proxy_headers=False,
        channel_timeout=60,
        max_request_body_size=512 * 1024 * 1024,
    )


def run_jobs(paper: Paper) -> None:
    """Work off the jobs until told to stop."""
    import threading

    from kabar.jobs.worker import run_worker

    step_back()
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    run_worker(stop)


def _die_with_parent() -> None:
    """Have Linux end this process when the supervisor is killed, so that no half paper keeps the port."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def _raise_exit(number: int, frame: FrameType | None) -> None:
    raise SystemExit(0)


def check_port(bind: str, port: int) -> None:
    """Refuse a port that is taken or may not be used, in one line."""
    family = socket.AF_INET6 if ":" in bind else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((bind, port))
        except OSError as error:
            raise PaperError(
                f"port {port} on {bind} cannot be used: {error.strerror}; choose another with --port"
            ) from None


def prepare(paper: Paper) -> None:
    """Load Django once, so that the forked children share it."""
    import django

    use_folder(paper.folder)
    django.setup()
    from django.urls import get_resolver

    get_resolver().url_patterns  # noqa: B018  loading the views here is what the children share
