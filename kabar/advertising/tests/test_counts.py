"""What newsstands counted is in the database once, and an advertiser reads it behind a link of their own."""

from __future__ import annotations

import csv
import io
import json
import os
from collections import Counter
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from kabar import clock
from kabar.advertising import consent, funnel, intake, queries, services
from kabar.advertising.models import Count, Creative
from kabar.advertising.report import links
from kabar.advertising.tags import Shown, TagOffice
from kabar.advertising.testing import a_campaign
from kabar.readers.models import Consent
from kabar.readers.services import grant
from kabar.readers.testing import a_reader, signed_in
from kabar.stories.testing import rina
from kabar.tally import files as tally
from kabar.tally.models import TakenIn
from kabar.tally.services import move_on

pytestmark = pytest.mark.django_db
HOUR = 1_780_000_000 // 3600 * 3600


def counted(creative: int, what: str = "seen", hour: int = HOUR) -> tally.Counted:
    """What is counted of a creative on the front."""
    return tally.Counted("main", hour, creative, "front-top", what)


def numbers() -> dict[tuple[int, str], int]:
    """What the database says."""
    return {(count.creative, count.what): count.number for count in Count.objects.all()}


@pytest.fixture
def folder(settings: Any, tmp_path: Any) -> Any:
    """A paper's folder of its own."""
    settings.PAPER = replace(settings.PAPER, folder=tmp_path)
    return tmp_path / "var" / "ads"


def test_what_was_written_down_is_taken_in_once_however_often_one_looks(folder):
    writer = tally.Tally(folder)
    writer.append({counted(1): 3, counted(1, "viewed"): 2})
    assert intake.take_in() == 5 and intake.take_in() == 0
    writer.append({counted(1): 4, counted(2): 1})
    assert intake.take_in() == 5
    assert numbers() == {(1, "seen"): 7, (1, "viewed"): 2, (2, "seen"): 1}
    assert len(list(folder.iterdir())) == 1
    writer.close()
    assert intake.take_in() == 0 and not list(folder.iterdir()) and not TakenIn.objects.exists()
    assert numbers()[1, "seen"] == 7


def test_what_was_counted_of_a_creative_that_was_taken_out_stays_in_the_report(folder):
    campaign, writer = a_campaign(), tally.Tally(folder)
    creative = queries.numbers_of(campaign)[0]
    for _turn in range(2):
        writer.append({counted(creative): 3})
        intake.take_in()
        Creative.objects.filter(pk=creative).delete()
    assert queries.seen(campaign) == 6
    writer.close()


def test_two_that_take_in_at_once_add_once(folder):
    writer = tally.Tally(folder)
    writer.append({counted(1): 3})
    path = next(folder.iterdir())
    before = TakenIn.objects.create(name=path.name)
    lines = list(tally.read(path, 0, tally.Counted))
    for _twice in range(2):
        move_on(before, lines[-1][0], lambda: intake.add(Counter(lines[0][1])))
    assert numbers() == {(1, "seen"): 3}
    writer.close()


def test_a_line_that_was_cut_off_is_left_and_all_before_it_counts(folder, caplog):
    writer = tally.Tally(folder)
    for _second in range(3):
        writer.append({counted(1): 1})
    path = next(folder.iterdir())
    os.truncate(path, path.stat().st_size - 2)
    assert intake.take_in() == 2 and numbers() == {(1, "seen"): 2}
    writer.close()
    assert intake.take_in() == 0 and not path.exists() and "cut off" in caplog.text


def test_a_full_disk_loses_nothing_that_is_still_in_memory(folder, monkeypatch):
    writer = tally.Tally(folder)
    real, room = os.write, [5]

    def full(file: int, data: bytes) -> int:
        if not room:
            raise OSError(28, "No space left on device")
        return real(file, data[: room.pop()])

    monkeypatch.setattr(os, "write", full)
    with pytest.raises(OSError, match="No space"):
        writer.append({counted(1): 9})
    monkeypatch.setattr(os, "write", real)
    writer.append({counted(1): 9})
    intake.take_in()
    assert numbers() == {(1, "seen"): 9}
    writer.close()


# --- what a page says back ----------------------------------------------------------------------------------


def test_only_what_we_handed_out_is_read_back():
    office = TagOffice("rahasia")
    tag = office.tag("main", Shown(12, "front-top"))
    assert office.read("main", tag) == Shown(12, "front-top")
    for forged in (
        tag[:-1] + "0",
        tag.replace("12.", "13.", 1),
        tag.replace("front", "bands"),
        "",
        "a.b.c",
        "9" * 90,
    ):
        assert office.read("main", forged) is None or forged == tag
    assert office.read("desa", tag) is None and TagOffice("lain").read("main", tag) is None
    click = office.click("main", Shown(12, "front-top"), "https://kopi.example/?a=1&b=2")
    assert office.read_click("main", click) == (Shown(12, "front-top"), "https://kopi.example/?a=1&b=2")
    assert office.read_click("desa", click) is None and office.read_click("main", "x" + click) is None


# --- the report ---------------------------------------------------------------------------------------------


def reported() -> tuple[Any, str]:
    """A campaign with three days of counts, the second of them silent, and the link to its report."""
    campaign = a_campaign(name="Kopi & Teh", goal=1000)
    creative = queries.numbers_of(campaign)[0]
    # Half past ten in the evening in London is the next day in Jakarta.
    for day, seen in ((0, 1000), (2, 500)):
        hour = clock.now().replace(
            year=2026, month=5, day=1 + day, hour=22, minute=0, second=0, microsecond=0
        )
        for what, number in (("seen", seen), ("viewed", seen // 2), ("clicked", 3)):
            Count.objects.create(
                paper="main",
                campaign=campaign.pk,
                creative=creative,
                place="front-top",
                hour=hour,
                what=what,
                number=number,
            )
    return campaign, links.path(campaign)


def test_an_advertiser_reads_the_figures_by_a_link_as_page_csv_and_pdf():
    _campaign, link = reported()
    page = Client().get(link)
    soup = BeautifulSoup(page.content, "html5lib")
    assert page["cache-control"] == "no-store" and page["x-robots-tag"] == "noindex"
    assert [dd.text.split()[0] for dd in soup.select("dd")] == ["1.500", "750", "6", "0"]
    assert len(soup.select("svg rect.seen")) == 3
    assert soup.select_one(".ad-report-days th[scope=row]").text == "2 Mei 2026"
    rows = list(csv.reader(io.StringIO(Client().get(f"{link}report.csv").content.decode())))
    assert rows[1:] == [["2026-05-02", "1000", "500", "3", "0"], ["2026-05-03", "0", "0", "0", "0"],
                        ["2026-05-04", "500", "250", "3", "0"]]  # fmt: skip
    pdf = Client().get(f"{link}report.pdf")
    assert pdf.content.startswith(b"%PDF") and len(pdf.content) > 2000


def test_no_other_link_opens_a_report_and_a_withdrawn_one_none():
    campaign, link = reported()
    for forged in (link.replace("/report/", "/report/1"), "/-/ads/report/1-1.x/", link[:-3] + "/"):
        assert Client().get(forged).status_code == 404
    services.withdraw_report(campaign, by=rina())
    assert Client().get(link).status_code == 404 and Client().get(links.path(campaign)).status_code == 200


# --- the question, and the offer ----------------------------------------------------------------------------


@pytest.fixture
def networked(settings: Any) -> Any:
    """A paper with an outside network and a consent manager's number."""
    said = replace(
        settings.PAPER.advertising,
        network="Jejaring",
        network_tag="kabar.toml",
        tcf_cmp=31,
        tcf_vendors=("2", "755"),
    )
    settings.PAPER = replace(settings.PAPER, advertising=said)
    return settings.PAPER


def answer(client: Client, given: Any, **headers: str) -> Any:
    """Answer the question as a page does."""
    said = {"origin": "http://localhost:8000", "host": "localhost:8000", **headers}
    return client.post("/-/me/consent", json.dumps({"given": given}), "application/json", headers=said)


def test_an_answer_is_kept_in_the_ledger_of_who_is_signed_in_and_as_a_receipt_for_the_device(networked):
    budi = signed_in(Client(), a_reader())
    for given in (True, False):
        kept = answer(budi, given).json()
        assert kept["given"] is given and kept["terms"] == consent.terms(networked) and kept["receipt"]
    assert [(one.what, one.given) for one in Consent.objects.order_by("pk") if one.what != "account"] == [
        ("advertising:network", True), ("advertising:network", False),
    ]  # fmt: skip
    assert "Jejaring" in Consent.objects.latest("pk").words
    stranger = answer(Client(), False)
    assert stranger.json()["given"] is False and Consent.objects.filter(what=consent.WHAT).count() == 2
    assert not stranger.cookies


def test_global_privacy_control_says_no_for_whoever_has_it(networked):
    assert answer(Client(), True, **{"sec-gpc": "1"}).json()["given"] is False


def test_nobody_else_s_page_answers_for_a_reader(networked):
    for headers in ({"origin": "https://evil.example"}, {"sec-fetch-site": "cross-site"}):
        assert answer(Client(), True, **headers).status_code == 403
    assert answer(Client(), "yes").status_code == 422


def test_the_string_of_the_framework_says_who_was_agreed_to_and_when(networked):
    def bits(given: bool) -> str:
        from base64 import urlsafe_b64decode

        said = consent.receipt(networked, given)["tcf"]
        return "".join(f"{byte:08b}" for byte in urlsafe_b64decode(said + "=" * (-len(said) % 4)))

    yes, no = bits(True), bits(False)
    assert int(yes[:6], 2) == 2 and int(yes[78:90], 2) == 31
    day = clock.now().replace(hour=0, minute=0, second=0, microsecond=0).timestamp()
    assert int(yes[6:42], 2) == int(yes[42:78], 2) == int(day * 10)
    assert yes[152:162] == "1" * 10 and no[152:162] == "0" * 10
    assert int(yes[213:229], 2) == 755 and yes[230 + 1] == "1" == yes[230 + 754] and yes[230] == "0"
    assert int(no[213:229], 2) == 0


def test_the_funnel_counts_who_saw_who_opened_and_who_bought():
    since = clock.now() - timedelta(days=28)
    hour = clock.now().replace(minute=0, second=0, microsecond=0)
    for place, what, number in (
        ("offer-story", "seen", 200),
        ("offer-story", "clicked", 10),
        ("offer-closed", "seen", 5),
    ):
        Count.objects.create(paper="main", creative=0, place=place, hour=hour, what=what, number=number)
    budi, sari = a_reader(), a_reader(email="sari@example.id")
    grant(budi, "ad_free", until=None, because="membership:1")
    grant(budi, "ad_free", until=clock.now() + timedelta(30), because="membership:1")
    grant(sari, "ad_free", until=None, because="staff")
    found = funnel.of("main", since)
    assert (found.seen, found.opened, found.bought) == (205, 10, 1)


def test_who_may_sell_the_space_is_said_where_machines_look(settings):
    assert Client().get("/ads.txt").content.decode().splitlines()[0].startswith("placeholder.example.com")
    said = replace(
        settings.PAPER.advertising,
        ads_txt=("google.com, pub-1, DIRECT",),
        sellers=("1, PUBLISHER, a.id, A, Inc",),
    )
    settings.PAPER = replace(settings.PAPER, advertising=said)
    assert Client().get("/ads.txt").content.decode().splitlines()[0] == "google.com, pub-1, DIRECT"
    assert Client().get("/sellers.json").json()["sellers"] == [
        {"seller_id": "1", "seller_type": "PUBLISHER", "domain": "a.id", "name": "A, Inc"}
    ]
