"""Founds a paper, runs it on a free port and takes it down again, all through the `kabar` command."""

from __future__ import annotations

import atexit
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.error import URLError

from tools import tables

KABAR = (sys.executable, "-m", "kabar.cli")
PATIENCE = 60.0
LAST_WORDS = 3000


class PaperFell(Exception):
    """A `kabar` command failed; what it said."""


@dataclass
class WalkingPaper:
    """A paper's folder, its address and the process that runs it."""

    folder: Path
    port: int
    environment: dict[str, str]
    command: tuple[str, ...]
    process: subprocess.Popen[bytes] | None = field(default=None, repr=False)

    @property
    def address(self) -> str:
        return f"http://localhost:{self.port}"

    @property
    def log(self) -> Path:
        return self.folder.parent / f"{self.folder.name}.log"

    def url(self, path: str) -> str:
        """The full address of a path."""
        return self.address + path

    def kabar(self, *arguments: str | Path, check: bool = True) -> str:
        """Run a `kabar` command beside this paper and give back what it printed."""
        done = subprocess.run(
            [*self.command, *map(str, arguments)],
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        if check and done.returncode:
            raise PaperFell(f"kabar {arguments[0]} ended with {done.returncode}: {done.stdout}{done.stderr}")
        return done.stdout + done.stderr

    def python(self, code: str) -> str:
        """Run Python beside this paper, with Django set up, and give back what it printed."""
        begun = f"import django; django.setup()\n{code}"
        done = subprocess.run(
            [sys.executable, "-c", begun], env=self.environment, capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise PaperFell(done.stderr)
        return done.stdout

    def until_pictures_are_fine(self) -> None:
        """Wait until the jobs have made the finer sizes of every picture that readers see."""
        self.python(
            "import time\n"
            "from kabar.pictures.queries import unfinished\n"
            f"ends = time.monotonic() + {PATIENCE * 3}\n"
            "while unfinished() and time.monotonic() < ends: time.sleep(0.5)\n"
            "assert not unfinished(), unfinished()"
        )

    def start(self) -> None:
        """Run the paper and wait until a reader gets an answer."""
        command = [*self.command, "run", "--paper", str(self.folder), "--port", str(self.port)]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                command, env=self.environment, stdout=log, stderr=log, start_new_session=True
            )
        deadline = time.monotonic() + PATIENCE
        while not self._answers():
            if self.process.poll() is not None or time.monotonic() > deadline:
                self.kill()
                raise PaperFell(f"kabar run: no answer on port {self.port}\n{self.last_words()}")
            time.sleep(0.1)

    def stop(self) -> None:
        """Stop it as Ctrl-C would; kill it when it does not listen."""
        if self.process is None:
            return
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            self.kill()
        self.process = None

    def kill(self) -> None:
        """`kill -9` the supervisor and everything it started."""
        if self.process is None:
            return
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self.process = None

    def last_words(self) -> str:
        """The end of what the processes wrote."""
        return self.log.read_text(errors="replace")[-LAST_WORDS:] if self.log.exists() else ""

    def _answers(self) -> bool:
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        try:
            with opener.open(self.url("/"), timeout=5) as answer:
                return bool(answer.status == 200)
        except (URLError, OSError):
            return False


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def environment(port: int, database: str | None) -> dict[str, str]:
    """This environment without any paper's settings, and with this paper's."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("KABAR_", "DJANGO_"))}
    clean["KABAR_PAPER_ADDRESS"] = f"http://localhost:{port}"
    if database:
        clean["KABAR_DATABASE_URL"] = database
    return clean


_moulds: dict[tuple[str | None, tuple[str, ...]], Path] = {}


def mould(url: str | None, command: tuple[str, ...]) -> Path:
    """A founded and migrated paper that others are copied from, made once a process, gone at its end."""
    if (url, command) not in _moulds:
        held = TemporaryDirectory(prefix="kabar-mould-")
        atexit.register(held.cleanup)
        folder = Path(held.name) / "paper"
        with tables.database_beside(url) as copy:
            paper = WalkingPaper(folder, 8000, environment(8000, copy), command)
            paper.kabar("init", folder, "--to-try")
            if not copy:
                tables.lay_beside(folder)
            paper.kabar("migrate", "--paper", folder)
        _moulds[url, command] = folder
    return _moulds[url, command]


@contextmanager
def walk(
    folder: Path, demo: bool, start: bool = True, command: tuple[str, ...] = KABAR
) -> Iterator[WalkingPaper]:
    """A founded, migrated and (unless told otherwise) running paper, stopped when the block ends."""
    port, url = free_port(), os.environ.get("KABAR_DATABASE_URL")
    cast = mould(url, command)
    with tables.database_beside(url) as database:
        shutil.copytree(cast, folder)
        settings = environment(port, database)
        settings |= {"KABAR_PAPER": str(folder), "DJANGO_SETTINGS_MODULE": "kabar.settings"}
        paper = WalkingPaper(folder, port, settings, command)
        if demo:
            paper.kabar("demo", "--paper", folder)
        try:
            if start:
                paper.start()
            yield paper
        finally:
            paper.stop()
