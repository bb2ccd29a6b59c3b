"""What a shift leaves to the next."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from kabar import clock
from kabar.desk import signals
from kabar.desk.models import Handover, Notice
from kabar.desk.queries import meant_for, open_lines
from kabar.desk.services.notices import notify
from kabar.desk.services.standing import tell
from kabar.staff.models import Desk, User
from kabar.staff.services import record
from kabar.stories.permissions import must


def hand_over(
    text: str, *, by: User, paper: str, desk: Desk | None = None, to: User | None = None
) -> Handover:
    """Leave a note to the next shift, with what is open now; it is shown until somebody has read it."""
    must(by, "add", None)
    if not text.strip():
        raise ValidationError({"text": _("Say what the next shift must know.")})
    with transaction.atomic():
        left = Handover.objects.create(
            text=text.strip(), by=by, paper=paper, desk=desk, to=to, open=open_lines(by, paper, desk)
        )
        record("hand over", left, by=by, desk=desk.slug if desk else "", to=to.username if to else "")
        notify(Notice.Kind.HANDED_OVER, [to.pk if to else None], key=str(left.pk), subject=left.text, by=by)
        tell(signals.shift_handed_over, Handover, handover=left, by=by)
    return left


def read_handover(left: Handover, *, by: User) -> bool:
    """Note that the next shift, not its writer, has read a hand-over note; tell whether it was new."""
    must(by, "add", None)
    theirs = Handover.objects.filter(meant_for(by), pk=left.pk)
    if not theirs.exists():
        raise PermissionDenied
    unread = theirs.filter(read_at=None).exclude(by=by)
    with transaction.atomic():
        read = unread.update(read_at=clock.now(), read_by=by)
        if read:
            record("read hand-over", left, by=by)
    return bool(read)
