"""Pictures come in with their items, are shown at the desk, and go into the story that is made of one."""

from __future__ import annotations

import json
import os
import time
from contextlib import contextmanager
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from kabar.config import Feed
from kabar.desk.models import EditorialNote
from kabar.jobs.testing import run_due_jobs
from kabar.pictures.models import Picture
from kabar.stories.models import Story
from kabar.wire import polling
from kabar.wire.models import Item, ItemPicture
from kabar.wire.services import take
from kabar.wire.services.forgetting import forget_old
from kabar.wire.tests.test_feeders import website
from kabar.wire.tests.test_receiving import copy

pytestmark = pytest.mark.django_db


def drawn(colour=(20, 90, 140)):
    """Return a photograph."""
    kept = BytesIO()
    Image.new("RGB", (640, 427), colour).save(kept, "JPEG")
    return kept.getvalue()


def named(*names):
    """Return an item of ninjs that names pictures by their addresses."""
    pictures = {
        f"p{number}": {
            "type": "picture", "uri": f"urn:p:{number}", "creditline": "ANTARA/Siti", "byline": "Siti",
            "copyrightnotice": "© ANTARA 2026", "description_text": "Rumah roboh di Lombok.",
            "renditions": {"original": {"href": name, "mimetype": "image/jpeg", "width": 640, "height": 427}},
        }
        for number, name in enumerate(names)
    }  # fmt: skip
    return copy(associations=pictures)


@contextmanager
def agency(settings, **pictures):
    """A web server with a message at its root and pictures beside it; the feed that asks it."""
    message = {}

    def answer(headers, path):
        name = path.rsplit("/", 1)[-1]
        if name == "rss.xml":
            return 200, {}, message["data"]
        return (200, {}, pictures[name]) if name in pictures else (404, {}, b"")

    with website(answer, with_path=True) as address:
        feed = Feed(name="antara", address=address, inside=True)
        settings.PAPER = replace(settings.PAPER, feeds=(feed,))
        yield feed, message, address.removesuffix("rss.xml")


def test_a_picture_comes_with_its_item_is_shown_at_the_desk_and_goes_into_the_story(
    settings,
    ayu,
    client,
):
    with agency(settings, satu=drawn(), dua=drawn((90, 20, 20)), tiga=b"<html>") as (feed, message, base):
        message["data"] = named(f"{base}satu", f"{base}dua", f"{base}tiga", f"{base}empat")
        polling.ask(feed)
        run_due_jobs()
    item = Item.objects.get()
    assert [row.number for row in item.pictures.all()] == [0, 1]
    client.force_login(ayu)
    page = client.get(f"/redaksi/wire/{item.pk}/").content.decode()
    assert page.count("<figure") == 4 and page.count('loading="lazy"') == 2
    assert "Rumah roboh di Lombok." in page and "ANTARA/Siti" in page and "© ANTARA 2026" in page
    shown = client.get(item.pictures.first().file.url)
    assert shown.status_code == 200 and b"".join(shown.streaming_content) == drawn()
    client.logout()
    assert client.get(item.pictures.first().file.url).status_code == 302

    story = take(item, by=ayu, paper=settings.PAPER)
    kept = Story.objects.get(pk=story.pk).latest_revision.as_object()
    lead = kept.lead_picture
    assert (lead.caption, lead.credit) == ("Rumah roboh di Lombok.", "ANTARA/Siti")
    assert lead.rights == "© ANTARA 2026"
    assert (lead.owner, lead.source_url, lead.terms) == ("ANTARA", f"{base}satu", "Tidak untuk arsip.")
    assert item.pictures.first().picture == lead and not lead.released
    assert [block.block_type for block in kept.body] == ["paragraph", "paragraph", "picture"]


def test_a_picture_lies_in_the_folder_beside_its_item_and_no_name_leads_out_of_it(
    settings,
    ayu,
    tmp_path,
):
    folder = tmp_path / "masuk"
    folder.mkdir()
    (tmp_path / "rahasia.jpg").write_bytes(drawn())
    (folder / "foto 1.jpg").write_bytes(drawn())
    (folder / "a.json").write_bytes(named("foto%201.jpg", "../rahasia.jpg", "/etc/passwd"))
    before = time.time() - 60
    for file in folder.iterdir():
        os.utime(file, (before, before))
    feed = Feed(name="masuk", address=str(folder))
    settings.PAPER = replace(settings.PAPER, feeds=(feed,))
    polling.ask(feed)
    run_due_jobs()
    assert [row.number for row in ItemPicture.objects.all()] == [0]
    story = take(Item.objects.get(), by=ayu, paper=settings.PAPER)
    assert story.latest_revision.as_object().lead_picture.credit == "ANTARA/Siti"


def test_a_picture_that_comes_late_waits_in_the_library_and_the_writer_is_told(settings, ayu):
    pictures = {}
    with agency(settings) as (feed, message, base):
        message["data"] = named(f"{base}satu")
        polling.ask(feed)
        run_due_jobs()
        story = take(Item.objects.get(), by=ayu, paper=settings.PAPER)
    assert not ItemPicture.objects.exists() and story.lead_picture is None
    revision = Story.objects.get().latest_revision_id
    with agency(settings, satu=drawn()) as (feed, _message, late):
        said = json.loads(json.dumps(Item.objects.get().said).replace(base, late))
        Item.objects.update(said=said)
        run_due_jobs()
    assert str(Picture.objects.get().pk) in EditorialNote.objects.latest("pk").text
    assert Story.objects.get().latest_revision_id == revision and not pictures


def test_pictures_of_forgotten_items_go_with_them_and_a_publisher_may_want_none(settings):
    with agency(settings, satu=drawn()) as (feed, message, base):
        message["data"] = named(f"{base}satu")
        settings.PAPER = replace(settings.PAPER, feeds=(replace(feed, pictures=False),))
        polling.ask(feed)
        run_due_jobs()
        assert not ItemPicture.objects.exists()
        settings.PAPER = replace(settings.PAPER, feeds=(feed,))
        message["data"] = named(f"{base}satu").replace(b"urn:antara:1", b"urn:antara:2")
        Item.objects.all().delete()
        polling_again(feed)
    row = ItemPicture.objects.get()
    file = row.file.path
    Item.objects.update(received_at="2020-01-01T00:00:00Z")
    assert forget_old() == 1 and not Path(file).exists()


def polling_again(feed):
    """Ask once more, and do what is to be done."""
    polling.ask(feed)
    run_due_jobs()
