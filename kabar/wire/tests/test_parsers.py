"""Real agency files say what a reader sees in them; what is no item is told apart from what is broken."""

from __future__ import annotations

import json
import tomllib
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from kabar.cli import main
from kabar.stories.markup.inline import text_of
from kabar.wire.parsers import reading
from kabar.wire.parsers.item import WireItem
from kabar.wire.parsers.refusals import Malformed, NotAnItem
from kabar.wire.tests.material import shared

pytestmark = pytest.mark.once
MATERIAL = shared()
EXPECTED = tomllib.loads(Path(__file__).with_name("expected_wire.toml").read_text("utf-8"))


def of(file: str) -> WireItem:
    """Return the first item of a file."""
    return reading.parse((MATERIAL / file).read_bytes())[0]


def words(block: dict[str, Any]) -> str:
    """Return the words of a block."""
    value = block["value"]
    return text_of(value) if isinstance(value, str) else str(value.get("text") or value)


def seen(item: WireItem, name: str, wanted: Any) -> Any:
    """Return what an item says, in the form the expectation is written in."""
    if name == "blocks":
        return len(item.blocks)
    if name in ("first", "last"):
        return words(item.blocks[0 if name == "first" else -1])[: len(wanted)] if item.blocks else ""
    if name == "topics":
        return [topic for topic in wanted if topic in item.topics]
    if name == "previous":
        return [link.key for link in item.previous]
    if name in ("places", "people"):
        return [each.name for each in (item.places if name == "places" else item.subjects) if each.name]
    if name == "picture":
        return [item.pictures[0].key, item.pictures[0].width, item.pictures[0].height]
    found = getattr(item, name)
    return list(found) if isinstance(found, tuple) else found


@pytest.mark.parametrize("file", EXPECTED)
def test_a_real_file_says_what_a_reader_sees_in_it(file):
    item = of(file)
    wanted = {
        name: value.astimezone(UTC) if isinstance(value, datetime) else value
        for name, value in EXPECTED[file].items()
    }
    assert {name: seen(item, name, value) for name, value in wanted.items()} == wanted


def test_hand_made_expectations_cover_sixty_files_and_every_form_of_agency_copy():
    assert len(EXPECTED) >= 60
    forms = {entry["format"] for entry in EXPECTED.values()}
    assert forms >= {"newsml-1", "newsml-g2", "nitf", "ninjs", "iptc7901", "anpa1312", "atom", "mail"}


@pytest.mark.parametrize("folder", ["wire", "newsml-nitf", "ninjs"])
def test_every_file_of_the_agencies_and_the_iptc_is_read_or_told_apart(folder):
    outcomes = list(reading.read_paths([MATERIAL / folder]))
    assert [outcome.refused for outcome in outcomes if outcome.refused] == []
    assert all(outcome.items or outcome.skipped for outcome in outcomes)
    assert all(item.key for outcome in outcomes for item in outcome.items)


def test_feeds_are_read_or_refused_in_one_line_and_never_break_the_reader():
    outcomes = list(reading.read_paths([MATERIAL / "feeds"]))
    refused = [outcome.refused for outcome in outcomes if outcome.refused]
    assert len(outcomes) > 3000 and len(refused) < 60
    assert all("\n" not in line and line.startswith(str(MATERIAL)) for line in refused)


def test_what_no_field_can_hold_is_kept_beside():
    item = of("wire/superdesk-core/aap.xml")
    assert item.extra["head/meta[aap-selectors]"].startswith("pxx pxd pnd")
    assert item.extra["head/docdata/doc.rights"]["geography"] == "Australia"
    assert of("wire/superdesk-core/ninjs1.json").extra["profile"] == "ContentProfile"
    assert of("wire/superdesk-core/IPTC7901.txt").extra["number"] == "062"


def test_editors_notes_of_the_telegraph_stay_out_of_the_copy():
    item = of("wire/superdesk-core/IPTC7901.txt")
    assert not any("Reporting by" in words(block) for block in item.blocks)
    assert any("Reporting by: Wolfgang Schmidt" in note for note in item.notes)


@pytest.mark.parametrize(
    ("message", "line"),
    [
        (b"<newsItem guid='a'><itemMeta></newsItem>", "wire.xml:1: not well-formed XML"),
        (b"<?xml version='1.0'?>\n<newsItem version='2'/>", "wire.xml:2: <newsItem> without a guid"),
        (b"<nitf>\n</nitf>", "wire.xml:1: <nitf> without a body"),
        (b"<NewsML/>", "wire.xml:1: <NewsML> without a NewsItem"),
        (b'{"uri": "a",\n "headline": }', "wire.xml:2:14: not JSON"),
        (b"\x01nothing", "wire.xml:message 1: no header of source, number, priority and category"),
        (b"\x16\x16\x01W1\x1fx", "wire.xml:message 1: no header of service"),
    ],
)
def test_malformed_copy_is_refused_with_file_and_place(message, line):
    with pytest.raises(Malformed) as refusal:
        reading.parse(message)
    assert refusal.value.line("wire.xml").startswith(line)


@pytest.mark.parametrize(
    "message",
    [
        b'<!DOCTYPE a [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]><rss><channel>&b;</channel></rss>',
        b'<!DOCTYPE nitf [<!ENTITY x SYSTEM "file:///etc/passwd">]><nitf><body>&x;</body></nitf>',
        b'<!DOCTYPE n [<!ENTITY % x SYSTEM "http://127.0.0.1:9/x.dtd"> %x;]><NewsML/>',
        '<?xml version="1.0" encoding="utf-16"?><!DOCTYPE a [<!ENTITY a "b">]><rss/>'.encode("utf-16"),
        b"<rss>" + b"<a>" * 100_000,
        b"[" * 200_000,
        b'{"a":' * 200_000,
    ],
    ids=["bomb", "file", "parameter", "utf-16", "deep XML", "deep list", "deep object"],
)
def test_bombs_and_entities_are_refused_at_once(message):
    began = datetime.now(UTC)
    with pytest.raises((Malformed, NotAnItem)):
        reading.parse(message)
    assert (datetime.now(UTC) - began).total_seconds() < 0.5


def test_a_document_type_fetches_nothing():
    message = b'<!DOCTYPE nitf SYSTEM "http://127.0.0.1:9/nitf.dtd"><nitf><body><body.content/></body></nitf>'
    assert reading.parse(message)[0].format == "nitf"


def test_hostile_html_in_copy_becomes_harmless_text():
    body = "<p>ok</p><script>alert(1)</script><p onclick='x()'>b<img src=x onerror=alert(1)></p>"
    item = reading.parse(json.dumps({"uri": "a", "headline": "<b>T</b>", "body_html": body}).encode())[0]
    assert item.headline == "T"
    assert (
        "script" not in str(item.blocks)
        and "onclick" not in str(item.blocks)
        and "<img" not in str(item.blocks)
    )


def test_a_folder_is_printed_an_object_an_item_and_the_rest_is_named(tmp_path):
    (tmp_path / "SOURCE.md").write_text("# where it comes from")
    (tmp_path / "a.xml").write_bytes((MATERIAL / "wire/superdesk-core/afp.xml").read_bytes())
    (tmp_path / "b.json").write_text('{"users": []}')
    (tmp_path / "c.xml").write_text("<rss><channel></rss>")
    done = CliRunner().invoke(main, ["wire", "parse", "--json", str(tmp_path)])
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert [line["headline"] for line in lines] == ["Sweden court accepts receivership for Saab carmaker"]
    assert lines[0]["file"] == str(tmp_path / "a.xml")
    assert done.exit_code == 1
    said = done.stderr.splitlines()
    assert len(said) == 3
    assert any("SOURCE.md" in line and "not an item" in line for line in said)
    assert any(line.startswith(f"{tmp_path / 'c.xml'}:1: not well-formed XML") for line in said)
