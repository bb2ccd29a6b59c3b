"""Sari buys a day by QRIS on her telephone and reads without advertising, until it is refunded."""

from __future__ import annotations

import json
import re
import time
import urllib.request
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from kabar.membership.gateways.midtrans.testing import KEY, MidtransDouble
from tools.walking_paper import WalkingPaper, walk

pytestmark = [pytest.mark.browser, pytest.mark.once]
#: What the newsstand says of a member's printing, and of everybody's.
MEMBER, EVERYBODY = "private, no-cache", "public, max-age=0, must-revalidate"
STAGE = """
import json
from datetime import timedelta
from kabar import clock
from kabar.membership.models import Membership
from kabar.membership.services.holding import entitle
from kabar.membership.testing import a_plan
from kabar.readers.door import sessions
from kabar.readers.testing import a_reader
from kabar.stories.testing import a_live_story
END = timedelta(seconds=15)
a_plan("Sehari", 5_000, unit="day", slug="sehari", description="Satu hari penuh tanpa iklan.")
a_plan("Bulanan", 35_000, slug="bulanan", giftable=True)
a_plan("Tahunan", 350_000, unit="year", slug="tahunan", giftable=True)
a_plan("Keluarga", 60_000, kind="family", seats=4, slug="keluarga")
budi = a_reader("budi@example.id")
Membership.objects.create(reader=budi, plan=a_plan("Tamu", kind="given"), given=True, until=clock.now() + END)
entitle(Membership.objects.get())
secrets = [
    sessions.begin(reader, device="Ponsel", how="code")[1]
    for reader in (a_reader("sari@example.id", name="Sari"), budi)
]
print(json.dumps([a_live_story("Kapal berlabuh lagi").path, *secrets]))
"""
REFUND = """
from kabar.membership.models import Order
from kabar.membership.services import refund
from kabar.staff.models import User
from kabar.staff.roles import Role, give
ratna = User.objects.create_user("ratna")
give(ratna, Role.ADMINISTRATOR)
order = Order.objects.get(number="{number}")
refund(order, order.due, reason="Salah beli", by=ratna)
"""


@pytest.fixture(scope="module")
def midtrans() -> Iterator[MidtransDouble]:
    """Midtrans on this machine."""
    with MidtransDouble() as double:
        yield double


@pytest.fixture(scope="module")
def paper(tmp_path_factory: pytest.TempPathFactory, midtrans: MidtransDouble) -> Iterator[WalkingPaper]:
    """A paper that takes QRIS."""
    with walk(tmp_path_factory.mktemp("member") / "paper", demo=False, start=False) as walking:
        with (walking.folder / "kabar.toml").open("a") as written:
            written.write(
                f'\n[membership.gateways.midtrans]\nkey = "{KEY}"\nsandbox = true\n'
                f'address = "{midtrans.address}"\ninside = true\n'
            )
        walking.start()
        yield walking


@pytest.fixture
def phone(browser: Browser, hear: Callable[[Page], list[str]]) -> Iterator[Page]:
    """A telephone, listened to."""
    context = browser.new_context(locale="id-ID", viewport={"width": 390, "height": 844})
    window = context.new_page()
    hear(window)
    yield window
    context.close()


def settle(paper: WalkingPaper, midtrans: MidtransDouble, order: str) -> None:
    """Have the money come, and Midtrans say so where it was told to."""
    assert midtrans.notify[order] == paper.url("/akun/paid/midtrans/")
    said = urllib.request.Request(
        midtrans.notify[order], midtrans.becomes(order, "settlement"), method="POST"
    )
    said.add_header("Content-Type", "application/json")
    with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(said, timeout=20) as answer:
        assert json.load(answer) == {"said": "kept"}


def until(window: Page, expected: str, seconds: float) -> float:
    """Load an open page anew until it is of this printing; return how long that took."""
    begun = time.monotonic()
    while True:
        answer = window.reload()
        assert answer is not None
        if answer.headers["cache-control"] == expected:
            return time.monotonic() - begun
        assert time.monotonic() - begun < seconds, answer.headers["cache-control"]
        window.wait_for_timeout(200)


def buy(phone: Page, paper: WalkingPaper, midtrans: MidtransDouble) -> str:
    """Order a day, see the code, pay; return the number of the order."""
    phone.goto(paper.url("/langganan/"))
    phone.get_by_role("link", name=re.compile("Pilih.*Sehari")).click()
    phone.get_by_label("QRIS").first.check()
    phone.get_by_role("button", name="Pesan dan bayar").click()
    expect(phone.get_by_role("img", name="Kode QRIS")).to_be_visible()
    width = phone.evaluate("document.documentElement.scrollWidth")
    assert width == 390
    found = re.search(r"/order/(\w+)/", phone.url)
    assert found
    settle(paper, midtrans, found[1])
    expect(phone.get_by_text("Terima kasih. Mulai sekarang Anda membaca tanpa iklan.")).to_be_visible()
    return found[1]


def come_in(window: Page, paper: WalkingPaper, secret: str) -> None:
    """Be signed in."""
    for name, value in (("kabar_reader", secret), ("kabar_known", "1")):
        window.context.add_cookies([{"name": name, "value": value, "url": paper.address}])


def test_a_day_is_bought_on_a_telephone_and_refunded_and_a_membership_runs_out(
    paper: WalkingPaper, midtrans: MidtransDouble, phone: Page, page: Page
) -> None:
    path, sari, budi = json.loads(paper.python(STAGE))
    come_in(phone, paper, sari)
    come_in(page, paper, budi)
    page.goto(paper.url("/akun/membership/"))
    page.goto(paper.url(path))
    until(page, MEMBER, 5)

    story = phone.context.new_page()
    story.goto(paper.url(path))
    until(story, EVERYBODY, 5)
    number = buy(phone, paper, midtrans)
    until(story, MEMBER, 5)
    phone.get_by_role("link", name="Langganan Anda").click()
    expect(phone.get_by_role("heading", name="Sehari")).to_be_visible()
    expect(phone.get_by_role("link", name="Faktur")).to_be_visible()

    paper.python(REFUND.format(number=number))
    until(story, EVERYBODY, 15)
    assert midtrans.transactions[number]["transaction_status"] == "refund"
    phone.get_by_role("link", name="Sehari").click()
    expect(phone.get_by_text("Uangnya sudah kembali kepada Anda.")).to_be_visible()
    # Meanwhile Budi's time has run out.
    until(page, EVERYBODY, 40)
