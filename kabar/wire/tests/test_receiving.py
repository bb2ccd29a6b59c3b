"""What comes in is filed once, stacked, routed, grouped; what is made of it is flagged when it changes."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import translation

from kabar import clock
from kabar.desk.models import EditorialNote, Notice
from kabar.jobs.testing import run_due_jobs
from kabar.sections.models import Section
from kabar.stories.models import State, Story
from kabar.stories.services import publish
from kabar.wire.models import Derived, Item, Message, RefusedCopy, Rule, Stand
from kabar.wire.services import Conflict, put_aside, receive, take
from kabar.wire.services.forgetting import forget_old
from kabar.wire.tests.material import shared

pytestmark = pytest.mark.django_db
REAL = (("wire", "superdesk-core"), ("newsml-nitf",), ("ninjs",))


def copy(version="1", headline="Gempa mengguncang Lombok", **fields):
    """Return an item as an agency sends it."""
    said = {
        "uri": "urn:antara:1", "version": version, "pubstatus": "usable", "provider": "ANTARA",
        "headline": headline, "language": "id", "located": "Mataram", "slugline": "gempa-lombok",
        "versioncreated": f"2026-11-26T10:0{version}:00+07:00", "usageterms": "Tidak untuk arsip.",
        "body_html": "<p>Gempa berkekuatan 6,1 mengguncang Lombok.</p><p>Dua orang luka-luka.</p>",
    }  # fmt: skip
    return json.dumps({**said, **fields}).encode()


def come_in(*messages, feed=None):
    """Have messages come in."""
    return receive(
        settings.PAPER, [(f"{number}.json", each) for number, each in enumerate(messages)], feed=feed
    )


def test_the_same_version_twice_is_filed_once_and_a_newer_one_covers_it():
    assert come_in(copy(), copy()).new == 1
    assert come_in(copy()).known == 1
    come_in(copy("2", "Gempa 6,1 mengguncang Lombok"))
    come_in(copy("1", "Gempa Lombok, terlambat"))
    newest = Item.objects.get(newest=True)
    assert (newest.version, Item.objects.count()) == ("2", 3)


def test_whatever_no_field_holds_is_kept_with_every_real_item_to_the_byte(client, ayu):
    files = [each for part in REAL for each in sorted(shared(*part).rglob("*")) if each.is_file()]
    sent = {str(each): each.read_bytes() for each in files}
    receive(settings.PAPER, sent.items())
    items = list(Item.objects.select_related("message"))
    assert len(items) > 150
    assert all(item.message.data() == sent[item.message.name] for item in items)
    assert Message.objects.count() == len({item.message_id for item in items})
    client.force_login(ayu)
    answer = client.get(f"/redaksi/wire/{items[0].pk}/sent/")
    assert answer.content == items[0].message.data() and "attachment" in answer["Content-Disposition"]
    Item.objects.update(received_at=clock.now() - timedelta(days=31))
    forget_old()
    assert not Message.objects.exists()


def test_a_broken_message_is_filed_as_refused_and_the_next_one_proceeds():
    done = come_in(b"<newsItem guid='x'>", copy(), b"# README")
    assert (done.new, done.refused, done.skipped) == (1, 1, 1)
    refused = RefusedCopy.objects.get()
    assert refused.reason.startswith("0.json:1: not well-formed XML")
    assert come_in(b"<newsItem guid='x'>").refused == 1
    assert RefusedCopy.objects.count() == 1


def test_a_rule_routes_tags_and_tells_the_editors_of_the_desk(desk, rina, ayu):
    Rule.objects.create(
        name="Lombok", provider="antara", place="mataram", words="gempa", desk=desk, tag="bencana"
    )
    Rule.objects.create(name="Olahraga", topic="15000000", desk=desk, tag="olahraga")
    Rule.objects.create(name="Mendesak", provider="ANTARA", urgency=2, desk=desk, rings=True)
    come_in(copy(urgency=4))
    item = Item.objects.get()
    assert (list(item.desks.all()), item.tags) == ([desk], ["bencana"])
    assert not Notice.objects.exists()
    come_in(copy(uri="urn:antara:2", urgency=1, headline="Tsunami"))
    assert [(notice.to, notice.kind) for notice in Notice.objects.all()] == [(rina, Notice.Kind.WIRE)]


def test_an_item_becomes_a_story_with_its_text_agency_place_and_terms(desk, ayu):
    come_in(copy(embargoed="2099-01-01T00:00:00Z", byline="Siti", ednote="Mohon perhatian"))
    item = Item.objects.get()
    story = take(item, by=ayu, paper=settings.PAPER)
    kept = Story.objects.get(pk=story.pk).latest_revision.as_object()
    assert kept.headline == "Gempa mengguncang Lombok"
    assert [block.value.source for block in kept.body] == [
        "<p>Gempa berkekuatan 6,1 mengguncang Lombok.</p>", "<p>Dua orang luka-luka.</p>"
    ]  # fmt: skip
    assert (kept.distributor.name, kept.distributor.source.public_label) == ("ANTARA", "ANTARA")
    assert (kept.dateline_place, kept.language, kept.slugline) == ("Mataram", "id", "gempa-lombok")
    assert Story.objects.get().embargo_until.year == 2099
    note = EditorialNote.objects.get()
    assert "Tidak untuk arsip." in note.text and "Siti" in note.text and "Mohon perhatian" in note.text
    derived = Derived.objects.get()
    assert (derived.item, derived.by, len(derived.passages)) == (item, ayu, 2)
    assert derived.passages == [block["id"] for block in kept.body.raw_data]


def test_an_item_is_taken_once_and_nobody_takes_what_was_withdrawn(desk, ayu, rina):
    come_in(copy())
    item = Item.objects.get()
    take(item, by=ayu, paper=settings.PAPER)
    with pytest.raises(Conflict):
        take(item, by=rina, paper=settings.PAPER)
    come_in(copy(uri="urn:antara:9", pubstatus="canceled", headline="Harga beras turun", slugline="beras"))
    killed = Item.objects.get(standing="killed")
    with pytest.raises(Conflict):
        take(killed, by=ayu, paper=settings.PAPER)
    assert Story.objects.count() == 1
    put_aside(Item.objects.get(standing="killed"), by=ayu)
    assert Item.objects.get(standing="killed").stand == Stand.PUT_ASIDE


def test_a_kill_flags_every_derived_story_its_owner_and_the_desk_at_once(desk, ayu, rina):
    come_in(copy())
    story = take(Item.objects.get(), by=ayu, paper=settings.PAPER)
    publish(story, by=rina)
    with translation.override("en"):
        come_in(copy("2", pubstatus="canceled", ednote="Gambar lama"))
    flagged = EditorialNote.objects.get(urgent=True)
    assert flagged.story == story and Story.objects.get().state == State.LIVE
    assert "ANTARA" in flagged.text and "Gambar lama" in flagged.text
    told = set(Notice.objects.filter(kind=Notice.Kind.WIRE).values_list("to__username", flat=True))
    assert told == {"ayu", "rina"}


def test_a_new_version_says_what_changed(desk, ayu):
    come_in(copy())
    take(Item.objects.get(), by=ayu, paper=settings.PAPER)
    come_in(
        copy(
            "2",
            "Gempa 6,3 mengguncang Lombok",
            body_html="<p>Gempa berkekuatan 6,3 mengguncang Lombok.</p><p>Dua orang luka-luka.</p>",
        )
    )
    said = EditorialNote.objects.get(urgent=True).text
    assert "6,3 mengguncang Lombok" in said and "Gempa berkekuatan 6,1" in said
    assert "Dua orang" not in said
    come_in(
        copy(
            "2",
            "Gempa 6,3 mengguncang Lombok",
            body_html="<p>Gempa berkekuatan 6,3 mengguncang Lombok.</p><p>Dua orang luka-luka.</p>",
        )
    )
    assert EditorialNote.objects.filter(urgent=True).count() == 1


def test_a_real_kill_of_an_agency_flags_the_story_made_from_its_correction(desk, ayu):
    files = shared("wire", "superdesk-core")
    first, kill = (
        files / f"tag_reuters.com_2016_newsml_L1N14N0FF_version_{number}"
        for number in (978556838, 1542761538)
    )
    come_in(first.read_bytes())
    take(Item.objects.get(), by=ayu, paper=settings.PAPER)
    come_in(kill.read_bytes())
    assert Item.objects.get(newest=True).standing == "killed"
    assert "S. Illinois battles flooding" in EditorialNote.objects.get(urgent=True).text


def test_old_copy_is_forgotten_unless_a_version_of_it_became_a_story(desk, ayu):
    come_in(copy(), copy(uri="urn:antara:2"))
    take(Item.objects.get(key="urn:antara:1"), by=ayu, paper=settings.PAPER)
    come_in(copy("2"))
    Item.objects.update(received_at=clock.now() - timedelta(days=31))
    assert forget_old() == 1
    assert set(Item.objects.values_list("key", "version")) == {("urn:antara:1", "1"), ("urn:antara:1", "2")}


def test_two_agencies_that_tell_the_same_are_grouped_and_others_are_not():
    come_in(
        copy(),
        copy(uri="urn:afp:5", provider="AFP", headline="Gempa 6,1 guncang Lombok, dua luka",
             body_html="<p>Gempa berkekuatan 6,1 mengguncang Pulau Lombok, dua orang luka-luka.</p>"),
        copy(uri="urn:antara:7", headline="Harga beras turun di Surabaya", slugline="beras",
             body_html="<p>Harga beras di pasar Surabaya turun sepuluh persen.</p>"),
    )  # fmt: skip
    run_due_jobs()
    groups = dict(Item.objects.values_list("key", "group"))
    assert groups["urn:antara:1"] == groups["urn:afp:5"] != groups["urn:antara:7"]
    assert Section.objects.count() == 0
