"""Outside judges find nothing wrong with any kind of page or feed of the demo paper."""

from __future__ import annotations

import re
from urllib.parse import urljoin, urlsplit

import pytest
from bs4 import BeautifulSoup

from tools.judges import (
    accessibility,
    feeds,
    install,
    lighthouse,
    pages,
    places,
    reader_addresses,
    robots,
    sitemaps,
    structured_data,
)
from tools.judges.fetching import fetch, transferred
from tools.judges.report import Report
from tools.walking_paper import WalkingPaper

pytestmark = pytest.mark.judges

KINDS = (
    "front",
    "section",
    "story",
    "topic",
    "author",
    "day",
    "search",
    "search with results",
    "search without results",
    "about",
    "imprint",
    "policy",
    "ledger",
    "what was said before",
    "corrections policy",
    "request form",
    "guideline",
    "shelf",
    "sign-in",
    "live story",
)
SCORED = ("front", "section", "story")
MOST_BYTES = 35 * 1024
#: The paper's letters come once, for all its pages, and are kept for good.
MOST_OF_LETTERS = 60 * 1024
FONT = re.compile(r'url\("([^"]+\.woff2)"\)')


@pytest.fixture(scope="session")
def judges() -> None:
    """The judges, installed; a paper that was not judged is not a paper that passed."""
    assert install.main() == 0, "the judges cannot be installed here"
    missing = f"schemas are missing: set KABAR_SHARED (default {places.REPOSITORY.parent / 'shared'})"
    assert places.schema(structured_data.VOCABULARY), missing


@pytest.fixture(scope="session")
def addresses(walking_paper: WalkingPaper) -> dict[str, str]:
    """One address of every kind of page of the demo paper, printed as it stays."""
    walking_paper.until_pictures_are_fine()
    return reader_addresses.pages(walking_paper.address)


@pytest.fixture(scope="session")
def page_reports(judges: None, addresses: dict[str, str]) -> dict[str, Report]:
    """What the checker and its friends say of every kind of page, asked once."""
    return dict(zip(addresses, pages.judge(list(addresses.values())), strict=True))


@pytest.fixture(scope="session")
def access_reports(judges: None, addresses: dict[str, str]) -> dict[str, Report]:
    """What axe says of every kind of page, of the three that matter most in every look."""
    brief = {kind: url for kind, url in addresses.items() if kind not in SCORED}
    whole = {kind: addresses[kind] for kind in SCORED}
    told = accessibility.judge(list(brief.values()), accessibility.BRIEFLY)
    return dict(zip([*brief, *whole], [*told, *accessibility.judge(list(whole.values()))], strict=True))


def verdict(report: Report) -> str:
    """The whole report as an assertion's message."""
    return f"\n{report}"


@pytest.mark.parametrize("kind", KINDS)
def test_the_checkers_find_no_error(kind: str, page_reports: dict[str, Report]) -> None:
    assert page_reports[kind].passed, verdict(page_reports[kind])


@pytest.mark.parametrize("kind", KINDS)
def test_everybody_can_read_it(kind: str, access_reports: dict[str, Report]) -> None:
    assert access_reports[kind].passed, verdict(access_reports[kind])


@pytest.mark.parametrize("kind", SCORED)
def test_lighthouse_is_content(kind: str, judges: None, addresses: dict[str, str]) -> None:
    report = lighthouse.judge_what_is_steady(addresses[kind])
    assert report.passed, verdict(report)


def test_a_story_is_recognised_as_a_news_article(page_reports: dict[str, Report]) -> None:
    assert page_reports["story"].figures["article"] == "yes"


def test_an_address_that_never_was_is_a_sound_page(judges: None, walking_paper: WalkingPaper) -> None:
    [report] = pages.judge([walking_paper.url("/tidak-ada/2022/05/13/tidak-pernah-ada")], status=404)
    assert report.passed, verdict(report)


def test_the_page_of_a_killed_story_says_why_and_is_sound(judges: None, walking_paper: WalkingPaper) -> None:
    path = walking_paper.python(
        "from kabar.stories.models import Story; print(Story.objects.get(state='killed').path, end='')"
    )
    [report] = pages.judge([walking_paper.url(path)], status=410)
    assert report.passed, verdict(report)
    assert "membuat seorang anak dapat dikenali" in fetch(walking_paper.url(path)).body.decode()


@pytest.mark.parametrize("whose", ["paper", "atom", "section", "ledger"])
def test_feed_readers_can_read_the_feed(whose: str, judges: None, walking_paper: WalkingPaper) -> None:
    report = feeds.judge(reader_addresses.feeds(walking_paper.address)[whose])
    assert report.passed, verdict(report)
    assert int(str(report.figures["entries"])) > 0


@pytest.mark.parametrize("path", ["/sitemap.xml", "/sitemap-news.xml"])
def test_the_sitemaps_keep_to_their_schemas(path: str, judges: None, walking_paper: WalkingPaper) -> None:
    report = sitemaps.judge(walking_paper.url(path))
    assert report.passed, verdict(report)


def test_the_sitemaps_name_the_story(walking_paper: WalkingPaper, addresses: dict[str, str]) -> None:
    report = sitemaps.judge(walking_paper.url("/sitemap.xml"))
    assert int(str(report.figures["addresses"])) >= 40, verdict(report)


def test_robots_are_told_where_the_sitemaps_are(walking_paper: WalkingPaper) -> None:
    report = robots.judge(walking_paper.url("/robots.txt"))
    assert report.passed and not report.warnings, verdict(report)


def test_a_story_without_its_pictures_is_a_light_read(addresses: dict[str, str]) -> None:
    story = addresses["story"]
    soup = BeautifulSoup(fetch(story).body, "html5lib")
    styles = [str(link["href"]) for link in soup.find_all("link", rel="stylesheet")]
    scripts = [str(script["src"]) for script in soup.find_all("script", src=True)]
    parts = {story, *(urljoin(story, part) for part in styles + scripts)}
    sheets = [urljoin(story, sheet) for sheet in styles]
    letters = {urljoin(sheet, font) for sheet in sheets for font in FONT.findall(fetch(sheet).body.decode())}
    hosts = {urlsplit(part).netloc for part in parts | letters}
    assert hosts == {urlsplit(story).netloc}, "a third party is asked"
    assert sum(map(transferred, parts)) <= MOST_BYTES
    assert letters and sum(map(transferred, letters)) <= MOST_OF_LETTERS
