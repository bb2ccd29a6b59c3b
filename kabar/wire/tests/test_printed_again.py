"""A paper taken out and into a new one is the same to readers: every block, and every page to the byte."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch

import pytest
from django.conf import settings

from kabar import clock
from kabar.demo import services as demo
from kabar.pictures.models import Picture
from kabar.plates import MemoryGenerations, MemoryRack, Variant
from kabar.press import works
from kabar.site.walking import walk
from kabar.stories.models import Story
from kabar.video.models import Clip
from kabar.wire.services import export, import_stories
from kabar.wire.tests.test_whole_paper import a_new_paper

pytestmark = pytest.mark.django_db
#: The number of an edition, which is an installation's own.
EDITION = re.compile(rb'(?<=data-number=")\d+')
NOW = datetime(2026, 8, 17, 3, 0, tzinfo=UTC)


def develop(picture: Picture, *, fine: bool) -> None:
    """Seal a picture without making its sizes, which takes long and is the matter of other proofs."""
    picture.seal, picture.fine = picture.make_seal(), True
    Picture.objects.filter(pk=picture.pk).update(seal=picture.seal, fine=True)


@contextmanager
def one_quick_hour() -> Iterator[None]:
    """Stop the clock, so that no page differs by its age."""
    with ExitStack() as stack:
        stack.enter_context(patch.object(clock, "now", lambda: NOW))
        stack.enter_context(patch("kabar.pictures.services._develop", develop))
        stack.enter_context(patch("kabar.demo.illustrations.ThreadPoolExecutor", one_hand))
        yield
    works.use(None)


@contextmanager
def one_hand(max_workers: int) -> Iterator[Any]:
    """Work in this thread alone: the proof is one transaction."""
    yield SimpleNamespace(map=map)


def pages(variant: Variant) -> dict[tuple[str, str], bytes]:
    """Return every page a reader is led to, printed by a press that has printed nothing before."""
    works.use(works.Works(MemoryGenerations(1 << 20), MemoryRack()))
    return {
        (sheet.path, sheet.query): EDITION.sub(b"", sheet.plain) for sheet in walk(settings.PAPER, variant)
    }


def blocks() -> dict[str, list[Any]]:
    """Return the blocks of every story, what they name by its facts in place of its number."""
    known = {
        "picture": {row.pk: (row.title, row.credit, row.file_hash) for row in Picture.objects.all()},
        "clip": {row.pk: (row.title, row.credit) for row in Clip.objects.all()},
        "story": {row.pk: (row.headline, row.path) for row in Story.objects.all()},
    }
    told: dict[str, list[Any]] = {}
    for story in Story.objects.all():
        newest = story.latest_revision.as_object() if story.latest_revision else story
        for version in (story, newest) if story.live else (newest,):
            said = _resolved(version.body.get_prep_value(), known)
            told.setdefault(f"{story.origin} {newest.headline}", []).append(said)
    return told


def _resolved(said: Any, known: dict[str, dict[int, Any]]) -> Any:
    if isinstance(said, list):
        return [_resolved(each, known) for each in said]
    if not isinstance(said, dict):
        return said
    return {
        name: known[name][each] if name in known and isinstance(each, int) else _resolved(each, known)
        for name, each in said.items()
    }


def test_the_demo_paper_taken_into_a_new_one_shows_readers_the_same(tmp_path: Path) -> None:
    with one_quick_hour():
        a_new_paper(same_numbers=True)
        demo.load(settings.PAPER)
        numbers, before, printed = _numbers(), blocks(), _printed()
        export(settings.PAPER, tmp_path)
        a_new_paper(same_numbers=True)
        shutil.rmtree(settings.MEDIA_ROOT)
        report = import_stories(settings.PAPER, tmp_path / "stories.jsonl.gz")
        assert report.ok, report.problems
        assert _numbers() == numbers, "in a new paper numbers begin anew; addresses of pictures hold them"
        assert blocks() == before
        after = _printed()
        assert [page for page in printed if printed[page] != after.get(page)] == []
        assert after.keys() == printed.keys()
    also_reads = [said for versions in before.values() for said in versions[0] if said["type"] == "also_read"]
    assert len([said for said in also_reads if said["value"]["story"]]) > 30


def _numbers() -> dict[str | None, int]:
    return dict(Story.objects.values_list("origin", "pk"))


def _printed() -> dict[tuple[Variant, tuple[str, str]], bytes]:
    return {
        (variant, page): printed
        for variant in (Variant.ADS, Variant.LITE)
        for page, printed in pages(variant).items()
    }
