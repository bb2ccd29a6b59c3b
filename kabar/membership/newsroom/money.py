"""The money: transfers that are waited for, orders, and what goes back."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from kabar.membership import ledger, queries
from kabar.membership.models import Notice, Order
from kabar.membership.money import Money, parsed
from kabar.membership.refusals import Refused
from kabar.membership.services import refund
from kabar.membership.services.disputes import found_for_us, is_disputed
from kabar.membership.services.refunding import confirm_transfer
from kabar.staff.permissions import may
from kabar.staff.rights import ADMINISTER
from kabar.stories.editor.acting import Page

SHOWN = 60


class ForPublishers(Page):
    """A page for those who keep the plans and the money."""

    header_icon = "group"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Turn everybody else away before anything is read."""
        if not may(request.user, ADMINISTER):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


def amount(written: str, currency: str) -> Money:
    """Return a sum that was typed, with its currency or without."""
    text = written.strip()
    try:
        found = parsed(text if text[:1].isalpha() else f"{currency} {text}")
    except ValueError:
        raise Refused(_("Write a sum, for example %s.") % Money(currency, 35_000).plain()) from None
    if found.currency != currency:
        raise Refused(_("This order is paid in %s.") % currency)
    return found


class Counter(ForPublishers):
    """What waits for somebody, and every order."""

    template_name = "kabar/membership/newsroom/counter.html"
    title = gettext_lazy("Membership")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the transfers, the refunds and the orders, narrowed as the address says."""
        paper = self.request.paper
        words = self.request.GET.get("q", "").replace("\0", "").strip()[:100]
        return {
            **super().get_context_data(**kwargs),
            "running": queries.memberships_running(paper.key),
            "transfers": queries.transfers_waiting(paper.key)[:SHOWN],
            "refunds": queries.refunds_open(paper.key)[:SHOWN],
            "orders": queries.orders(paper.key, words)[:SHOWN],
            "words": words,
            "zone": paper.zone,
        }

    def act_confirm(self, said: Any) -> str:
        """Take a transfer for paid."""
        number = said.get("order", "")
        order = get_object_or_404(Order, number=number[:16], paper=self.request.paper.key)
        came = amount(said.get("came", ""), order.currency)
        confirm_transfer(order, came, by=self.request.user)
        if order.paid_at is None:
            return _("Noted. Less came than was due, so the order still waits.")
        return _("Confirmed: %s reads from now on.") % order.reader


class OneOrder(ForPublishers):
    """One order with all that happened to it."""

    template_name = "kabar/membership/newsroom/order.html"
    title = pgettext_lazy("purchase", "Order")

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Remember which."""
        super().setup(request, *args, **kwargs)
        self.number = kwargs["pk"]

    @property
    def order(self) -> Order:
        """Return the order of the paper at hand."""
        orders = Order.objects.select_related("reader", "plan", "membership")
        return get_object_or_404(orders, pk=self.number, paper=self.request.paper.key)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return it with its payments, its lines in the ledger and what its gateway said."""
        order = self.order
        return {
            **super().get_context_data(**kwargs),
            "order": order,
            "due": order.due,
            "left": any(payment.paid > payment.gone for payment in order.payments.all()),
            "disputed": any(is_disputed(payment) for payment in order.payments.all()),
            "payments": [
                (
                    payment,
                    *(
                        Money(order.currency, sum_)
                        for sum_ in (payment.paid, payment.returned, payment.regained)
                    ),
                )
                for payment in order.payments.prefetch_related("refunds")
            ],
            "lines": [(line, Money(line.currency, line.minor)) for line in order.ledger.all()],
            "balances": ledger.balances(order),
            "notices": Notice.objects.filter(order_number=order.number).order_by("id"),
            "invoices": order.invoices.order_by("id"),
            "zone": self.request.paper.zone,
        }

    def act_refund(self, said: Any) -> str:
        """Give money back."""
        order = self.order
        back = amount(said.get("amount", ""), order.currency)
        wanted = refund(order, back, reason=said.get("reason", ""), by=self.request.user)
        if wanted.payment.gateway == "transfer":
            return _("Noted. Send it from the bank account if you have not yet.")
        return _("The gateway is asked to give it back.")

    def act_found_for_us(self, said: Any) -> str:
        """Book what a bank gave back after a dispute, where the gateway does not say so."""
        order = self.order
        found_for_us(order, reason=said.get("won_reason", ""), by=self.request.user)
        return _("Booked: %s has again what was left.") % order.reader
