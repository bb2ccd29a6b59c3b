"""Two papers under one roof, each with its own host: nothing of one stands in the other."""

from __future__ import annotations

import re
from collections.abc import Iterator
from http.client import HTTPConnection
from typing import Any

import pytest

from tools.walking_paper import WalkingPaper, walk

pytestmark = pytest.mark.once
HOST = "village.example"
SISTER = f"""
[papers.desa]
name = "Village Post"
address = "http://{HOST}"
language = "en"
zone = "Asia/Jayapura"
[papers.desa.words]
search = "find"
"""
STORIES = """
from kabar.stories.testing import a_live_story, a_section
from kabar.topics.models import Topic
city, village = a_section("Global"), a_section("Global", paper="desa")
topics = [Topic.objects.create(paper=paper, name="Harvest", slug="harvest") for paper in ("main", "desa")]
print(a_live_story("Beras kota naik", section=city, topics=topics[:1]).path)
print(a_live_story("Beras desa turun", section=village, topics=topics[1:], language="en").path)
print(a_live_story("Beras desa lagi", section=village, language="en").path)
"""
LATER = """
from kabar.stories.testing import a_live_story, a_section
a_live_story("Beras desa pagi ini", section=a_section("Global", paper="desa"), language="en")
"""
OURS, THEIRS = "Beras kota", "Beras desa"


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[WalkingPaper, list[str]]]:
    """A city's paper and its sister of the village, on their feet, and where their stories stand."""
    with walk(tmp_path_factory.mktemp("sisters") / "paper", demo=False) as paper:
        paper.stop()
        settings = paper.folder / "kabar.toml"
        settings.write_text(settings.read_text() + SISTER)
        theme = paper.folder / "masthead" / "static" / "desa" / "theme.css"
        theme.parent.mkdir(parents=True)
        theme.write_text("@layer paper { :root { --accent: oklch(0.45 0.15 145); } }")
        paper.kabar("migrate", "--paper", paper.folder)
        paper.start()
        yield paper, paper.python(STORIES).split()


def get(paper: WalkingPaper, path: str, *, village: bool = False) -> tuple[int, str]:
    """Ask the one newsstand as a reader of either paper does."""
    connection = HTTPConnection("127.0.0.1", paper.port, timeout=20)
    connection.request("GET", path, headers={"Host": HOST if village else f"localhost:{paper.port}"})
    answer = connection.getresponse()
    return answer.status, answer.read().decode()


LISTS = ("/", "/global/", "/rss.xml", "/global/rss.xml", "/sitemap-news.xml", "/sitemap-1.xml")


@pytest.mark.parametrize("path", [*LISTS, "/cari/?q=beras", "/topik/harvest/"])
def test_the_city_reads_of_the_city(papers: Any, path: str) -> None:
    status, page = get(papers[0], path)
    assert (status, OURS.lower() in plain(page), THEIRS.lower() in plain(page)) == (200, True, False)


@pytest.mark.parametrize("path", [*LISTS, "/find/?q=beras", "/topic/harvest/"])
def test_the_village_reads_of_the_village(papers: Any, path: str) -> None:
    status, page = get(papers[0], path, village=True)
    assert (status, THEIRS.lower() in plain(page), OURS.lower() in plain(page)) == (200, True, False)


def test_a_story_stands_only_in_its_own_paper(papers: Any) -> None:
    paper, (city, village, _) = papers
    assert [get(paper, city)[0], get(paper, village, village=True)[0]] == [200, 200]
    assert [get(paper, city, village=True)[0], get(paper, village)[0]] == [404, 404]


def test_each_paper_speaks_its_language_and_names_itself(papers: Any) -> None:
    paper, _ = papers
    city, village = get(paper, "/")[1], get(paper, "/", village=True)[1]
    assert '<html lang="id"' in city and '<html lang="en"' in village
    assert "Village Post" in village and "Village Post" not in city
    assert f"http://{HOST}/" in village and HOST not in city


def test_each_paper_answers_only_to_its_own_words(papers: Any) -> None:
    paper, _ = papers
    assert get(paper, "/find/?q=beras")[0] == get(paper, "/cari/?q=beras", village=True)[0] == 404


def test_news_of_the_village_is_no_news_in_the_city(papers: Any) -> None:
    paper, _ = papers
    before = get(paper, "/")[1]
    paper.python(LATER)
    assert "Beras desa pagi ini" in get(paper, "/", village=True)[1]
    assert get(paper, "/")[1] == before


def test_each_paper_has_its_theme_and_its_clocks(papers: Any) -> None:
    paper, (_, village, _) = papers
    page = get(paper, village, village=True)[1]
    for html, themed in ((page, True), (get(paper, "/")[1], False)):
        sheet = re.search(r'<link rel="stylesheet" href="([^"]+)">', html)
        assert sheet and ("oklch(0.45 0.15 145)" in get(paper, sheet[1])[1]) is themed
    assert "WIT" in page and "WIB" not in page


LEND = """
from kabar.sections.models import Section
from kabar.sisters.services import offer
from kabar.stories.models import Story
from kabar.stories.testing import rina
story = Story.objects.get(headline="Beras kota naik")
print(offer(story, Section.objects.get(paper="desa"), by=rina()).path)
"""
WITHDRAW = """
from kabar.stories.models import Story
from kabar.stories.services import withdraw
from kabar.stories.testing import rina
withdraw(Story.objects.get(headline="Beras kota naik"), by=rina(), reason="Angkanya salah")
"""


def test_a_story_of_the_city_is_lent_to_the_village_and_leaves_both_at_once(papers: Any) -> None:
    paper, (city, _, _) = papers
    lent = paper.python(LEND).strip()
    status, page = get(paper, lent, village=True)
    assert status == 200 and "First published by" in page and "Village Post" in page
    assert re.search(rf'<link rel="canonical" href="http://localhost:\d+{city}">', page)
    assert all(lent in get(paper, path, village=True)[1] for path in ("/", "/global/"))
    assert not any(lent in get(paper, path, village=True)[1] for path in ("/rss.xml", "/sitemap-news.xml"))
    paper.python(WITHDRAW)
    for path, village in ((city, False), (lent, True)):
        status, page = get(paper, path, village=village)
        assert status == 410 and "Angkanya salah" in page
    assert lent not in get(paper, "/", village=True)[1]


def test_a_host_that_is_no_paper_is_told_so(papers: Any) -> None:
    connection = HTTPConnection("127.0.0.1", papers[0].port, timeout=20)
    connection.request("GET", "/", headers={"Host": "elsewhere.example"})
    assert connection.getresponse().status == 421


def plain(page: str) -> str:
    """Return a page in small letters, with what marks found words taken out and slugs read as words."""
    return page.replace("<mark>", "").replace("</mark>", "").replace("-", " ").lower()
