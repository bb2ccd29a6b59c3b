"""Agencies part paragraphs, set tables, write categories and tell the hour in ways of their own."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from kabar.wire.parsers import reading, topics
from kabar.wire.parsers.item import WireItem
from kabar.wire.parsers.times import instant
from kabar.wire.tests.material import shared

pytestmark = pytest.mark.once
G2 = (
    '<newsItem guid="a"><contentSet><inlineXML contenttype="application/xhtml+xml"><html><body>%s</body>'
    "</html></inlineXML></contentSet></newsItem>"
)


def of(text: str) -> list[str]:
    """Return the paragraphs of a text in NewsML-G2."""
    return [block["value"] for block in reading.parse((G2 % text).encode())[0].blocks]


def tables(item: WireItem) -> list[dict[str, list[dict[str, list[str]]]]]:
    """Return the tables of an item."""
    return [block["value"] for block in item.blocks if block["type"] == "table"]


def test_an_indent_begins_a_paragraph_where_other_lines_stand_at_the_margin():
    said = of(
        "<p>(Dengan rincian)\n    Oleh Ayu\n    Harga emas naik pada\nSelasa ini.\n\n (Laporan Budi)</p>"
    )
    assert said == [
        "<p>(Dengan rincian)</p>", "<p>Oleh Ayu</p>", "<p>Harga emas naik pada Selasa ini.</p>",
        "<p>(Laporan Budi)</p>",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "<p>\n      Harga emas naik\n      pada Selasa\n      ini.\n    </p>",
        "<p>Harga emas naik\npada Selasa\nini.</p>",
        "<p>Harga emas naik\n   pada Selasa\n   ini.</p>",
    ],
    ids=["printed with indents", "broken to fit", "hanging"],
)
def test_lines_that_begin_at_one_margin_are_one_paragraph(text):
    assert of(text) == ["<p>Harga emas naik pada Selasa ini.</p>"]


def test_lines_with_columns_stay_lines_and_what_heads_them_stands_above():
    games = "Persib       2 Persija      0\nArema        1 Bali United  1\nPSM          0 PSIS         3"
    said = of(f"<p>Hasil pekan ini\nSenin\n{games}</p>")
    assert said == [
        "<p>Hasil pekan ini</p>", "<p>Senin</p>",
        "<p>Persib 2 Persija 0<br/>Arema 1 Bali United 1<br/>PSM 0 PSIS 3</p>",
    ]  # fmt: skip


@pytest.mark.parametrize("number", [2, 6])
def test_a_table_of_standings_has_its_league_above_it_and_its_columns(number):
    item = reading.parse(shared(f"wire/superdesk-core/ap_anpa-{number}.tst").read_bytes())[0]
    first = tables(item)[0]
    assert [column["heading"] for column in first["columns"]][:4] == ["", "W", "L", "Pct"]
    wanted = {2: ["Baltimore", "23", "13", ".639"], 6: ["Tampa Bay", "73", "52", ".584"]}[number]
    assert first["rows"][0]["values"][:4] == wanted
    assert {"AMERICAN LEAGUE", "NATIONAL LEAGUE"} <= {
        block["value"]["text"] for block in item.blocks if block["type"] == "heading"
    }


@pytest.mark.parametrize(
    ("scheme", "code", "topic"),
    [
        ("iptc7901", "spo", "15000000"),
        ("iptc7901", "SP", "15000000"),
        ("iptc7901", "s", "15000000"),
        ("iptc7901", "pol", "11000000"),
        ("iptc7901", "wi", "04000000"),
        ("iptc7901", "WEA", "17000000"),
        ("iptc7901", "i", ""),
        ("anpa", "q", "15000000"),
        ("anpa", "z", "15000000"),
        ("anpa", "o", "17000000"),
        ("anpa", "a", ""),
        ("a1312cat", "f", "04000000"),
    ],
)
def test_categories_of_the_telegraph_stand_for_media_topics(scheme, code, topic):
    found = topics.subject(code, scheme=scheme)
    assert found.topic == topic and bool(found.topic_name) == bool(topic)


def test_every_category_of_the_iptc_is_known():
    assert set(topics.CATEGORIES.values()) == {f"{number:02}000000" for number in range(1, 18)}


@pytest.mark.parametrize(
    "said",
    [
        "Fri, 27 Nov 2026 10:00:00 WIB",
        "Fri, 27 Nov 2026 11:00:00 WITA",
        "Fri, 27 Nov 2026 12:00:00 WIT",
        "2026-11-27 10:00:00 WIB",
        "27 Nov 2026 10:00 wib",
        "Jumat, 27 November 2026 10:00:00 +0700",
        "Jum'at, 27 Nopember 2026 10:00:00 WIB",
        "Fri, 27 Nov 2026 03:00:00 GMT",
        "2026-11-27T10:00:00+07:00",
        "Fri, 27 Nov 2026 04:00:00 CET",
    ],
)
def test_an_hour_with_a_zone_of_indonesia_is_that_hour(said):
    assert instant(said) == datetime(2026, 11, 27, 3, tzinfo=UTC)


def test_months_are_read_as_indonesia_spells_them():
    assert instant("Senin, 17 Agustus 2026 10:00:00 WIB") == datetime(2026, 8, 17, 3, tzinfo=UTC)


def test_a_feed_that_tells_its_hour_in_jakarta_is_filed_at_that_hour():
    feed = (
        b"<rss><channel><title>KB</title><item><guid>a</guid><title>t</title>"
        b"<pubDate>Fri, 27 Nov 2026 10:00:00 WIB</pubDate></item></channel></rss>"
    )
    assert reading.parse(feed)[0].updated == datetime(2026, 11, 27, 3, tzinfo=UTC)
