"""WordPress posts become stories: where they stood, who wrote them, what they show, and what stays aside."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from PIL import Image

from kabar.pictures.models import Picture
from kabar.sections.models import Section
from kabar.stories.models import State, Story
from kabar.stories.queries import moved_from
from kabar.wire.reports import Report
from kabar.wire.services import import_wxr
from kabar.wire.tests.material import shared

pytestmark = pytest.mark.django_db
HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" xmlns:wp="http://wordpress.org/export/1.2/" '
    'xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><wp:wxr_version>1.2</wp:wxr_version>'
    "<wp:base_blog_url>https://desa.id</wp:base_blog_url>"
    "<wp:author><wp:author_login>ayu</wp:author_login>"
    "<wp:author_display_name>Ayu Lestari</wp:author_display_name></wp:author>"
    "<wp:category><wp:category_nicename>berita</wp:category_nicename><wp:category_parent></wp:category_parent>"
    "<wp:cat_name>Berita</wp:cat_name></wp:category>"
    "<wp:category><wp:category_nicename>panen</wp:category_nicename>"
    "<wp:category_parent>berita</wp:category_parent><wp:cat_name>Panen</wp:cat_name></wp:category>"
)
ATTACHMENT = (
    "<item><title>Sawah</title><wp:post_id>70</wp:post_id><wp:post_parent>1</wp:post_parent>"
    "<wp:post_type>attachment</wp:post_type><wp:status>inherit</wp:status>"
    "<wp:attachment_url>https://desa.id/wp-content/uploads/2020/01/sawah.png</wp:attachment_url>"
    "<excerpt:encoded><![CDATA[Sawah <b>pagi</b>]]></excerpt:encoded>"
    "<wp:postmeta><wp:meta_key>_wp_attachment_image_alt</wp:meta_key><wp:meta_value>Padi</wp:meta_value>"
    "</wp:postmeta></item>"
)


def a_post(
    number: int = 1, *, text: str = "Isi", status: str = "publish", kind: str = "post", also: str = ""
) -> str:
    return (
        f"<item><title>Pos {number}</title><link>https://desa.id/2020/01/02/pos-{number}/</link>"
        f"<dc:creator>ayu</dc:creator><content:encoded><![CDATA[{text}]]></content:encoded>"
        f"<excerpt:encoded><![CDATA[Ringkas <b>sekali</b>]]></excerpt:encoded>"
        f"<wp:post_id>{number}</wp:post_id><wp:post_date>2020-01-02 10:00:00</wp:post_date>"
        f"<wp:post_date_gmt>2020-01-02 03:00:00</wp:post_date_gmt><wp:post_name>pos-{number}</wp:post_name>"
        f"<wp:status>{status}</wp:status><wp:post_type>{kind}</wp:post_type>{also}</item>"
    )


@pytest.fixture
def take_in(tmp_path: Path) -> Any:
    def run(*items: str, media: Path | None = None) -> Report:
        file = tmp_path / "ekspor.xml"
        file.write_text(HEAD + "".join(items) + "</channel></rss>", encoding="utf-8")
        return import_wxr(settings.PAPER, file, media=media)

    return run


def filed_under(*categories: tuple[str, str, str]) -> str:
    return "".join(f'<category domain="{d}" nicename="{n}">{name}</category>' for d, n, name in categories)


def test_a_post_keeps_its_date_its_author_and_its_old_addresses(take_in: Any) -> None:
    take_in(a_post())
    story = Story.objects.get()
    assert story.first_published_at == datetime(2020, 1, 2, 3, tzinfo=UTC)
    assert story.path == "/umum/2020/01/02/pos-1"
    assert story.standfirst == "Ringkas sekali"
    assert [line.author.name for line in story.bylines.all()] == ["Ayu Lestari"]
    for old in ("/2020/01/02/pos-1/", "/2020/01/02/pos-1", "/?p=1"):
        assert moved_from("main", old) == story


def test_old_slugs_of_a_post_lead_to_it_and_a_scheduled_hour_is_told(take_in: Any) -> None:
    key, value = "<wp:meta_key>_wp_old_slug</wp:meta_key>", "<wp:meta_value>pos-lama-{}</wp:meta_value>"
    slug = f"<wp:postmeta>{key}{value}</wp:postmeta>"
    report = take_in(
        a_post(also=slug.format(1) + slug.format(2)), a_post(2, status="future").replace("2020-", "2090-")
    )
    story = Story.objects.get(live=True)
    for old in ("/2020/01/02/pos-lama-1/", "/2020/01/02/pos-lama-2"):
        assert moved_from("main", old) == story
    assert report.examples["scheduled: kept as a draft"] == ("Pos 2 (2090-01-02 03:00 UTC)",)


def test_comments_are_counted_by_what_readers_saw_of_them(take_in: Any) -> None:
    kind, passed = "<wp:comment_type>{}</wp:comment_type>", "<wp:comment_approved>{}</wp:comment_approved>"
    said = f"<wp:comment>{kind}{passed}</wp:comment>"
    report = take_in(
        a_post(
            also=said.format("", 1) * 2
            + said.format("comment", 0)
            + said.format("", "spam")
            + said.format("pingback", 1)
        )
    )
    assert report.found["comments"] == {"approved": 2, "waiting": 1, "spam": 1, "pingback": 1}
    assert report.notes["comment kept aside: comments are not taken in yet"] == 5


def test_the_first_categorys_top_is_the_section_and_the_rest_are_topics(take_in: Any) -> None:
    under = filed_under(
        ("category", "panen", "Panen"), ("category", "lain", "Lain"), ("post_tag", "padi", "Padi")
    )
    take_in(a_post(also=under))
    story = Story.objects.get()
    assert story.section.name == "Berita"
    assert {topic.name for topic in story.topics.all()} == {"Panen", "Lain", "Padi"}


def test_co_authors_stand_in_their_order(take_in: Any) -> None:
    take_in(a_post(also=filed_under(("author", "sari", "Sari"), ("author", "ayu", "Ayu Lestari"))))
    assert [line.author.name for line in Story.objects.get().bylines.all()] == ["Sari", "Ayu Lestari"]


def test_co_authors_are_named_as_readers_know_them_and_not_as_they_sign_in(take_in: Any) -> None:
    card = "<wp:postmeta><wp:meta_key>cap-{}</wp:meta_key><wp:meta_value>{}</wp:meta_value></wp:postmeta>"
    guest = a_post(
        2,
        kind="guest-author",
        also=card.format("user_login", "budi.s") + card.format("display_name", "Budi S"),
    ).replace("pos-2", "cap-budi-s")
    under = filed_under(
        ("author", "cap-ayu", "ayu"), ("author", "cap-budi-s", "budi.s"), ("author", "cap-tono", "tono_99")
    )
    report = take_in(a_post(also=under), guest)
    names = [line.author.name for line in Story.objects.get().bylines.all()]
    assert names == ["Ayu Lestari", "Budi S", "tono_99"]
    assert report.skipped == {
        "kept aside: writer's card of Co-Authors Plus: the name is on what they wrote": 1
    }
    assert report.notes["byline that is a sign-in name: the file does not say whose"] == 1


@pytest.mark.parametrize("status", ["draft", "pending", "private", "future", "inherit", "apa-saja"])
def test_what_readers_could_not_see_there_they_do_not_see_here(take_in: Any, status: str) -> None:
    report = take_in(a_post(status=status))
    story = Story.objects.get()
    assert (story.state, story.live, story.path) == (State.DRAFT, False, None)
    assert any("kept as a draft" in note for note in report.notes)


def test_a_post_behind_a_password_is_a_draft_without_the_password(take_in: Any) -> None:
    report = take_in(a_post(also="<wp:post_password>kopi-rahasia</wp:post_password>"))
    assert not Story.objects.get().live
    assert "kopi-rahasia" not in "\n".join(report.lines())


def test_pages_are_drafts_and_the_bin_stays_the_bin(take_in: Any) -> None:
    report = take_in(a_post(1, kind="page"), a_post(2, status="trash"), a_post(3, kind="produk"))
    assert Story.objects.get().section.name == "Laman"
    assert report.skipped == {"in the bin there": 1, "kept aside: type produk: neither post nor page": 1}


def test_pictures_come_from_the_folder_of_uploads(take_in: Any, tmp_path: Path) -> None:
    file = tmp_path / "uploads" / "2020" / "01" / "sawah.png"
    file.parent.mkdir(parents=True)
    Image.new("RGB", (800, 500), "green").save(file)
    text = (
        '<p>Awal</p><img class="wp-image-70" src="https://desa.id/wp-content/uploads/2020/01/sawah-300x200.png">'
        '<img src="https://desa.id/wp-content/uploads/../../rahasia.png">'
    )
    thumbnail = (
        "<wp:postmeta><wp:meta_key>_thumbnail_id</wp:meta_key><wp:meta_value>70</wp:meta_value></wp:postmeta>"
    )
    without = take_in(a_post(text=text, also=thumbnail), ATTACHMENT)
    assert without.notes["picture not fetched: its file is not in the media folder"] == 3
    report = take_in(a_post(text=text, also=thumbnail), ATTACHMENT, media=tmp_path / "uploads")
    picture, story = Picture.objects.get(), Story.objects.get()
    old = "old address of a picture, which answers 404: the stories show it at a new one"
    assert (report.updated, report.notes[old]) == (1, 1)
    assert story.lead_picture == picture
    assert [block["value"]["picture"] for block in story.body.raw_data if block["type"] == "picture"] == [
        picture.pk
    ]
    assert (picture.title, picture.description, picture.caption) == ("Sawah", "Padi", "Sawah pagi")
    assert picture.released


def test_a_file_that_is_no_picture_is_refused_and_counted(take_in: Any, tmp_path: Path) -> None:
    (tmp_path / "sawah.png").write_text("<svg onload=alert(1)>")
    text = '<img src="https://desa.id/wp-content/uploads/sawah.png">'
    report = take_in(a_post(text=text), media=tmp_path)
    assert report.notes["picture refused: not a picture"] == 1
    assert not Picture.objects.exists()


def test_a_picture_never_comes_from_outside_the_folder(take_in: Any, tmp_path: Path) -> None:
    Image.new("RGB", (10, 10)).save(tmp_path / "rahasia.png")
    (tmp_path / "uploads").mkdir()
    take_in(
        a_post(text='<img src="https://desa.id/wp-content/uploads/../rahasia.png">'),
        media=tmp_path / "uploads",
    )
    take_in(a_post(2, text='<img src="/%2e%2e/rahasia.png">'), media=tmp_path / "uploads")
    assert not Picture.objects.exists()


def test_an_author_known_only_by_mail_is_not_printed_with_it(take_in: Any) -> None:
    take_in(a_post().replace("<dc:creator>ayu<", "<dc:creator>budi.santoso@example.id<"))
    assert Story.objects.get().bylines.get().author.name == "Budi Santoso"


def test_the_theme_unit_test_becomes_a_paper_one_can_read() -> None:
    report = import_wxr(settings.PAPER, shared("wxr", "theme-test-data", "themeunittestdata.wordpress.xml"))
    assert report.notes["old slug leads here now"] > 0
    assert Story.objects.filter(live=True).count() == 51
    assert report.notes["without any text here: kept as a draft"] == 4
    kinds = {block["type"] for story in Story.objects.all() for block in story.body.raw_data}
    assert {"paragraph", "heading", "quote", "list", "table", "embed"} <= kinds
    table = next(
        block["value"] for story in Story.objects.filter(live=True) for block in story.body.raw_data
        if block["type"] == "table"
    )  # fmt: skip
    assert all(len(row["values"]) == len(table["columns"]) for row in table["rows"])
    assert Section.objects.filter(on_menu=True).count() <= 8


def test_every_body_of_the_real_exports_can_be_printed() -> None:
    import_wxr(settings.PAPER, shared("wxr", "theme-test-data", "64-block-test-data.xml"))
    for story in Story.objects.all():
        assert all(block.value is not None for block in story.body)
        assert "<script" not in str(story.body.get_prep_value()).lower()
