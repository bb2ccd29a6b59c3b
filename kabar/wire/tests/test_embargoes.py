"""An embargo of an agency holds whatever hour it names, and without one until an editor lifts it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import translation

from kabar import clock
from kabar.desk.models import EditorialNote
from kabar.schedule.services import lift_embargo
from kabar.staff.models import AuditEntry
from kabar.stories.models import State, Story
from kabar.stories.refusals import UnderEmbargo
from kabar.stories.services import publish
from kabar.wire.models import Item
from kabar.wire.parsers import reading
from kabar.wire.services import receive, take
from kabar.wire.tests.test_kills import g2, newsml, ninjs, nitf

SOON = clock.now().replace(microsecond=0) + timedelta(days=3)
RELEASE = f'<date.release norm="{SOON:%Y%m%dT%H%M%SZ}"/></docdata>'.encode()


def held(data, by=b"<embargoed/></itemMeta>"):
    return data.replace(b"</itemMeta>", by)


HELD = {
    "G2, empty": held(g2(1, "usable")),
    "G2, no hour": held(g2(1, "usable"), b"<embargoed>sampai pidato</embargoed></itemMeta>"),
    "NewsML 1.2": newsml("1", "Embargoed"),
    "NITF": nitf("KY-1", "embargoed"),
    "ninjs": ninjs("1", embargoed="until delivery"),
    "ninjs, a note": ninjs("1", ednote="EMBARGO: sampai pidato dimulai"),
    "ninjs, a mark": ninjs("1", headline="EMBARGOED: Pidato presiden"),
}


@pytest.mark.once
@pytest.mark.parametrize("form", HELD)
def test_an_embargo_without_an_hour_holds_until_it_is_lifted(form):
    item = reading.parse(HELD[form])[0]
    assert (item.standing, item.embargo) == ("usable", clock.UNTIL_LIFTED)


@pytest.mark.once
def test_a_release_that_is_still_to_come_is_an_embargo_and_one_that_has_come_is_none():
    item = reading.parse(nitf("KY-1", "usable").replace(b"</docdata>", RELEASE))[0]
    assert item.embargo == SOON
    past = RELEASE.replace(f"{SOON:%Y}".encode(), b"2019")
    assert reading.parse(nitf("KY-1", "usable").replace(b"</docdata>", past))[0].embargo is None


@pytest.mark.once
def test_copy_that_says_nothing_of_an_embargo_is_under_none():
    for data in (g2(1, "usable"), newsml("1", "Usable"), nitf("KY-1", "usable"), ninjs("1", embargoed=None)):
        assert reading.parse(data)[0].embargo is None


@pytest.mark.django_db
@pytest.mark.parametrize("form", HELD)
def test_its_draft_goes_to_press_only_when_an_editor_has_lifted_it_with_a_word(form, desk, ayu, rina):
    receive(settings.PAPER, [("pesan", HELD[form])])
    story = take(Item.objects.get(), by=ayu, paper=settings.PAPER)
    assert "tanpa jam" in EditorialNote.objects.get().text
    with translation.override("en"), pytest.raises(UnderEmbargo, match="until it is lifted"):
        publish(story, by=rina)
    lift_embargo(story, by=rina, reason="Pidato sudah dimulai")
    publish(story, by=rina)
    assert Story.objects.get().state == State.LIVE
    lifted = AuditEntry.objects.get(act="lift embargo")
    assert (lifted.by, lifted.details["reason"]) == (rina, "Pidato sudah dimulai")


@pytest.mark.django_db
def test_the_desk_is_told_when_a_newer_version_is_under_embargo(desk, ayu):
    receive(settings.PAPER, [("pesan", g2(1, "usable"))])
    take(Item.objects.get(), by=ayu, paper=settings.PAPER)
    receive(settings.PAPER, [("pesan", held(g2(2, "usable")))])
    assert "Embargo sampai dicabut" in EditorialNote.objects.get(urgent=True).text


@pytest.mark.django_db
def test_pages_say_in_words_that_it_has_no_hour(desk, rina, client):
    receive(settings.PAPER, [("pesan", HELD["G2, empty"])])
    item = Item.objects.get()
    client.force_login(rina)
    for address in ("/redaksi/wire/", f"/redaksi/wire/{item.pk}/"):
        assert "dicabut</time>" in client.get(address).content.decode()
    story = take(item, by=rina, paper=settings.PAPER)
    page = client.get(reverse("schedule:story", args=[story.pk])).content.decode()
    assert "hingga dicabut" in page and "9999" not in page
