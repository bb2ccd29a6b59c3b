"""What corrections do on their own."""

from __future__ import annotations

from django.conf import settings
from django.core.mail import send_mail
from django.utils.translation import gettext as _
from django.utils.translation import override
from django_tasks import task

from kabar.corrections.models import Complaint


@task()
def send_answer(complaint_pk: int) -> None:
    """Send the answer to whoever asked for a correction or a reply."""
    complaint = Complaint.objects.get(pk=complaint_pk)
    paper = settings.PAPER.for_key(complaint.paper)
    with override(paper.language):
        subject = _("%(paper)s: your request %(reference)s") % {
            "paper": paper.name,
            "reference": complaint.reference,
        }
    send_mail(subject, complaint.answer, None, [complaint.contact])
