"""Whatever gateways say, in whatever order: the ledger adds up, and is what the payments come to."""

import pytest
from django.db import Error, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kabar.append_only import triggers
from kabar.membership import ledger
from kabar.membership.gateways.asking import Standing
from kabar.membership.ledger import Sums, accounts_of
from kabar.membership.models import Invoice, LedgerEntry, OrderState
from kabar.membership.money import Money
from kabar.membership.services import apply
from kabar.membership.testing import a_plan, order, paid
from kabar.readers.testing import a_reader

SUMS = st.builds(
    lambda paid, back: Sums(paid, min(paid, back)), st.integers(0, 10**12), st.integers(0, 10**12)
)


@pytest.mark.once
@given(st.integers(0, 10**12), st.integers(0, 3000), st.booleans(), st.integers(0, 10**12),
       st.dictionaries(st.sampled_from(["midtrans", "xendit", "transfer"]), SUMS))  # fmt: skip
def test_the_accounts_of_an_order_add_up_to_nothing(due, points, sold, back, by_gateway):
    tax = Money("IDR", due).tax_within(points).minor
    stands = accounts_of(due, tax, sold=sold, back=min(back, due), by_gateway=by_gateway)
    assert sum(stands.values()) == 0
    if not sold:
        assert set(stands) == {f"gateway:{kind}" for kind in by_gateway} | {ledger.OWED}


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["a", "b"]), st.integers(0, 3), st.integers(0, 3), st.integers(0, 3),
        st.booleans(), st.booleans(), st.booleans(),
    ),
    max_size=6,
)  # fmt: skip


@pytest.mark.once
@pytest.mark.django_db
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(STEPS, st.integers(0, 1100))
def test_any_news_in_any_order_leaves_a_ledger_that_adds_up(gateway, steps, points):
    with transaction.atomic():
        made = order(a_reader(), a_plan(price=30_000))
        made.tax_points = points
        made.save()
        third = made.due.share(1, 3)
        for reference, thirds_paid, thirds_back, thirds_again, over, reversed_, won in steps:
            back = min(thirds_paid, thirds_back)
            sums = (
                Money("IDR", third.minor * thirds) for thirds in (thirds_paid, back, min(back, thirds_again))
            )
            said_paid, said_back, said_again = sums
            apply(
                "memory",
                Standing(
                    made.number, reference, said_paid, said_back, over=over, reversed=reversed_,
                    regained=said_again, won=won,
                ),
            )  # fmt: skip
        assert list(ledger.faults()) == []
        assert sum(ledger.balances(made).values()) == 0
        credited = sum(invoice.minor for invoice in Invoice.objects.filter(order=made))
        made.refresh_from_db()
        sums = list(made.payments.all())
        lost = ledger.lost(made, sum(each.paid for each in sums), sum(each.gone for each in sums))
        assert credited == (made.due_minor - lost if made.paid_at else 0)
        assert made.state != OrderState.REFUNDED or credited == 0
        assert (made.paid_at is not None) == Invoice.objects.filter(order=made, about="paid").exists()
        transaction.set_rollback(True)


@pytest.mark.django_db
def test_the_database_refuses_to_change_or_delete_a_line_of_the_ledger_or_an_invoice(gateway, sari):
    paid(gateway, sari, a_plan())
    for model in (LedgerEntry, Invoice):
        assert len(triggers(connection, model)) >= 2
        for change in (lambda lines: lines.update(minor=1), lambda lines: lines.delete()):
            with pytest.raises(Error, match="append-only"), transaction.atomic():
                change(model.objects.all())


@pytest.mark.django_db
def test_a_sale_stands_in_the_books_without_its_tax(gateway, sari, settings):
    from dataclasses import replace

    terms = replace(settings.PAPER.membership, tax_percent=11.0)
    settings.PAPER = replace(settings.PAPER, membership=terms)
    made = paid(gateway, sari, a_plan(price=111_000))
    assert ledger.balances(made) == {"gateway:memory": 111_000, "sales": -100_000, "tax": -11_000}


@pytest.mark.django_db
def test_a_booking_that_is_off_is_named(gateway, sari):
    made = paid(gateway, sari, a_plan())
    LedgerEntry.objects.create(booking="X/1", account="sales", currency="IDR", minor=5, order=made)
    found = list(ledger.faults())
    assert any("X/1" in line for line in found) and any(made.number in line for line in found)
