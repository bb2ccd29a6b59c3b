"""The data-saver edition of the demo paper: every story whole, in 30 KB at most, with nothing that runs."""

from __future__ import annotations

import gzip
import urllib.request
from urllib.parse import urljoin

import pytest
from bs4 import BeautifulSoup

from tools.judges import reader_addresses
from tools.walking_paper import WalkingPaper

pytestmark = pytest.mark.once

MOST_BYTES = 30 * 1024
RUNS_OR_IS_FETCHED = "script, img, video, source, iframe, picture, link[rel=preload], style, [style]"


def saving(url: str) -> tuple[bytes, int]:
    """What a browser that saves data gets, and how many bytes come over the line, headers included."""
    asking = urllib.request.Request(url, headers={"Save-Data": "on", "Accept-Encoding": "gzip"})
    with urllib.request.urlopen(asking, timeout=30) as answer:
        packed = answer.read()
        return gzip.decompress(packed), len(packed) + len(str(answer.headers))


@pytest.fixture(scope="module")
def stories(walking_paper: WalkingPaper) -> list[str]:
    """Every story of the demo paper."""
    paths = walking_paper.python(
        "from kabar.stories.models import Story\n"
        "print(*Story.objects.filter(live=True, paper='main').values_list('path', flat=True))"
    )
    return [walking_paper.url(path) for path in paths.split()]


def test_every_story_is_whole_in_thirty_kilobytes(stories: list[str]) -> None:
    weights = {}
    for url in stories:
        html, weight = saving(url)
        soup = BeautifulSoup(html, "html5lib")
        fetched = soup.select(
            "script, img, video, source, iframe, picture, link[rel=preload], style, [style]"
        )
        assert not fetched, f"{url}: {fetched[:2]}"
        sheets = {urljoin(url, str(link["href"])) for link in soup.select("link[rel=stylesheet]")}
        weights[url] = weight + sum(saving(sheet)[1] for sheet in sheets)
        assert not soup.select("a a"), url
        assert soup.select_one(".story-body p"), url
    assert len(weights) > 30
    assert max(weights.values()) <= MOST_BYTES, sorted(weights.items(), key=lambda one: -one[1])[:3]


def test_pictures_are_links_that_open(walking_paper: WalkingPaper, stories: list[str]) -> None:
    links = {
        urljoin(url, str(link["href"]))
        for url in stories[:12]
        for link in BeautifulSoup(saving(url)[0], "html5lib").select("a.on-tap")
    }
    assert links
    with urllib.request.urlopen(sorted(links)[0], timeout=30) as answer:
        assert answer.status == 200


def test_every_kind_of_page_has_the_way_there_and_back(walking_paper: WalkingPaper) -> None:
    for kind, url in reader_addresses.pages(walking_paper.address).items():
        if kind in ("request form", "sign-in", "search", "search with results", "search without results"):
            continue
        html, _ = saving(url)
        soup = BeautifulSoup(html, "html5lib")
        assert "is=full" in str(soup.select_one(".data-saver a")["href"]), kind
        assert not soup.select("img, script"), kind
