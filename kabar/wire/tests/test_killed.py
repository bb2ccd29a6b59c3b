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
#: Each child is killed at a point of its import; what starts once need not start for each of them.
IMPORT = """
import os, sys, django
django.setup()
from pathlib import Path
from django.conf import settings
from kabar import crash
from kabar.editions.models import Edition
from kabar.stories.models import Story
from kabar.wire.importers import filing
from kabar.wire.models import ReceivedStory
from kabar.wire.services import import_stories

def take_in():
    report = import_stories(settings.PAPER, Path(sys.argv[1]))
    print(report.created, report.unchanged)

def killed(label, count):
    child = os.fork()
    if child == 0:
        crash._label, crash._left = label, count
        take_in()
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])

filing.BATCH = int(sys.argv[2])
print(*(killed(label, int(count)) for label, _, count in (each.rpartition(":") for each in sys.argv[3:])))
take_in()
in_editions = sum(len(edition.subjects) for edition in Edition.objects.filter(kind="import"))
origins = Story.objects.values("origin").distinct().count()
print(Story.objects.count(), origins, ReceivedStory.objects.count(), in_editions)
take_in()
"""
POINTS = ("import:before-commit:2", "import:committed:1", "import:before-commit:1", "import:committed:2")


@pytest.fixture
def surroundings(tmp_path: Path) -> Iterator[dict[str, str]]:
    """Give the environment of a migrated paper of its own."""
    with tables.sample(tmp_path / "paper", os.environ.get("KABAR_DATABASE_URL")) as environment:
        yield environment


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
    command = [sys.executable, "-c", IMPORT, str(an_archive(tmp_path)), str(BATCH), *POINTS]
    done = subprocess.run(command, env=surroundings, capture_output=True, text=True, check=False)
    assert done.stdout.splitlines() == [
        "137 137 137 137",
        f"{STORIES} 0",
        f"{STORIES} {STORIES} {STORIES} {STORIES}",
        f"0 {STORIES}",
    ], done.stderr[-2000:]
