"""Sari pays and reads without advertising at once; what she stops paying for ends when it was paid until."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied

from kabar import clock
from kabar.jobs.testing import run_due_jobs
from kabar.membership import ledger, queries
from kabar.membership.gateways.asking import GatewayError, Standing
from kabar.membership.lengths import after
from kabar.membership.models import Holding, Invoice, Kind, Membership, OrderState, Purpose, Unit
from kabar.membership.money import Money, nothing
from kabar.membership.refusals import Conflict, Refused, TooMany
from kabar.membership.services import (
    apply,
    buying,
    cancel,
    end_what_is_over,
    give,
    pause,
    refund,
    reminding,
    resume,
    take_up_again,
    withdraw,
)
from kabar.membership.services.buying import Wish
from kabar.membership.services.refunding import confirm_transfer
from kabar.membership.testing import a_day_pass, a_plan, member, order, paid
from kabar.readers.queries import entitled
from kabar.readers.testing import a_reader
from kabar.staff.models import AuditEntry, User

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def later(monkeypatch, **by):
    """Let time pass."""
    at = clock.now() + timedelta(**by)
    monkeypatch.setattr("kabar.clock.now", lambda: at)


def test_who_pays_reads_without_advertising_at_once(gateway, sari, monkeypatch):
    made = order(sari, a_day_pass())
    assert made.state == OrderState.WAITING and made.to_do["qr"] and not entitled(sari, "ad_free")
    apply("memory", gateway.pay(made.number))
    made.refresh_from_db()
    assert made.state == OrderState.PAID and entitled(sari, "ad_free")
    assert made.covers_until - made.covers_from == timedelta(days=1)
    assert AuditEntry.objects.filter(subject_id=str(made.pk), act__in=["order", "order-paid"]).count() == 2
    later(monkeypatch, days=1)
    assert not entitled(sari, "ad_free")


def test_what_is_told_twice_is_done_once(gateway, sari):
    made = order(sari, a_plan())
    standing = gateway.pay(made.number)
    assert [apply("memory", standing) for _again in range(3)] == [True, False, False]
    assert Membership.objects.count() == Invoice.objects.count() == 1


def test_less_than_was_due_fulfils_nothing_until_the_rest_comes(gateway, sari):
    made = order(sari, a_plan(price=30_000))
    apply("memory", gateway.pay(made.number, Money("IDR", 20_000)))
    assert not entitled(sari, "ad_free") and ledger.balances(made) == {
        "gateway:memory": 20_000,
        "owed": -20_000,
    }
    apply("memory", gateway.pay(made.number, Money("IDR", 30_000)))
    assert entitled(sari, "ad_free") and ledger.balances(made)["owed"] == 0


def test_money_that_comes_late_or_after_a_withdrawal_still_counts(gateway, sari, monkeypatch):
    late, left = order(sari, a_plan()), order(sari, a_plan("Tahunan", 300_000, unit=Unit.YEAR))
    withdraw(left)
    with pytest.raises(Conflict):
        withdraw(left)
    later(monkeypatch, hours=2)
    assert buying.expire_orders() == 1
    for made in (late, left):
        apply("memory", gateway.pay(made.number))
        made.refresh_from_db()
        assert made.state == OrderState.PAID
    # The second is another plan: its time is put behind the first's.
    assert queries.bought(sari).until > clock.now() + timedelta(days=365 + 27)


def test_a_renewal_is_added_to_what_is_left(gateway, sari):
    plan = a_plan()
    first = member(gateway, sari, plan).until
    renewed = paid(gateway, sari, plan, Purpose.RENEW).membership
    assert renewed.until == after(first, 1, Unit.MONTH, "Asia/Jakarta") and Membership.objects.count() == 1


def test_a_change_of_plan_takes_what_is_left_off_the_price_once(gateway, sari, monkeypatch):
    monthly, yearly = a_plan(price=30_000), a_plan("Tahunan", 300_000, unit=Unit.YEAR)
    lasting = a_plan("Dua tahun", 500_000, unit=Unit.YEAR, length=2)
    member(gateway, sari, monthly)
    later(monkeypatch, days=15)
    changed = paid(gateway, sari, yearly, Purpose.CHANGE)
    assert 284_000 <= changed.due_minor <= 286_000
    again = order(sari, lasting, Purpose.CHANGE)
    assert again.due_minor == 200_000
    with pytest.raises(Refused):
        order(sari, monthly, Purpose.CHANGE)


@pytest.mark.parametrize("purpose", [Purpose.RENEW, Purpose.CHANGE])
def test_nothing_is_renewed_or_changed_that_is_not_there(gateway, sari, purpose):
    with pytest.raises(Refused):
        order(sari, a_plan(), purpose)


def test_a_member_does_not_start_again_and_a_trial_is_had_once(gateway, sari):
    trial = a_plan("Coba", 0, unit=Unit.DAY, length=7, once=True)
    tried = order(sari, trial)
    assert tried.state == OrderState.PAID and entitled(sari, "ad_free") and not Invoice.objects.exists()
    with pytest.raises(Refused):
        order(sari, a_plan())
    Membership.objects.update(state=Holding.ENDED)
    with pytest.raises(Refused):
        order(sari, trial)


def test_what_is_not_on_offer_cannot_be_bought(gateway, sari):
    for plan in (a_plan(on_offer=False), a_plan(kind=Kind.GIVEN), a_plan(prices={"USD": 299})):
        with pytest.raises(Refused):
            order(sari, plan)
    with pytest.raises(Refused):
        order(sari, a_plan(), way="lain:lain")


def test_who_orders_and_orders_waits(gateway, sari):
    plan = a_plan()
    for _turn in range(buying.AT_MOST):
        order(sari, plan)
    with pytest.raises(TooMany):
        order(sari, plan)


def test_a_gateway_that_does_not_answer_leaves_nothing_to_pay(gateway, sari, monkeypatch):
    def broken(*_said):
        raise GatewayError("no answer in time")

    monkeypatch.setattr(gateway, "ask", broken)
    with pytest.raises(Refused, match="tidak menjawab"):
        order(sari, a_plan())
    assert queries.orders_of(sari).get().state == OrderState.WITHDRAWN


def test_a_cancelled_membership_runs_to_the_end_paid_for_and_no_longer(gateway, sari, monkeypatch, settings):
    membership = member(gateway, sari, a_plan())
    cancel(membership)
    with pytest.raises(Conflict):
        cancel(membership)
    assert entitled(sari, "ad_free")
    take_up_again(membership)
    cancel(membership)
    later(monkeypatch, days=32)
    assert not entitled(sari, "ad_free") and end_what_is_over() == 1
    membership.refresh_from_db()
    assert membership.state == Holding.ENDED
    run_due_jobs()
    assert "berakhir" in mail.outbox[-1].subject


def test_who_does_not_renew_has_some_days_grace_and_is_told_each_thing_once(gateway, sari, monkeypatch):
    membership = member(gateway, sari, a_plan())
    run_due_jobs()
    written = len(mail.outbox)
    real = clock.now()
    for day, expected in ((1, 0), (25, 1), (26, 1), (30, 2), (31, 3), (32, 3)):
        at = membership.until - timedelta(days=31) + timedelta(days=day)
        monkeypatch.setattr("kabar.clock.now", lambda at=at: at)
        reminding.remind()
        reminding.remind()
        run_due_jobs()
        assert len(mail.outbox) - written == expected, day
    assert entitled(sari, "ad_free") and end_what_is_over() == 0
    monkeypatch.setattr("kabar.clock.now", lambda: membership.until + timedelta(days=3, seconds=1))
    assert not entitled(sari, "ad_free") and end_what_is_over() == 1
    assert membership.until > real


def test_a_pause_keeps_what_is_left(gateway, sari, monkeypatch):
    membership = member(gateway, sari, a_plan())
    left = membership.until - clock.now()
    pause(membership)
    assert not entitled(sari, "ad_free") and end_what_is_over() == 0
    later(monkeypatch, days=90)
    resume(membership)
    assert entitled(sari, "ad_free")
    assert abs(membership.until - clock.now() - left) < timedelta(minutes=1)


def test_a_day_is_not_paused(gateway, sari):
    with pytest.raises(Refused):
        pause(member(gateway, sari, a_day_pass()))


def test_a_refund_takes_back_what_was_bought_and_part_of_one_does_not(gateway, sari, chief):
    made = paid(gateway, sari, a_plan(price=30_000))
    refund(made, Money("IDR", 10_000), reason="Gangguan dua hari", by=chief)
    run_due_jobs()
    assert entitled(sari, "ad_free") and ledger.balances(made)["gateway:memory"] == 20_000
    refund(made, Money("IDR", 20_000), reason="Salah pilih", by=chief)
    with pytest.raises(Refused):
        refund(made, Money("IDR", 1), reason="Lagi", by=chief)
    run_due_jobs()
    made.refresh_from_db()
    assert made.state == OrderState.REFUNDED and not entitled(sari, "ad_free")
    notes = list(Invoice.objects.filter(order=made).order_by("number").values_list("number", "minor"))
    assert notes == [(1, 30_000), (2, -10_000), (3, -20_000)]
    assert "kembali" in mail.outbox[-1].subject and list(ledger.faults()) == []


def test_a_refunded_renewal_leaves_the_time_before_it(gateway, sari, chief):
    plan = a_plan()
    first = member(gateway, sari, plan).until
    renewal = paid(gateway, sari, plan, Purpose.RENEW)
    refund(renewal, renewal.due, reason="Tidak jadi", by=chief)
    run_due_jobs()
    assert queries.bought(sari).until == first and entitled(sari, "ad_free")


def test_a_bank_that_takes_the_money_back_ends_what_it_paid_for(gateway, sari):
    made = paid(gateway, sari, a_plan())
    apply("memory", gateway.reverse(made.number))
    assert not entitled(sari, "ad_free") and queries.bought(sari) is None
    assert made.payments.get().reversed and list(ledger.faults()) == []


def test_a_refund_that_is_told_of_before_its_payment_ends_the_same_way(gateway, sari):
    made = order(sari, a_plan())
    paid_, back = gateway.pay(made.number), gateway.reverse(made.number)
    for standing in (back, paid_):
        apply("memory", standing)
    made.refresh_from_db()
    assert made.state == OrderState.WAITING and not entitled(sari, "ad_free")
    assert set(ledger.balances(made).values()) <= {0} and list(ledger.faults()) == []


def test_only_who_administers_refunds_confirms_and_gives(gateway, sari):
    made, stranger = paid(gateway, sari, a_plan()), User.objects.create_user("joko")
    for act in (
        lambda: refund(made, made.due, reason="x", by=stranger),
        lambda: confirm_transfer(made, made.due, by=stranger),
        lambda: give(sari, a_plan(kind=Kind.GIVEN), until=None, reason="x", by=stranger),
    ):
        with pytest.raises(PermissionDenied):
            act()


def test_what_the_newsroom_gives_has_no_end_until_it_says_so(sari, chief):
    from kabar.membership.services.holding import take_back_given

    press = a_plan("Staf", kind=Kind.GIVEN, entitlements=["ad_free", "members_only"])
    with pytest.raises(Refused):
        give(sari, press, until=None, reason=" ", by=chief)
    given = give(sari, press, until=None, reason="Redaksi", by=chief)
    assert entitled(sari, "members_only") and end_what_is_over() == 0
    take_back_given(given, by=chief)
    assert not entitled(sari, "members_only")


def test_news_in_another_currency_or_of_another_order_changes_nothing(gateway, sari):
    from kabar.membership.services.settling import Unknown

    made, other = order(sari, a_plan()), order(a_reader(), a_plan())
    dollars = Standing(made.number, "x", Money("USD", 35_000), nothing("USD"))
    with pytest.raises(Unknown):
        apply("memory", dollars)
    apply("memory", gateway.pay(made.number))
    stolen = Standing(other.number, f"m-{made.number}", other.due, nothing("IDR"))
    with pytest.raises(Unknown):
        apply("memory", stolen)
    assert Membership.objects.count() == 1


@pytest.mark.parametrize(
    ("begins", "length", "unit", "ends"),
    [
        ("2026-01-31T05:00", 1, Unit.MONTH, "2026-02-28T05:00"),
        ("2024-02-29T05:00", 1, Unit.YEAR, "2025-02-28T05:00"),
        ("2026-11-30T20:00", 2, Unit.MONTH, "2027-01-31T20:00"),
        ("2026-12-31T05:00", 2, Unit.DAY, "2027-01-02T05:00"),
    ],
)
def test_a_month_is_the_paper_s_month(begins, length, unit, ends):
    from datetime import UTC, datetime

    there = [datetime.fromisoformat(each).replace(tzinfo=UTC) for each in (begins, ends)]
    assert after(there[0], length, unit, "Asia/Jakarta") == there[1]


def test_what_is_bought_stays_as_it_was_sold(gateway, sari):
    plan = a_plan(price=30_000)
    made = order(sari, plan)
    plan.prices, plan.name, plan.length = {"IDR": 90_000}, "Lain", 5
    plan.save()
    apply("memory", gateway.pay(made.number))
    made.refresh_from_db()
    assert (made.due_minor, made.what, made.length) == (30_000, "Bulanan", 1)
    assert made.membership.until < clock.now() + timedelta(days=32)


def test_the_wish_of_a_currency_is_kept(gateway, sari):
    made = buying.place(sari, Wish(a_plan(prices={"USD": 299}), Purpose.START, "memory:memory", "USD"))
    assert made.due == Money("USD", 299)
