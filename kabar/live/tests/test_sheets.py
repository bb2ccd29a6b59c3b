"""A long live story prints its newest entries; the others stand on sheets, to which everything leads."""

import gzip
import json
import random
import re
from types import SimpleNamespace

import pytest
from bs4 import BeautifulSoup

from kabar.live import press_keys, services
from kabar.live.models import Entry
from kabar.live.on_the_story import pieces_of
from kabar.live.sheets import ENTRIES, LETTERS, laid_out
from kabar.live.testing import told_live
from kabar.masthead.pages import keys_of
from kabar.plates import Address, Variant
from kabar.press.render import render
from kabar.stories import services as stories
from kabar.stories.models import Story
from kabar.stories.testing import rina

pytestmark = pytest.mark.django_db

HOST = "localhost:8000"
SYLLABLES = re.findall("..", "barakajilomutanisirengadipewongirsukemalyatuhendra")
#: What the styles and scripts of a live story's page weigh.
REST_OF_THE_PAGE, REST_OF_LITE = 19_500, 1_500


def words(dice: random.Random, count: int) -> str:
    """Return a text of words that hardly repeat, as real ones do."""
    return " ".join("".join(dice.choices(SYLLABLES, k=dice.randint(1, 4))) for _ in range(count))


def told_at_length(entries: int, length: int = 75, **fields):
    """Return a live story of so many entries, every tenth of them a key moment."""
    shown, dice = told_live(headline="Banjir kiriman merendam bantaran", **fields), random.Random(7)
    made = [
        Entry(
            live_story=shown, state=Entry.State.PUBLISHED, body=words(dice, length), number=shown.number,
            title=words(dice, 4) if n % 10 == 0 else "", key_moment=n % 10 == 0,
        )
        for n in range(entries)
    ]  # fmt: skip
    Entry.objects.bulk_create(made)
    services.summarise(shown, "- Air naik\n- Dua rumah hanyut", by=rina())
    return shown


def page(path, variant=Variant.ADS):
    return render(Address(HOST, path, "", variant))


def soup_of(path, variant=Variant.ADS):
    return BeautifulSoup(page(path, variant).content, "html5lib")


def on_it(soup):
    return [int(entry["id"].removeprefix("entry-")) for entry in soup.select("li.live-entry")]


@pytest.fixture
def flood(settings):
    return told_at_length(250)


def test_the_page_of_two_hundred_and_fifty_entries_stays_light(flood):
    full, lite = (
        len(gzip.compress(page(flood.story.path, each).content)) for each in (Variant.ADS, Variant.LITE)
    )
    assert full + REST_OF_THE_PAGE < 35_000 and lite + REST_OF_LITE < 20_000, (full, lite)


def test_the_longest_entries_do_not_make_it_heavy():
    shown = told_at_length(40, length=700)
    assert len(gzip.compress(page(shown.story.path, Variant.LITE).content)) + REST_OF_LITE < 25_000


def test_every_entry_stands_once_and_each_sheet_leads_to_the_next(flood):
    told, path = [], flood.story.path
    soup = soup_of(path)
    assert ENTRIES <= len(on_it(soup)) <= 2 * ENTRIES
    while True:
        told += on_it(soup)
        onward = soup.select_one("a[rel=next]")
        if onward is None:
            break
        soup = soup_of(onward["href"])
        assert soup.select_one("link[rel=canonical]")["href"].endswith(onward["href"])
        assert not soup.select("[data-live], #live-summary")
    assert told == sorted(Entry.objects.values_list("pk", flat=True), reverse=True)
    assert soup.select_one("a[rel=prev]")["href"] == f"{path}/live/2"


@pytest.mark.parametrize("variant", [Variant.ADS, Variant.LITE])
def test_moments_and_links_from_elsewhere_lead_to_where_an_entry_stands(flood, variant):
    sheets: dict[str, BeautifulSoup] = {}

    def opened(path):
        if path not in sheets:
            sheets[path] = soup_of(path, variant)
        return sheets[path]

    for path in (flood.story.path, f"{flood.story.path}/live/3"):
        soup = opened(path)
        moments = soup.select(".live-moments a")
        assert len(moments) == 25
        for link in moments:
            at, _, anchor = link["href"].partition("#")
            assert opened(at or path).find("li", id=anchor), link
    front = opened(flood.story.path)
    for entry in Entry.objects.all()[::17]:
        place = front.find(id=entry.anchor)
        sheet = place.find_parent("a")
        assert place.name == "li" or opened(sheet["href"]).find("li", id=entry.anchor)
    assert bool(front.select("[data-late$='older.js']")) == (variant is Variant.ADS)


def test_what_is_full_stays_as_it_is_when_entries_come():
    def entries(count):
        return [SimpleNamespace(pk=n, body="x" * 500) for n in range(count, 0, -1)]

    before, after = laid_out(entries(119), "/a"), laid_out(entries(142), "/a")
    assert [sheet.entries for sheet in after.sheets[: len(before.sheets)]] == [
        sheet.entries for sheet in before.sheets
    ]
    assert laid_out([], "/a").newest == [] and not laid_out(entries(2 * ENTRIES), "/a").sheets
    heavy = [SimpleNamespace(pk=n, body="x" * 5000) for n in range(9)]
    assert all(
        sum(len(entry.body) for entry in sheet.entries) <= LETTERS for sheet in laid_out(heavy, "/a").sheets
    )


def test_the_data_for_search_engines_is_of_the_entries_on_the_page(flood):
    html = page(flood.story.path).content.decode()
    found = [json.loads(text) for text in re.findall(r'ld\+json">(.*?)</script>', html)]
    blog = next(data for data in found if data["@type"] == "LiveBlogPosting")
    assert len(blog["liveBlogUpdate"]) == len(on_it(BeautifulSoup(html, "html5lib")))


def test_a_sheet_is_reprinted_with_its_entries_moves_with_its_story_and_leaves_with_it(flood):
    sheet = f"{flood.story.path}/live/2"
    assert press_keys.live(flood.story_id) in keys_of(page(sheet))
    assert page(f"{flood.story.path}/live/99").status_code == 404
    assert sheet in pieces_of(flood.story)
    draft = Story.objects.get(pk=flood.story_id)
    draft.slug = "banjir-besar"
    stories.save_draft(draft)
    stories.publish(draft, by=rina())
    moved = page(sheet)
    assert moved.status_code == 301 and moved["Location"].endswith("/banjir-besar/live/2")
    stories.kill(Story.objects.get(pk=draft.pk), by=rina(), reason="Salah", ground=stories.Ground.TRAUMA)
    assert page(moved["Location"]).status_code == 410


def test_those_who_follow_are_told_of_old_entries_too(flood):
    first = Entry.objects.filter(key_moment=False).earliest("pk")
    services.correct(first, "Dua rumah hanyut.", "Dua, bukan tiga.", by=rina())
    told = json.loads(page(f"/.live/{flood.story_id}").content)
    assert len(told["pieces"]) == 253
    assert max(told["pieces"], key=lambda piece: piece["number"])["place"] == first.anchor
