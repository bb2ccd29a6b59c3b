"""Every file of the real exports of other systems is taken in, or listed with the reason why it is not."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from kabar.stories.models import Story
from kabar.wire.services import Asked, import_archive
from kabar.wire.tests.material import shared

EXPORTS = "cms-exports"
EXPECTED = tomllib.loads(Path(__file__).with_name("expected_archives.toml").read_text("utf-8"))
pytestmark = pytest.mark.once
TAKEN: list[dict[str, Any]] = EXPECTED["taken"]


def asked(said: dict[str, Any], **also: Any) -> Asked:
    return Asked(mapping=said.get("map", ""), **also)


def test_no_file_is_without_an_importer_or_a_reason() -> None:
    known = [*(said["file"] for said in TAKEN), *EXPECTED["left"]]
    root = shared(EXPORTS)
    files = [file.relative_to(root).as_posix() for file in root.rglob("*") if file.is_file()]
    assert len(files) > 80
    assert [file for file in files if not any(f"{file}/".startswith(f"{each}/") for each in known)] == []


@pytest.mark.parametrize("said", TAKEN, ids=lambda said: said["file"])
@pytest.mark.django_db
def test_every_item_of_an_export_is_accounted_for_and_a_second_run_changes_nothing(
    said: dict[str, Any],
) -> None:
    file = shared(EXPORTS, said["file"])
    rehearsed = import_archive(said["kind"], settings.PAPER, file, asked=asked(said, dry=True))
    assert not Story.objects.exists()
    report = import_archive(said["kind"], settings.PAPER, file, asked=asked(said))
    assert (report.created, report.ok) == (said["made"], True), "\n".join(report.lines())
    assert sum(report.skipped.values()) == said.get("aside", 0), report.skipped
    assert (rehearsed.created, dict(rehearsed.skipped)) == (report.created, dict(report.skipped))
    again = import_archive(said["kind"], settings.PAPER, file, asked=asked(said))
    assert (again.created, again.updated, again.unchanged) == (0, 0, report.created)
    for story in Story.objects.all():
        assert all(block.value is not None for block in story.body)
        assert "<script" not in str(story.body.get_prep_value()).lower()
