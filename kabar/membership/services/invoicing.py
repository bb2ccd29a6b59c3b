"""Invoices and credit notes: numbered without gaps, in the transaction of what they are about."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils import dateformat
from django.utils.translation import gettext as _
from django.utils.translation import override

from kabar import clock
from kabar.membership.models import Invoice, InvoiceNumber, Order

PAID, REGAINED = "paid", "regained:"


def issue(order: Order) -> Invoice:
    """Invoice an order that is paid."""
    return _append(order, PAID, order.due_minor, order.tax.minor, _with_its_time(order))


def _with_its_time(order: Order) -> str:
    """Return what was bought, and from when to when it is had; a gift begins when it is opened."""
    if not (order.covers_from and order.covers_until):
        return order.what
    paper = settings.PAPER.for_key(order.paper)
    with override(paper.language):
        first, last = (
            dateformat.format(clock.local(instant, paper.zone), "j F Y")
            for instant in (order.covers_from, order.covers_until)
        )
    return f"{order.what}, {first} – {last}"


def credit(order: Order, returned: int) -> Invoice | None:
    """Note what went back since the last note, or invoice what came again; `returned` is all that is gone."""
    returned = min(returned, order.due_minor)
    notes = order.invoices.exclude(about=PAID)
    before, taxed = (-sum(getattr(note, name) for note in notes) for name in ("minor", "tax_minor"))
    if returned == before or not order.invoices.filter(about=PAID).exists():
        return None
    tax = order.tax.minor * returned // order.due_minor
    again = order.invoices.filter(about__startswith=REGAINED).count()
    with override(settings.PAPER.for_key(order.paper).language):
        if returned < before:
            about, what = f"{REGAINED}{again + 1}", _("The payment stands: %(what)s")
        else:
            about, what = f"returned:{returned}" + (f" {again + 1}" if again else ""), _("Refund: %(what)s")
    return _append(order, about, before - returned, taxed - tax, what % {"what": order.what})


def noted_at(order: Order) -> datetime:
    """Return when the last credit note of an order was written."""
    return order.invoices.filter(minor__lt=0).latest("id").at


@transaction.atomic
def _append(order: Order, about: str, minor: int, tax: int, what: str) -> Invoice:
    paper = settings.PAPER.for_key(order.paper)
    year = clock.today(paper.zone).year
    InvoiceNumber.objects.get_or_create(paper=paper.key, year=year)
    # The row is held until the transaction ends: what is rolled back gives its number back.
    counter = InvoiceNumber.objects.select_for_update().get(paper=paper.key, year=year)
    counter.last += 1
    counter.save(update_fields=["last"])
    terms, imprint = paper.membership, paper.imprint
    seller = {
        "name": terms.seller or imprint.publisher or paper.name,
        "address": ", ".join(filter(None, [imprint.street, imprint.city])),
        "tax_number": terms.tax_number,
    }
    return Invoice.objects.create(
        paper=paper.key, year=year, number=counter.last, order=order, about=about, currency=order.currency,
        minor=minor, tax_minor=tax, tax_name=order.tax_name, tax_points=order.tax_points, what=what[:120],
        seller=seller, at=clock.now(),
    )  # fmt: skip
