"""What other systems export, field by field; and what an attacker might hand in instead."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from PIL import Image

from kabar.fetching import Answer, Fetcher, FetchError
from kabar.pictures.models import Picture
from kabar.progress import Printed
from kabar.stories.models import State, Story
from kabar.stories.queries import moved_from
from kabar.wire.importers import json_stream, lexical, mobiledoc
from kabar.wire.models import ImportRun
from kabar.wire.services import Asked, ImportRefused, import_archive
from kabar.wire.tests.handed_in import BLOGGER, ID, KIND, a_ghost, take, written

pytestmark = [pytest.mark.django_db, pytest.mark.once]


# --- Ghost --------------------------------------------------------------------------------------------------


def test_a_ghost_post_keeps_date_authors_tags_picture_and_old_address(tmp_path: Path) -> None:
    picture = tmp_path / "content" / "images" / "2020" / "sawah.png"
    picture.parent.mkdir(parents=True)
    Image.new("RGB", (40, 30), "green").save(picture)
    post = {
        "id": ID, "title": "Panen", "slug": "panen", "status": "published", "visibility": "public",
        "html": '<p>Isi</p><img src="__GHOST_URL__/content/images/2020/sawah.png">',
        "published_at": "2020-01-02T03:00:00.000Z", "custom_excerpt": "Ringkas",
        "feature_image": "__GHOST_URL__/content/images/2020/sawah.png",
    }  # fmt: skip
    tables = {
        "tags": [{"id": "t1", "name": "Desa"}, {"id": "t2", "name": "Padi"}, {"id": "t3", "name": "#dalam"}],
        "users": [{"id": "u1", "name": "Ayu Lestari"}, {"id": "u2", "name": "Sari"}],
        "posts_tags": [
            {"post_id": ID, "tag_id": tag, "sort_order": place}
            for place, tag in enumerate(("t3", "t1", "t2"))
        ],
        "posts_authors": [
            {"post_id": ID, "author_id": "u2", "sort_order": 1},
            {"post_id": ID, "author_id": "u1", "sort_order": 0},
        ],
        "posts_meta": [
            {"post_id": ID, "feature_image_alt": "Padi", "feature_image_caption": "Sawah <i>pagi</i>"}
        ],
        "members": [{"email": "budi@example.id"}, {"email": "sari@example.id"}],
    }  # fmt: skip
    report = take("ghost", a_ghost(tmp_path, post, **tables), media=tmp_path / "content" / "images")
    story = Story.objects.get()
    assert story.first_published_at == datetime(2020, 1, 2, 3, tzinfo=UTC)
    assert (story.section.name, [topic.name for topic in story.topics.all()]) == ("Desa", ["Padi"])
    assert [line.author.name for line in story.bylines.all()] == ["Ayu Lestari", "Sari"]
    assert (story.standfirst, story.lead_caption, story.lead_picture.description) == (
        "Ringkas",
        "Sawah pagi",
        "Padi",
    )
    assert [block["type"] for block in story.body.raw_data] == ["paragraph", "picture"]
    assert moved_from("main", "/panen/") == story
    assert report.notes["members kept aside: `kabar import members` opens them their accounts"] == 2
    assert "budi@example.id" not in "\n".join(report.lines())


@pytest.mark.parametrize(
    "said",
    [
        {"visibility": "paid"}, {"visibility": "members"}, {"status": "draft"}, {"status": "scheduled"},
        {"status": "sent"}, {"type": "page"}, {"published_at": "2099-01-01T00:00:00.000Z"},
    ],
)  # fmt: skip
def test_what_not_every_reader_of_a_ghost_site_could_see_stays_a_draft(
    tmp_path: Path, said: dict[str, Any]
) -> None:
    post = {"id": ID, "title": "Rahasia", "slug": "r", "status": "published", "html": "<p>x</p>", **said}
    report = take("ghost", a_ghost(tmp_path, post))
    assert (Story.objects.get().state, moved_from("main", "/r/")) == (State.DRAFT, None)
    assert any("kept as a draft" in note for note in report.notes)


def test_lexical_and_mobiledoc_say_what_their_editor_showed() -> None:
    lost: list[str] = []
    children = [
        {"type": "extended-heading", "tag": "h3", "children": [{"type": "text", "text": "Judul <x>"}]},
        {"type": "paragraph", "children": [
            {"type": "extended-text", "text": "tebal", "format": 3}, {"type": "linebreak"},
            {"type": "link", "url": "https://a.id/?b=1&c=2",
             "children": [{"type": "text", "text": "tautan"}]},
        ]},
        {"type": "list", "listType": "number", "children": [
            {"type": "listitem", "children": [{"type": "text", "text": "satu"}]}]},
        {"type": "embed", "url": "https://www.youtube.com/watch?v=abcdefg"},
        {"type": "html", "html": "<p onclick=x>mentah</p>"}, {"type": "signup"}, {"type": "entah"},
    ]  # fmt: skip
    html = lexical.html_of(json.dumps({"root": {"children": children}}), lambda what, _: lost.append(what))
    assert "<h3>Judul &lt;x&gt;</h3>" in html
    assert '<p><i><b>tebal</b></i><br><a href="https://a.id/?b=1&amp;c=2">tautan</a></p>' in html
    assert "<ol><li>satu</li></ol>" in html
    assert '<iframe src="https://www.youtube.com/watch?v=abcdefg">' in html
    assert lost == ["card signup: an offer, not news", "card entah, which has no text of its own"]
    document = {
        "version": "0.3.1", "atoms": [["soft-return", "", {}]], "markups": [["strong"], ["a", ["href", "https://b.id"]]],
        "cards": [["image", {"src": "https://b.id/x.jpg", "caption": "C"}], ["bukan", {}]],
        "sections": [
            [1, "p", [[0, [0], 1, "kuat"], [1, [], 0, 0], [0, [1], 1, "pergi"]]],
            [3, "ul", [[[0, [], 0, "a"]], [[0, [], 0, "b"]]]], [10, 0], [10, 1],
        ],
    }  # fmt: skip
    html = mobiledoc.html_of(json.dumps(document), lambda what, _: lost.append(what))
    assert html.startswith(
        '<p><strong>kuat</strong><br><a href="https://b.id">pergi</a></p><ul><li>a</li><li>b</li></ul>'
    )
    assert '<img src="https://b.id/x.jpg"' in html
    assert lost[-1] == "card bukan, which has no text of its own"


def test_a_malformed_post_is_one_line_and_the_next_comes_in(tmp_path: Path) -> None:
    bad = {"id": ID, "title": "x", "lexical": "{bukan json", "status": "published"}
    late = {"id": ID[:-1] + "8", "title": "y", "html": "<p>y</p>", "published_at": "kemarin"}
    good = {"id": ID[:-1] + "9", "title": "Baik", "slug": "baik", "html": "<p>Isi</p>"}
    report = take("ghost", a_ghost(tmp_path, bad, late, good))
    assert (report.created, report.problem_count) == (1, 2)
    assert "item 1: lexical:" in report.problems[0]
    assert "item 2: published_at is not a date: 'kemarin'" in report.problems[1]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("{", "not JSON"), ('{"db": []}', "it has no posts"), ("\x00", "not JSON"),
        ('{"posts": ' + "[" * 5000, "nested deeper than 200"), ('{"posts":[{"title":"a', "not JSON"),
    ],
)  # fmt: skip
def test_json_that_is_no_export_is_refused_in_one_line(tmp_path: Path, text: str, reason: str) -> None:
    with pytest.raises(ImportRefused, match=reason) as refusal:
        take("ghost", written(tmp_path, "x.json", text))
    assert "\n" not in str(refusal.value)
    assert not ImportRun.objects.exists()


def test_a_post_that_never_ends_is_refused_before_it_fills_the_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(json_stream, "LONGEST_ITEM", 300_000)
    with pytest.raises(ImportRefused, match="one item is longer"):
        take("ghost", a_ghost(tmp_path, {"id": ID, "title": "x", "html": "y" * 500_000}))


# --- Blogger ------------------------------------------------------------------------------------------------


def test_a_blog_becomes_stories_and_its_comments_and_settings_are_counted(tmp_path: Path) -> None:
    label = '<category scheme="http://www.blogger.com/atom/ns#" term="{}"/>'
    post = (
        f"<entry><id>tag:1.post-1</id><published>2017-06-20T00:32:00.000-04:00</published>{KIND.format('post')}"
        f"{label.format('Desa')}{label.format('Panen')}<title>Lorem</title><author><name>Ayu</name></author>"
        '<content type="html">&lt;p&gt;Isi &amp;amp; lagi&lt;/p&gt;&lt;script&gt;x&lt;/script&gt;</content>'
        '<link rel="alternate" href="http://contoh.blogspot.com/2017/06/lorem.html"/></entry>'
    )
    draft = (
        f"<entry><id>2</id>{KIND.format('post')}<app:control><app:draft>yes</app:draft></app:control></entry>"
    )
    takeout = (
        "<entry><id>3</id><blogger:type>POST</blogger:type><blogger:status>LIVE</blogger:status><title>Baru</title>"
        "<published>2024-01-01T00:00:00Z</published><blogger:filename>/2024/01/baru.html</blogger:filename>"
        "<content type='html'>x</content></entry>"
    )
    rest = "".join(
        f"<entry><id>{kind}</id>{KIND.format(kind)}</entry>" for kind in ("comment", "settings", "template")
    )
    report = take("blogger", written(tmp_path, "blog.xml", f"{BLOGGER}{post}{draft}{takeout}{rest}</feed>"))
    story = Story.objects.get(headline="Lorem")
    assert (story.section.name, [topic.name for topic in story.topics.all()]) == ("Desa", ["Panen"])
    assert story.first_published_at == datetime(2017, 6, 20, 4, 32, tzinfo=UTC)
    assert [block["value"] for block in story.body.raw_data] == ["<p>Isi &amp; lagi</p>"]
    assert moved_from("main", "/2017/06/lorem.html") == story
    assert moved_from("main", "/2024/01/baru.html") == Story.objects.get(headline="Baru")
    assert (report.created, sum(report.skipped.values()), Story.objects.filter(live=True).count()) == (
        3,
        3,
        2,
    )


def test_a_feed_with_entities_or_of_another_kind_is_refused(tmp_path: Path) -> None:
    bomb = f'<?xml version="1.0"?><!DOCTYPE feed [<!ENTITY a "b">]>{BLOGGER[38:]}</feed>'
    for text, reason in (
        (bomb, "DOCTYPE"),
        ("<html></html>", "begins with <html>"),
        ("<feed>", "not well-formed"),
    ):
        with pytest.raises(ImportRefused, match=reason):
            take("blogger", written(tmp_path, "blog.xml", text))


# --- pictures, rehearsals, resuming -------------------------------------------------------------------------


class Outside(Fetcher):
    """Answers for hosts that are not there."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[str] = []

    def fetch(self, url: str, **_how: Any) -> Answer:
        self.asked.append(url)
        if "mati" in url:
            raise FetchError(f"{url}: no answer in time")
        if "hilang" in url:
            return Answer(url, 404, {}, b"")
        picture = BytesIO()
        Image.new("RGB", (40, 30), "green").save(picture, "PNG")
        return Answer(url, 200, {}, b"<svg onload=x>" if "jahat" in url else picture.getvalue())


def test_pictures_are_fetched_only_when_asked_once_each_and_a_dead_host_is_given_up(tmp_path: Path) -> None:
    images = "".join(f'<img src="https://mati.id/{n}.png">' for n in range(6))
    images += '<img src="/content/images/a.png"><img src="https://a.id/content/images/a.png">'
    images += '<img src="https://b.id/jahat.png"><img src="https://b.id/hilang.png">'
    file = a_ghost(tmp_path, {"id": ID, "title": "x", "slug": "x", "html": f"<p>x</p>{images}"})
    outside = Outside()
    rehearsed = take("ghost", file, fetcher=outside, site="https://a.id", dry=True)
    assert outside.asked == []
    assert rehearsed.notes["picture that will be fetched, if its address gives it"] == 10
    report = take("ghost", file, fetcher=outside, site="https://a.id")
    assert [url for url in outside.asked if "mati" in url] == [f"https://mati.id/{n}.png" for n in range(3)]
    assert "https://a.id/content/images/a.png" in outside.asked
    assert report.notes["picture refused: not a picture"] == 1
    assert report.notes["picture not fetched: its host does not answer"] == 4
    assert Picture.objects.filter(released=True).exists()
    asked = len(outside.asked)
    assert take("ghost", file, fetcher=outside, site="https://a.id").unchanged == 1
    assert not any("/a.png" in url for url in outside.asked[asked:])


def test_progress_tells_of_pictures_while_one_item_takes_long(tmp_path: Path) -> None:
    html = "".join(f'<img src="https://a.id/{number}.png">' for number in range(3))
    file = a_ghost(tmp_path, {"id": ID, "title": "x", "slug": "x", "html": html})
    line = StringIO()
    progress = Printed(stream=line)
    progress.every = 0
    import_archive("ghost", settings.PAPER, file, progress, asked=Asked(fetcher=Outside()))
    assert "import: 0 of 1 (0 %) · 0/s · 2 pictures fetched" in line.getvalue()


def test_a_rehearsal_says_what_would_be_made_and_leaves_nothing_behind(tmp_path: Path) -> None:
    post = {"id": ID, "title": "Satu", "slug": "satu", "html": "<p>x</p>"}
    file = a_ghost(tmp_path, {**post, "tags": [{"name": "Baru"}], "authors": [{"name": "Orang Baru"}]})
    report = take("ghost", file, dry=True)
    assert report.created == 1
    assert report.examples["section that will be made"] == ("Baru",)
    assert report.examples["author that will be made"] == ("Orang Baru",)
    assert not (Story.objects.exists() or ImportRun.objects.exists())


def test_an_interrupted_import_goes_on_where_it_stopped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kabar.wire.importers.filing.BATCH", 2)
    posts = [{"id": f"{n:024x}", "title": f"P{n}", "slug": f"p{n}", "html": "<p>x</p>"} for n in range(5)]
    file = a_ghost(tmp_path, *posts)
    from kabar.wire.importers.ghost import Ghost

    read, seen = Ghost.read, []

    def stop(self: Ghost, item: Any, place: int) -> Any:
        seen.append(place)
        if len(seen) == 4:
            raise KeyboardInterrupt
        return read(self, item, place)

    with monkeypatch.context() as patched:
        patched.setattr(Ghost, "read", stop)
        with pytest.raises(KeyboardInterrupt):
            take("ghost", file)
    assert Story.objects.count() == 2
    report = take("ghost", file)
    assert (report.created, Story.objects.count(), ImportRun.objects.count()) == (5, 5, 1)
