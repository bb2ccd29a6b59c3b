"""Papers to measure: founded in a temporary folder, filled with made-up stories, served by `kabar run`."""

from __future__ import annotations

import gzip
import json
import os
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol
from urllib.request import urlopen

from benchmarks import measure
from tools import postgres

KABAR = (sys.executable, "-m", "kabar.cli")
SECTIONS = ("Nasional", "Global", "Ekonomi", "Daerah", "Teknologi", "Olahraga", "Sains", "Opini")
SYLLABLES = (
    "ba", "be", "bi", "da", "de", "du", "ga", "ke", "ku", "la", "le", "ma", "mi", "na", "nu", "pa", "pe",
    "ra", "ri", "sa", "se", "ta", "te", "ti", "wa", "kan", "ter", "ber", "men", "ang", "ing", "uk", "is",
)  # fmt: skip
COMMON = ("warga", "pemerintah", "harga", "banjir", "sekolah", "menteri", "pasar", "jalan", "air", "kota")
#: A word in about one story of a thousand, and a pair of common ones: what readers search for.
RARE_EVERY = 1000
#: Articles whose paragraphs and titles are shuffled where words must be as common and as rare as in the news.
PRINTED = Path("../shared/data/id-news-2019/articles.jsonl.gz")
PARAGRAPHS = 8


def vocabulary(chance: random.Random, size: int = 8000) -> list[str]:
    """Return made-up words, as many as a newspaper uses in a month."""
    return ["".join(chance.choices(SYLLABLES, k=chance.randint(2, 4))) for _ in range(size)]


def environment(folder: Path, database: str = "") -> dict[str, str]:
    """Return the environment in which every command finds this paper."""
    found = {**os.environ, "KABAR_PAPER": str(folder), "DJANGO_SETTINGS_MODULE": "kabar.settings"}
    # Its editors are signed in by the test client, which has no second factor to give.
    found["KABAR_NEWSROOM_SECOND_FACTOR"] = "false"
    if database:
        found["KABAR_DATABASE_URL"] = database
    return found


@contextmanager
def database_of(name: str) -> Iterator[str]:
    """The address of a database for a paper; SQLite's is its own file."""
    if name == "sqlite":
        yield ""
        return
    with postgres.running(durable=True) as cluster:
        yield cluster.url("postgres")


def found(folder: Path, port: int, database: str = "") -> dict[str, str]:
    """Found and migrate a paper; return its environment."""
    surroundings = environment(folder, database)
    address = f"http://localhost:{port}"
    subprocess.run(
        [*KABAR, "init", str(folder), "--address", address],
        env=surroundings,
        check=True,
        stdout=subprocess.DEVNULL,
    )
    return migrated(surroundings)


def migrated(surroundings: dict[str, str]) -> dict[str, str]:
    """Bring a paper up to date; return its environment."""
    subprocess.run([*KABAR, "migrate"], env=surroundings, check=True, stdout=subprocess.DEVNULL)
    return surroundings


def fill(surroundings: dict[str, str], stories: int, *, shuffled: bool = False) -> None:
    """Write stories into a paper, in a process of its own: of made-up words, or of shuffled news."""
    command = [sys.executable, "-m", "benchmarks.papers", str(stories), *["shuffled"] * shuffled]
    subprocess.run(command, env=surroundings, check=True)


def paths(surroundings: dict[str, str], count: int) -> list[str]:
    """Return the addresses of some live stories, the newest first."""
    code = (
        "import django; django.setup()\n"
        "from kabar.stories.queries import live\n"
        f"print(*live('main').values_list('path', flat=True)[:{count}], sep='\\n')"
    )
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, env=surroundings, check=True, capture_output=True, text=True)
    return done.stdout.split()


@contextmanager
def served(
    folder: Path, port: int, surroundings: dict[str, str], core: int | None = None, log: Path | None = None
) -> Iterator[subprocess.Popen[bytes]]:
    """Serve a paper with `kabar run`, on one core if wanted; what it says is kept in `log`."""
    command = [*KABAR, "run", "--paper", str(folder), "--port", str(port)]
    with measure.running(command, core=core, log=log, **surroundings) as process:
        measure.wait_for_port(port, process, 60)
        _wait_for_front(port)
        yield process


def _wait_for_front(port: int) -> None:
    for _ in range(100):
        try:
            with urlopen(f"http://localhost:{port}/", timeout=10) as answer:
                answer.read()
                return
        except OSError:
            time.sleep(0.1)
    sys.exit(f"no front page on port {port}")


def prefer_database() -> None:
    """Prefer PostgreSQL's processes for this one as well, each of which begins a session of its own."""
    from django.db import connection
    from django.db.backends.signals import connection_created

    connection_created.connect(_prefer_backend, weak=False)
    connection.close()
    connection.ensure_connection()


def _prefer_backend(connection: Any, **_: object) -> None:
    if connection.vendor == "postgresql":
        measure.prefer(connection.connection.info.backend_pid)


class Texts(Protocol):
    """What made-up stories say."""

    def headline(self, number: int) -> str:
        """Return a headline."""

    def standfirst(self) -> str:
        """Return a standfirst."""

    def paragraphs(self) -> list[str]:
        """Return the paragraphs of a body."""


class MadeUp:
    """Made-up words, a few of them common; one headline in a thousand holds a rare one."""

    def __init__(self) -> None:
        self.chance = random.Random(7)
        self.words = vocabulary(self.chance)

    def headline(self, number: int) -> str:
        """Return a headline."""
        rare = f" langka{number // RARE_EVERY % 7}" if number % RARE_EVERY == 0 else ""
        words = " ".join(self.chance.choices(self.words, k=6))
        return f"{words} {self.chance.choice(COMMON)}{rare} {number}".capitalize()

    def standfirst(self) -> str:
        """Return a standfirst."""
        return self._sentence(18)

    def paragraphs(self) -> list[str]:
        """Return five paragraphs."""
        return [self._sentence(40) for _ in range(5)]

    def _sentence(self, length: int) -> str:
        common = self.chance.choices(COMMON, k=3)
        return " ".join(self.chance.choices(self.words, k=length - 3) + common) + "."


class Shuffled:
    """Titles and paragraphs of printed articles, each story's drawn anew."""

    def __init__(self) -> None:
        self.chance = random.Random(7)
        with gzip.open(PRINTED, "rt", encoding="utf-8") as lines:
            articles = [json.loads(line) for line in lines]
        self.titles = [each["title"] for each in articles]
        self.said = [text for each in articles for text in each["body"] if isinstance(text, str)]

    def headline(self, number: int) -> str:
        """Return a headline; the number keeps the addresses apart."""
        return f"{self.chance.choice(self.titles)[:120]} {number}"

    def standfirst(self) -> str:
        """Return a standfirst."""
        return str(self.chance.choice(self.said))[:200]

    def paragraphs(self) -> list[str]:
        """Return the paragraphs of a body, as long as most news is."""
        return [text.replace("<", "&lt;") for text in self.chance.choices(self.said, k=PARAGRAPHS)]


def write(stories: int, texts: Texts, batch: int = 500) -> None:
    """Publish made-up stories in bulk, a few minutes apart, the newest now; Django is set up already."""
    from datetime import timedelta

    from wagtail.blocks import StreamValue

    from kabar import clock
    from kabar.sections.models import Section
    from kabar.stories.bulk import Filed, publish_many, taken_in
    from kabar.stories.models import State, Story

    blocks = Story._meta.get_field("body").stream_block
    sections = [
        Section.objects.get_or_create(
            paper="main", slug=name.lower(), defaults={"name": name, "position": place}
        )[0]
        for place, name in enumerate(SECTIONS)
    ]
    now = clock.now()
    for start in range(0, stories, batch):
        filed = []
        for number in range(start, min(stories, start + batch)):
            at = now - timedelta(minutes=3 * (stories - number))
            filed.append(
                Filed(
                    Story(
                        paper="main", section=sections[number % len(sections)], language="id",
                        state=State.LIVE, headline=texts.headline(number),
                        standfirst=texts.standfirst(),
                        body=StreamValue(blocks, body(texts), is_lazy=True),
                        first_published_at=at, last_published_at=at,
                    )
                )
            )  # fmt: skip
        publish_many(filed, source="benchmark", more=True)
    taken_in()


def body(texts: Texts) -> list[dict[str, str]]:
    """Return a body as the field keeps it."""
    return [{"type": "paragraph", "value": f"<p>{text}</p>"} for text in texts.paragraphs()]


def index() -> None:
    """Have whatever is not yet found by search found, and the words counted."""
    from kabar.archive.search import services as search

    while search.catch_up():
        pass
    search.take_stock()


def main(stories: int, *, shuffled: bool) -> None:
    """Write and index stories, and say how fast that went."""
    import django

    django.setup()
    prefer_database()
    begun = time.monotonic()
    write(stories, Shuffled() if shuffled else MadeUp())
    written = time.monotonic()
    index()
    rate, indexed = stories / (written - begun), stories / (time.monotonic() - written)
    print(
        f"  {stories:,} stories written, {rate:,.0f} a second; indexed, {indexed:,.0f} a second", flush=True
    )


if __name__ == "__main__":
    main(int(sys.argv[1]), shuffled="shuffled" in sys.argv[2:])
