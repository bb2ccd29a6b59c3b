"""Sari buys a day by QRIS on her telephone, reads without advertising, and has it end and be refunded."""

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
from kabar.membership.testing import a_plan
from kabar.readers.door import sessions
from kabar.readers.testing import a_reader
from kabar.stories.testing import a_live_story
a_plan("Sehari", 5_000, unit="day", slug="sehari", description="Satu hari penuh tanpa iklan.")
a_plan("Bulanan", 35_000, slug="bulanan", giftable=True)
a_plan("Tahunan", 350_000, unit="year", slug="tahunan", giftable=True)
a_plan("Keluarga", 60_000, kind="family", seats=4, slug="keluarga")
_session, secret = sessions.begin(a_reader("sari@example.id", name="Sari"), device="Ponsel", how="code")
print(json.dumps([a_live_story("Kapal berlabuh lagi").path, secret]))
"""
ENDS_SOON = """
from datetime import timedelta
from kabar import clock
from kabar.membership.models import Membership
from kabar.membership.services.holding import entitle
membership = Membership.objects.select_related("plan").get()
membership.until = clock.now() + timedelta(seconds=8)
membership.save()
entitle(membership)
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


def test_a_day_is_bought_on_a_telephone_runs_out_and_another_is_refunded(
    paper: WalkingPaper, midtrans: MidtransDouble, phone: Page
) -> None:
    path, secret = json.loads(paper.python(STAGE))
    phone.context.add_cookies(
        [
            {"name": "kabar_reader", "value": secret, "url": paper.address},
            {"name": "kabar_known", "value": "1", "url": paper.address},
        ]
    )
    story = phone.context.new_page()
    story.goto(paper.url(path))
    until(story, EVERYBODY, 5)
    buy(phone, paper, midtrans)
    assert until(story, MEMBER, 5) < 2
    phone.get_by_role("link", name="Langganan Anda").click()
    expect(phone.get_by_role("heading", name="Sehari")).to_be_visible()
    expect(phone.get_by_role("link", name="Faktur")).to_be_visible()

    paper.python(ENDS_SOON)
    phone.reload()
    until(story, MEMBER, 5)
    until(story, EVERYBODY, 15)

    number = buy(phone, paper, midtrans)
    until(story, MEMBER, 5)
    paper.python(REFUND.format(number=number))
    until(story, EVERYBODY, 15)
    assert midtrans.transactions[number]["transaction_status"] == "refund"
    phone.reload()
    expect(phone.get_by_text("Uangnya sudah kembali kepada Anda.")).to_be_visible()
