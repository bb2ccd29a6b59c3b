"""An import that is killed with -9, again and again, ends with every story once."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tools import tables

STORIES, BATCH = 60, 10
IMPORT = """
import sys, django
django.setup()
from pathlib import Path
from django.conf import settings
from kabar.wire.importers import filing
from kabar.wire.services import import_stories
filing.BATCH = {batch}
report = import_stories(settings.PAPER, Path(sys.argv[1]))
print(report.created, report.unchanged)
"""
COUNT = """
import django
django.setup()
from kabar.editions.models import Edition
from kabar.stories.models import Story
from kabar.wire.models import ReceivedStory
in_editions = sum(len(edition.subjects) for edition in Edition.objects.filter(kind="import"))
origins = Story.objects.values("origin").distinct().count()
print(Story.objects.count(), origins, ReceivedStory.objects.count(), in_editions)
"""


@pytest.fixture
def surroundings(tmp_path: Path) -> Iterator[dict[str, str]]:
    """Give the environment of a migrated paper of its own."""
    with tables.sample(tmp_path / "paper", os.environ.get("KABAR_DATABASE_URL")) as environment:
        yield environment


def _run(environment: dict[str, str], *arguments: str, expect: int = 0) -> str:
    done = subprocess.run(
        [sys.executable, *arguments], env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == expect, done.stderr[-2000:]
    return done.stdout.strip()


def an_archive(folder: Path) -> Path:
    """Write an archive in which every story points at one that comes later."""
    file = folder / "arsip.jsonl"
    lines = [
        {
            "url": f"https://a.id/{number}", "title": f"Berita {number}", "published": "2022-05-13",
            "channel": "Global",
            "body": ["Isi.", {"read_also": f"Berita {(number + 7) % STORIES}"}],
        }
        for number in range(STORIES)
    ]  # fmt: skip
    file.write_text("".join(json.dumps(line) + "\n" for line in lines))
    return file


@pytest.mark.slow
def test_an_import_killed_in_every_second_batch_ends_with_every_story_once(
    surroundings: dict[str, str], tmp_path: Path
) -> None:
    file, script = an_archive(tmp_path), IMPORT.format(batch=BATCH)
    for label in (
        "import:before-commit:2",
        "import:committed:1",
        "import:before-commit:1",
        "import:committed:2",
    ):
        _run({**surroundings, "KABAR_CRASH_AT": label}, "-c", script, str(file), expect=137)
    assert _run(surroundings, "-c", script, str(file)) == f"{STORIES} 0"
    assert _run(surroundings, "-c", COUNT) == f"{STORIES} {STORIES} {STORIES} {STORIES}"
    assert _run(surroundings, "-c", script, str(file)) == f"0 {STORIES}"
