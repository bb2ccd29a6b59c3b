"""Before the hour of an embargo nothing of its story can be found anywhere; after it, everywhere."""

from __future__ import annotations

import json
import re
import time
from pathlib import Path

import pytest

from tests.faults import canaries
from tests.faults.canaries import read
from tools.walking_paper import WalkingPaper

CANARY = "kanarikuning"
#: A story with a canary in everything that could be told, and another that points to it.
STAGE = f"""
import json
from datetime import timedelta
from kabar import clock
from kabar.pictures.testing import a_picture
from kabar.schedule import services
from kabar.staff.models import Author, User
from kabar.staff.roles import Role, give
from kabar.stories import services as stories
from kabar.stories.models import Story
from kabar.stories.testing import a_draft, a_live_story, rina
from kabar.topics.models import Topic

picture = a_picture(
    700, 400, title="Foto {CANARY}", description="Foto {CANARY}", credit="{CANARY}", caption="{CANARY}"
)
picture.file.storage.save("original_images/{CANARY}.jpg", picture.file)
picture.file.name = "original_images/{CANARY}.jpg"
picture.save()
topic = Topic.objects.create(name="Topik {CANARY}", slug="topik-{CANARY}")
other = User.objects.create_user("budi", password="kopi-pahit-7")
give(other, Role.WRITER)
story = a_draft(
    "Judul {CANARY}", kicker="{CANARY}", standfirst="Teras {CANARY}", slug="slug-{CANARY}",
    dateline_place="{CANARY}", slugline="{CANARY}", lead_picture=picture, topics=[topic], by=rina(),
    names=("Wartawan {CANARY}",), body=[("paragraph", "<p>Isi {CANARY}</p>")],
)
pointing = a_live_story("Penunjuk", body=[
    ("paragraph", "<p>Isi</p>"), ("also_read", {{"story": story.pk, "title": "", "url": ""}})])
hour = (clock.now() + timedelta(hours=2)).replace(microsecond=0)
services.embargo(story, hour, by=rina())
try:
    stories.publish(story, by=rina())
except Exception as refusal:
    assert type(refusal).__name__ == "UnderEmbargo"
there = clock.local(clock.now(), "Asia/Jakarta")
print(json.dumps({{
    "story": story.pk, "picture": picture.pk, "pointing": pointing.path,
    "path": f"/global/{{there:%Y/%m/%d}}/slug-{CANARY}",
}}))
"""
#: The hour comes sooner than was thought.
SOON = """
from datetime import timedelta
from kabar import clock
from kabar.schedule import services
from kabar.stories.models import Story
hour = (clock.now() + timedelta(seconds=3)).replace(microsecond=0)
services.embargo(Story.objects.get(pk={pk}), hour, by=None)
print(hour.timestamp())
"""
#: What another writer of the newsroom is shown.
COLLEAGUE = """
import json
from django.test import Client
from django.conf import settings
from kabar.staff.models import User
client = Client(HTTP_HOST=settings.PAPER.host)
client.force_login(User.objects.get(username="budi"))
assert [client.get(page).status_code for page in ("/redaksi/", "/redaksi/schedule/")] == [200, 200]
pages = ["/redaksi/", "/redaksi/stories/", "/redaksi/schedule/", "/redaksi/stories/edit/{pk}/",
         "/redaksi/stories/edit/{pk}/preview/", "/redaksi/schedule/story/{pk}/",
         "/redaksi/stories/choose/", "/redaksi/fronts/lead/{pk}/", "/redaksi/stories/history/{pk}/"]
print(json.dumps([page for page in pages if b"CANARY" in client.get(page, follow=True).content]))
""".replace("CANARY", CANARY)
#: Words of the story, as against the words of a reader who asks for it.
TELLING = re.compile(
    rb"(judul|teras|isi|foto|topik|wartawan) " + CANARY.encode() + rb"|slug-" + CANARY.encode(), re.IGNORECASE
)


def surfaces(paper: WalkingPaper, stage: dict) -> list[str]:
    """Every public address that could tell of the story."""
    return [
        *canaries.surfaces(paper),
        stage["path"], stage["pointing"], f"/topik/topik-{CANARY}/", f"/penulis/wartawan-{CANARY}/",
        f"/cari/?q={CANARY}", "/cari/?q=teras",
        f"/redaksi/stories/edit/{stage['story']}/", f"/redaksi/media/original_images/{CANARY}.jpg",
        f"/redaksi/schedule/story/{stage['story']}/", f"/media/{stage['picture']}/",
        *api(stage), f"/redaksi/partners/feed/{CANARY}/ninjs.json",
    ]  # fmt: skip


def api(stage: dict) -> list[str]:
    """Where programs read what readers see."""
    lists = ("stories", "sections/global/stories", "fronts/front", "fronts/global", f"search?q={CANARY}")
    return [f"/api/v1/{each}" for each in (*lists, f"stories/{stage['story']}")]


def telling(paper: WalkingPaper, stage: dict) -> list[str]:
    """Return the addresses whose answer holds the canary, not counting what the reader asked with."""
    found = []
    for path in surfaces(paper, stage):
        _status, headers, body = read(paper, path)
        asked = path.split("?")[0].encode()
        answer = body.replace(asked, b"").replace(f"q={CANARY}".encode(), b"")
        answer = answer.replace(f'value="{CANARY}"'.encode(), b"").replace(f"“{CANARY}”".encode(), b"")
        if TELLING.search(answer) or CANARY in str(headers.get("link", "")):
            found.append(path)
    return found


def files_telling(paper: WalkingPaper) -> list[str]:
    """Return the files of the paper, its database and originals apart, that hold the canary."""
    log = [line for line in paper.log.read_bytes().splitlines() if CANARY.encode() in line]
    found = [line.decode() for line in log if b"GET" not in line and b"Not Found" not in line]
    files = [
        file for file in (paper.folder / "var").rglob("*") if file.is_file() and "sqlite" not in file.name
    ]
    for file in files:
        apart = {"originals", "prepared", "plates"} & set(file.parts)
        if not apart and (CANARY in file.name or CANARY.encode() in file.read_bytes()):
            found.append(str(file))
    return found


def sizes_made(paper: WalkingPaper, picture: int) -> list[str]:
    """Return the addresses the picture's sizes will have, once all are made; nobody else knows them yet."""
    folder, deadline = paper.folder / f"var/media/prepared/{picture}", time.time() + 30
    made: set[Path] = set()
    # The finest come last, and a file that is still being written has another ending.
    while not any(file.suffix == ".avif" for file in made) or made != _made_in(folder):
        assert time.time() < deadline, "the picture is not made before the hour"
        made = _made_in(folder)
        time.sleep(1)
    return [f"/media/{picture}/{file.name}" for file in made]


def _made_in(folder: Path) -> set[Path]:
    return {file for file in folder.glob("*") if file.suffix in {".avif", ".jpg", ".webp"}}


@pytest.mark.slow
def test_nothing_of_an_embargoed_story_is_anywhere_before_its_hour_and_everything_after(
    new_paper: WalkingPaper,
) -> None:
    stage = json.loads(new_paper.python(STAGE))
    absent = read(new_paper, "/global/2026/01/01/tidak-ada")
    sizes = sizes_made(new_paper, stage["picture"])
    assert {read(new_paper, size)[0] for size in sizes} == {404}
    assert telling(new_paper, stage) == []
    assert files_telling(new_paper) == []
    assert not list((new_paper.folder / "var").glob(f"media/public/{stage['picture']}/*"))
    assert canaries.stored(new_paper, CANARY) == []
    assert json.loads(new_paper.python(COLLEAGUE.format(pk=stage["story"]))) == []
    held = read(new_paper, stage["path"])
    assert held[0] == absent[0] == 404
    same = ("content-type", "cache-control", "content-security-policy")
    assert [held[1].get(name) for name in same] == [absent[1].get(name) for name in same]
    assert held[2].replace(stage["path"].encode(), b"@") == absent[2].replace(
        b"/global/2026/01/01/tidak-ada", b"@"
    )
    hour = float(new_paper.python(SOON.format(pk=stage["story"])))
    while read(new_paper, stage["path"])[0] != 200:
        assert time.time() < hour + 30, "the embargo does not lift"
        time.sleep(0.1)
    assert time.time() >= hour
    time.sleep(2)
    after = telling(new_paper, stage)
    expected = [
        "/", "/global/", "/rss.xml", "/global/rss.xml", "/sitemap-news.xml", stage["path"],
        stage["pointing"], f"/topik/topik-{CANARY}/", f"/penulis/wartawan-{CANARY}/", f"/cari/?q={CANARY}",
        *api(stage),
    ]  # fmt: skip
    assert set(expected) <= set(after)
    assert {read(new_paper, size)[0] for size in sizes} == {200}
