"""Advertising moves nothing on a page, and a member is sent and asks for none of it on any kind of page."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page

from tools.judges import accessibility, install, nu, reader_addresses
from tools.judges.fetching import fetch
from tools.judges.report import Report
from tools.walking_paper import WalkingPaper

pytestmark = [pytest.mark.browser, pytest.mark.once]
KABAR = Path(__file__).parents[2] / "kabar"
#: A campaign in every box, in all three forms; something on offer; a member, who has ordered besides.
STAGE = """
import json
from django.db import transaction
from kabar.advertising.models import Form
from kabar.advertising.places import Place
from kabar.advertising.testing import a_banner, a_bundle, a_campaign
from kabar.editions.models import Edition
from kabar.editions.services import open_edition
from kabar.membership.testing import a_plan, at_the_counter, order
from kabar.readers import services
from kabar.readers.door import sessions
from kabar.readers.testing import a_reader
from kabar.stories.models import Story
a_campaign(places=(Place.FRONT_TOP, Place.SECTION_TOP), form=Form.PICTURE, data=a_banner(970, 250))
a_campaign(places=(Place.BANDS, Place.BESIDE_STORY), form=Form.NATIVE)
html = a_bundle(index_html='<p>Kopi</p>')
a_campaign(places=(Place.IN_STORY, Place.AFTER_STORY), form=Form.HTML, data=html)
sari = a_reader('sari@example.id', name='Sari')
closed = Story.objects.filter(live=True, access='open').earliest('first_published_at')
Story.objects.filter(pk=closed.pk).update(access='members')
services.grant(sari, 'ad_free', until=None, because='proof')
with at_the_counter():
    wanted = order(sari, a_plan('Bulanan', slug='bulanan'))
with transaction.atomic():
    open_edition(Edition.Kind.MASTHEAD, ['offer:main', f'story:{closed.pk}'])
secret = sessions.begin(sari, device='Ponsel', how='code')[1]
print(json.dumps({'closed': closed.path, 'secret': secret, 'order': wanted.number}))
"""
CLEAR = """
from django.db import transaction
from kabar.advertising import reprints
from kabar.advertising.models import Campaign
from kabar.editions.models import Edition
from kabar.editions.services import open_edition
from kabar.membership.models import Order, Plan
from kabar.stories.models import Story
Campaign.objects.all().delete()
reprints.follow_paper('main')
Order.objects.all().delete()
Plan.objects.all().delete()
with transaction.atomic():
    closed = Story.objects.get(access='members')
    Story.objects.filter(pk=closed.pk).update(access='open')
    open_edition(Edition.Kind.MASTHEAD, ['offer:main', f'story:{closed.pk}'])
"""
#: Rooms of an account, in which nobody but its reader is.
ROOMS = (
    "", "saved/", "following/", "devices/", "data/", "membership/", "membership/voucher/",
    "membership/buy/bulanan/", "membership/order/{order}/",
)  # fmt: skip
#: Whatever would tell of advertising in a page, whoever wrote it.
TRACES = re.compile(r'class="ad[ -]|data-ad\b|kabar/advertising|/-/ads|data-offer')
#: What has moved under the reader, by Chromium's own count.
MOVED = """new Promise(told => { let sum = 0; const said = []; new PerformanceObserver(list => {
  for (const one of list.getEntries()) if (!one.hadRecentInput) {
    sum += one.value; for (const {node} of one.sources) said.push(node?.outerHTML?.slice(0, 90));
  }
}).observe({type: 'layout-shift', buffered: true}); setTimeout(() => told([sum, said]), 200) })"""
WHERE = ("front", "section", "story")
#: What axe is asked about: pages with advertising and with the wall as a stranger, the rooms as their reader.
STRANGER = (*WHERE, "closed story", "offer")


@pytest.fixture(scope="module")
def staged(walking_paper: WalkingPaper) -> Iterator[dict[str, Any]]:
    """The demo paper with an ad in every box and a member; cleared away afterwards."""
    yield json.loads(walking_paper.python(STAGE))
    walking_paper.python(CLEAR)


@pytest.fixture(scope="module")
def addresses(walking_paper: WalkingPaper, staged: dict[str, Any]) -> dict[str, str]:
    """One address of every kind of page."""
    rooms = {f"room {room}": f"/akun/{room.format(order=staged['order'])}" for room in ROOMS} | {
        "offer": "/langganan/",
        "closed story": staged["closed"],
    }
    return reader_addresses.pages(walking_paper.address) | {
        kind: walking_paper.url(path) for kind, path in rooms.items()
    }


def test_a_template_comes_to_advertising_by_an_inset_and_no_other_way():
    others = [
        path
        for suffix in ("html", "js", "css")
        for path in KABAR.rglob(f"*.{suffix}")
        if "advertising" not in path.parts and "tests" not in path.parts
    ]
    assert len(others) > 200
    assert [str(path) for path in others if TRACES.search(path.read_text("utf-8"))] == []


def test_a_member_is_sent_none_of_it_on_any_kind_of_page(
    walking_paper: WalkingPaper, staged: dict[str, Any], addresses: dict[str, str], browser: Browser
) -> None:
    context = browser.new_context(locale="id-ID", viewport={"width": 1280, "height": 800})
    asked: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    page = context.new_page()
    page.goto(addresses["front"], wait_until="networkidle")
    assert any("/-/ads/list/" in url for url in asked) and page.locator(".ad img").count()
    for name, value in (("kabar_reader", staged["secret"]), ("kabar_known", "1")):
        context.add_cookies([{"name": name, "value": value, "url": walking_paper.address}])
    page.goto(addresses["room "])
    for kind, url in addresses.items():
        asked.clear()
        answer = page.goto(url, wait_until="load")
        assert answer is not None and answer.status == 200, kind
        assert not TRACES.search(answer.text()), kind
        assert "frame-src" not in answer.headers.get("content-security-policy", ""), kind
        hosts = {urlsplit(one).netloc for one in asked if not one.startswith(("data:", "blob:"))}
        assert hosts == {urlsplit(url).netloc}, kind
        assert [one for one in asked if "/-/ads" in one or "advertising" in one] == [], kind
    context.close()


def until_filled(page: Page) -> int:
    """Scroll to the end and back, so that every box is filled; return how many are."""
    page.evaluate(
        "(async () => { for (let y = 0; y < document.body.scrollHeight; y += 600) {"
        " scrollTo(0, y); await new Promise(go => setTimeout(go, 30)); } scrollTo(0, 0); })()"
    )
    return page.locator(".ad .ad-room > *").count()


@pytest.mark.parametrize("width", [390, 1440])
def test_advertising_moves_nothing(width: int, addresses: dict[str, str], browser: Browser) -> None:
    context = browser.new_context(locale="id-ID", viewport={"width": width, "height": 900})
    # What letters that come late move is measured elsewhere; here it is what advertising moves.
    context.route("**/*.woff2", lambda route: route.abort())
    page = context.new_page()
    for kind in WHERE:
        page.goto(addresses[kind], wait_until="networkidle")
        assert until_filled(page) >= 1, kind
        assert page.evaluate(MOVED) == [0, []], kind
        assert page.evaluate("document.documentElement.scrollWidth") <= width, kind
    context.close()


def kept(page: Page) -> int:
    """How often the device remembers having been asked today."""
    return int(page.evaluate("JSON.parse(localStorage['kabar:ad-asked'] ?? '{}').times ?? 0"))


def test_nobody_is_offered_it_more_often_in_a_day_than_the_paper_says(
    addresses: dict[str, str], browser: Browser
) -> None:
    context = browser.new_context(locale="id-ID", viewport={"width": 390, "height": 844})
    page, asked = context.new_page(), []
    for view in range(4):
        page.goto(addresses["story"], wait_until="networkidle")
        offer = page.locator(".ad-offer")
        most = int(page.locator(".ad-offer a").get_attribute("data-asks") or 0)
        asked.append(offer.is_visible())
        if asked[-1]:
            offer.scroll_into_view_if_needed()
            # The page's policy lets nobody but its own scripts poll it.
            ends = time.monotonic() + 10
            while kept(page) <= view:
                assert time.monotonic() < ends, "the device does not remember having been asked"
                page.wait_for_timeout(50)
    assert 0 < most < 4 and asked == [view < most for view in range(4)]
    # Who looks for it finds it at the foot of every page.
    assert page.locator(".ad-colophon a").is_visible()
    context.close()


@pytest.mark.judges
def test_outside_judges_find_nothing_wrong_with_advertising_the_wall_or_the_rooms(
    staged: dict[str, Any], addresses: dict[str, str], browser: Browser
) -> None:
    assert install.main() == 0, "the judges cannot be installed here"
    signed_in = {"kabar_reader": staged["secret"], "kabar_known": "1"}
    cookie = "; ".join(f"{name}={value}" for name, value in signed_in.items())
    rooms = [url for kind, url in addresses.items() if kind.startswith("room ")]
    strangers = [addresses[kind] for kind in STRANGER]
    answers = [fetch(url) for url in strangers] + [fetch(url, Cookie=cookie) for url in rooms]
    reports = [Report(f"page {answer.url}") for answer in answers]
    nu.judge(answers, reports)
    reports += accessibility.judge_in(browser, strangers, {}, accessibility.BRIEFLY)
    reports += accessibility.judge_in(browser, rooms, signed_in, accessibility.BRIEFLY)
    assert [str(report) for report in reports if not report.passed] == []
