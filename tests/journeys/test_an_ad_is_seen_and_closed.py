"""Budi sees an ad on his telephone and closes it; he refuses the network; a member sees none of all this."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tools.walking_paper import WalkingPaper, walk

pytestmark = pytest.mark.once

STAGE = """
import json
from django.conf import settings
from kabar import clock
from kabar.advertising.models import Form
from kabar.advertising.places import Place
from kabar.advertising.testing import a_banner, a_bundle, a_campaign
from kabar.passes import PassOffice
from kabar.plates import Variant
from kabar.readers.door import sessions
from kabar.readers.models import Entitlement
from kabar.readers.testing import a_reader
from kabar.stories.testing import a_live_story

paragraph = ('paragraph', '<p>' + 'Warga menyeberang sejak pagi. ' * 12 + '</p>')
for number in range(6):
    a_live_story(f'Kabar ke-{number} dari desa', body=[paragraph])
story = a_live_story('Jembatan desa dibuka', body=[paragraph] * 8)
a_campaign(places=(Place.FRONT_TOP,), form=Form.PICTURE, data=a_banner(320, 100))
a_campaign(places=(Place.IN_STORY,), form=Form.HTML, data=a_bundle(index_html=
    '<style>body{margin:0;background:#135}a{display:block;height:250px;color:#fff}</style>'
    '<a id=go target=_blank>Kopi desa</a><script src=run.js></script>',
    run_js='document.getElementById("go").href=new URLSearchParams(location.search).get("clickTag");'
    'try{parent.document.title="dicuri"}catch(e){document.body.dataset.apart="ya"}'))
sari = a_reader(email='sari@example.id')
session, secret = sessions.begin(sari, device='x', how='code')
Entitlement.objects.create(reader=sari, name='ad_free', because='proof', starts=clock.now())
until = int(clock.now().timestamp()) + 600
token = PassOffice(settings.SECRET_KEY).issue(Variant.MEMBER, until, session.serial)
print(json.dumps([story.path, {'kabar_reader': secret, 'kabar_known': '1', 'kabar_pass': token}]))
"""
COUNTS = """
import json
from kabar.advertising.models import Count
print(json.dumps([[c.place, c.what, c.number] for c in Count.objects.all()]))
"""
#: What has moved under the reader, by Chromium's own count, and how far.
MOVED = """new Promise(told => { const said = []; new PerformanceObserver(list => {
  for (const one of list.getEntries()) if (!one.hadRecentInput)
    for (const {node} of one.sources) said.push(`${one.value} ${node?.outerHTML?.slice(0, 80)}`);
}).observe({type: 'layout-shift', buffered: true}); setTimeout(() => told(said), 400) })"""
#: Chromium sends what a page says while it goes under its own name, which is a machine's.
PUT_AWAY = """Object.defineProperty(document, 'hidden', {value: true});
  document.dispatchEvent(new Event('visibilitychange', {bubbles: true}))"""
#: Keeps count of the messages that pages send; nobody is told of requests that may outlive their page.
TOLD = """const send = fetch; self.fetch = (to, said) => {
  if (to === '/-/seen') localStorage.messages = Number(localStorage.messages ?? 0) + 1;
  return send(to, said); }"""
MESSAGES = "Number(localStorage.messages ?? 0)"
OUTSIDE = "https://jejaring.example"
ADVERTISER = "https://kopi.example/"
PHONE = "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 Chrome/140.0.0.0 Mobile Safari/537.36"


@pytest.fixture(scope="module")
def paper(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WalkingPaper]:
    """A paper with two campaigns and an outside network."""
    with walk(tmp_path_factory.mktemp("ads") / "paper", demo=False, start=False) as walking:
        (walking.folder / "tag.html").write_text(f'<script src="{OUTSIDE}/tag.js"></script>')
        walking.environment |= {
            "KABAR_ADVERTISING_NETWORK": "Jejaring",
            "KABAR_ADVERTISING_NETWORK_TAG": "tag.html",
            "KABAR_ADVERTISING_NETWORK_HOSTS": OUTSIDE,
            "KABAR_ADVERTISING_TCF_CMP": "31",
        }
        walking.start()
        yield walking


@pytest.fixture(scope="module")
def staged(paper: WalkingPaper) -> Any:
    """Where the story stands, and Sari's cookies."""
    return json.loads(paper.python(STAGE))


@pytest.fixture
def phone(browser: Browser) -> Iterator[BrowserContext]:
    """A telephone of Budi's, which does not say that it is a machine."""
    context = browser.new_context(viewport={"width": 390, "height": 844}, locale="id-ID", user_agent=PHONE)
    context.asked = []  # type: ignore[attr-defined]
    context.on("request", lambda request: context.asked.append(request.url))  # type: ignore[attr-defined]
    # What letters that come late move is measured in tests/contracts; here it is what advertising moves.
    context.route("**/*.woff2", lambda route: route.abort())
    context.route(
        f"{OUTSIDE}/**",
        lambda route: route.fulfill(body="document.body.append('dari luar')", content_type="text/javascript"),
    )
    yield context
    context.close()


def of(context: BrowserContext, what: str) -> list[str]:
    """What was asked for, of a kind."""
    return [url for url in context.asked if what in url]  # type: ignore[attr-defined]


def open_page(context: BrowserContext, paper: WalkingPaper, path: str) -> Page:
    """A page whose boxes have been filled."""
    page = context.new_page()
    page.goto(paper.url(path), wait_until="load")
    page.wait_for_load_state("networkidle")
    return page


def counted(paper: WalkingPaper, wanted: dict[str, int]) -> dict[str, int]:
    """What is in the database of a paper, as soon as all of this is."""
    deadline, found = time.monotonic() + 20, {}
    while not set(wanted) <= set(found) and time.monotonic() < deadline:
        time.sleep(1.0)
        found = {f"{place} {what}": number for place, what, number in json.loads(paper.python(COUNTS))}
    return {name: number for name, number in found.items() if name in wanted}


def test_an_ad_is_seen_counted_closed_and_stays_closed(paper, staged, phone):
    phone.add_init_script(TOLD)
    page = open_page(phone, paper, "/")
    box = page.locator('.ad[data-ad="front-top"]')
    expect(box.locator("img")).to_be_visible()
    expect(box.locator(".ad-label")).to_have_text("Iklan")
    assert page.evaluate(MOVED) == []
    page.locator('.ad-consent button[value="no"]').click()
    page.wait_for_timeout(1300)
    goes_there = phone.expect_event("request", lambda request: request.url.startswith(ADVERTISER))
    with phone.expect_page() as opened, goes_there:
        box.locator("a[target]").click()
    opened.value.close()
    box.get_by_label("Tutup iklan").click()
    expect(box).to_have_class(re.compile("ad-closed"))
    expect(box.locator("img")).to_have_count(0)
    # Whoever goes on to another page takes along what is not told yet: a visit says it in one message.
    page.locator(f'a[href="{staged[0]}"]').first.click()
    story = page.locator('.ad[data-ad="in-story"]')
    story.scroll_into_view_if_needed()
    expect(story.locator("iframe")).to_be_attached()
    page.wait_for_timeout(1300)
    assert page.evaluate(MESSAGES) == 0
    page.evaluate(PUT_AWAY)
    once = {f"front-top {what}": 1 for what in ("seen", "viewed", "clicked", "closed")}
    once["in-story seen"] = 1
    assert page.evaluate(MESSAGES) == 1 and counted(paper, once) == once
    page.close()
    again = open_page(phone, paper, "/")
    expect(again.locator('.ad[data-ad="front-top"] img')).to_have_count(0)
    assert again.evaluate(MOVED) == []


def test_an_advertiser_s_html_runs_in_a_frame_that_sees_nothing_of_the_page(paper, staged, phone):
    page = open_page(phone, paper, staged[0])
    page.locator('.ad-consent button[value="no"]').click()
    box = page.locator('.ad[data-ad="in-story"]')
    box.scroll_into_view_if_needed()
    frame = box.frame_locator("iframe")
    expect(frame.locator("body")).to_have_attribute("data-apart", "ya")
    assert frame.locator("#go").get_attribute("href").startswith(f"{paper.address}/-/ads/go/")
    assert page.evaluate(MOVED) == []
    for width in (320, 390, 1440):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_network_stays_out_until_it_is_let_in_and_goes_when_it_is_refused(paper, staged, phone):
    page = open_page(phone, paper, staged[0])
    banner = page.locator(".ad-consent")
    expect(banner).to_be_visible()
    no, yes = (banner.locator(f'button[value="{value}"]').bounding_box() for value in ("no", "yes"))
    assert (no["width"], no["height"], no["y"]) == (yes["width"], yes["height"], yes["y"])
    banner.get_by_text("Tolak").click()
    page.reload(wait_until="networkidle")
    expect(banner).to_be_hidden()
    page.locator(".ad-choices").scroll_into_view_if_needed()
    assert not of(phone, OUTSIDE) and not of(phone, "/-/ads/network/")
    page.locator(".ad-choices").click()
    banner.get_by_text("Terima").click()
    outside = page.locator("iframe[data-outside]").first
    outside.scroll_into_view_if_needed()
    expect(outside.content_frame.locator("body")).to_contain_text("dari luar")
    assert of(phone, "#tcf=") or "tcf" in page.evaluate("localStorage['kabar:ad-consent']")
    page.locator(".ad-choices").click()
    banner.get_by_text("Tolak").click()
    expect(page.locator("iframe[data-outside]")).to_have_count(0)


def test_whoever_told_every_site_is_not_asked_by_this_one(paper, staged, phone):
    phone.add_init_script("Object.defineProperty(navigator, 'globalPrivacyControl', {value: true})")
    page = open_page(phone, paper, staged[0])
    expect(page.locator(".ad-choices")).to_be_visible()
    expect(page.locator(".ad-consent")).to_be_hidden()
    assert not of(phone, OUTSIDE)


def test_a_member_sees_and_asks_for_none_of_it(paper, staged, phone):
    path, cookies = staged
    phone.add_cookies(
        [{"name": name, "value": value, "url": paper.address} for name, value in cookies.items()]
    )
    for where in ("/", path):
        page = open_page(phone, paper, where)
        assert page.locator(".ad, .ad-consent, .ad-offer, iframe").count() == 0
        assert not re.search(r"advertising|/-/ads", page.content())
    assert not of(phone, "/-/ads") and not of(phone, "advertising")
