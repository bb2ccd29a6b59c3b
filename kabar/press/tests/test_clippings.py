"""What is kept of a page is used again until something in it changes, and never a moment longer."""

from unittest.mock import patch

import pytest

from kabar import clock
from kabar.audience import press_keys
from kabar.audience.models import Ranking
from kabar.fronts.services import arrange
from kabar.fronts.slots import LEAD, Choice, Place
from kabar.masthead import clippings
from kabar.plates import Address, MemoryGenerations, Piece
from kabar.press import services
from kabar.press.clippings import Clippings
from kabar.press.works import works
from kabar.stories import services as stories
from kabar.stories.testing import a_live_story, a_section

HOST = "localhost:8000"


@pytest.fixture
def cuttings() -> Clippings:
    return Clippings(MemoryGenerations(), room=100)


def begun(cuttings: Clippings):
    return cuttings.during(cuttings._generations.begin())


def test_a_clipping_is_found_until_one_of_its_keys_changes(cuttings):
    begun(cuttings).keep("judul", "Panen raya", ["story:1", "paper:main"])
    assert begun(cuttings).find("judul") == "Panen raya"
    cuttings._generations.bump(["story:2"])
    assert begun(cuttings).find("judul") == "Panen raya"
    cuttings._generations.bump(["story:1"])
    assert begun(cuttings).find("judul") is None


def test_a_clipping_made_of_rows_read_before_a_change_is_stale_at_birth(cuttings):
    slow = begun(cuttings)
    cuttings._generations.bump(["story:1"])
    slow.keep("judul", "Lama", ["story:1"])
    assert begun(cuttings).find("judul") is None


def test_a_clipping_is_not_used_for_a_print_made_before_its_keys_turn(cuttings):
    begun(cuttings).keep("judul", "Lama", ["story:1"])
    ahead = cuttings.during(cuttings._generations.begin(), ["story:1"])
    assert ahead.find("judul") is None
    assert cuttings.during(cuttings._generations.begin(), ["story:2"]).find("judul") == "Lama"


def test_the_oldest_pieces_make_room(cuttings):
    for number in range(5):
        begun(cuttings).keep(number, "x" * 40, ["story:1"])
    assert [number for number in range(5) if begun(cuttings).find(number)] == [3, 4]


def test_without_a_press_nothing_is_kept():
    assert clippings.keep("judul", "Panen raya", ["story:1"]) == "Panen raya"
    assert clippings.find("judul") is None


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("path", ["/", "/global/", "/rss.xml", "/global/rss.xml"])
def test_a_changed_story_is_made_anew_and_its_neighbour_is_not(path):
    a_live_story("Tetangga yang tetap", section=a_section(slug="global"))
    story = a_live_story("Judul lama", section=a_section(slug="global"))
    services.print_page(Address(HOST, path))
    story.headline = "Judul yang baru"
    stories.save_draft(story)
    made = []
    with patch("kabar.press.clippings.Clippings.keep", lambda _self, name, *rest: made.append(name)):
        stories.publish(story)
        page = text_of(services.print_page(Address(HOST, path)))
    assert "Judul yang baru" in page and "Judul lama" not in page and "Tetangga yang tetap" in page
    assert {pk for _, name in made for pk in name if isinstance(pk, int)} <= {story.pk}


@pytest.mark.django_db(transaction=True)
def test_an_item_of_a_feed_changes_with_the_story_it_points_to():
    other = a_live_story("Judul lama")
    pointing = {"story": other.pk, "title": "", "url": ""}
    a_live_story("Yang menunjuk", body=[("also_read", pointing)])
    feed = Address(HOST, "/rss.xml")
    assert text_of(services.print_page(feed)).count("Judul lama") == 2
    other.headline = "Judul yang baru"
    stories.save_draft(other)
    stories.publish(other)
    page = text_of(services.print_page(feed))
    assert page.count("Judul yang baru") == 2 and "Judul lama" not in page


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("path", ["/rss.xml", "/global/rss.xml"])
def test_a_feed_that_is_printed_while_the_most_read_turn_does_not_keep_the_old_headline(
    path, machines, monkeypatch
):
    story = a_live_story("Judul lama", section=a_section(slug="global"))
    Ranking.objects.create(paper="main", stories=[story.pk], at=clock.now())
    machines.generations.bump([press_keys.most_read("main")])
    feed, ahead, printed = Address(HOST, path), services._print_ahead, []

    def meanwhile(address, turning):
        printed.append(text_of(services.print_page(feed)))
        return ahead(address, turning)

    services.print_page(feed)
    story.headline = "Judul yang baru"
    stories.save_draft(story)
    monkeypatch.setattr(services, "_print_ahead", meanwhile)
    stories.publish(story)
    assert printed, "nothing waited for its print"
    page = text_of(services.print_page(feed))
    assert "Judul yang baru" in page and "Judul lama" not in page


def text_of(plate) -> str:
    return b"".join(part.plain for part in plate.parts if isinstance(part, Piece)).decode()


@pytest.mark.django_db(transaction=True)
def test_a_front_reads_no_story_that_is_what_it_was(machines):
    for headline in ("Yang pertama", "Yang kedua", "Yang ketiga"):
        a_live_story(headline)
    machines.generations.bump(["front:main"])
    with patch("kabar.stories.queries.listed") as asked:
        page = text_of(services.print_page(Address(HOST, "/")))
    assert not asked.called
    assert all(headline in page for headline in ("Yang pertama", "Yang kedua", "Yang ketiga"))


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("path", ["/", "/global/"])
def test_what_is_placed_by_hand_stands_there_at_once_and_after_the_next_story(path):
    of_place = a_section(slug="global") if path == "/global/" else None
    placed = a_live_story("Ditaruh dengan tangan", section=a_section(slug="global"))
    a_live_story("Lebih baru", section=a_section(slug="global"))
    arrange(Place("main", of_place), {LEAD: Choice(placed.pk)}, by=None)
    assert leads(text_of(hanging(path))) == "Ditaruh dengan tangan"
    a_live_story("Paling baru", section=a_section(slug="global"))
    assert leads(text_of(hanging(path))) == "Ditaruh dengan tangan"
    arrange(Place("main", of_place), {}, by=None)
    assert leads(text_of(hanging(path))) == "Paling baru"


def hanging(path: str):
    """What a reader gets without a print."""
    plate = works().rack.take(Address(HOST, path))
    assert plate is not None and works().generations.fresh(plate)
    return plate


def leads(page: str) -> str:
    return (
        page.partition('class="lead-headline')[2]
        .partition("</h2>")[0]
        .rpartition("</a>")[0]
        .rpartition(">")[2]
    )
