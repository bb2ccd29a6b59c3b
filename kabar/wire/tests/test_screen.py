"""The wire at the desk: what waits is read, taken with one press, and put aside."""

from __future__ import annotations

import pytest
from django.conf import settings

from kabar.desk.testing import someone
from kabar.staff.models import Desk, Role
from kabar.staff.roles import establish
from kabar.stories.models import Story
from kabar.stories.testing import a_section
from kabar.wire.models import Item, RefusedCopy, Rule, Stand
from kabar.wire.services import receive
from kabar.wire.tests.test_receiving import copy

pytestmark = pytest.mark.django_db
WIRE = "/redaksi/wire/"


@pytest.fixture
def desk(db):
    establish()
    made = Desk.objects.create(name="Nusantara", slug="nusantara")
    a_section("Nusantara", desk=made)
    rice = copy(uri="urn:antara:2", headline="Harga beras turun", body_html="<p>Pasar sepi.</p>")
    receive(
        settings.PAPER,
        [("a", copy(urgency=1)), ("b", rice)],
    )
    receive(settings.PAPER, [("rusak.xml", b"<newsItem>")])
    return made


@pytest.fixture
def ayu(desk, client):
    user = someone("ayu", Role.WRITER, desk)
    client.force_login(user)
    return user


def test_the_screen_lists_what_waits_what_was_refused_and_how_feeds_are_doing(ayu, client):
    page = client.get(WIRE).content.decode()
    assert "Gempa mengguncang Lombok" in page and "Harga beras turun" in page
    assert "rusak.xml:1: not well-formed XML" in page
    assert "Harga beras turun" not in client.get(WIRE + "?q=mengguncang").content.decode()


def test_the_desks_day_has_a_band_of_the_wire(ayu, client):
    page = client.get("/redaksi/").content.decode()
    assert 'id="wire"' in page and "Gempa mengguncang Lombok" in page
    item = Item.objects.get(key="urn:antara:1")
    assert f"/redaksi/wire/{item.pk}/take/" in page


def test_an_item_is_read_and_taken_with_one_press(ayu, client):
    item = Item.objects.get(key="urn:antara:1")
    page = client.get(f"{WIRE}{item.pk}/").content.decode()
    assert "Dua orang luka-luka." in page and "Tidak untuk arsip." in page
    answer = client.post(f"{WIRE}{item.pk}/take/")
    story = Story.objects.get()
    assert answer.headers["location"] == f"/redaksi/stories/edit/{story.pk}/"
    again = client.post(f"{WIRE}{item.pk}/take/")
    assert again.headers["location"] == f"{WIRE}{item.pk}/"
    assert Story.objects.count() == 1
    assert client.get(f"/redaksi/stories/edit/{story.pk}/").status_code == 200


def test_an_item_is_put_aside_and_refused_copy_is_seen(ayu, client):
    item = Item.objects.get(key="urn:antara:2")
    client.post(f"{WIRE}{item.pk}/aside/")
    item.refresh_from_db()
    assert item.stand == Stand.PUT_ASIDE
    client.post(f"{WIRE}refused/{RefusedCopy.objects.get().pk}/seen/")
    page = client.get(WIRE).content.decode()
    assert "Harga beras turun" not in page and "rusak.xml" not in page


def test_an_editor_writes_rules_and_a_rule_that_says_nothing_is_refused(desk, client):
    client.force_login(someone("rina", Role.EDITOR, desk))
    client.post(f"{WIRE}rules/", {"name": "Semua", "desk": desk.pk})
    assert not Rule.objects.exists()
    client.post(f"{WIRE}rules/", {"name": "Gempa", "words": "gempa", "desk": desk.pk})
    rule = Rule.objects.get()
    assert (rule.desk, rule.paper) == (desk, "main")
    client.post(f"{WIRE}rules/", {"drop": rule.pk})
    assert not Rule.objects.exists()
