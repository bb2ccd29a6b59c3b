"""A payment does not depend on its notification: gateways are asked again, and what was kept is acted on."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from click.testing import CliRunner
from django.test import Client

from kabar import clock
from kabar.cli import main as cli
from kabar.jobs.services import MAX_TRIES
from kabar.jobs.testing import let_wait_be_over, try_due_jobs
from kabar.membership import ledger, queries
from kabar.membership.gateways import midtrans, stripe, xendit
from kabar.membership.gateways.asking import GatewayError
from kabar.membership.gateways.midtrans.testing import MidtransDouble
from kabar.membership.gateways.open import standing_in
from kabar.membership.gateways.stripe.testing import StripeDouble
from kabar.membership.gateways.xendit.testing import XenditDouble
from kabar.membership.models import LedgerEntry, Notice, Notices, OrderState, RefundState
from kabar.membership.money import Money
from kabar.membership.refusals import Conflict, Refused
from kabar.membership.services import apply, refund, settling
from kabar.membership.services.reconciling import reconcile
from kabar.membership.services.refunding import confirm_transfer
from kabar.membership.testing import a_plan, order, paid, with_a_bank
from kabar.readers.queries import entitled
from kabar.readers.testing import a_reader

pytestmark = pytest.mark.django_db
#: How the accounts of a month stand whose money went back.
GONE = {"sales": -35_000, "returns": 35_000}


def knock(kind, body, headers=None):
    said = Client().post(f"/akun/paid/{kind}/", body, content_type="application/json", headers=headers or {})
    return said.status_code, said.json()["said"]


def test_a_payment_whose_notification_never_came_is_found(gateway, sari):
    lost, waiting = order(sari, a_plan()), order(a_reader(), a_plan())
    gateway.pay(lost.number)
    found = reconcile()
    assert found.mended == [lost.number] and found.ok and entitled(sari, "ad_free")
    assert reconcile().mended == []
    waiting.refresh_from_db()
    assert waiting.state == OrderState.WAITING


def test_a_wrong_line_of_the_ledger_and_a_gateway_that_is_gone_are_trouble(gateway, sari):
    made = paid(gateway, sari, a_plan())
    LedgerEntry.objects.create(booking="X", account="sales", currency="IDR", minor=1, order=made)
    made.gateway = "tutup"
    made.save()
    found = reconcile()
    assert not found.ok and any("tutup" in line for line in found.lines())


@pytest.mark.once
def test_midtrans_from_the_order_to_the_refund(sari, chief):
    with MidtransDouble() as double, standing_in(midtrans=midtrans.make(double.settings())):
        made = order(sari, a_plan(), way="midtrans:qris")
        assert double.notify[made.number].endswith("/akun/paid/midtrans/") and made.to_do["qr"]
        pending, settled = double.notification(made.number), double.becomes(made.number, "settlement")
        assert knock("midtrans", settled) == (200, "kept")
        begun = clock.now()
        assert entitled(sari, "ad_free") and (clock.now() - begun).total_seconds() < 2
        # Late, twice, and with a status that nobody signed.
        assert knock("midtrans", pending) == (200, "kept")
        assert knock("midtrans", settled) == (200, "known")
        assert knock("midtrans", double.notification(made.number, transaction_status="refund")) == (
            200,
            "kept",
        )
        assert knock("midtrans", double.notification(made.number, gross_amount="1.00"))[0] == 403
        assert entitled(sari, "ad_free") and made.invoices.count() == 1
        refund(made, Money("IDR", 5_000), reason="Gangguan", by=chief)
        let_wait_be_over()
        try_due_jobs()
        assert entitled(sari, "ad_free") and ledger.balances(made)["gateway:midtrans"] == 30_000
        assert knock("midtrans", double.give(made.number, 30_000)) == (200, "kept")
        assert not entitled(sari, "ad_free") and list(ledger.faults()) == []


@pytest.mark.once
def test_xendit_from_the_order_to_the_refund(sari, chief):
    with XenditDouble() as double, standing_in(xendit=xendit.make(double.settings())):
        made = order(sari, a_plan(), way="xendit:invoice")
        settled = double.becomes(made.number, "PAID")
        assert knock("xendit", settled)[0] == 403
        assert knock("xendit", settled, double.headers()) == (200, "kept")
        assert knock("xendit", double.becomes(made.number, "SETTLED"), double.headers()) == (200, "kept")
        assert entitled(sari, "ad_free") and made.invoices.count() == 1
        wanted = refund(made, made.due, reason="Salah", by=chief)
        let_wait_be_over()
        try_due_jobs()
        assert entitled(sari, "ad_free")
        assert knock("xendit", double.refunded(wanted.key), double.headers()) == (200, "kept")
        assert not entitled(sari, "ad_free") and list(ledger.faults()) == []


@pytest.mark.once
def test_xendit_from_a_part_that_was_refunded_to_the_dispute_that_was_won(sari, chief):
    with XenditDouble() as double, standing_in(xendit=xendit.make(double.settings())):
        made = order(sari, a_plan(), way="xendit:invoice")
        unpaid = double.disputes(made.number)
        assert knock("xendit", unpaid, double.headers()) == (200, "kept")
        assert Notice.objects.get().state == Notices.ODD and not made.payments.exists()
        knock("xendit", double.becomes(made.number, "PAID"), double.headers())
        wanted = refund(made, Money("IDR", 5_000), reason="Terlambat", by=chief)
        let_wait_be_over()
        try_due_jobs()
        knock("xendit", double.refunded(wanted.key), double.headers())
        assert entitled(sari, "ad_free")
        for status in ("UNDER_REVIEW", "LOST"):
            knock("xendit", double.disputes(made.number, status, 30_000), double.headers())
            assert not entitled(sari, "ad_free") and made.payments.get().gone == 35_000
        knock("xendit", double.disputes(made.number, "WON", 30_000), double.headers())
        assert made.payments.get().gone == 5_000 and list(ledger.faults()) == []


@pytest.mark.once
def test_stripe_from_the_order_to_the_dispute(sari):
    with StripeDouble() as double, standing_in(stripe=stripe.make(double.settings())):
        made = order(sari, a_plan(prices={"IDR": 35_000}), way="stripe:checkout")
        body = double.pays(made.number)
        assert knock("stripe", body)[0] == 403
        assert knock("stripe", body, double.headers(body)) == (200, "kept")
        assert knock("stripe", body, double.headers(body)) == (200, "known")
        assert entitled(sari, "ad_free")
        body = double.disputes(made.number)
        assert knock("stripe", body, double.headers(body)) == (200, "kept")
        assert not entitled(sari, "ad_free") and made.payments.get().reversed
        assert list(ledger.faults()) == []
        body = double.decides(made.number, "won")
        assert knock("stripe", body, double.headers(body)) == (200, "kept")
        assert entitled(sari, "ad_free") and list(ledger.faults()) == []
        assert ledger.balances(made)["gateway:stripe"] == 35_000


@pytest.mark.once
def test_news_that_cannot_be_asked_about_waits_for_a_job(sari):
    with MidtransDouble() as double:
        settings = double.settings()
        with standing_in(midtrans=midtrans.make(settings)):
            made = order(sari, a_plan(), way="midtrans:qris")
        settled = double.becomes(made.number, "settlement")
        gone = replace(settings, address="http://127.0.0.1:9")
        with standing_in(midtrans=midtrans.make(gone)):
            assert knock("midtrans", settled) == (200, "kept")
        assert Notice.objects.get().state == Notices.KEPT and not entitled(sari, "ad_free")
        with standing_in(midtrans=midtrans.make(settings)):
            let_wait_be_over()
            try_due_jobs()
        assert entitled(sari, "ad_free") and Notice.objects.get().state == Notices.DONE


@pytest.mark.once
def test_what_is_too_long_or_makes_no_sense_is_turned_away(gateway):
    assert knock("memory", b"x" * 300_000)[0] == 413
    said = json.dumps({"order": "x"}).encode()
    import hmac
    from hashlib import sha256

    signed = {"x-signature": hmac.new(b"memory", said, sha256).hexdigest()}
    assert knock("memory", said, signed) == (400, "not understood")


def test_transfers_are_told_apart_by_their_sum_and_confirmed_by_staff(sari, chief, settings):
    settings.PAPER = with_a_bank()
    plan, others = a_plan(), [a_reader() for _ in range(5)]
    orders = [order(reader, plan, way="transfer:transfer") for reader in (sari, *others)]
    assert len({made.due_minor for made in orders}) == 6
    assert all(35_000 - 999 <= made.due_minor < 35_000 for made in orders)
    assert orders[0].to_do["shows"]["Nama pemilik rekening"] == "PT Pos Warta"
    confirm_transfer(orders[0], Money("IDR", 10_000), by=chief)
    assert not entitled(sari, "ad_free")
    confirm_transfer(orders[0], orders[0].due - Money("IDR", 10_000), by=chief)
    assert entitled(sari, "ad_free") and not entitled(others[0], "ad_free")
    with pytest.raises(Conflict):
        confirm_transfer(orders[0], orders[0].due, by=chief)
    refund(orders[0], orders[0].due, reason="Dobel", by=chief)
    assert not entitled(sari, "ad_free") and list(ledger.faults()) == []


def test_what_a_bank_takes_and_gives_again_is_booked_and_read_again_as_far_as_it_was_left(
    gateway, sari, monkeypatch
):
    made = paid(gateway, sari, a_plan())
    began, ends = made.covers_from, made.covers_until
    later = began + timedelta(days=10)
    monkeypatch.setattr(clock, "now", lambda: later)
    apply("memory", gateway.reverse(made.number))
    assert not entitled(sari, "ad_free") and balances(made) == GONE
    later = began + timedelta(days=60)
    for _again in range(2):
        apply("memory", gateway.win(made.number))
    made.refresh_from_db()
    assert entitled(sari, "ad_free") and made.state == OrderState.PAID
    assert made.covers_until - made.covers_from == ends - (began + timedelta(days=10))
    assert balances(made) == {"gateway:memory": 35_000, "sales": -35_000}
    assert [each.minor for each in made.invoices.order_by("id")] == [35_000, -35_000, 35_000]
    # What is refunded after that is refunded like anything else.
    gateway.give_back(made.number, "", made.due, "x")
    apply("memory", gateway.standings[made.number])
    made.refresh_from_db()
    assert made.state == OrderState.REFUNDED and not entitled(sari, "ad_free") and balances(made) == GONE
    assert sum(each.minor for each in made.invoices.all()) == 0 and list(ledger.faults()) == []


def test_a_refund_that_fails_is_owed_to_the_reader_shown_and_asked_for_again(gateway, sari, chief):
    made = paid(gateway, sari, a_plan())
    wanted = refund(made, made.due, reason="Salah", by=chief)
    let_wait_be_over()
    try_due_jobs()
    made.refresh_from_db()
    assert made.state == OrderState.REFUNDED and balances(made) == GONE
    apply("memory", gateway.fail(made.number, wanted.key))
    made.refresh_from_db()
    # The reader wanted out: they are owed the money, and do not read on for it.
    assert made.state == OrderState.REFUNDED and not entitled(sari, "ad_free")
    assert balances(made) == GONE | {"gateway:memory": 35_000, "owed": -35_000}
    (shown,) = queries.refunds_open(made.paper)
    assert shown.state == RefundState.FAILED and shown.why_not == "the account is closed"
    refund(made, made.due, reason="Lewat rekening lain", by=chief)
    let_wait_be_over()
    try_due_jobs()
    assert balances(made) == GONE and list(ledger.faults()) == []
    with pytest.raises(Refused):
        refund(made, made.due, reason="Lagi", by=chief)


@pytest.mark.once
def test_a_refund_that_a_gateway_declines_or_has_not_made_yet_is_asked_for_once(sari, chief):
    with MidtransDouble() as double, standing_in(midtrans=midtrans.make(double.settings())):
        made = order(sari, a_plan(), way="midtrans:snap")
        knock("midtrans", double.becomes(made.number, "settlement"))
        wanted = refund(made, made.due, reason="Salah", by=chief)
        with pytest.raises(Refused):
            refund(made, made.due, reason="Dua kali", by=chief)
        let_wait_be_over()
        try_due_jobs()
        wanted.refresh_from_db()
        assert wanted.state == RefundState.FAILED and "cannot be refunded" in wanted.why_not
        assert entitled(sari, "ad_free") and list(ledger.faults()) == []


@pytest.mark.once
def test_a_gateway_that_was_silent_for_days_is_asked_for_its_refunds_again(gateway, sari, chief, monkeypatch):
    made = paid(gateway, sari, a_plan())
    wanted = refund(made, made.due, reason="Salah", by=chief)
    with monkeypatch.context() as silent:
        silent.setattr(gateway, "give_back", _silent)
        for _try in range(MAX_TRIES):
            let_wait_be_over()
            try_due_jobs()
    wanted.refresh_from_db()
    assert wanted.state == RefundState.ASKED and wanted.why_not == "memory: no answer"
    reconcile()
    try_due_jobs()
    wanted.refresh_from_db()
    assert wanted.state == RefundState.SENT and not entitled(sari, "ad_free")


def _silent(*_said):
    raise GatewayError("memory: no answer")


def balances(made):
    """Where the accounts of an order stand that do not stand at nothing."""
    return {name: minor for name, minor in ledger.balances(made).items() if minor}


def test_a_notification_is_acted_on_once_though_two_do_it(gateway, sari):
    made = order(sari, a_plan())
    told = gateway.read(*gateway.letter(gateway.pay(made.number)))
    notice = settling.keep("memory", told, b"{}")
    assert settling.keep("memory", told, b"{}") is None
    for _again in range(2):
        settling.act(notice.pk)
    assert made.invoices.count() == 1 and entitled(sari, "ad_free")


@pytest.mark.once
def test_the_command_says_what_it_found(gateway, sari, monkeypatch):
    monkeypatch.setattr("kabar.cli.check_migrated", lambda: None)
    made = order(sari, a_plan())
    gateway.pay(made.number)
    done = CliRunner().invoke(cli, ["membership", "reconcile"])
    assert done.exit_code == 0 and made.number in done.output
    assert done.output.endswith("1 orders asked about, 1 mended, 0 faults\n")
    made.payments.update(paid=1)
    assert CliRunner().invoke(cli, ["membership", "reconcile"]).exit_code == 0
