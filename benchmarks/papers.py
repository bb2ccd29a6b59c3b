"""Papers to measure: founded in a temporary folder, filled with made-up stories, served by `kabar run`."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
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


def fill(surroundings: dict[str, str], stories: int) -> None:
    """Write stories into a paper, in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.papers", str(stories)]
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


def write(stories: int, batch: int = 500) -> None:
    """Publish made-up stories in bulk, a few minutes apart, the newest now; Django is set up already."""
    from datetime import timedelta

    from wagtail.blocks import StreamValue

    from kabar import clock
    from kabar.sections.models import Section
    from kabar.stories.bulk import Filed, publish_many, taken_in
    from kabar.stories.models import State, Story

    blocks = Story._meta.get_field("body").stream_block
    chance = random.Random(7)
    words = vocabulary(chance)
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
                        state=State.LIVE, headline=headline(chance, words, number),
                        standfirst=sentence(chance, words, 18),
                        body=StreamValue(blocks, body(chance, words), is_lazy=True),
                        first_published_at=at, last_published_at=at,
                    )
                )
            )  # fmt: skip
        publish_many(filed, source="benchmark", more=True)
    taken_in()


def headline(chance: random.Random, words: list[str], number: int) -> str:
    """Return a headline; one in a thousand holds a rare word."""
    rare = f" langka{number // RARE_EVERY % 7}" if number % RARE_EVERY == 0 else ""
    return f"{' '.join(chance.choices(words, k=6))} {chance.choice(COMMON)}{rare} {number}".capitalize()


def body(chance: random.Random, words: list[str]) -> list[dict[str, str]]:
    """Return five paragraphs as the field keeps them."""
    return [{"type": "paragraph", "value": f"<p>{sentence(chance, words, 40)}</p>"} for _ in range(5)]


def sentence(chance: random.Random, words: list[str], length: int) -> str:
    """Return a sentence in which common words come often."""
    return " ".join(chance.choices(words, k=length - 3) + chance.choices(COMMON, k=3)) + "."


def index() -> None:
    """Have whatever is not yet found by search found, and the words counted."""
    from kabar.archive.search import services as search

    while search.catch_up():
        pass
    search.take_stock()


def main(stories: int) -> None:
    """Write and index stories, and say how fast that went."""
    import django

    django.setup()
    prefer_database()
    begun = time.monotonic()
    write(stories)
    written = time.monotonic()
    index()
    rate, indexed = stories / (written - begun), stories / (time.monotonic() - written)
    print(
        f"  {stories:,} stories written, {rate:,.0f} a second; indexed, {indexed:,.0f} a second", flush=True
    )


if __name__ == "__main__":
    main(int(sys.argv[1]))
