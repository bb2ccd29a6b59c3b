"""Plans and orders as the pages print them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import segno
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kabar.config import Paper
from kabar.membership import queries
from kabar.membership.models import Order, Plan, Unit
from kabar.membership.money import Money
from kabar.readers.addresses import account_path


@dataclass(frozen=True, slots=True)
class Shown:
    """One plan, in words."""

    plan: Plan
    price: str
    span: str
    each_month: str
    url: str
    gift_url: str

    @property
    def free(self) -> bool:
        """Tell whether it costs nothing."""
        return not queries.price_of(self.plan)


def shown(plan: Plan, paper: Paper) -> Shown:
    """Return a plan as its card says it."""
    price = queries.price_of(plan)
    assert price is not None
    monthly = ""
    if plan.unit == Unit.YEAR:
        each = price.share(1, 12 * plan.length)
        monthly = _("%(sum)s a month") % {"sum": each.printed(paper.language)}
    buy = account_path(paper, f"membership/buy/{plan.slug}/")
    return Shown(plan, price.printed(paper.language), span(plan), monthly, buy, f"{buy}gift/")


def span(plan: Plan | Order) -> str:
    """Return a length in words."""
    count = plan.length
    if plan.unit == Unit.DAY:
        return ngettext("%(count)s day", "%(count)s days", count) % {"count": count}
    if plan.unit == Unit.MONTH:
        return ngettext("%(count)s month", "%(count)s months", count) % {"count": count}
    return ngettext("%(count)s year", "%(count)s years", count) % {"count": count}


def qr(text: str) -> SafeString:
    """Return a QR code as a drawing in the page, dark on white whatever the page's colours are."""
    drawing = segno.make(text, error="m").svg_inline(
        scale=6, border=4, dark="#000", light="#fff", omitsize=True, svgclass="qr", lineclass=None
    )
    # segno makes it of our own text; nothing of the text stands in it but squares.
    return mark_safe(drawing)


def printed(money: Money, paper: Paper) -> str:
    """Return a sum as the paper prints it."""
    return money.printed(paper.language)


def of_order(order: Order, paper: Paper) -> dict[str, Any]:
    """Return an order as its page and the list of payments say it."""
    return {
        "order": order,
        "due": printed(order.due, paper),
        "price": printed(Money(order.currency, order.price), paper),
        "less": printed(Money(order.currency, order.price - order.due_minor), paper)
        if order.price != order.due_minor
        else "",
        "tax": printed(order.tax, paper) if order.tax_points else "",
        "url": account_path(paper, f"membership/order/{order.number}/"),
        "invoices": [
            {
                "number": str(invoice),
                "sum": printed(invoice.total, paper),
                "credit": invoice.minor < 0,
                "url": account_path(paper, f"membership/invoice/{invoice.pk}/"),
            }
            for invoice in sorted(order.invoices.all(), key=lambda invoice: invoice.pk)
        ],
    }
