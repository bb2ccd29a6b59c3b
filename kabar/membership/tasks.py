"""What membership does on its own: letters, refunds, notifications that were kept, what is over."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.core.mail import send_mail
from django.utils.translation import override
from django_tasks import task

from kabar.jobs.periodic import periodic
from kabar.membership.letters import LETTERS
from kabar.membership.services import buying, end_what_is_over, reconciling, reminding, settling, vouchers
from kabar.membership.services.refunding import send_back


@task()
def send_letter(name: str, pk: int, *more: str) -> None:
    """Send a letter to a member; nobody gets one who was erased meanwhile."""
    with override(settings.PAPER.language):
        letter = LETTERS[name](pk, *more)
    if letter.to:
        send_mail(letter.subject, letter.text, None, [letter.to])


@task()
def act_on(notice: int) -> None:
    """Do what a notification is about, if the request that brought it could not."""
    settling.act(notice)


@task()
def send_refund(refund: int) -> None:
    """Ask a gateway to give money back."""
    send_back(refund)


@periodic(every=timedelta(minutes=5))
@task()
def look_at_the_clock() -> None:
    """Close orders and memberships whose time is over, and write the letters that are due."""
    buying.expire_orders()
    reminding.remind()
    end_what_is_over()
    vouchers.forget_tries()


@periodic(every=timedelta(hours=6))
@task()
def ask_the_gateways() -> None:
    """Find payments whose notification never came."""
    reconciling.reconcile(days=3)
