"""Mails that tell a reader what was done with their account, so that they hear of it if it was not them."""

from __future__ import annotations

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import override
from django_tasks import task

from kabar.readers.addresses import account_path
from kabar.readers.models import OneTimeKey, Reader

LEAVING, PASSKEY, ADDRESS = "leaving", "passkey", "address_changed"
SUBJECTS = {
    LEAVING: lambda: _("%(paper)s: your account is to be erased"),
    PASSKEY: lambda: _("%(paper)s: a new passkey opens your account"),
    ADDRESS: lambda: _("%(paper)s: your account has another address"),
}


def tell(reader: Reader, what: str, *, at: OneTimeKey | None = None) -> None:
    """Have a mail sent, once this is committed, to a reader or to the mailbox of a key.

    A job says only whom it is for: what is erased here must not stand there for another month.
    """
    send_notice.enqueue(reader.pk, what, at.pk if at else None)


@task()
def send_notice(reader_pk: int, what: str, key_pk: int | None) -> None:
    """Send it, unless whom it is for is gone by now."""
    reader = Reader.objects.filter(pk=reader_pk, erased=None).first()
    held = OneTimeKey.objects.filter(pk=key_pk).first() if key_pk else reader
    if reader is None or held is None:
        return
    paper = settings.PAPER.for_key(reader.paper)
    with override(reader.language):
        words = {"paper": paper, "account": f"{paper.address}{account_path(paper)}"}
        subject = SUBJECTS[what]() % {"paper": paper.name}
        body = render_to_string(f"kabar/readers/mail/{what}.txt", words)
    send_mail(subject, body, None, [held.email])
