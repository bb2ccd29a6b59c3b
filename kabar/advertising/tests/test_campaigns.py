"""A campaign is written, put on, approved by somebody else, paused and ended; each act is on record."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from kabar import clock
from kabar.advertising import making, pacing, queries, services
from kabar.advertising.models import Campaign, Count, Form, Kind, State
from kabar.advertising.testing import a_banner, a_bundle, a_campaign, a_draft_campaign
from kabar.staff.models import AuditEntry, User
from kabar.staff.roles import Role, give

pytestmark = pytest.mark.django_db


def somebody(name: str, role: Role = Role.EDITOR) -> User:
    """Somebody of a role at every desk."""
    user = User.objects.create_user(name)
    give(user, role)
    return user


@pytest.fixture
def four_eyes(settings: Any) -> None:
    """A house in which nobody sends anything out alone."""
    settings.PAPER = replace(settings.PAPER, newsroom=replace(settings.PAPER.newsroom, review="four_eyes"))


def acts() -> list[str]:
    """What is on record, the newest last."""
    return list(AuditEntry.objects.order_by("pk").values_list("act", flat=True))


def test_staff_book_a_house_ad_by_themselves_and_every_act_is_on_record():
    rina, campaign = somebody("rina"), a_draft_campaign()
    services.written(campaign, by=rina)
    assert services.put_on(campaign, by=rina) is State.APPROVED
    assert queries.running("main") == [campaign]
    services.pause(campaign, by=rina)
    assert queries.running("main") == []
    services.resume(campaign, by=rina)
    services.end(campaign, by=rina)
    assert queries.running("main") == [] and acts() == ["put on", "pause", "resume", "end"]


def test_where_the_house_asks_for_four_eyes_a_second_pair_looks_first(four_eyes):
    rina, tono, campaign = somebody("rina"), somebody("tono"), a_draft_campaign()
    services.written(campaign, by=rina)
    assert services.put_on(campaign, by=rina) is State.WAITING
    with pytest.raises(services.Conflict, match="selain penulis"):
        services.approve(campaign, by=rina)
    services.approve(campaign, by=tono)
    assert campaign.approved_by == tono and queries.running("main") == [campaign]
    services.written(campaign, by=tono)
    assert campaign.state == State.DRAFT and queries.running("main") == []


def test_what_is_sold_is_kept_by_those_who_may_sell():
    rina, budi = somebody("rina"), somebody("budi", Role.CHIEF)
    campaign = a_draft_campaign(kind=Kind.DIRECT, advertiser="Kopi Desa")
    with pytest.raises(PermissionDenied):
        services.put_on(campaign, by=rina)
    services.put_on(campaign, by=budi)
    with pytest.raises(PermissionDenied):
        services.end(campaign, by=somebody("ayu", Role.WRITER))
    assert acts() == ["put on"]


def test_an_act_that_came_too_late_changes_nothing():
    rina, campaign = somebody("rina"), a_campaign()
    services.end(campaign, by=rina)
    for act in (services.pause, services.end, services.put_on, services.approve, services.resume):
        with pytest.raises(services.Conflict, match="Berakhir"):
            act(campaign, by=rina)
    assert acts() == ["end"]


def test_it_flies_from_its_first_second_to_its_last(monkeypatch):
    now = clock.now()
    campaign = a_campaign(begins=now + timedelta(hours=1), ends=now + timedelta(hours=2))
    seen = [bool(queries.running("main", now + timedelta(minutes=minutes))) for minutes in (59, 60, 119, 120)]
    assert seen == [False, True, True, False] and campaign.state == State.APPROVED


@pytest.mark.parametrize(
    ("wrong", "word"),
    [
        ({"ends": clock.now() - timedelta(days=3)}, "Berakhir sebelum"),
        ({"kind": Kind.DIRECT}, "siapa yang membayar"),
        ({"goal": 1000, "ends": None}, "batas akhir"),
    ],
)
def test_a_campaign_that_cannot_be_is_refused_in_words(wrong, word):
    campaign = Campaign(**{"name": "x", "begins": clock.now(), "ends": clock.now() + timedelta(1), **wrong})
    with pytest.raises(ValidationError, match=word):
        campaign.clean()


# --- what was sold is spread over its days ------------------------------------------------------------------


def seen(campaign: Campaign, number: int) -> None:
    """Count impressions."""
    of = {"paper": "main", "creative": queries.numbers_of(campaign)[0], "place": "front-top", "what": "seen"}
    of["campaign"] = campaign.pk
    Count.objects.update_or_create(**of, hour=clock.now().replace(minute=0, second=0, microsecond=0),
                                   defaults={"number": number})  # fmt: skip


def test_a_campaign_ahead_of_its_hours_slows_down_and_one_behind_hurries_and_a_full_one_leaves():
    now = clock.now()
    campaign = a_campaign(goal=10_000, begins=now, ends=now + timedelta(hours=10))
    assert pacing.keep(campaign, now) == 1.0
    # A thousand an hour were sold; readers bring six thousand.
    for minute in range(1, 6):
        seen(campaign, 100 * minute)
        pacing.keep(campaign, now + timedelta(minutes=minute))
    assert campaign.pace <= 0.1
    slow = campaign.pace
    seen(campaign, 501)
    pacing.keep(campaign, now + timedelta(minutes=6))
    assert campaign.pace == pytest.approx(2 * slow, abs=0.01)
    seen(campaign, 10_000)
    assert pacing.keep(campaign, now + timedelta(minutes=7)) == 0 and queries.running("main") == []


@pytest.mark.once
def test_a_day_of_readers_brings_what_was_sold_and_hardly_more():
    now = clock.now()
    campaign = Campaign(goal=6_000, begins=now, ends=now + timedelta(hours=10))
    had, by_hour = 0.0, []
    for minute in range(600):
        if minute % 60 == 0:
            by_hour.append(had)
        at = now + timedelta(minutes=minute)
        pace = pacing.next_pace(campaign, int(had), at)
        campaign.pace, campaign.paced_at, campaign.paced_seen = pace, at, int(had)
        had += (60 if 120 <= minute < 420 else 25) * (pacing.stepped(pace) if pace else 0)
    assert 6_000 * 0.97 <= had <= 6_000 * 1.02
    assert 6_000 * 0.35 < by_hour[5] < 6_000 * 0.65


# --- what advertisers send ----------------------------------------------------------------------------------


def test_a_picture_is_drawn_anew_so_that_nothing_but_what_is_seen_gets_through():
    hidden = a_banner() + b"<script>alert(1)</script>"
    ready = making.ready("picture", hidden)
    assert (ready.width, ready.height) == (320, 100)
    assert ready.files[""][8:12] == b"WEBP" and b"script" not in ready.files[""]


@pytest.mark.parametrize(
    ("form", "data", "word"),
    [
        ("picture", b"<svg onload=alert(1)>", "bukan JPEG"),
        ("picture", a_banner(3000, 2000), "empat juta"),
        ("picture", b"x" * (2 * 1024 * 1024 + 1), "2 MB"),
        ("html", b"PK no zip", "bukan berkas ZIP"),
        ("html", a_bundle(main_js="1"), "index.html"),
        ("html", a_bundle(index_html="", **{"../evil_js": "1"}), "berada di luarnya"),
        ("html", a_bundle(index_html="", **{"/evil_js": "1"}), "berada di luarnya"),
        ("html", a_bundle(index_html="", run_exe="1"), "tidak ditayangkan"),
        ("html", a_bundle(index_html="", **{f"f{number}_js": "" for number in range(101)}), "lebih dari 100"),
    ],
    ids=lambda value: value if isinstance(value, str) else "data",
)
def test_a_file_that_cannot_be_shown_is_refused_in_words(form, data, word):
    with pytest.raises(making.Unfit, match=word):
        making.ready(form, data)


def test_a_zip_that_swells_is_refused_before_it_has():
    import io
    import zipfile

    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("index.html", "")
        for number in range(9):
            archive.writestr(f"{number}.txt", b"0" * 1024 * 1024)
    with pytest.raises(making.Unfit, match="8 MB"):
        making.ready("html", packed.getvalue())


def test_what_is_shown_lies_under_a_name_nobody_can_guess(settings):
    shown = [a_draft_campaign(form=form).creatives.get() for form in (Form.PICTURE, Form.HTML)]
    media = settings.PAPER.media
    assert (media / "public" / making.picture_path(shown[0].made)).is_file()
    assert (media / "frames" / shown[1].made / "index.html").read_text() == "<p>hi</p>"
    assert all(len(one.made) == 24 for one in shown)
