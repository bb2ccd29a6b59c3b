"""A publication acknowledged until every open page shows it, beside re-rendered files behind nginx."""

from __future__ import annotations

import json
import multiprocessing
import statistics
import subprocess
import sys
import threading
import time
from http.client import HTTPConnection
from pathlib import Path

from benchmarks import measure, papers
from kabar.config import folder_in_use, load
from kabar.supervisor import NICE, prepare, step_back

STORIES, ROUNDS, READERS = 500, 60, 8


class Reader:
    """One lasting connection that reads pages as a browser with a warm cache would not: in full."""

    def __init__(self, port: int) -> None:
        self._host = f"localhost:{port}"
        self._connection = HTTPConnection("127.0.0.1", port, timeout=20)

    def read(self, path: str) -> str:
        """Return a page; the connection stays open."""
        self._connection.request("GET", path, headers={"Host": self._host})
        answer = self._connection.getresponse()
        body = answer.read()
        if answer.status != 200:
            raise AssertionError(f"{path} answered {answer.status}")
        return body.decode()


class Crowd:
    """Readers in a process of their own, who ask for pages again and again while stories go out."""

    def __init__(self, port: int, pages: list[str]) -> None:
        context = multiprocessing.get_context("fork")
        self._stop, self._errors = context.Event(), context.Value("i", 0)
        self._process = context.Process(target=self._gather, args=(port, pages))

    @property
    def errors(self) -> int:
        """How many answers were not a page."""
        return self._errors.value

    def _gather(self, port: int, pages: list[str]) -> None:
        threads = [threading.Thread(target=self._read, args=(port, pages)) for _ in range(READERS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    def _read(self, port: int, pages: list[str]) -> None:
        reader = Reader(port)
        while not self._stop.is_set():
            for page in pages:
                try:
                    reader.read(page)
                except (AssertionError, OSError):
                    with self._errors.get_lock():
                        self._errors.value += 1
                time.sleep(0.01)

    def __enter__(self) -> Crowd:
        self._process.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._process.join()


SURFACES = ("story", "front", "section", "feed", "feed of the section", "news sitemap")


def surfaces(path: str) -> list[str]:
    """Return every page on which a new story has to stand."""
    section = f"/{path.split('/')[1]}/"
    return [path, "/", section, "/rss.xml", f"{section}rss.xml", "/sitemap-news.xml"]


class Newsroom:
    """A process with Django in it that publishes when told, and says when the commit was acknowledged.

    It stands for the web, so it is as nice to the newsstand as the supervisor makes the web.
    """

    def __init__(self, surroundings: dict[str, str], core: int | None = None) -> None:
        pinned = [] if core is None else ["taskset", "-c", str(core)]
        command = [*pinned, sys.executable, "-m", "benchmarks.publish", "--newsroom"]
        self._process = measure.talking(command, surroundings, nicer=NICE)
        self._process.stdout.readline()

    def publish(self, headline: str) -> dict[str, float | str]:
        """Publish a story; return its path and the instants on the machine's monotonic clock."""
        self._process.stdin.write(headline + "\n")
        self._process.stdin.flush()
        return json.loads(self._process.stdout.readline())

    def close(self) -> None:
        """Send it home."""
        self._process.stdin.close()
        self._process.wait()


def newsroom() -> None:
    """Publish a story for each line read; print where it stands and when it was committed."""
    # As the web begins, whose views are loaded before it answers anybody.
    prepare(load(folder_in_use()))
    # Where Linux does not weigh whole sessions, it is the process that gives way.
    step_back()
    from kabar.editions.signals import edition_opened
    from kabar.sections.models import Section
    from kabar.stories import services
    from kabar.stories.models import Story

    committed = []
    receivers, edition_opened.receivers = edition_opened.receivers, []
    edition_opened.connect(lambda **_: committed.append(time.monotonic()), weak=False)
    edition_opened.receivers += receivers
    section = Section.objects.order_by("position").first()
    print("ready", flush=True)
    for line in sys.stdin:
        story = Story(section=section, headline=line.strip(), body=[("paragraph", f"<p>{line.strip()}</p>")])
        services.save_draft(story)
        begun = time.monotonic()
        services.publish(story)
        done = time.monotonic()
        moments = {"path": story.path, "begun": begun, "committed": committed[-1], "acknowledged": done}
        print(json.dumps(moments), flush=True)


def one_round(room: Newsroom, reader: Reader, number: int) -> dict[str, float]:
    """Publish, then read every surface once; what does not show the story at the first look is stale."""
    headline = f"Terbit nomor {number} {time.monotonic_ns()}"
    went = room.publish(headline)
    stale, took, last = 0, {}, time.monotonic()
    for name, page in zip(SURFACES, surfaces(went["path"]), strict=True):
        while headline not in reader.read(page):
            stale += 1
            if time.monotonic() - went["acknowledged"] > 10:
                raise AssertionError(f"{page} did not show the story within 10 s")
        took[name], last = time.monotonic() - last, time.monotonic()
    return {
        **took,
        "publish": went["acknowledged"] - went["begun"],
        "visible": last - went["acknowledged"],
        "fresh": went["acknowledged"] - went["committed"],
        "stale": stale,
    }


def peer_round(root: Path, reader: Reader, number: int) -> float:
    """What a static site does: write six pages anew and rename them; nginx shows each at its next look."""
    headline = f"Terbit nomor {number} {time.monotonic_ns()}"
    begun = time.monotonic()
    for page in range(6):
        part = root / f"{page}.part"
        part.write_text(f"<!doctype html><h1>{headline}</h1>" + "<p>isi</p>" * 2000)
        part.replace(root / f"{page}.html")
    for page in range(6):
        while headline not in reader.read(f"/{page}.html"):
            time.sleep(0.001)
    return time.monotonic() - begun


def commit_to_stale(surroundings: dict[str, str]) -> float:
    """Return the median milliseconds from an acknowledged commit to counters every process sees moved."""
    code = (
        "import django; django.setup()\n"
        "import time, statistics\n"
        "from kabar.press import services\n"
        "def once():\n"
        "    begun = time.perf_counter(); services.make_stale(['front:main', 'story:1'])\n"
        "    return time.perf_counter() - begun\n"
        "print(1000 * statistics.median(once() for _ in range(500)))"
    )
    command = [sys.executable, "-c", code]
    return float(subprocess.run(command, env=surroundings, check=True, capture_output=True, text=True).stdout)


def main() -> int:
    """Serve a paper, publish under readers, and print the verdict."""
    with measure.workplace("publish") as folder:
        port = measure.free_port()
        surroundings = papers.found(folder / "paper", port)
        papers.fill(surroundings, STORIES)
        with papers.served(folder / "paper", port, surroundings):
            room, reader = Newsroom(surroundings), Reader(port)
            with Crowd(port, ["/", "/nasional/"]) as crowd:
                rounds = [one_round(room, reader, number) for number in range(ROUNDS)]
            room.close()
        moved = commit_to_stale(surroundings)
        root = folder / "files"
        root.mkdir()
        peer_port = measure.free_port()
        with measure.nginx(folder / "nginx", root, peer_port):
            files = Reader(peer_port)
            peer = [peer_round(root, files, number) for number in range(20)]
    return report(rounds[5:], peer, moved, crowd.errors)


def report(rounds: list[dict[str, float]], peer: list[float], moved: float, errors: int) -> int:
    """Print what was seen and the verdict."""
    visible = sorted(1000 * seen["visible"] for seen in rounds)
    p99 = visible[min(len(visible) - 1, int(0.99 * len(visible)))]
    publish = 1000 * statistics.median(seen["publish"] for seen in rounds)
    files = 1000 * statistics.median(peer)
    print(f"  publish acknowledged after {publish:.1f} ms; counters moved {moved:.3f} ms after the commit")
    print(f"  all six surfaces read fresh: median {statistics.median(visible):.1f} ms, p99 {p99:.1f} ms")
    each = {name: 1000 * statistics.median(seen[name] for seen in rounds) for name in SURFACES}
    print("  of which " + ", ".join(f"{name} {took:.1f}" for name, took in each.items()))
    print(f"  six files rewritten behind nginx and read: {files:.1f} ms")
    print(f"  ratio {statistics.median(visible) / files:.1f}")
    bars = [
        measure.Bar("visible_p99_ms", p99, 100, at_least=False),
        measure.Bar("commit_to_fresh_ms", moved, 5, at_least=False),
        measure.Bar("stale", sum(seen["stale"] for seen in rounds), 0, at_least=False),
        measure.Bar("errors", errors, 0, at_least=False),
    ]
    return measure.verdict("publish", bars)


if __name__ == "__main__":
    if "--newsroom" in sys.argv:
        newsroom()
        sys.exit(0)
    sys.exit(main())
