"""All of a busy wire is within reach: page after page, by any word of its text; what is urgent rings."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kabar import clock
from kabar.desk.models import Notice
from kabar.desk.testing import someone
from kabar.staff.models import Desk, Role
from kabar.wire import queries
from kabar.wire.models import Item, Rule, Stand
from kabar.wire.services import receive
from kabar.wire.services.forgetting import forget_old
from kabar.wire.tests.test_kills import g2
from kabar.wire.tests.test_receiving import copy

pytestmark = pytest.mark.django_db
WIRE = "/redaksi/wire/"


def come_in(*messages):
    return receive(settings.PAPER, [(f"{number}.json", each) for number, each in enumerate(messages)])


def many(count, **fields):
    """Return so many items, each of its own words."""
    return [copy(uri=f"urn:b:{n}", headline=f"Berita nomor{n}", slugline=f"berita-{n}", **fields)
            for n in range(count)]  # fmt: skip


def shown(client, address):
    """Return the headlines of a page's items, and where its next page is."""
    page = client.get(address).content.decode()
    found = [part.partition("</a>")[0].rpartition(">")[2] for part in page.split("<h2>")[1:]]
    following = page.partition('rel="next" href="')[2].partition('"')[0]
    return [each for each in found if each], following.replace("&amp;", "&")


def found(words):
    """Return the keys of what is found for some words."""
    return [item.key for item in queries.found("main", words).items]


def test_every_one_of_400_items_is_reached_page_by_page(client, desk, rina):
    come_in(*many(400))
    client.force_login(rina)
    seen, address = [], WIRE
    while address:
        headlines, address = shown(client, address)
        assert len(headlines) <= 60
        seen += headlines
    assert seen == [f"Berita nomor{n}" for n in range(399, -1, -1)]


def test_words_of_the_text_the_notes_and_the_beginning_of_a_word_are_found(desk):
    come_in(
        copy(body_html="<p>Warga Désa mengungsi ke Balai Budaya.</p>", ednote="Foto menyusul"),
        copy(uri="urn:antara:2", headline="Harga beras", slugline="beras", body_html="<p>Pasar sepi.</p>"),
    )
    assert found("mengungsi balai") == found("DESA") == found("menyus") == ["urn:antara:1"]
    assert found("pasar") == ["urn:antara:2"] and found("pasar mengungsi") == []
    assert found("antara") == ["urn:antara:2", "urn:antara:1"]
    assert found("'&|!:*\"()") == [] and found("beras' | 'gempa") == []


def test_what_is_found_may_be_old_taken_or_put_aside_and_says_so(client, desk, rina):
    come_in(*many(70), copy())
    Item.objects.filter(key="urn:antara:1").update(
        stand=Stand.PUT_ASIDE, received_at=clock.now() - timedelta(days=9)
    )
    client.force_login(rina)
    page = client.get(WIRE + "?q=mengguncang").content.decode()
    assert "Gempa mengguncang Lombok" in page and "disisihkan" in page
    assert "Gempa" not in client.get(WIRE).content.decode()
    headlines, following = shown(client, WIRE + "?q=berkekuatan+luka")
    assert len(headlines) == 60 and "q=berkekuatan" in following
    assert len(shown(client, following)[0]) == 11


def test_only_the_version_that_counts_is_found_and_a_kill_is(desk):
    come_in(g2(1, "usable"))
    come_in(g2(2, "canceled", "2026-11-27T09:59:00Z"))
    assert [item.version for item in queries.found("main", "mundur").items] == ["2"]


def test_words_go_with_their_item(desk):
    come_in(copy())
    Item.objects.update(received_at=clock.now() - timedelta(days=31))
    forget_old()
    assert found("gempa") == []
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            assert cursor.execute("SELECT count(*) FROM wire_words").fetchone() == (0,)


def test_what_tells_the_same_is_folded_once_over_all_pages_and_a_kill_is_never(desk):
    come_in(*many(6))
    Item.objects.filter(key__in=["urn:b:1", "urn:b:3", "urn:b:5"]).update(group=7)
    Item.objects.filter(key="urn:b:3").update(standing="killed")
    first = queries.waiting("main", limit=3)
    second = queries.waiting("main", limit=3, before=first.older)
    assert [item.key[-1] for item in (*first.items, *second.items)] == ["5", "4", "3", "2", "0"]
    assert [item.key for item in first.items[0].also] == ["urn:b:1"]
    assert second.older == 0


def test_a_desk_sees_what_is_routed_to_it_or_nowhere_even_beneath_what_another_desk_has(desk):
    other = Desk.objects.create(name="Olahraga", slug="olahraga")
    come_in(*many(3))
    first, second, _third = Item.objects.order_by("pk")
    first.desks.add(desk)
    second.desks.add(other)
    Item.objects.filter(pk__in=[first.pk, second.pk]).update(group=7)
    assert [item.key[-1] for item in queries.waiting("main", desk=desk.pk).items] == ["2", "0"]
    assert [item.key[-1] for item in queries.found("main", "berita", desk=other.pk).items] == ["2", "1"]


def test_a_page_costs_the_same_number_of_queries_however_much_waits(client, desk, rina):
    client.force_login(rina)
    come_in(*many(5))
    client.get(WIRE)
    with CaptureQueriesContext(connection) as few:
        client.get(WIRE)
    come_in(*many(90))
    with CaptureQueriesContext(connection) as lots:
        client.get(WIRE)
    assert len(lots) <= len(few)


def test_an_urgent_item_that_no_rule_sends_anywhere_rings_every_desk_once(desk, rina, ayu):
    other = Desk.objects.create(name="Olahraga", slug="olahraga")
    budi = someone("budi", Role.EDITOR, other)
    sari = someone("sari", Role.CHIEF)
    stranger = someone("asing", Role.EDITOR, Desk.objects.create(name="D", slug="d", paper="desa"))
    Rule.objects.create(name="Olahraga", words="sepak bola", desk=other)
    come_in(copy(urgency=1))
    told = list(Notice.objects.filter(kind=Notice.Kind.WIRE).values_list("to__username", flat=True))
    assert sorted(told) == sorted([rina.username, budi.username, sari.username])
    assert stranger.username not in told and ayu.username not in told
    come_in(copy("2", urgency=1), copy(uri="urn:antara:3", urgency=3, headline="Biasa", slugline="biasa"))
    assert Notice.objects.count() == 3
    come_in(copy("3", urgency=2, pubstatus="canceled"))
    assert Notice.objects.count() == 6


def test_an_urgent_item_that_a_rule_sends_to_a_desk_rings_there_alone(desk, rina):
    other = Desk.objects.create(name="Olahraga", slug="olahraga")
    budi = someone("budi", Role.EDITOR, other)
    Rule.objects.create(name="Gempa", words="gempa", desk=other)
    come_in(copy(urgency=1))
    assert [notice.to for notice in Notice.objects.all()] == [budi]


def test_the_band_of_the_desks_day_is_narrowed_by_words_of_the_text(client, desk, rina):
    come_in(copy(), copy(uri="urn:antara:2", headline="Harga beras", slugline="beras",
                         body_html="<p>Pasar sepi.</p>"))  # fmt: skip
    client.force_login(rina)
    page = client.get("/redaksi/?q=sepi").content.decode()
    assert "Harga beras" in page and "Gempa mengguncang" not in page
