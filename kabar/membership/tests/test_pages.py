"""A reader finds the offer, buys, and does everything about a membership on one page, without JavaScript."""

import json
import re
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client

from kabar import clock
from kabar.jobs.testing import run_due_jobs
from kabar.membership import queries
from kabar.membership.gateways.memory import SIGNED
from kabar.membership.models import Holding, Institution, Kind, Notice, Notices, OrderState, Seat, Unit
from kabar.membership.services import vouchers
from kabar.membership.testing import a_day_pass, a_family_plan, a_plan, member, order, paid, with_a_bank
from kabar.readers.queries import entitled
from kabar.readers.testing import a_reader, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.once]
ROOM = "/akun/membership/"


@pytest.fixture
def budi(sari):
    """The browser of somebody who is no member."""
    return signed_in(Client(), a_reader("budi@example.id", name="Budi"))


@pytest.fixture
def browser(sari):
    """Sari's browser."""
    return signed_in(Client(), sari)


def html(answer):
    return answer.content.decode()


def knock(client, letter):
    body, headers = letter
    return client.post(
        "/akun/paid/memory/", body, content_type="application/json", headers={SIGNED: headers[SIGNED]}
    )


def test_the_offer_is_a_page_for_everybody_and_hangs_on_the_rack(client):
    a_plan(description="Sebulan tenang"), a_plan("Tahunan", 300_000, unit=Unit.YEAR, giftable=True)
    a_plan("Rahasia", on_offer=False), a_plan("Staf", 0, kind=Kind.GIVEN)
    answer = client.get("/langganan/")
    page = html(answer)
    assert "Rp35.000" in page and "Rp25.000 sebulan" in page and "/gift/" in page
    assert "Rahasia" not in page and "Staf" not in page
    assert answer.press_keys[0] == "offer:main" and not answer.cookies


def test_a_stranger_is_led_to_the_door_and_back(client):
    plan = a_plan()
    answer = client.get(f"{ROOM}buy/{plan.slug}/")
    assert (
        answer.status_code == 302 and f"next=%2Fakun%2Fmembership%2Fbuy%2F{plan.slug}" in answer["Location"]
    )


def test_sari_buys_a_day_and_the_news_of_it_opens_the_paper(browser, gateway, sari):
    plan = a_day_pass()
    assert "Rp5.000" in html(browser.get(f"{ROOM}buy/{plan.slug}/"))
    placed = browser.post(f"{ROOM}buy/{plan.slug}/", {"way": "memory:memory"})
    page = html(browser.get(placed["Location"]))
    assert "<svg" in page and 'style="' not in page and "Rp5.000" in page
    made = queries.orders_of(sari).get()
    assert browser.get(placed["Location"] + "?state").json() == {"state": "waiting"}
    assert knock(Client(), gateway.letter(gateway.pay(made.number))).json() == {"said": "kept"}
    assert entitled(sari, "ad_free") and browser.get(placed["Location"] + "?state").json()["state"] == "paid"
    page = html(browser.get(placed["Location"]))
    invoice = re.search(r'href="(/akun/membership/invoice/\d+/)"', page)[1]
    answer = browser.get(invoice)
    assert answer["Content-Type"] == "application/pdf" and answer.content.startswith(b"%PDF-")
    assert answer["Cache-Control"] == "no-store"


def test_news_is_proved_kept_and_known_the_second_time(browser, gateway, sari):
    made = order(sari, a_plan())
    body, headers = gateway.letter(gateway.pay(made.number))
    assert knock(Client(), (body, {SIGNED: "0" * 64})).status_code == 403
    assert knock(Client(), (body + b" ", headers)).status_code == 403
    assert not Notice.objects.exists() and not entitled(sari, "ad_free")
    for said in ("kept", "known", "known"):
        assert knock(Client(), (body, headers)).json() == {"said": said}
    assert Notice.objects.get().state == Notices.DONE
    assert Client().post("/akun/paid/entah/", b"{}", content_type="application/json").status_code == 404
    assert Client().get("/akun/paid/memory/").status_code == 405


def test_news_about_nothing_we_know_is_kept_as_odd(gateway, sari):
    from dataclasses import replace

    made = order(sari, a_plan())
    stray = replace(gateway.pay(made.number), order="LAIN")
    assert knock(Client(), gateway.letter(stray)).status_code == 200
    assert Notice.objects.get().state == Notices.ODD and not entitled(sari, "ad_free")


def test_nobody_sees_the_order_or_the_invoice_of_somebody_else(browser, budi, gateway, sari):
    made = paid(gateway, sari, a_plan())
    assert browser.get(f"{ROOM}order/{made.number}/").status_code == 200
    assert budi.get(f"{ROOM}order/{made.number}/").status_code == 404
    assert budi.get(f"{ROOM}invoice/{made.invoices.get().pk}/").status_code == 404
    assert Client().get(f"{ROOM}order/{made.number}/").status_code == 302


def test_an_order_is_given_up(browser, gateway, sari):
    made = order(sari, a_plan())
    browser.post(f"{ROOM}order/{made.number}/")
    made.refresh_from_db()
    assert made.state == OrderState.WITHDRAWN
    assert browser.post(f"{ROOM}order/{made.number}/").status_code == 422


def test_how_to_transfer_is_on_the_order(browser, sari, settings):
    settings.PAPER = with_a_bank()
    made = order(sari, a_plan(), way="transfer:transfer")
    page = html(browser.get(f"{ROOM}order/{made.number}/"))
    assert "123-456-789" in page and made.due.printed("id") in page


def test_what_is_refused_is_said_beside_the_form(browser, sari):
    plan = a_plan()
    answer = browser.post(f"{ROOM}buy/{plan.slug}/", {"way": "lain:lain"})
    assert answer.status_code == 422 and "Pilih cara membayar" in html(answer)


def test_everything_about_a_membership_is_done_on_one_page(browser, gateway, sari):
    plan = a_plan()
    a_plan("Tahunan", 300_000, unit=Unit.YEAR)
    assert "belum berlangganan" in html(browser.get(ROOM))
    membership = member(gateway, sari, plan)
    page = html(browser.get(ROOM))
    assert "Perpanjang Rp35.000" in page and "Tahunan" in page and "Faktur" in page
    for act, state in (
        ("cancel", Holding.CANCELLED), ("take-up", Holding.RUNNING), ("pause", Holding.PAUSED),
        ("resume", Holding.RUNNING),
    ):  # fmt: skip
        answer = browser.post(ROOM, {"act": act}, follow=True)
        membership.refresh_from_db()
        assert membership.state == state and 'role="status"' in html(answer)
    assert browser.post(ROOM, {"act": "resume"}).status_code == 422
    assert browser.post(ROOM, {"act": "terbang"}).status_code == 422


def test_a_family_shares_by_mail_and_who_loses_the_seat_loses_the_reading(browser, budi, gateway, sari):
    member(gateway, sari, a_family_plan(seats=2))
    assert browser.post(ROOM, {"act": "invite", "email": "bukan"}).status_code == 422
    browser.post(ROOM, {"act": "invite", "email": "Budi@example.id"})
    assert browser.post(ROOM, {"act": "invite", "email": "lagi@example.id"}).status_code == 422
    run_due_jobs()
    link = re.search(r"http://\S+(/akun/membership/seat/\S+/)", mail.outbox[-1].body)[1]
    assert mail.outbox[-1].to == ["budi@example.id"]
    assert browser.post(link).status_code == 422
    assert "Sari" in html(budi.get(link))
    budi.post(link)
    reader = a_reader("budi@example.id")
    assert entitled(reader, "ad_free") and budi.get(link).status_code == 404
    seat = Seat.objects.get()
    assert budi.post(ROOM, {"act": "free", "seat": seat.pk + 1}).status_code == 422
    browser.post(ROOM, {"act": "free", "seat": seat.pk})
    assert not entitled(reader, "ad_free") and entitled(sari, "ad_free")


def test_a_gift_is_paid_by_one_and_opened_once_by_another(browser, budi, gateway, sari):
    plan = a_plan(giftable=True)
    assert browser.get(f"{ROOM}buy/{a_plan('Lain').slug}/gift/").status_code == 404
    placed = browser.post(
        f"{ROOM}buy/{plan.slug}/gift/", {"way": "memory:memory", "to": "budi@example.id", "words": "Selamat"}
    )
    made = queries.orders_of(sari).get()
    knock(Client(), gateway.letter(gateway.pay(made.number)))
    run_due_jobs()
    letter = mail.outbox[-1]
    assert letter.to == ["budi@example.id"] and "Selamat" in letter.body and not entitled(sari, "ad_free")
    link = re.search(r"http://\S+(/akun/membership/voucher/(\S+)/)", letter.body)
    assert link[2] in html(browser.get(placed["Location"]))
    assert link[2] in html(budi.get(link[1])) and not entitled(a_reader("budi@example.id"), "ad_free")
    budi.post(f"{ROOM}voucher/", {"code": link[2].lower().replace("-", " ")})
    assert entitled(a_reader("budi@example.id"), "ad_free")
    assert "sudah dipakai" in html(browser.post(f"{ROOM}voucher/", {"code": link[2]}))


def test_who_guesses_codes_is_stopped(browser, chief):
    plan = a_plan()
    batch = vouchers.make(
        "main", plan, name="Pameran", count=3, good_until=clock.now() + timedelta(days=30), by=chief
    )
    printed = vouchers.codes_of(batch, by=chief)
    assert len(set(printed)) == 3 and all(
        re.fullmatch(r"[34679A-Z]{4}(-[34679A-Z]{4}){2}", one) for one in printed
    )
    for _turn in range(vouchers.OF_ONE):
        assert "Tidak ada kode" in html(browser.post(f"{ROOM}voucher/", {"code": "AAAA-AAAA-AAAA"}))
    assert "sejam" in html(browser.post(f"{ROOM}voucher/", {"code": printed[0]}))


def test_a_voucher_of_a_withdrawn_or_old_batch_is_none(browser, chief, sari, monkeypatch):
    until = clock.now() + timedelta(days=30)
    batches = [
        vouchers.make("main", a_plan(), name="x", count=1, good_until=until, by=chief) for _ in range(2)
    ]
    codes = [vouchers.codes_of(batch, by=chief)[0] for batch in batches]
    vouchers.withdraw_batch(batches[0], by=chief)
    assert "tidak berlaku" in html(browser.post(f"{ROOM}voucher/", {"code": codes[0]}))
    monkeypatch.setattr("kabar.clock.now", lambda: until)
    browser = signed_in(Client(), sari)
    assert "tidak berlaku" in html(browser.post(f"{ROOM}voucher/", {"code": codes[1]}))
    assert not entitled(sari, "ad_free")


def test_a_library_is_read_by_its_network_and_its_mail_until_it_is_full(chief, sari, budi, browser):
    from kabar.membership.services.institutions import Contract, admit, dismiss

    plan = a_plan("Perpustakaan", kind=Kind.INSTITUTION)
    contract = Contract(
        "Perpusnas", plan, ("203.0.113.0/24",), ("perpusnas.go.id",), 1, clock.now() + timedelta(days=365)
    )
    library = admit("main", contract, by=chief)
    assert browser.post(ROOM, {"act": "let-in"}).status_code == 422
    there = {"x-forwarded-for": "203.0.113.9"}
    assert "Perpusnas" in html(browser.get(ROOM, headers=there))
    browser.post(ROOM, {"act": "let-in"}, headers=there)
    assert entitled(sari, "ad_free")
    assert budi.post(ROOM, {"act": "let-in"}, headers=there).status_code == 422
    Institution.objects.update(seats=2)
    signed_in_by_mail = a_reader("dewi@baca.perpusnas.go.id")
    from kabar.readers.signals import reader_signed_in

    reader_signed_in.send(type(signed_in_by_mail), reader=signed_in_by_mail, session=None)
    assert entitled(signed_in_by_mail, "ad_free")
    dismiss(library, by=chief)
    assert not entitled(sari, "ad_free") and not entitled(signed_in_by_mail, "ad_free")


@pytest.mark.parametrize("network", ["0.0.0.0/0", "bukan", "10.0.0.0/8"])
def test_nobody_lets_half_the_internet_in(chief, network):
    from kabar.membership.refusals import Refused
    from kabar.membership.services.institutions import Contract, admit

    plan = a_plan("Perpustakaan", kind=Kind.INSTITUTION)
    with pytest.raises(Refused):
        admit("main", Contract("X", plan, (network,), (), 1, clock.now() + timedelta(days=1)), by=chief)


def test_what_is_held_is_exported_and_forgotten(gateway, sari):
    from kabar.readers import erasures, exports

    made = paid(gateway, sari, a_family_plan())
    given = exports.everything(sari)["membership"]
    assert json.dumps(given) and given["orders"][0]["number"] == made.number
    erasures.forget_everywhere(sari)
    assert not entitled(sari, "ad_free") and made.invoices.get().minor == made.due_minor
