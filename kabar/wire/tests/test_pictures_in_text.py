"""Pictures inside the text of an item are its pictures, with caption and credit, and keep their place."""

from __future__ import annotations

import json
from dataclasses import replace
from email.message import EmailMessage

import pytest
from django.core.files.base import ContentFile

from kabar.config import Feed
from kabar.jobs.testing import run_due_jobs
from kabar.stories.models import Story
from kabar.wire import polling
from kabar.wire.models import Feed as Row
from kabar.wire.models import Item
from kabar.wire.parsers import reading
from kabar.wire.services import receive, take
from kabar.wire.services.item_pictures import bring_pictures
from kabar.wire.tests.material import shared
from kabar.wire.tests.test_feeders import website
from kabar.wire.tests.test_item_pictures import drawn
from kabar.wire.tests.test_receiving import copy

BANJIR = (
    "<p>Air naik.</p>"
    '<figure><img src="https://kb.example.id/banjir.jpg" alt="Jalan tergenang"/>'
    '<figcaption>Warga mengungsi. <span class="credit">ANTARA/Siti</span></figcaption></figure>'
    "<p>Air surut.</p>"
)
RSS = (
    '<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>KB</title>'
    "<item><guid>a</guid><title>Banjir</title>%s<content:encoded><![CDATA[%s]]></content:encoded></item>"
    "</channel></rss>"
)
G2 = (
    '<newsItem guid="a" xmlns="http://iptc.org/std/nar/2006-10-01/"><contentMeta><headline>Banjir</headline>'
    '</contentMeta><contentSet><inlineXML contenttype="application/xhtml+xml">'
    '<html xmlns="http://www.w3.org/1999/xhtml"><body>%s</body></html></inlineXML></contentSet></newsItem>'
)


def read(data):
    """Return the one item of a message."""
    return reading.parse(data if isinstance(data, bytes) else data.encode())[0]


def of_rss(html, beside=""):
    """Return an item of RSS with a text."""
    return read(RSS % (beside, html))


@pytest.mark.once
@pytest.mark.parametrize(
    "message",
    [
        RSS % ("", BANJIR),
        G2 % BANJIR,
        json.dumps({"feed_url": "x", "items": [{"id": "a", "title": "Banjir", "content_html": BANJIR}]}),
        json.dumps({"uri": "a", "headline": "Banjir", "body_html": BANJIR}),
    ],
    ids=["RSS", "NewsML-G2", "JSON Feed", "ninjs"],
)
def test_a_picture_in_the_text_has_caption_credit_and_its_place_in_every_form_of_copy(message):
    item = read(message)
    [picture] = item.pictures
    assert picture.url == "https://kb.example.id/banjir.jpg" and picture.alt == "Jalan tergenang"
    assert (picture.caption, picture.credit) == ("Warga mengungsi.", "ANTARA/Siti")
    assert [block["type"] for block in item.blocks] == ["paragraph", "item_picture", "paragraph"]
    assert item.blocks[1]["value"] == {"number": 0}


@pytest.mark.once
@pytest.mark.parametrize("part", ["content", "description"])
def test_a_real_feed_gives_the_picture_that_others_find_in_its_text(part):
    name = f"feed_item_image_-_rss_channel_item_{part}"
    folder = shared("feeds/gofeed/testdata/translator/rss")
    wanted = json.loads((folder / f"{name}.json").read_text())["items"][0]["image"]["url"]
    assert [picture.url for picture in read((folder / f"{name}.xml").read_bytes()).pictures] == [wanted]


@pytest.mark.once
@pytest.mark.parametrize(
    ("caption", "said"),
    [
        ("Warga mengungsi. Foto: Siti/ANTARA", ("Warga mengungsi.", "Siti/ANTARA")),
        ("Warga mengungsi (ANTARA FOTO/Siti)", ("Warga mengungsi", "ANTARA FOTO/Siti")),
        ("Rescue workers. (AP Photo/Jane Roe).", ("Rescue workers.", "AP Photo/Jane Roe")),
        ("Skor akhir (2/1) di Jakarta", ("Skor akhir (2/1) di Jakarta", "")),
        ("Pameran foto di Solo", ("Pameran foto di Solo", "")),
    ],
)
def test_a_caption_that_ends_in_who_took_the_picture_gives_the_credit(caption, said):
    item = of_rss(f'<figure><img src="https://x.id/a.jpg"><figcaption>{caption}</figcaption></figure>')
    assert (item.pictures[0].caption, item.pictures[0].credit) == said


@pytest.mark.once
def test_the_same_picture_beside_and_inside_the_text_is_one_and_what_counts_readers_is_none():
    beside = (
        '<enclosure url="https://x.id/foto/a.jpg?w=1200" type="image/jpeg"/>'
        "<description><![CDATA[<img src='https://x.id/d.jpg'>Ringkas]]></description>"
    )
    item = of_rss(
        '<div class="wp-caption"><img src="data:image/gif;base64,R0" data-src="//x.id/foto/a-300x200.jpg">'
        '<p class="wp-caption-text">Pasar</p></div><p>Ramai '
        '<img class="emoji" src="https://x.id/e.png" alt="☀">'
        '<img src="https://stat.id/p?x" width="1" height="1"></p>'
        '<p><a href="https://x.id/"><img src="/b.jpg"></a></p>',
        beside + "<link>https://x.id/berita/1</link>",
    )
    assert [picture.url for picture in item.pictures] == [
        "https://x.id/foto/a.jpg?w=1200", "https://x.id/d.jpg", "https://x.id/b.jpg",
    ]  # fmt: skip
    assert item.pictures[0].caption == "Pasar"
    places = [block["value"]["number"] for block in item.blocks if block["type"] == "item_picture"]
    assert places == [0, 2] and "Ramai ☀" in str(item.blocks)


@pytest.mark.once
def test_a_second_body_and_the_map_of_a_place_are_kept_beside_and_films_are_no_pictures():
    said = {
        "uri": "a", "headlines": [{"value": "Banjir"}],
        "bodies": [
            {"contenttype": "text/plain", "value": "Versi pendek."},
            {"contenttype": "text/html", "value": "<p>Versi panjang.</p>"},
        ],
        "places": [{"name": "Demak", "geojson": {"type": "Point", "coordinates": [110.6, -6.9]}}],
        "associations": [
            {"uri": "p", "type": "picture", "renditions": [{"href": "https://x.id/p.jpg"}]},
            {"uri": "v", "type": "video", "renditions": [{"href": "//x.id/v", "contenttype": "video/mp4"}]},
            {"uri": "d", "renditions": [{"href": "https://x.id/d.pdf"}]},
        ],
    }  # fmt: skip
    item = read(json.dumps(said))
    assert "Versi panjang." in str(item.blocks)
    assert item.extra["bodies"] == said["bodies"][:1]
    assert item.extra["places"] == said["places"] and item.places[0].name == "Demak"
    assert [picture.key for picture in item.pictures] == ["p"]
    assert len(item.extra["associations"]) == 3


@pytest.mark.django_db
def test_a_taken_story_has_the_pictures_of_the_text_where_its_agency_put_them(settings, ayu):
    files = {"utama.jpg": drawn(), "banjir.jpg": drawn((90, 20, 20)), "perahu.jpg": drawn((9, 90, 9))}

    def answer(_headers, path):
        name = path.rsplit("/", 1)[-1]
        return (200, {}, files.get(name, said.get(name, b"")))

    with website(answer, with_path=True) as address:
        base = address.removesuffix("rss.xml")
        html = BANJIR.replace("https://kb.example.id/", base) + f'<img src="{base}perahu.jpg"><p>Perahu.</p>'
        beside = f'<enclosure url="{base}utama.jpg" type="image/jpeg"/><link>{base}1</link>'
        said = {"rss.xml": (RSS % (beside, html + '<img src="hilang.jpg">')).encode()}
        feed = Feed(name="kb", address=address, inside=True)
        settings.PAPER = replace(settings.PAPER, feeds=(feed,))
        polling.ask(feed)
        run_due_jobs()
    story = take(Item.objects.get(), by=ayu, paper=settings.PAPER)
    kept = Story.objects.get(pk=story.pk).latest_revision.as_object()
    assert kept.lead_picture.source_url.endswith("/utama.jpg")
    kinds = [block.block_type for block in kept.body]
    assert kinds == ["paragraph", "picture", "paragraph", "picture", "paragraph"]
    flood = kept.body[1].value["picture"]
    assert (flood.caption, flood.credit) == ("Warga mengungsi.", "ANTARA/Siti")
    assert flood.description == "Jalan tergenang"


@pytest.mark.django_db
def test_a_story_whose_only_picture_stands_in_the_text_is_led_by_it_once(settings, ayu):
    feed = Row.objects.create(name="kb", kind="folder")
    receive(settings.PAPER, [("a", copy(body_html=BANJIR))], feed=feed)
    item = Item.objects.get()
    item.pictures.create(number=0, file=ContentFile(drawn(), name="banjir.jpg"), at=item.received_at)
    kept = take(item, by=ayu, paper=settings.PAPER).latest_revision.as_object()
    assert kept.lead_picture.caption == "Warga mengungsi."
    assert [block.block_type for block in kept.body] == ["paragraph", "paragraph"]


@pytest.mark.django_db
def test_a_photograph_attached_to_a_letter_comes_with_it(settings):
    settings.PAPER = replace(settings.PAPER, feeds=(Feed(name="surat", address="imap://x@127.0.0.1/"),))
    feed = Row.objects.create(name="surat", kind="mail")
    letter = EmailMessage()
    letter["From"], letter["Subject"] = "Humas <humas@example.id>", "Siaran pers"
    letter.set_content("Lihat foto.")
    letter.add_alternative('<p>Satu.</p><img src="cid:f1@x"><p>Dua.</p>', subtype="html")
    letter.get_payload()[1].add_related(drawn(), "image", "jpeg", cid="<f1@x>", filename="foto.jpg")
    letter.add_attachment(drawn((1, 2, 3)), "application", "octet-stream", filename="foto.jpg")
    real = shared("wire/superdesk-core/composite_email.txt").read_bytes()
    receive(settings.PAPER, [("1", letter.as_bytes()), ("2", real)], feed=feed)
    ours, theirs = Item.objects.order_by("headline")
    assert [block["type"] for block in ours.said["blocks"]] == ["paragraph", "item_picture", "paragraph"]
    assert [bring_pictures(item) for item in (ours, theirs)] == [2, 1]
    assert [row.number for row in ours.pictures.all()] == [0, 1]
    with ours.pictures.last().file.open("rb") as opened:
        assert opened.read() == drawn((1, 2, 3))
