"""Each gateway speaks its service's protocol, believes only what is proved, and counts in whole units."""

import json
import time
from dataclasses import replace
from datetime import timedelta

import pytest

from kabar import clock
from kabar.membership.gateways import memory, midtrans, stripe, xendit
from kabar.membership.gateways.asking import Bill, Declined, Forged, GatewayError, Standing
from kabar.membership.gateways.midtrans.testing import KEY, MidtransDouble
from kabar.membership.gateways.stripe.testing import StripeDouble
from kabar.membership.gateways.xendit.testing import XenditDouble
from kabar.membership.money import Money, nothing

pytestmark = pytest.mark.once
PRICE, ZERO = Money("IDR", 35_000), nothing("IDR")


def bill(number="K7QX4M", due=PRICE):
    return Bill(
        number, due, "Bulanan", "Sari", "sari@example.id", clock.now() + timedelta(hours=1),
        back="https://pos.example.id/akun/", notify="https://pos.example.id/-/bayar/midtrans",
    )  # fmt: skip


@pytest.fixture
def at_midtrans():
    with MidtransDouble() as double:
        yield double, midtrans.make(double.settings())


@pytest.fixture
def at_xendit():
    with XenditDouble() as double:
        yield double, xendit.make(double.settings())


@pytest.fixture
def at_stripe():
    with StripeDouble() as double:
        yield double, stripe.make(double.settings())


# --- Midtrans ----------------------------------------------------------------------------------------------


def test_midtrans_makes_a_qr_code_and_is_told_where_to_notify(at_midtrans):
    double, gateway = at_midtrans
    asked = gateway.ask(bill(), "qris")
    assert asked.qr.startswith("000201") and not asked.leads
    assert double.notify["K7QX4M"] == "https://pos.example.id/-/bayar/midtrans"
    assert double.heard[-1].said["transaction_details"]["gross_amount"] == 35_000


def test_midtrans_makes_a_page_for_everything_else(at_midtrans):
    double, gateway = at_midtrans
    assert gateway.ask(bill(), "snap").leads.startswith(double.address)
    assert double.heard[-1].said["callbacks"] == {"finish": "https://pos.example.id/akun/"}
    assert [method.key for method in gateway.methods("USD")] == []


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        (("settlement",), Standing("", "", PRICE, ZERO)),
        (("capture",), Standing("", "", PRICE, ZERO)),
        (("deny",), Standing("", "", ZERO, ZERO)),
        (("expire",), Standing("", "", ZERO, ZERO, over=True)),
        (("settlement", "chargeback"), Standing("", "", PRICE, PRICE, reversed=True)),
        (("capture", "cancel"), Standing("", "", ZERO, ZERO, over=True, reversed=True)),
    ],
)
def test_midtrans_says_how_a_payment_stands(at_midtrans, steps, expected):
    double, gateway = at_midtrans
    gateway.ask(bill(), "qris")
    for step in steps:
        double.becomes("K7QX4M", step)
    found = gateway.standing("K7QX4M", "", "IDR")
    assert found == replace(expected, order="K7QX4M", reference=found.reference)


def test_a_card_that_midtrans_holds_for_fraud_has_not_paid(at_midtrans):
    double, gateway = at_midtrans
    gateway.ask(bill(), "snap")
    double.transactions["K7QX4M"]["fraud_status"] = "challenge"
    double.becomes("K7QX4M", "capture")
    assert gateway.standing("K7QX4M", "", "IDR").paid == ZERO


def test_a_refund_at_midtrans_is_made_once_for_its_key_and_adds_up(at_midtrans):
    double, gateway = at_midtrans
    gateway.ask(bill(), "qris")
    double.becomes("K7QX4M", "settlement")
    for _again in range(2):
        gateway.give_back("K7QX4M", "", Money("IDR", 5_000), "K7QX4M.1")
    assert gateway.standing("K7QX4M", "", "IDR").returned == Money("IDR", 5_000)
    gateway.give_back("K7QX4M", "", Money("IDR", 30_000), "K7QX4M.2")
    assert gateway.standing("K7QX4M", "", "IDR").returned == PRICE


def test_what_midtrans_cannot_give_back_is_said_once_and_what_it_can_tomorrow_is_asked_again(at_midtrans):
    double, gateway = at_midtrans
    gateway.ask(bill(), "snap")
    double.becomes("K7QX4M", "capture")
    with pytest.raises(GatewayError) as later:
        gateway.give_back("K7QX4M", "", PRICE, "K7QX4M.1")
    assert not isinstance(later.value, Declined)
    double.becomes("K7QX4M", "settlement")
    # A transfer to a virtual account is answered by the same number as a refund that was made before.
    with pytest.raises(Declined, match="cannot be refunded"):
        gateway.give_back("K7QX4M", "", PRICE, "K7QX4M.1")
    assert gateway.standing("K7QX4M", "", "IDR").returned == ZERO


def test_a_notification_of_midtrans_proves_where_it_is_from_but_not_what_happened(at_midtrans):
    double, gateway = at_midtrans
    gateway.ask(bill(), "qris")
    told = gateway.read(double.becomes("K7QX4M", "settlement"), {})
    # The status is not among what is signed: whoever changes it is believed no word.
    changed = gateway.read(double.notification("K7QX4M", transaction_status="refund"), {})
    assert told.standing is None and changed.standing is None and told.mark != changed.mark
    assert told.order == changed.order == "K7QX4M"


@pytest.mark.parametrize(
    "change", [{"gross_amount": "1.00"}, {"order_id": "LAIN"}, {"signature_key": ""}, {"status_code": "201"}]
)
def test_a_forged_notification_of_midtrans_is_refused(at_midtrans, change):
    double, gateway = at_midtrans
    gateway.ask(bill(), "qris")
    double.becomes("K7QX4M", "settlement")
    with pytest.raises(Forged):
        gateway.read(double.notification("K7QX4M", **change), {})


def test_what_midtrans_does_not_know_is_no_payment_and_what_it_refuses_is_said(at_midtrans):
    double, gateway = at_midtrans
    assert gateway.standing("LAIN", "", "IDR") is None
    gateway.ask(bill(), "qris")
    with pytest.raises(GatewayError, match="utilized previously"):
        gateway.ask(bill(), "qris")
    stranger = midtrans.make(replace(double.settings(), key="lain"))
    with pytest.raises(GatewayError, match="Unknown Merchant"):
        stranger.ask(bill("LAIN"), "qris")
    assert KEY not in repr(double.settings().name)


# --- Xendit ------------------------------------------------------------------------------------------------


def test_xendit_makes_a_page_and_tells_what_was_paid(at_xendit):
    double, gateway = at_xendit
    asked = gateway.ask(bill(), "invoice")
    assert asked.leads.startswith(double.address)
    told = gateway.read(double.becomes("K7QX4M", "PAID"), double.headers())
    assert told.standing == Standing("K7QX4M", asked.reference, PRICE, ZERO)
    assert gateway.standing("K7QX4M", "", "IDR") == told.standing
    assert gateway.read(double.becomes("K7QX4M", "EXPIRED"), double.headers()).standing.over


def test_a_refund_at_xendit_makes_us_ask_for_all_of_them(at_xendit):
    double, gateway = at_xendit
    reference = gateway.ask(bill(), "invoice").reference
    double.becomes("K7QX4M", "PAID")
    for _again in range(2):
        gateway.give_back("K7QX4M", reference, Money("IDR", 5_000), "K7QX4M.1")
    assert gateway.standing("K7QX4M", reference, "IDR").returned == ZERO
    told = gateway.read(double.refunded("K7QX4M.1"), double.headers())
    assert (told.order, told.reference, told.standing) == ("K7QX4M", reference, None)
    assert gateway.standing("K7QX4M", reference, "IDR").returned == Money("IDR", 5_000)
    gateway.give_back("K7QX4M", reference, Money("IDR", 6_000), "K7QX4M.2")
    gateway.read(double.refunded("K7QX4M.2", "FAILED"), double.headers())
    found = gateway.standing("K7QX4M", reference, "IDR")
    assert found.returned == Money("IDR", 5_000) and found.failed == (
        ("K7QX4M.2", "Xendit: no reason given"),
    )


def test_a_dispute_at_xendit_holds_the_sum_until_it_is_won(at_xendit):
    double, gateway = at_xendit
    gateway.ask(bill(), "invoice")
    for status, expected in (
        ("ACTION_REQUIRED", (PRICE, ZERO, False)),
        ("UNDER_REVIEW", (PRICE, ZERO, False)),
        ("LOST", (PRICE, ZERO, False)),
        ("WON", (PRICE, PRICE, True)),
    ):
        told = gateway.read(double.disputes("K7QX4M", status), double.headers())
        found = told.standing
        assert (told.order, found.reference, found.reversed) == ("K7QX4M", "", True)
        assert (found.returned, found.regained, found.won) == expected
    nonsense = double.disputes("K7QX4M", "SLEEPING")
    assert gateway.read(nonsense, double.headers()).nothing


@pytest.mark.parametrize("headers", [{}, {"x-callback-token": "lain"}])
def test_a_callback_without_our_token_is_refused(at_xendit, headers):
    double, gateway = at_xendit
    gateway.ask(bill(), "invoice")
    with pytest.raises(Forged):
        gateway.read(double.becomes("K7QX4M", "PAID"), headers)


def test_what_xendit_says_of_other_things_is_put_aside(at_xendit):
    double, gateway = at_xendit
    assert gateway.read(b'{"event": "payout.succeeded"}', double.headers()).nothing
    assert gateway.standing("LAIN", "", "IDR") is None


# --- Stripe ------------------------------------------------------------------------------------------------


def test_stripe_makes_a_page_and_counts_rupiah_in_hundredths(at_stripe):
    double, gateway = at_stripe
    asked = gateway.ask(bill(), "checkout")
    assert asked.leads.startswith(double.address)
    assert double.sessions["K7QX4M"]["amount_total"] == 3_500_000
    body = double.pays("K7QX4M")
    told = gateway.read(body, double.headers(body))
    assert told.standing.paid == PRICE and told.standing.reference.startswith("pi_")
    assert gateway.standing("K7QX4M", asked.reference, "IDR") == replace(told.standing, regained=ZERO)
    assert gateway.ask(bill(), "checkout").reference == asked.reference


@pytest.mark.parametrize("money", [Money("USD", 299), Money("JPY", 500), Money("KWD", 1_500), PRICE])
def test_every_currency_is_counted_as_stripe_counts_it(money):
    assert stripe.from_stripe(money.currency.lower(), stripe.in_stripe(money)) == money


def test_a_refund_and_a_dispute_at_stripe(at_stripe):
    double, gateway = at_stripe
    gateway.ask(bill(), "checkout")
    body = double.pays("K7QX4M")
    reference = gateway.read(body, double.headers(body)).reference
    for _again in range(2):
        gateway.give_back("K7QX4M", reference, Money("IDR", 5_000), "K7QX4M.1")
    body = double.refunded("K7QX4M")
    told = gateway.read(body, double.headers(body))
    assert told.standing is None and told.reference == reference
    stands = Standing("K7QX4M", reference, PRICE, Money("IDR", 5_000), regained=ZERO)
    assert gateway.standing("", reference, "IDR") == stands
    body = double.refund_fails("K7QX4M")
    assert gateway.read(body, double.headers(body)).reference == reference
    why = "Stripe: the refund failed: lost_or_stolen_card"
    failed = replace(stands, regained=Money("IDR", 5_000), failed=(("K7QX4M.1", why),))
    assert gateway.standing("", reference, "IDR") == failed
    with pytest.raises(Declined, match="greater than"):
        gateway.give_back("K7QX4M", reference, PRICE + PRICE, "K7QX4M.2")


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        # The bank only asks: nothing was taken, though Stripe calls the charge disputed.
        (("warning_needs_response", "warning_closed"), (ZERO, ZERO, False, False)),
        (("needs_response", "under_review"), (PRICE, ZERO, True, False)),
        (("needs_response", "lost"), (PRICE, ZERO, True, False)),
        (("needs_response", "won"), (PRICE, PRICE, False, True)),
    ],
)
def test_a_dispute_at_stripe_takes_the_money_until_it_is_won(at_stripe, steps, expected):
    double, gateway = at_stripe
    gateway.ask(bill(), "checkout")
    body = double.pays("K7QX4M")
    reference = gateway.read(body, double.headers(body)).reference
    for body in (double.disputes("K7QX4M", steps[0]), double.decides("K7QX4M", steps[1])):
        told = gateway.read(body, double.headers(body))
        assert told.standing is None and told.reference == reference
    found = gateway.standing("", reference, "IDR")
    assert (found.returned, found.regained, found.reversed, found.won) == expected


def test_an_expired_page_is_over_and_other_events_are_put_aside(at_stripe):
    double, gateway = at_stripe
    asked = gateway.ask(bill(), "checkout")
    body = double.expires("K7QX4M")
    assert gateway.read(body, double.headers(body)).standing.over
    assert gateway.standing("K7QX4M", asked.reference, "IDR").over
    body = double.event("customer.created", {"id": "cus_1"})
    assert gateway.read(body, double.headers(body)).nothing


@pytest.mark.parametrize("at", [-3600, 3600])
def test_an_event_signed_at_another_hour_is_a_replay_or_a_forgery(at_stripe, at):
    double, gateway = at_stripe
    gateway.ask(bill(), "checkout")
    body = double.pays("K7QX4M")
    late = double.headers(body, time.time() + at)
    if at < 0:
        with pytest.raises(Forged):
            gateway.read(body, late)
    with pytest.raises(Forged):
        gateway.read(body + b" ", double.headers(body))
    with pytest.raises(Forged):
        gateway.read(body, {})


def test_what_stripe_refuses_is_said_in_one_line(at_stripe):
    double, _gateway = at_stripe
    with pytest.raises(GatewayError, match="Invalid API Key"):
        stripe.make(replace(double.settings(), key="lain")).ask(bill(), "checkout")


# --- all of them -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", [midtrans, xendit, stripe])
def test_a_gateway_that_does_not_answer_is_an_error_in_one_line(kind):
    with XenditDouble() as gone:
        settings = replace(gone.settings(), name="gone")
    with pytest.raises(GatewayError) as failed:
        kind.make(settings).ask(bill(), "qris")
    assert "\n" not in str(failed.value)


@pytest.mark.parametrize("kind", [midtrans, xendit, stripe])
@pytest.mark.parametrize("body", [b"", b"[]", b"\xff", b"null", b'{"a": 1e400}', b"{" * 3000])
def test_nonsense_is_nobodys_notification(kind, body):
    with XenditDouble() as double:
        settings = double.settings()
    with pytest.raises(Forged):
        kind.make(settings).read(body, {})


def test_the_twin_in_memory_signs_and_gives_back_once():
    twin = memory.MemoryGateway()
    twin.ask(bill(), "memory")
    body, headers = twin.letter(twin.pay("K7QX4M"))
    assert twin.read(body, headers).standing.paid == PRICE
    with pytest.raises(Forged):
        twin.read(json.dumps({}).encode(), headers)
    for _again in range(2):
        twin.give_back("K7QX4M", "", PRICE, "K7QX4M.1")
    assert twin.standing("K7QX4M", "", "IDR").returned == PRICE
