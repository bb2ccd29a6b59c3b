"""A stranger meets the wall at the fourth story, Sari reads on and gives one away; and nothing leaks."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from kabar.plates import Address
from tests.faults.canaries import read, stored, surfaces
from tools.walking_paper import WalkingPaper, walk

pytestmark = pytest.mark.once
CANARY = "kanarikuning"
#: A closed story with a canary in every kind of block behind its mark, four metered ones, and a member.
STAGE = f"""
import json
from kabar.pictures.testing import a_picture
from kabar.readers import services
from kabar.readers.testing import a_reader
from kabar.readers.door.sessions import begin
from kabar.stories.testing import a_live_story
from kabar.topics.models import Topic

canary, picture = "{CANARY}", a_picture(700, 400, title="Foto")
other = a_live_story("Berita lain")
rest = [
    ("members_from", None),
    ("paragraph", f"<p>Isi {{canary}}</p>"), ("heading", {{"text": canary, "level": "2"}}),
    ("quote", {{"text": canary, "who": canary, "role": canary, "attribution": ""}}),
    ("list", {{"ordered": False, "items": [f"<p>{{canary}}</p>"]}}),
    ("picture", {{"picture": picture, "caption": canary, "alt": canary, "size": "column"}}),
    ("gallery", {{"title": canary, "pictures": [{{"picture": picture, "caption": canary}}]}}),
    ("fact_box", {{"title": canary, "body": f"<p>{{canary}}</p>"}}),
    ("embed", {{"url": "https://www.youtube.com/watch?v=dQw4w9WgXcQ", "caption": canary}}),
    ("also_read", {{"story": other.pk, "title": canary, "url": ""}}),
]
topic = Topic.objects.create(name="Pelabuhan", slug="pelabuhan")
opened = ("paragraph", "<p>Kapal berlabuh pada pagi yang terbuka.</p>")
body = [opened, *rest]
story = a_live_story("Kapal anggota", body=body, access="members", topics=[topic])
metered = [
    a_live_story(f"Kapal bermeter {{number}}", body=body, access="metered", topics=[topic])
    for number in range(4)
]
sari = a_reader("sari@example.id", name="Sari")
services.grant(sari, "members_only", until=None, because="proof")
_session, secret = begin(sari, device="Chromium", how="code")
print(json.dumps({{
    "story": story.path, "pk": story.pk, "metered": [one.path for one in metered],
    "secret": secret,
}}))
"""
TAKE_BACK = """
from kabar.readers import services
from kabar.readers.models import Reader
services.revoke(Reader.objects.get(email="sari@example.id"), "members_only", because="proof")
"""


@pytest.fixture(scope="module")
def paper(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WalkingPaper]:
    """A paper of its own."""
    with walk(tmp_path_factory.mktemp("members") / "paper", demo=False) as walking:
        yield walking


@pytest.fixture(scope="module")
def staged(paper: WalkingPaper) -> dict:
    return json.loads(paper.python(STAGE))


def everywhere(paper: WalkingPaper, staged: dict) -> list[str]:
    """Every public address that could tell of the rest."""
    story, pk = staged["story"], staged["pk"]
    return [
        *surfaces(paper), story, "/api/v1/stories", f"/api/v1/stories/{pk}", "/api/v1/search?q=kapal",
        *staged["metered"], "/topik/pelabuhan/", "/penulis/ayu-lestari/",
        "/cari/?q=kapal", f"/oembed?url={paper.address}{story}", f"/.rest/{pk}", f"/-/rest/{pk}",
        f"/-/whole/{pk}", f"/-/whole/{pk}?is=lite",
    ]  # fmt: skip


def telling(paper: WalkingPaper, paths: list[str], **headers: str) -> list[str]:
    """The addresses whose answer holds the canary."""
    return [path for path in paths if CANARY.encode() in read(paper, path, **headers)[2]]


def test_no_public_surface_and_no_plate_but_its_own_tells_the_rest_of_a_story(paper, staged):
    paths = everywhere(paper, staged)
    cookie = f"kabar_reader={staged['secret']}"
    assert telling(paper, paths) == telling(paper, paths, save_data="on") == []
    assert stored(paper, CANARY) == []
    assert b"Kapal" in read(paper, "/cari/?q=kapal")[2]
    assert b"Kapal" not in read(paper, f"/cari/?q={CANARY}")[2]
    # A member has had it printed and laid on the shelf, and still nobody else finds it.
    rest = f"/-/rest/{staged['pk']}"
    first = read(paper, rest, cookie=cookie)
    given = next(part for part in first[1]["set-cookie"].split(", ") if part.startswith("kabar_pass="))
    opening = given.partition(";")[0]
    for _ in range(3):
        status, headers, body = read(paper, rest, cookie=opening)
        assert (status, headers["cache-control"]) == (200, "no-store") and CANARY.encode() in body
    assert "etag" not in headers and "set-cookie" not in headers
    assert telling(paper, paths) == telling(paper, paths, save_data="on") == []
    assert (
        telling(
            paper, [path for path in paths if path not in (rest, f"/.rest/{staged['pk']}")], cookie=opening
        )
        == []
    )
    own = Address(f"localhost:{paper.port}", f"/.rest/{staged['pk']}").to_key()
    assert stored(paper, CANARY) == [own]


def a_window(browser: Browser, paper: WalkingPaper, secret: str = "", **more) -> Page:
    context = browser.new_context(locale="id-ID", viewport={"width": 390, "height": 844}, **more)
    if secret:
        context.add_cookies([
            {"name": name, "value": value, "url": paper.address}
            for name, value in (("kabar_reader", secret), ("kabar_known", "1"))
        ])  # fmt: skip
    return context.new_page()


SHIFTS = """new PerformanceObserver((list) => list.getEntries().forEach((one) => {
  if (!one.hadRecentInput) window.shifted = (window.shifted ?? 0) + one.value;
})).observe({ type: "layout-shift", buffered: true })"""


@pytest.mark.browser
def test_a_stranger_meets_the_wall_a_member_reads_on_and_a_gift_opens(paper, staged, browser, hear) -> None:
    stranger = a_window(browser, paper)
    hear(stranger)
    stranger.add_init_script(SHIFTS)
    for path in staged["metered"][:3]:
        stranger.goto(paper.url(path))
        expect(stranger.locator(".story-rest")).to_contain_text(CANARY)
    expect(stranger.locator(".rest-said")).to_contain_text("Berita ke-3 dari 3")
    stranger.goto(paper.url(staged["metered"][3]))
    expect(stranger.get_by_role("heading", name="Jatah bacaan Anda bulan ini habis")).to_be_attached()
    assert CANARY not in stranger.content()
    assert stranger.evaluate("window.shifted ?? 0") < 0.01

    sari = a_window(browser, paper, staged["secret"])
    hear(sari)
    sari.goto(paper.url(staged["story"]))
    expect(sari.locator(".story-rest")).to_contain_text(CANARY)
    sari.get_by_role("link", name="Hadiahkan berita ini").click()
    sari.get_by_role("button", name="Buat tautan hadiah").click()
    link = sari.locator(".gift-link").input_value()
    stranger.goto(link)
    expect(stranger.locator(".story-body")).to_contain_text(CANARY)

    plain = a_window(browser, paper, staged["secret"], java_script_enabled=False)
    plain.goto(paper.url(staged["story"]))
    assert CANARY not in plain.content()
    plain.get_by_role("link", name="Saya anggota: baca terus").click()
    expect(plain.locator(".story-body").first).to_contain_text(CANARY)

    sari.get_by_role("button", name="Tarik kembali").click()
    expect(sari.get_by_text("Ditarik kembali")).to_be_visible()
    stranger.goto(link)
    expect(stranger).to_have_url(paper.url(staged["story"]))


def test_what_is_taken_back_opens_nothing_five_seconds_later(paper, staged):
    rest, cookie = f"/-/rest/{staged['pk']}", f"kabar_reader={staged['secret']}"
    headers = read(paper, rest, cookie=cookie)[1]
    opening = next(
        part for part in headers["set-cookie"].split(", ") if part.startswith("kabar_pass=")
    ).partition(";")[0]
    assert telling(paper, [rest], cookie=opening) == [rest]
    paper.python(TAKE_BACK)
    taken = time.monotonic()
    while telling(paper, [rest], cookie=opening):
        assert time.monotonic() - taken < 5
    assert telling(paper, [rest], cookie=cookie) == []
