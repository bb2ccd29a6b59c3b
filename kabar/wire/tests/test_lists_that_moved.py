"""Where other systems listed stories, under categories, tags and names, readers are led to the lists here."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings

from kabar.stories.listings import moved_from
from kabar.stories.models import FormerListing
from kabar.wire.importers import listings
from kabar.wire.services import Asked, import_archive
from kabar.wire.tests.handed_in import BLOGGER, ID, KIND, a_ghost, take, written
from kabar.wire.tests.test_wxr import HEAD, a_post, filed_under

pytestmark = pytest.mark.django_db
TERMS = filed_under(
    ("category", "panen", "Panen"), ("post_tag", "padi-%C3%A9", "Padi"), ("author", "cap-budi-s", "budi.s"),
    ("post_tag", "kosong", "  "),
)  # fmt: skip
GUEST = a_post(
    2, kind="guest-author",
    also="<wp:postmeta><wp:meta_key>cap-display_name</wp:meta_key>"
    "<wp:meta_value>Budi S</wp:meta_value></wp:postmeta>",
).replace("pos-2", "cap-budi-s")  # fmt: skip


def a_wordpress(folder: Path) -> Path:
    items = (
        a_post(also=TERMS) + a_post(3, status="draft", also=filed_under(("post_tag", "sepi", "Sepi"))) + GUEST
    )
    return written(folder, "e.xml", f"{HEAD}{items}</channel></rss>")


def leads() -> dict[str, str]:
    return {path: moved_from("main", path) for path in FormerListing.objects.values_list("path", flat=True)}


def test_the_lists_of_a_wordpress_lead_to_those_here(tmp_path: Path) -> None:
    report = take("wxr", a_wordpress(tmp_path))
    assert leads() == {
        "/category/berita": "/berita/", "/category/panen": "/topik/panen/",
        "/category/berita/panen": "/topik/panen/",
        "/tag/padi-é": "/topik/padi/", "/tag/sepi": "/topik/sepi/", "/author/budi-s": "/penulis/budi-s/",
        "/author/ayu": "/penulis/ayu-lestari/",
    }  # fmt: skip
    assert report.notes[listings.LEADS] == 7


def test_a_rehearsal_says_how_many_will_and_keeps_none(tmp_path: Path) -> None:
    report = import_archive("wxr", settings.PAPER, a_wordpress(tmp_path), asked=Asked(dry=True))
    assert report.notes[listings.WILL_LEAD] == 7
    assert not FormerListing.objects.exists()


def test_the_tags_and_writers_of_a_ghost_lead_to_the_lists_here(tmp_path: Path) -> None:
    tables = {
        "tags": [
            {"id": "t1", "name": "Desa", "slug": "desa-kami"},
            {"id": "t2", "name": "Sepi", "slug": "sepi"},
            {"id": "t3", "name": "#dalam", "slug": "hash-dalam"}, {"id": "t4", "name": "Tanpa"},
        ],
        "users": [{"id": "u1", "name": "Ayu Lestari", "slug": "ayu"}],
        "posts_tags": [{"post_id": ID, "tag_id": "t1"}],
        "posts_authors": [{"post_id": ID, "author_id": "u1"}],
    }  # fmt: skip
    post = {"id": ID, "title": "Panen", "html": "<p>Isi</p>"}
    report = take("ghost", a_ghost(tmp_path, post, **tables))
    assert leads() == {"/tag/desa-kami": "/desa/", "/author/ayu": "/penulis/ayu-lestari/"}
    assert report.examples[listings.NOWHERE] == ("/tag/sepi",)


def test_the_labels_of_a_blogger_lead_to_the_lists_here(tmp_path: Path) -> None:
    labels = "".join(
        f'<category scheme="http://www.blogger.com/atom/ns#" term="{term}"/>'
        for term in ("Berita Desa", "Banjir")
    )
    entry = (
        "<entry><id>tag:blogger.com,1999:blog-1.post-1</id>"
        + KIND.format("post")
        + labels
        + "<title>Panen</title>"
        '<content type="html">Isi</content><published>2017-06-20T11:32:00+07:00</published></entry>'
    )
    take("blogger", written(tmp_path, "b.xml", f"{BLOGGER}{entry}</feed>"))
    assert leads() == {"/search/label/Berita Desa": "/berita-desa/", "/search/label/Banjir": "/topik/banjir/"}


def test_many_lists_are_kept_a_batch_at_a_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listings, "AT_ONCE", 2)
    monkeypatch.setattr(listings, "REMEMBERED", 1)
    assert take("wxr", a_wordpress(tmp_path)).notes[listings.LEADS] == 7
    assert len(leads()) == 7
