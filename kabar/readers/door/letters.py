"""The mails with keys; a key is made where its mail is written, and stands nowhere else."""

from __future__ import annotations

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import override
from django_tasks import task

from kabar import clock
from kabar.readers.addresses import account_path
from kabar.readers.door import keys
from kabar.readers.models import OneTimeKey

SUBJECTS = {
    OneTimeKey.Kind.SIGN_IN: lambda: _("Sign in to %(paper)s"),
    OneTimeKey.Kind.OLD_ADDRESS: lambda: _("%(paper)s: your address is to be changed"),
    OneTimeKey.Kind.NEW_ADDRESS: lambda: _("%(paper)s: confirm your new address"),
}


@task(priority=50)
def send_key(key_pk: int) -> None:
    """Send somebody their key; tried again, it is another key, and the one before opens nothing."""
    key = OneTimeKey.objects.select_related("reader").filter(pk=key_pk, used=None).first()
    if key is None or key.ends <= clock.now():
        return
    secret, code = keys.cut(key)
    paper = settings.PAPER.for_key(key.paper)
    place = "sign-in" if key.kind == OneTimeKey.Kind.SIGN_IN else "address"
    with override(key.reader.language if key.reader else paper.language):
        words = {
            "paper": paper,
            "link": f"{paper.address}{account_path(paper, f'{place}/{secret}/')}",
            "code": f"{code[:3]} {code[3:]}",
            "key": key,
            "minutes": int(keys.LASTS.total_seconds() // 60),
        }
        subject = SUBJECTS[OneTimeKey.Kind(key.kind)]() % {"paper": paper.name}
        body = render_to_string(f"kabar/readers/mail/{key.kind}.txt", words)
    send_mail(subject, body, None, [key.email])
