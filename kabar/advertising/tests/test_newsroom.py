"""The advertising desk books in the newsroom: a form, a page for each campaign, a preview that is a page."""

from __future__ import annotations

import json
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from kabar.advertising.models import Campaign, Form, Kind, State
from kabar.advertising.places import Place
from kabar.advertising.testing import a_banner, a_campaign, a_draft_campaign
from kabar.staff.models import AuditEntry, User
from kabar.staff.roles import Role, establish, give
from kabar.stories.testing import a_live_story

pytestmark = pytest.mark.django_db


def desk(role: Role = Role.EDITOR) -> Client:
    """A browser of somebody of a role."""
    establish()
    user = User.objects.create_user(f"x-{role}")
    give(user, role)
    client = Client()
    client.force_login(user)
    return client


def form(**more: Any) -> dict[str, Any]:
    """What the form sends for a house ad with one picture."""
    creative = {
        "place": Place.FRONT_TOP, "form": Form.PICTURE, "title": "Langganan Kabar", "words": "", "ORDER": "1",
        "link": "https://kabar.example/", "file": SimpleUploadedFile("iklan.png", a_banner(), "image/png"),
        "id": "", "DELETE": "",
    }  # fmt: skip
    return {
        "name": "Langganan", "kind": Kind.HOUSE, "advertiser": "", "begins": "2026-05-01 08:00", "ends": "",
        "goal": "", "per_day": "", "weight": "1", "device": "any",
        "creatives-TOTAL_FORMS": "1", "creatives-INITIAL_FORMS": "0",
        "creatives-MIN_NUM_FORMS": "0", "creatives-MAX_NUM_FORMS": "1000",
        **{f"creatives-0-{name}": value for name, value in creative.items()}, **more,
    }  # fmt: skip


def book(client: Client, **more: Any) -> Any:
    """Send the form for a new campaign."""
    return client.post(reverse("campaigns:add"), form(**more))


def test_an_editor_books_a_house_ad_and_puts_it_on():
    client = desk()
    response = book(client)
    campaign = Campaign.objects.get()
    page = reverse("advertising:campaign", args=[campaign.pk])
    assert (response.status_code, response["location"]) == (302, page)
    assert campaign.state == State.DRAFT and campaign.creatives.get().made
    client.post(page, {"verb": "put-on"})
    campaign.refresh_from_db()
    assert campaign.state == State.APPROVED and campaign.approved_by == campaign.written_by
    assert list(AuditEntry.objects.order_by("pk").values_list("act", flat=True)) == ["begin", "put on"]
    shown = client.get(page).content.decode()
    assert "Jeda" in shown and "/-/ads/report/" in shown


def test_what_is_sold_is_not_offered_to_editors_and_not_taken_from_them():
    client, chief = desk(), desk(Role.CHIEF)
    kinds = BeautifulSoup(client.get(reverse("campaigns:add")).content, "html5lib").select("#id_kind option")
    assert [option["value"] for option in kinds] == ["house"]
    assert book(client, kind=Kind.DIRECT, advertiser="Kopi Desa").status_code == 200
    assert book(chief, kind=Kind.DIRECT, advertiser="Kopi Desa").status_code == 302
    sold = Campaign.objects.get()
    for address in ("advertising:campaign", "advertising:preview", "campaigns:edit"):
        assert client.get(reverse(address, args=[sold.pk])).status_code == 302, address
        assert chief.get(reverse(address, args=[sold.pk])).status_code == 200, address


def test_what_cannot_be_shown_is_refused_beside_its_field():
    client = desk()
    wrong = SimpleUploadedFile("iklan.png", b"<svg onload=alert(1)>", "image/png")
    page = book(client, **{"creatives-0-file": wrong}).content.decode()
    assert "Ini bukan JPEG" in page and not Campaign.objects.exists()
    assert "https://" in book(client, **{"creatives-0-link": "javascript:alert(1)"}).content.decode()
    assert not Campaign.objects.exists()


def test_what_is_changed_is_off_until_it_is_put_on_again_and_what_has_ended_is_not_changed():
    client, campaign = desk(), a_campaign()
    creative = campaign.creatives.get()
    said = form(name="Lain", **{
        "creatives-INITIAL_FORMS": "1", "creatives-0-id": str(creative.pk), "creatives-0-form": Form.NATIVE,
        "creatives-0-file": "",
    })  # fmt: skip
    assert client.post(reverse("campaigns:edit", args=[campaign.pk]), said).status_code == 302
    campaign.refresh_from_db()
    assert (campaign.name, campaign.state) == ("Lain", State.DRAFT)
    client.post(reverse("advertising:campaign", args=[campaign.pk]), {"verb": "end"})
    assert client.get(reverse("campaigns:edit", args=[campaign.pk])).status_code == 302


def test_the_preview_is_the_page_with_this_campaign_and_no_other():
    a_live_story()
    a_campaign()
    client, campaign = desk(), a_draft_campaign(places=(Place.AFTER_STORY,))
    page = client.get(reverse("advertising:preview", args=[campaign.pk]))
    soup = BeautifulSoup(page.content, "html5lib")
    assert "no-store" in page["cache-control"] and soup.select_one("article.story")
    boxes = soup.select(".ad")
    assert [box["data-ad"] for box in boxes] == ["after-story"]
    ads = json.loads(client.get(boxes[0]["data-list"]).content)["ads"]
    assert [(ad["go"], ad["tag"]) for ad in ads] == [(campaign.creatives.get().link, "")]
    assert Client().get(boxes[0]["data-list"]).status_code == 302
