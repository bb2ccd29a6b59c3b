"""What members are written: the subject and the text of each letter, in the language of the paper."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.utils import dateformat
from django.utils.translation import gettext as _

from kabar import clock
from kabar.config import Paper
from kabar.membership.models import Membership, Order, Seat, Voucher
from kabar.membership.services.vouchers import code_of
from kabar.readers.addresses import account_path


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter; `to` may be nobody, once a reader is erased."""

    to: str
    subject: str
    text: str


def _paper(key: str) -> Paper:
    found: Paper = settings.PAPER.for_key(key)
    return found


def _link(paper: Paper, rest: str = "membership/") -> str:
    return paper.address + account_path(paper, rest)


def _day(membership: Membership, paper: Paper) -> str:
    return dateformat.format(clock.local(membership.until, paper.zone), "j F Y") if membership.until else ""


def _of_order(pk: int, subject: str, text: str) -> Letter:
    order = Order.objects.select_related("reader").get(pk=pk)
    paper = _paper(order.paper)
    link = _link(paper, f"membership/order/{order.number}/")
    said = {"what": order.what, "sum": order.due.printed(paper.language), "paper": paper.name, "link": link}
    return Letter(order.reader.email, subject % said, text % said)


def paid(pk: int) -> Letter:
    """Thank for a payment."""
    return _of_order(
        pk,
        _("%(paper)s: thank you, %(what)s is paid"),
        _(
            "We received %(sum)s for %(what)s. You read %(paper)s without advertising from now on.\n\n"
            "Your invoice: %(link)s"
        ),
    )


def refunded(pk: int) -> Letter:
    """Say that money goes back."""
    return _of_order(
        pk,
        _("%(paper)s: your payment for %(what)s goes back to you"),
        _("We return %(sum)s by the way it came. Banks may take some days.\n\nThe credit note: %(link)s"),
    )


def regained(pk: int) -> Letter:
    """Say that a bank found for the paper, and that the reader reads on."""
    return _of_order(
        pk,
        _("%(paper)s: %(what)s is yours again"),
        _(
            "Your bank has decided that your payment of %(sum)s stands. What was left of %(what)s is yours "
            "again.\n\nYour invoice: %(link)s"
        ),
    )


def gift(pk: int) -> Letter:
    """Send a gift to whom it is for; without an address, to whoever bought it."""
    order = Order.objects.select_related("reader").get(pk=pk)
    paper = _paper(order.paper)
    voucher = Voucher.objects.get(batch__order=order)
    code = code_of(voucher)
    said = {
        "what": order.what,
        "paper": paper.name,
        "code": code,
        "link": _link(paper, f"membership/voucher/{code}/"),
    }
    text = (
        _("Somebody gives you %(what)s of %(paper)s: read without advertising.\n\nOpen it: %(link)s") % said
    )
    words = f"“{order.gift_words}”\n\n" if order.gift_words else ""
    to = order.gift_to or order.reader.email
    return Letter(to, _("A gift for you: %(what)s of %(paper)s") % said, words + text)


def seat(pk: int, secret: str) -> Letter:
    """Invite somebody to a household's seat."""
    offered = Seat.objects.select_related("membership__reader").get(pk=pk)
    paper = _paper(offered.membership.paper)
    said = {
        "who": offered.membership.reader.name or offered.membership.reader.email,
        "paper": paper.name,
        "link": _link(paper, f"membership/seat/{secret}/"),
    }
    return Letter(
        offered.email,
        _("%(who)s shares %(paper)s with you") % said,
        _("%(who)s offers you a seat in their membership of %(paper)s.\n\nTake it: %(link)s") % said,
    )


def _of_membership(pk: int, subject: str, text: str) -> Letter:
    membership = Membership.objects.select_related("reader", "plan").get(pk=pk)
    paper = _paper(membership.paper)
    said = {
        "what": str(membership.plan),
        "paper": paper.name,
        "day": _day(membership, paper),
        "days": settings.PAPER.membership.grace_days,
        "link": _link(paper),
    }
    return Letter(membership.reader.email, subject % said, text % said)


def week(pk: int) -> Letter:
    """Remind some days before the end."""
    return _of_membership(
        pk,
        _("%(paper)s: your membership ends on %(day)s"),
        _("%(what)s ends on %(day)s. Nothing is charged by itself; renew it here:\n%(link)s"),
    )


def day(pk: int) -> Letter:
    """Remind on the last day."""
    return _of_membership(
        pk,
        _("%(paper)s: your membership ends tomorrow"),
        _("%(what)s ends on %(day)s. Renew it here, and nothing changes:\n%(link)s"),
    )


def unpaid(pk: int) -> Letter:
    """Say that a renewal did not come, and what happens next."""
    return _of_membership(
        pk,
        _("%(paper)s: your renewal has not come"),
        _(
            "%(what)s was paid until %(day)s. You read on for %(days)s days; then advertising returns.\n\n"
            "Renew here: %(link)s"
        ),
    )


def ended(pk: int) -> Letter:
    """Say goodbye."""
    return _of_membership(
        pk,
        _("%(paper)s: your membership has ended"),
        _("%(what)s has ended. Thank you for having read with us. Come back any time: %(link)s"),
    )


def cancelled(pk: int) -> Letter:
    """Confirm a cancellation."""
    return _of_membership(
        pk,
        _("%(paper)s: your membership is cancelled"),
        _(
            "As you wished, %(what)s is not renewed. You read without advertising until %(day)s.\n\n"
            "You can think better of it: %(link)s"
        ),
    )


LETTERS: dict[str, Callable[..., Letter]] = {
    "paid": paid,
    "refunded": refunded,
    "regained": regained,
    "gift": gift,
    "seat": seat,
    "week": week,
    "day": day,
    "unpaid": unpaid,
    "ended": ended,
    "cancelled": cancelled,
}
