"""Budi joins by mail on his telephone; of two hundred members nothing stands in any shared page."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterator
from email import message_from_bytes, policy
from http.client import HTTPConnection
from itertools import cycle, islice, product

import lmdb
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from kabar.plates import Piece, Plate
from tools.passkeys import DEVICE
from tools.walking_paper import WalkingPaper, walk

pytestmark = pytest.mark.once
MEMBERS = 200
#: Readers with a canary in all that names them: half of them read without advertising.
STAGE = f"""
import json
from django.conf import settings
from django.db import transaction
from kabar import clock
from kabar.plates import Variant
from kabar.readers.door import passes, sessions
from kabar.readers.models import Entitlement, Reader
from kabar.passes import PassOffice
from kabar.stories.testing import a_live_story

paths = [a_live_story(f"Kapal nomor {{number}} berlabuh").path for number in range(3)]
office, now, told = PassOffice(settings.SECRET_KEY), clock.now(), []
transaction.set_autocommit(False)
for number in range({MEMBERS}):
    canary = f"kenari{{number:03}}x"
    reader = Reader.objects.create(email=f"{{canary}}@example.id", name=f"Nama {{canary}}")
    session, secret = sessions.begin(reader, device=canary, how="code")
    cookies = f"kabar_reader={{secret}}; kabar_known=1"
    if number % 2:
        Entitlement.objects.create(reader=reader, name="ad_free", because="proof", starts=now)
        token = office.issue(Variant.MEMBER, int(now.timestamp()) + 600, session.serial)
        cookies += f"; kabar_pass={{token}}"
    told.append([canary, cookies])
transaction.commit()
print(json.dumps([paths, told]))
"""
SHARED = ("/", "/global/", "/rss.xml", "/sitemap-news.xml", "/tentang/", "/offline", "/sw.js", "/tidak-ada")


@pytest.fixture(scope="module")
def paper(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WalkingPaper]:
    """A paper with two newsstands, as a paper with many readers has."""
    with walk(tmp_path_factory.mktemp("account") / "paper", demo=False, start=False) as walking:
        walking.environment["KABAR_NEWSSTAND_PROCESSES"] = "2"
        walking.start()
        yield walking


@pytest.fixture(scope="module")
def staged(paper: WalkingPaper) -> tuple[list[str], dict[str, str]]:
    """Where the stories stand, and the cookies of each member by their canary."""
    paths, told = json.loads(paper.python(STAGE))
    return paths, dict(told)


def get(paper: WalkingPaper, path: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
    """Ask on a line of its own, so that either newsstand may answer."""
    line = HTTPConnection("127.0.0.1", paper.port, timeout=20)
    said = {name.replace("_", "-"): value for name, value in headers.items()}
    line.request("GET", path, headers={"Host": f"localhost:{paper.port}", **said})
    answer = line.getresponse()
    found = answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()
    line.close()
    return found


def hanging(paper: WalkingPaper) -> bytes:
    """Everything on the rack, unpacked."""
    with (
        lmdb.open(str(paper.folder / "var/plates/rack"), readonly=True, lock=False) as rack,
        rack.begin() as look,
    ):
        plates = [bytes(value) for _key, value in look.cursor()]
        return b"".join(plates) + b"".join(plain(Plate.from_bytes(each)) for each in plates)


def plain(plate: Plate) -> bytes:
    """The page itself, without what is set into it."""
    return b"".join(part.plain for part in plate.parts if isinstance(part, Piece))


def test_nothing_of_two_hundred_members_stands_in_any_shared_page_or_stored_plate(paper, staged):
    paths, cookies = staged
    canaries = re.compile(rb"kenari\d{3}x")
    for number, (canary, said) in enumerate(cookies.items()):
        _status, headers, page = get(paper, paths[number % 3], Cookie=said)
        assert not canaries.search(page) and "set-cookie" not in headers
        assert headers["cache-control"].startswith("private") == ("kabar_pass" in said)
        status, headers, own = get(paper, "/-/me", Cookie=said)
        assert (status, headers["cache-control"]) == (200, "no-store")
        assert set(canaries.findall(own)) == {canary.encode()}
    for path in (*SHARED, *paths):
        assert not canaries.search(get(paper, path)[2]), path
    for address in (
        "/akun/",
        "/akun/x.css",
        "/akun;x.js",
        "/akun%2fx.js",
        "//akun/",
        "/akun/..%2fx",
        "/-/me/x.css",
    ):
        status, headers, _page = get(paper, address, Cookie=next(iter(cookies.values())))
        private = status == 200
        assert not private or headers["cache-control"] == "no-store", address
        assert not canaries.search(get(paper, address)[2]), address
    assert not canaries.search(hanging(paper))


def header_variants(cookies: dict[str, str]) -> Iterator[dict[str, str]]:
    """Three hundred ways to ask for the same page."""
    guests = [{"Cookie": said.split("; kabar_pass")[0]} for said in islice(cookies.values(), 20)] + [
        {"Cookie": "kabar_session=x; kabar_csrf=y"},
        {"Cookie": "kabar_pass=member.99999999999.a.b"},
        {},
    ]
    tongues = ("id", "en", "*", "xx")
    others = cycle(
        [
            {"Authorization": "Basic eDp4"},
            {"X_Forwarded_Host": "jahat.example", "X_Forwarded_Proto": "https"},
            {"User_Agent": "Googlebot/2.1"},
            {"Referer": "https://jahat.example/"},
            {"X_Original_URL": "/akun/", "X_Rewrite_URL": "/akun/"},
            {"Accept": "application/json"},
            {"X_Kabar_Variant": "member", "Kabar_Variant": "member"},
        ]
    )
    agents = ("Mozilla/5.0", "curl/8", "x", "")
    for guest, tongue, agent in product(guests, tongues, agents):
        yield {"Accept_Language": tongue, "User_Agent": agent, **next(others), **guest}


def test_three_hundred_ways_to_ask_get_the_same_bytes(paper, staged):
    paths, cookies = staged
    plain = get(paper, paths[0])[2]
    for said in islice(header_variants(cookies), 300):
        assert get(paper, paths[0], **said)[2] == plain, said


TAKE_BACK = """
from kabar.readers import services
from kabar.readers.models import Reader
services.revoke(Reader.objects.get(email="kenari001x@example.id"), "ad_free", because="proof")
"""


def test_what_is_taken_back_opens_nothing_in_any_newsstand_five_seconds_later(paper, staged):
    paths, cookies = staged
    # The pass alone: whoever kept it is not asked about.
    token = cookies["kenari001x"].rpartition("; ")[2]
    variants = lambda: {get(paper, paths[0], Cookie=token)[1]["cache-control"] for _ in range(12)}  # noqa: E731
    assert variants() == {"private, no-cache"}
    paper.python(TAKE_BACK)
    taken = time.monotonic()
    while variants() != {"public, max-age=0, must-revalidate"}:
        assert time.monotonic() - taken < 5
    # With the reader's own cookie web is asked once, and takes the pass back.
    _status, headers, _page = get(paper, paths[0], Cookie=cookies["kenari001x"])
    assert headers["set-cookie"].startswith('kabar_pass="";')


def newest_mail(paper: WalkingPaper, before: int) -> tuple[int, str]:
    """The text of the mail that comes next, and how many there are by then."""
    ends = time.monotonic() + 20
    while (
        len(
            found := sorted(
                (paper.folder / "var/mail").glob("*.log"), key=lambda file: file.stat().st_mtime_ns
            )
        )
        <= before
    ):
        assert time.monotonic() < ends, "no mail came"
        time.sleep(0.1)
    time.sleep(0.2)
    text = found[-1].read_bytes().split(b"\n-----")[0]
    return len(found), message_from_bytes(text, policy=policy.default).get_content()


def telephone(browser: Browser) -> BrowserContext:
    return browser.new_context(locale="id-ID", viewport={"width": 390, "height": 844})


@pytest.mark.browser
def test_budi_joins_on_his_telephone_and_finds_what_he_saved_on_his_computer(
    paper: WalkingPaper, staged: tuple[list[str], dict[str, str]], browser: Browser, page: Page, hear
) -> None:
    paths, _cookies = staged
    phone = telephone(browser).new_page()
    hear(phone)
    phone.goto(paper.url(paths[0]))
    phone.get_by_role("button", name="Simpan", exact=True).click()
    phone.get_by_role("link", name="Masuk").click()
    phone.get_by_label("Surel").fill("budi@example.id")
    phone.get_by_role("button", name="Kirimi saya surel").click()
    expect(phone.get_by_role("heading", name="Periksa surel Anda")).to_be_visible()
    mails, text = newest_mail(paper, 0)
    phone.goto(re.search(r"http://\S+", text)[0])
    expect(phone.get_by_role("heading", name="Akun Anda")).to_be_visible()
    phone.goto(paper.url(paths[1]))
    expect(phone.locator(".nameplate-account")).to_have_text("budi")
    phone.get_by_role("button", name="Simpan", exact=True).click()
    expect(phone.get_by_role("button", name="Tersimpan")).to_be_visible()

    page.goto(paper.url("/akun/sign-in/?next=/akun/saved/"))
    page.get_by_label("Surel").fill("budi@example.id")
    page.get_by_role("button", name="Kirimi saya surel").click()
    page.get_by_label("Enam angka").wait_for()
    _mails, text = newest_mail(paper, mails)
    page.get_by_label("Enam angka").fill(re.search(r"\d{3} \d{3}", text)[0])
    page.get_by_role("button", name="Masuk").click()
    expect(page).to_have_url(paper.url("/akun/saved/"))
    expect(page.locator(".room-list li")).to_have_count(2)
    page.goto(paper.url(paths[0]))
    expect(page.get_by_role("button", name="Tersimpan")).to_be_visible()

    page.goto(paper.url("/akun/devices/"))
    page.get_by_role("button", name="Keluarkan semua perangkat lain").click()
    signed_out = time.monotonic()
    expect(page.locator(".room-list li")).to_have_count(1)
    phone.goto(paper.url(paths[1]))
    expect(phone.locator(".nameplate-account")).to_have_text("Masuk")
    phone.goto(paper.url("/akun/"))
    expect(phone.get_by_role("heading", name="Masuk atau bergabung")).to_be_visible()
    assert time.monotonic() - signed_out < 5
    phone.goto(paper.url("/offline"))
    expect(phone.locator(".shelf-list li")).to_have_count(0)
    phone.context.close()


@pytest.mark.browser
def test_budi_makes_a_passkey_and_comes_in_by_it_without_a_mail(
    paper: WalkingPaper, staged: tuple[list[str], dict[str, str]], page: Page
) -> None:
    _paths, cookies = staged
    secret = next(iter(cookies.values())).partition(";")[0].removeprefix("kabar_reader=")
    page.context.add_cookies([{"name": "kabar_reader", "value": secret, "url": paper.address}])
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    device.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
    page.goto(paper.url("/akun/devices/"))
    page.get_by_label("Namanya").fill("Komputer Budi")
    page.get_by_role("button", name="Buat kunci sandi").click()
    expect(page.get_by_text("Komputer Budi")).to_be_visible()
    page.goto(paper.url("/akun/"))
    page.get_by_role("button", name="Keluar", exact=True).click()
    page.goto(paper.url("/akun/sign-in/?next=/akun/devices/"))
    page.get_by_role("button", name="Pakai kunci sandi").click()
    expect(page).to_have_url(paper.url("/akun/devices/"))
    expect(page.locator(".room-list").last).to_contain_text("terakhir dipakai")
