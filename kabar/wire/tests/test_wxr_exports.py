"""Every real WordPress export is taken in or refused, and every item of it is accounted for."""

from __future__ import annotations

import json

import pytest
from django.conf import settings

from kabar.stories.models import Story
from kabar.wire.importers.wxr_survey import survey
from kabar.wire.services import ImportRefused, import_wxr
from kabar.wire.tests.material import shared

EXPECTED = json.loads(shared("wxr", "EXPECTED.json").read_text())
HERE = [name for name in EXPECTED if shared("wxr").joinpath(name).is_file()]
#: Not well-formed as they stand; a slip of the pen is mended, the rest is refused with its line.
MENDED = {
    "migrate/multiple/attachments-only.xml": 1,
    "migrate/sample-no-slug.xml": 7,
    "migrate/sample.xml": 7,
    "wordpress-importer/crazy-cdata.xml": 1,
}
REFUSED = {
    "wordpress-importer/malformed-simple.xml": "malformed-simple.xml:14: not well-formed XML",
    "wordpress-importer/malformed.xml": "malformed.xml:90: not well-formed XML",
    "wordpress-importer/namespace-edge-cases.xml": "namespace-edge-cases.xml:84: not well-formed XML",
    "wagtail-wordpress-import/test.xml": "test.xml: not a WordPress export",
}
WHOLE = [name for name in HERE if name not in REFUSED]
STORIES = ("post", "page")


def test_every_export_is_expected_to_do_something() -> None:
    assert len(HERE) >= 38


@pytest.mark.parametrize("name", [name for name in WHOLE if name not in MENDED])
def test_a_survey_counts_what_is_in_an_export(name: str) -> None:
    expected, found = EXPECTED[name], survey(shared("wxr", name))
    assert found.items == expected["items"]
    assert dict(found.types) == expected["types"]
    assert dict(found.statuses) == expected["status"]
    assert found.author_count == expected["authors"]
    assert found.categories == expected["categories"]
    assert found.tags == expected["tags"]
    assert found.comments == expected["comments"]
    assert found.password_protected == expected["password_protected"]
    assert found.version == expected["wxr"]


@pytest.mark.parametrize("name", MENDED)
def test_a_slip_of_the_pen_is_mended(name: str) -> None:
    found = survey(shared("wxr", name))
    assert found.items >= 1
    assert sum(found.mended.values()) >= MENDED[name]


@pytest.mark.parametrize("name", REFUSED)
@pytest.mark.django_db
def test_a_broken_export_is_refused_with_one_line_and_nothing_comes_in(name: str) -> None:
    with pytest.raises(ImportRefused) as refusal:
        import_wxr(settings.PAPER, shared("wxr", name))
    assert REFUSED[name] in str(refusal.value)
    assert "\n" not in str(refusal.value)
    assert not Story.objects.exists()


@pytest.mark.parametrize("name", WHOLE)
@pytest.mark.django_db
def test_every_item_of_an_export_is_accounted_for(name: str) -> None:
    found = survey(shared("wxr", name))
    report = import_wxr(settings.PAPER, shared("wxr", name))
    assert report.total == found.items
    assert report.ok
    assert Story.objects.count() == report.created
    kept = sum(count for kind, count in found.types.items() if kind in STORIES)
    repeated = sum(count for reason, count in report.skipped.items() if reason.startswith("repeated"))
    assert report.created == kept - repeated
    assert report.notes.get("comment kept aside: comments are not taken in yet", 0) == found.comments
    print(*report.lines(), sep="\n")


@pytest.mark.parametrize("name", WHOLE)
@pytest.mark.django_db
def test_an_export_taken_in_twice_changes_nothing(name: str) -> None:
    first = import_wxr(settings.PAPER, shared("wxr", name))
    second = import_wxr(settings.PAPER, shared("wxr", name))
    assert (second.created, second.updated) == (0, 0)
    assert second.unchanged == first.created
    assert Story.objects.count() == first.created
