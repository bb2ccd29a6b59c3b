"""Real story pages while the newsroom grinds and a story goes out every second, all on the server's core."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from gzip import decompress
from http.client import HTTPConnection, HTTPException
from os import sched_setaffinity
from pathlib import Path

from benchmarks import measure, papers
from benchmarks.fronts import Publisher

STORIES, PAGES, EDITORS = 1000, 500, 4
RATIO, P99_MS = 0.30, 15.0
SIGN_IN = """
import django; django.setup()
from django.test import Client
from kabar.staff.models import User
from kabar.staff.roles import Role, give
rina = User.objects.create_user("rina")
give(rina, Role.EDITOR)
desk = Client()
desk.force_login(rina)
print(desk.session.session_key)
"""


class Editors:
    """People of the newsroom who open the list and a form again and again, without a pause."""

    def __init__(self, port: int, session: str) -> None:
        self._port = port
        self._headers = {"Host": f"localhost:{port}", "Cookie": f"kabar_session={session}"}
        self._stop = threading.Event()
        self._threads = [threading.Thread(target=self._grind, args=(place,)) for place in range(EDITORS)]
        self.answers = self.errors = 0

    def _grind(self, place: int) -> None:
        sched_setaffinity(0, {measure.LOAD_CORE})
        connection = HTTPConnection("127.0.0.1", self._port, timeout=60)
        pages = [f"/redaksi/stories/edit/{place + 1}/", "/redaksi/stories/"]
        while not self._stop.is_set():
            self._open(connection, pages[0])
            pages.reverse()

    def _open(self, connection: HTTPConnection, page: str) -> None:
        try:
            connection.request("GET", page, headers=self._headers)
            answer = connection.getresponse()
            answer.read()
            self.answers += 1
            if answer.status != 200:
                self._failed(page, f"answered {answer.status}")
        except (OSError, HTTPException) as error:
            self._failed(page, repr(error))
            connection.close()

    def _failed(self, page: str, what: str) -> None:
        self.errors += 1
        print(f"  {page} {what}", flush=True)

    def __enter__(self) -> Editors:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join()


def sign_in(surroundings: dict[str, str]) -> str:
    """Return the session of an editor."""
    command = [sys.executable, "-c", SIGN_IN]
    done = subprocess.run(command, env=surroundings, check=True, stdout=subprocess.PIPE, text=True)
    return done.stdout.split()[-1]


def lay_out(root: Path, port: int, paths: Sequence[str]) -> None:
    """Read each page once, which prints it, and lay the same bytes out for nginx."""
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    for path in paths:
        connection.request("GET", path, headers={"Host": f"localhost:{port}", "Accept-Encoding": "gzip"})
        answer = connection.getresponse()
        packed = answer.read()
        if answer.status != 200:
            sys.exit(f"{path} answered {answer.status}")
        file = root / path[1:]
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(decompress(packed))
        file.with_name(f"{file.name}.gz").write_bytes(packed)


@contextmanager
def paper_and_peer(folder: Path) -> Iterator[tuple[dict[str, str], tuple[int, int], tuple[int, int]]]:
    """Serve a paper, and nginx with its pages, on the server's core; gives port and process of each."""
    port, peer_port = measure.free_port(), measure.free_port()
    surroundings = papers.found(folder / "paper", port)
    papers.fill(surroundings, STORIES)
    paths = papers.paths(surroundings, PAGES)
    (folder / "stories.txt").write_text("".join(f"{path}\n" for path in paths))
    (folder / "pages").mkdir()
    with ExitStack() as stack:
        ours = stack.enter_context(
            papers.served(folder / "paper", port, surroundings, core=measure.SERVER_CORE)
        )
        lay_out(folder / "pages", port, paths)
        peer = stack.enter_context(measure.nginx(folder / "peer", folder / "pages", peer_port))
        yield surroundings, (port, ours.pid), (peer_port, peer.pid)


def bars(folder: Path, rounds: int, seconds: int) -> list[measure.Bar]:
    """Alternate nginx, left in peace, and the paper at work; print what was seen."""
    theirs, mine, answers, errors, published = [], [], 0, 0, 0
    with paper_and_peer(folder) as (surroundings, (port, process), (peer_port, peer)):
        session, host = sign_in(surroundings), f"localhost:{port}"

        def load(where: int, pid: int) -> measure.Load:
            targets = folder / "stories.txt"
            return measure.wrk(folder, where, targets, [pid], seconds=seconds, host=host)

        load(port, process)
        quiet = load(port, process)
        for _ in range(rounds):
            theirs.append(load(peer_port, peer))
            with Publisher(surroundings, measure.SERVER_CORE) as publisher, Editors(port, session) as editors:
                mine.append(load(port, process))
            answers, errors = answers + editors.answers, errors + editors.errors
            published += publisher.published
    print(quiet.line("at rest"))
    for nginx, kabar in zip(theirs, mine, strict=True):
        print(nginx.line("nginx"), kabar.line("at work"), sep="\n")
    print(f"  meanwhile the newsroom opened {answers} pages and {published} stories went out", flush=True)
    ratio = measure.median(seen.per_second for seen in mine) / measure.median(
        seen.per_second for seen in theirs
    )
    failed = errors + sum(seen.errors + seen.refused for seen in mine)
    return [
        measure.Bar("grind_ratio", ratio, RATIO),
        measure.Bar("grind_p99_ms", measure.median(seen.p99_ms for seen in mine), P99_MS, at_least=False),
        measure.Bar("grind_errors", failed, 0, at_least=False),
    ]
