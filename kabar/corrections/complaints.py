"""What readers and parties ask of us from outside: taken in without an account, answered within two days."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from kabar import clock
from kabar.config import Paper
from kabar.corrections.models import Complaint, Outcome, Wish
from kabar.corrections.tasks import send_answer
from kabar.staff.models import User
from kabar.staff.services import record
from kabar.stories.models import Story
from kabar.stories.permissions import must, policy

#: How soon the Press Council's guideline wants a complaint dealt with.
TO_ANSWER = timedelta(hours=48)
WITHIN = timedelta(hours=1)
#: How many complaints one sender, and everybody together, may hand in within that time.
OF_ONE_SENDER = 5
OF_EVERYBODY = 200


class TooMany(Exception):
    """So many complaints came in that this one was not taken."""


@dataclass(frozen=True, slots=True)
class Letter:
    """What somebody asks, as they wrote it."""

    wish: Wish
    address: str
    wrong: str
    right: str
    name: str
    contact: str


def receive(paper: Paper, letter: Letter, *, sender: str) -> Complaint:
    """Take a complaint in and start its clock; raise TooMany when there were too many of late.

    Whether a story stands at the address makes no difference to whoever asks.
    """
    mark = _mark(sender)
    if _too_many(mark):
        raise TooMany
    now = clock.now()
    with transaction.atomic():
        complaint = Complaint.objects.create(
            paper=paper.key,
            reference=secrets.token_hex(5),
            story=_story_at(paper, letter.address),
            wish=letter.wish,
            address=letter.address,
            wrong=letter.wrong,
            right=letter.right,
            name=letter.name,
            contact=letter.contact,
            sender=mark,
            at=now,
            due_at=now + TO_ANSWER,
        )
        record("complaint", complaint, by=None)
    return complaint


def answer(complaint: Complaint, outcome: Outcome, words: str, *, by: User) -> None:
    """Close a complaint with an answer, which is sent to whoever gave an e-mail address.

    Raise PermissionDenied, and ValidationError without words or when somebody else answered first.
    """
    must_answer(by, complaint)
    if outcome is Outcome.WAITING or not words.strip():
        raise ValidationError(_("Say what you decided and why; whoever asked is told these words."))
    with transaction.atomic():
        closed = Complaint.objects.filter(pk=complaint.pk, outcome=Outcome.WAITING).update(
            outcome=outcome, answer=words.strip(), answered_at=clock.now(), answered_by=by
        )
        if not closed:
            raise ValidationError(_("This request has been answered already."))
        record("answer-complaint", complaint, by=by, outcome=outcome.value)
        if has_mail(complaint.contact):
            send_answer.enqueue(complaint.pk)
    complaint.refresh_from_db()


def has_mail(contact: str) -> bool:
    """Tell whether somebody can be answered by e-mail."""
    try:
        validate_email(contact.strip())
    except ValidationError:
        return False
    return True


def must_answer(by: User, complaint: Complaint) -> None:
    """Refuse who may not correct the story a request is about; one about no story is for every corrector."""
    if complaint.story:
        must(by, "correct", complaint.story)
    elif not policy.user_has_permission(by, "correct"):
        raise PermissionDenied


def _mark(sender: str) -> str:
    """Return what tells senders apart without saying where they are."""
    return hmac.new(settings.SECRET_KEY.encode(), sender.encode(), hashlib.sha256).hexdigest()[:32]


def _too_many(mark: str) -> bool:
    recent = Complaint.objects.filter(at__gte=clock.now() - WITHIN)
    return recent.filter(sender=mark).count() >= OF_ONE_SENDER or recent.count() >= OF_EVERYBODY


def _story_at(paper: Paper, address: str) -> Story | None:
    """Return the story readers see at an address; a draft has none, and nobody is told either way."""
    path = unquote(urlsplit(address.strip()).path)
    return None if "\0" in path else Story.objects.filter(paper=paper.key, path=path).first()
