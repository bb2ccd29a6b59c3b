"""What hangs on stories travels with them: corrections, takedowns, the other side, claims and clips."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client

from kabar import clock
from kabar.append_only.testing import lifted
from kabar.corrections import replies
from kabar.corrections.models import Channel, Correction, Kind, Reply, ReplyAttempt, ReplyRequest
from kabar.corrections.services import Account, correct
from kabar.editions.models import Edition
from kabar.sources.models import Source
from kabar.sources.testing import a_source
from kabar.stories import companions, press_keys
from kabar.stories import services as newsroom
from kabar.stories.attributions.entries import as_data
from kabar.stories.attributions.services import approve
from kabar.stories.models import Approval, Attribution, Story, Takedown
from kabar.stories.rules import Ground
from kabar.stories.testing import a_live_story, rina
from kabar.video.models import Clip
from kabar.wire.models import ImportRun, ReceivedStory
from kabar.wire.services import export, import_stories

pytestmark = pytest.mark.django_db
MAY = datetime(2022, 5, 13, 3, 0, 5, 123456, tzinfo=UTC)


def a_paper_with_a_past() -> None:
    """A story with claims, a quote, a clip, a correction another story carries; one killed, one withdrawn."""
    full = a_live_story("Jembatan dibuka", at=MAY, unverified=True, may_harm=True, ai_use="assisted")
    story = full.get_latest_revision_as_object()
    clip = Clip.objects.create(
        title="Jembatan", address="https://www.youtube.com/watch?v=abcdefg", credit="Sari", language="en",
        transcript="Sunyi.", taken_at=MAY,
    )  # fmt: skip
    said = '<p><span data-attribution="abcd">Panjangnya 60 meter, kata Kirby.</span></p>'
    quote = {"text": "Benar.", "who": "", "role": "", "attribution": "efgh"}
    for block in (("paragraph", said), ("quote", quote), ("video", {"clip": clip, "caption": "Di kali"})):
        story.body.append(block)
    official = a_source("pejabat senior", unnamed=True, role="pejabat", country="ID")
    story.attributions = [
        Attribution(key="abcd", origin=a_source("John Kirby", role="juru bicara"), status="disputed"),
        Attribution(
            key="efgh", origin=official, terms="background", unnamed_reason="Rahasia.", is_quote=True,
            rel=[{"rel": "disputes", "to": "abcd"}], via=[a_source("Reuters", kind="agency").pk],
        ),
    ]  # fmt: skip
    newsroom.save_draft(story)
    approve(story, "efgh", by=rina())
    account = Account(
        Kind.CORRECTION, "60 meter, bukan 40.", serious=True, requested_by="Budi", affects=["abcd"],
        told_in=a_live_story("Yang membawa kabar baru"),
    )  # fmt: skip
    correct(Story.objects.get(pk=full.pk), account, by=rina())
    asked = replies.ask(
        full, whom="Gubernur", question="Benarkah?", by=rina(), claims=["abcd"],
        deadline=clock.now() + timedelta(hours=5),
    )  # fmt: skip
    replies.tried(asked, channel=Channel.PHONE, delivered=True, words="Diangkat.", by=rina())
    replies.settle(asked, Reply.ANSWERED, answer="Tidak.", by=rina())
    newsroom.kill(a_live_story("Yang salah"), by=rina(), reason="Salah orang", ground=Ground.COUNCIL)
    newsroom.withdraw(a_live_story("Yang ditarik"), by=rina(), reason="Menunggu konfirmasi")


def empty_the_paper() -> None:
    """Take away all that came, and all it hung on."""
    received = (ReceivedStory, ImportRun)
    hung = (ReplyAttempt, ReplyRequest, Correction, Approval, Takedown)
    for model in (*received, *hung, Story, Clip, Source):
        with lifted(connection):
            model.objects.all().delete()


def told() -> dict[str, list[Any]]:
    """Return what hangs on the stories, with headlines and labels for the numbers that differ."""
    labels = dict(Source.objects.values_list("pk", "public_label"))
    names: dict[Any, str | None] = dict(Story.objects.values_list("pk", "headline"))
    found: dict[str, list[Any]] = {}
    for kind in companions.all_kinds():
        records = [{**said, "story": names[said["story"]]} for said in kind.told("main")]
        found[kind.name] = [
            {**said, "told_in": names.get(said["told_in"])} if "told_in" in said else said for said in records
        ]
    found["claims"] = [
        {**as_data(each), "origin": labels[each.origin_id], "via": [labels[pk] for pk in each.via or ()]}
        for each in Attribution.objects.order_by("key")
    ]  # fmt: skip
    found["approved"] = list(Approval.objects.values_list("key", "by_name"))
    # Who reads a story is settled in press; of one taken down, only what it says itself travels.
    rules = [name for name in Story.RULES if name != "access"]
    found["labels"] = list(Story.objects.order_by("headline").values_list("headline", *rules))
    found["clips"] = list(
        Clip.objects.values("title", "address", "credit", "language", "transcript", "taken_at")
    )
    return found


def test_what_hangs_on_stories_travels_once_and_is_told_to_readers(tmp_path: Path) -> None:
    a_paper_with_a_past()
    before = told()
    export(settings.PAPER, tmp_path)
    assert import_stories(settings.PAPER, tmp_path / "stories.jsonl.gz").created == 0
    assert told() == before
    empty_the_paper()
    report = import_stories(settings.PAPER, tmp_path / "stories.jsonl.gz")
    assert (report.created, report.ok, report.notes["corrections taken in"]) == (4, True, 1)
    assert told() == before
    assert {name: len(before[name]) for name in ("takedowns", "corrections", "replies", "claims")} == {
        "takedowns": 2, "corrections": 1, "replies": 1, "claims": 2,
    }  # fmt: skip
    readers_find_them()
    editions = Edition.objects.count()
    again = import_stories(settings.PAPER, tmp_path / "stories.jsonl.gz")
    assert (again.created, again.updated, again.unchanged) == (0, 0, 4)
    assert told() == before and Edition.objects.count() == editions


def readers_find_them() -> None:
    client = Client()
    ledger = client.get("/koreksi/").content.decode()
    assert "60 meter, bukan 40." in ledger and "Salah orang" in ledger and "Menunggu konfirmasi" in ledger
    killed, full = (Story.objects.get(headline=name) for name in ("Yang salah", "Jembatan dibuka"))
    gone = client.get(killed.path)
    assert gone.status_code == 410 and "Salah orang" in gone.content.decode()
    page = client.get(full.path).content.decode()
    for words in (
        "60 meter, bukan 40.",
        'href="#source-1">John Kirby',
        "Yang membawa kabar baru",
        "Rahasia.",
    ):
        assert words in page
    assert client.get(f"/koreksi/{Correction.objects.get().pk}/").status_code == 200
    assert any(press_keys.ledger("main") in edition.keys for edition in Edition.objects.filter(kind="import"))


def test_a_tampered_record_is_named_and_the_others_come_in(tmp_path: Path) -> None:
    a_paper_with_a_past()
    export(settings.PAPER, tmp_path)
    empty_the_paper()
    file = tmp_path / "corrections.jsonl"
    good = json.loads(file.read_text("utf-8"))
    bad = [
        {**good, "kind": "bisikan"}, {**good, "at": "kemarin"}, {**good, "before": [["body"]]},
        {**good, "affects": ["<b>"]}, {**good, "note": {"a": 1}}, {"story": good["story"]}, {},
    ]  # fmt: skip
    lines = [*bad, {**good, "story": 10**9}, good, good]
    file.write_text("".join(json.dumps(said) + "\n" for said in lines), "utf-8")
    report = import_stories(settings.PAPER, tmp_path / "stories.jsonl.gz")
    assert Correction.objects.count() == 1
    assert report.problem_count == len(bad)
    assert any("corrections.jsonl:1" in line and "bisikan" in line for line in report.problems)
    assert report.notes["corrections of a story that did not come in"] == 1
