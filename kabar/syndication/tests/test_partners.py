"""Partners take the paper's own stories with their key, in forms that their schemas call valid."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import feedparser
import pytest
from django.test import Client
from django.urls import reverse
from lxml import etree

from kabar import clock
from kabar.pictures.testing import a_picture
from kabar.sources.models import Distributor
from kabar.stories import services as stories
from kabar.stories.rules import Ground
from kabar.stories.testing import a_draft, a_live_story, a_section, rina
from kabar.syndication.models import Partner
from kabar.syndication.partners import keys, services
from kabar.syndication.partners.newsml import xhtml
from kabar.topics.models import Topic
from kabar.wire.parsers import reading

pytestmark = [pytest.mark.django_db, pytest.mark.once]
CANARY = "kenari-rahasia-embargo"


def a_partner(name: str = "Suara Desa", *sections: Any, **fields: Any) -> tuple[Partner, str]:
    partner = Partner(name=name, slug=name.lower().replace(" ", "-"), **fields)
    return partner, services.take_on(partner, sections, by=rina())


def ask(partner: Partner | str, key: str, form: str = "ninjs.json", **headers: str) -> Any:
    slug = partner if isinstance(partner, str) else partner.slug
    return Client().get(
        reverse("partner-feed", args=[slug, form]), headers={"Authorization": f"Bearer {key}", **headers}
    )


def items(answer: Any) -> list[dict[str, Any]]:
    return json.loads(answer.content)["associations"]


def a_paper_with_news() -> None:
    section = a_section("Desa")
    told = a_live_story(
        "Panen <raya> & pesta", section=section, standfirst="Sawah menguning.", slugline="panen",
        unverified=True, dateline_place="Kupang", lead_picture=a_picture(title="Sawah"), may_harm=False,
        body=[
            ("paragraph", "<p>Warga <b>memanen</b> padi.</p>"), ("heading", {"text": "Besok", "level": "2"}),
            ("list", {"ordered": False, "items": ["satu", "dua"]}),
            ("quote", {"text": "Baik", "who": "Budi", "role": ""}),
        ],
    )  # fmt: skip
    told.topics.set([Topic.objects.create(name="Padi", slug="padi")])
    stories.save_draft(told)
    stories.publish(told)
    a_draft(
        "Belum waktunya",
        section=section,
        body=[("paragraph", f"<p>{CANARY}</p>")],
        embargo_until=clock.now() + timedelta(hours=1),
    )
    a_live_story("Milik kantor berita", distributor=Distributor.objects.create(name="ANTARA", slug="antara"))
    a_live_story("Berbayar", sponsored=True, sponsor="Toko")
    stories.kill(
        a_live_story("Salah orang", section=section), by=rina(), reason="Keliru", ground=Ground.COUNCIL
    )
    stories.withdraw(a_live_story("Ditarik", section=section), by=rina(), reason="Menunggu")


def test_ninjs_of_a_partner_is_valid_and_says_what_was_taken_down(ninjs_schema: Any) -> None:
    a_paper_with_news()
    partner, key = a_partner()
    answer = ask(partner, key)
    said = json.loads(answer.content)
    assert [str(error) for error in ninjs_schema.iter_errors(said)] == []
    found = {each["uri"].rsplit("/", 1)[-1]: each for each in said["associations"]}
    story = found["panen-raya-pesta"]
    assert (story["headlines"][0]["value"], story["located"], story["by"]) == (
        "Panen <raya> & pesta",
        "Kupang",
        "Ayu Lestari",
    )
    assert "<b>memanen</b>" in story["bodies"][0]["value"] or "<strong>" in story["bodies"][0]["value"]
    assert [subject["name"] for subject in story["subjects"]] == ["Desa", "Padi"]
    assert story["associations"][0]["renditions"][0]["href"].startswith("http://localhost:8000/media/")
    assert {name: each["pubStatus"] for name, each in found.items()} == {
        "panen-raya-pesta": "usable", "salah-orang": "canceled", "ditarik": "withheld",
    }  # fmt: skip
    assert "bodies" not in found["salah-orang"]
    assert CANARY not in answer.content.decode()
    assert reading.parse(answer.content)


def test_newsml_g2_of_a_partner_is_valid_and_reads_back(g2_schema: etree.XMLSchema) -> None:
    a_paper_with_news()
    partner, key = a_partner()
    answer = ask(partner, key, "newsml-g2.xml")
    assert g2_schema.validate(etree.fromstring(answer.content)), g2_schema.error_log.last_error
    read = {item.key.rsplit("/", 1)[-1]: item for item in reading.parse(answer.content)}
    story = read["panen-raya-pesta"]
    assert (story.standing, story.bylines, story.language) == ("usable", ("Ayu Lestari",), "id")
    assert [block["type"] for block in story.blocks] == ["paragraph", "heading", "list", "quote"]
    assert (read["salah-orang"].standing, read["ditarik"].standing) == ("killed", "withheld")
    assert CANARY not in answer.content.decode()


@pytest.mark.parametrize("sign", ["\x08", "&#8;"])
def test_a_sign_no_document_may_hold_does_not_break_a_partner_s_feed(sign: str) -> None:
    document = xhtml(f"<p>Panen{sign} raya</p>", "Panen\x08 raya")
    assert "".join(etree.fromstring(etree.tostring(document)).itertext()) == "Panen rayaPanen raya"


def test_rss_of_a_partner_is_whole_whatever_the_public_feed_is() -> None:
    a_paper_with_news()
    partner, key = a_partner()
    feed = feedparser.parse(ask(partner, key, "rss.xml").content)
    assert [entry.link.rsplit("/", 1)[-1] for entry in feed.entries] == ["panen-raya-pesta"]
    assert "memanen" in feed.entries[0].content[0].value


def test_a_story_under_embargo_comes_at_its_hour_and_only_of_the_chosen_sections() -> None:
    desa, kota = a_section("Desa"), a_section("Kota")
    held = a_draft("Belum waktunya", section=desa, embargo_until=clock.now() + timedelta(hours=1))
    a_live_story("Di kota", section=kota)
    partner, key = a_partner("Suara", desa)
    assert items(ask(partner, key)) == []
    type(held).objects.filter(pk=held.pk).update(embargo_until=None)
    held.refresh_from_db()
    stories.publish(held)
    assert [each["headlines"][0]["value"] for each in items(ask(partner, key))] == ["Belum waktunya"]


def test_a_key_opens_its_own_feed_alone_and_a_wrong_one_is_answered_like_none() -> None:
    partner, key = a_partner()
    other, _key = a_partner("Lain")
    alike = [
        ask(other, key),
        ask("tidak-ada", key),
        ask(partner, "kabar_" + "x" * 43),
        ask(partner, ""),
        ask(partner, key + "x"),
    ]
    assert {(each.status_code, each.content) for each in alike} == {(403, b"unknown partner or key\n")}
    assert ask(partner, key, "pdf").status_code == 404
    answer = ask(partner, key)
    assert (answer.status_code, answer["Cache-Control"], "Authorization" in answer["Vary"]) == (
        200,
        "private, no-cache",
        True,
    )
    assert key not in str(Partner.objects.values())
    fresh = services.new_key_for(partner, by=rina())
    assert (ask(partner, key).status_code, ask(partner, fresh).status_code) == (403, 200)
    services.close(partner, by=rina())
    assert ask(partner, fresh).status_code == 403
    with pytest.raises(services.Conflict):
        services.close(partner, by=rina())
    services.reopen(partner, by=rina())
    assert ask(partner, fresh).status_code == 200
    assert Partner.objects.get(pk=partner.pk).asked_at


def test_who_has_the_feed_already_is_told_so_until_something_changes() -> None:
    story = a_live_story("Satu", at=datetime(2024, 5, 1, tzinfo=UTC))
    partner, key = a_partner()
    first = ask(partner, key)
    assert ask(partner, key, **{"If-None-Match": first["ETag"]}).status_code == 304
    assert ask(partner, key, **{"If-Modified-Since": first["Last-Modified"]}).status_code == 304
    stories.withdraw(story, by=rina(), reason="Keliru")
    assert ask(partner, key, **{"If-None-Match": first["ETag"]}).status_code == 200


def test_a_partner_who_asks_too_often_is_told_when_to_come_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keys, "turnstile", keys.Turnstile())
    partner, key = a_partner(per_minute=2)
    now = clock.now().replace(second=10)
    monkeypatch.setattr(clock, "now", lambda: now)
    answers = [ask(partner, key) for _ in range(3)]
    assert [each.status_code for each in answers] == [200, 200, 429]
    assert answers[-1]["Retry-After"] == "50"


def test_the_room_of_partners_shows_a_key_this_once(client: Client) -> None:
    client.force_login(rina())
    section = a_section("Desa")
    said = {"name": "Radio Desa", "slug": "radio-desa", "per_minute": "60", "sections": [section.pk]}
    page = client.post("/redaksi/partners/", said).content.decode()
    partner = Partner.objects.get()
    key = keys.FORM.search(page)
    assert key and keys.digest_of(key[0]) == partner.digest
    assert list(partner.sections.all()) == [section]
    again = client.get("/redaksi/partners/")
    assert key[0] not in again.content.decode()
    assert "Radio Desa" in again.content.decode()
    assert (
        b"partner dengan nama" in client.post("/redaksi/partners/", said).content
        or Partner.objects.count() == 1
    )
    renewed = client.post("/redaksi/partners/", {"renew": partner.pk}).content.decode()
    assert keys.FORM.search(renewed)
    client.post("/redaksi/partners/", {"close": partner.pk})
    assert not Partner.objects.get().is_open
    assert client.post("/redaksi/partners/", {"close": "9" * 30}).status_code == 404
