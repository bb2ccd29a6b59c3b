"""The right of reply: asking the other side, writing down every attempt, and what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.html import format_html
from django.utils.translation import gettext as _

from kabar import clock
from kabar.corrections.models import Channel, Reply, ReplyAttempt, ReplyRequest
from kabar.corrections.sentences import sentence
from kabar.staff.models import User
from kabar.staff.services import record
from kabar.stories import services as stories
from kabar.stories.models import Story
from kabar.stories.permissions import must

#: From where each outcome may be reached; an answer is welcome at any time.
MAY_BECOME = {
    Reply.ANSWERED: (Reply.ASKED, Reply.NO_ANSWER, Reply.UNREACHABLE, Reply.DECLINED),
    Reply.NO_ANSWER: (Reply.ASKED,),
    Reply.UNREACHABLE: (Reply.ASKED,),
    Reply.DECLINED: (Reply.ASKED, Reply.NO_ANSWER),
}


def ask(
    story: Story, *, whom: str, question: str, deadline: datetime, by: User, claims: Sequence[str] = ()
) -> ReplyRequest:
    """Begin to ask somebody for their side of a story; the attempts are written down one by one."""
    must(by, "change", story)
    if deadline <= clock.now():
        raise ValidationError({"deadline": _("Give them time to answer: the deadline has passed already.")})
    with transaction.atomic():
        request = ReplyRequest.objects.create(
            story=story, whom=whom.strip(), question=question.strip(), deadline=deadline,
            claims=list(claims), at=clock.now(), by=by,
        )  # fmt: skip
        record("ask-reply", story, by=by, request=request.pk)
    return request


def tried(request: ReplyRequest, *, channel: Channel, delivered: bool, words: str, by: User) -> ReplyAttempt:
    """Write an attempt down; it is never changed."""
    must(by, "change", request.story)
    with transaction.atomic():
        attempt = ReplyAttempt.objects.create(
            request=request, channel=channel, delivered=delivered, words=words.strip(), at=clock.now(), by=by
        )
        record("try-reply", request.story, by=by, request=request.pk, delivered=delivered)
    return attempt


def settle(request: ReplyRequest, becomes: Reply, *, by: User, answer: str = "") -> None:
    """Write down what came of a request.

    Raise ValidationError for what is not true, and when somebody settled it otherwise meanwhile.
    """
    must(by, "change", request.story)
    if becomes is Reply.ANSWERED and not answer.strip():
        raise ValidationError({"answer": _("Write down what they answered.")})
    if becomes not in open_to(request):
        raise ValidationError(_WHY_NOT[becomes]())
    with transaction.atomic():
        changed = ReplyRequest.objects.filter(pk=request.pk, state__in=MAY_BECOME[becomes]).update(
            state=becomes, answer=answer.strip(), settled_at=clock.now()
        )
        if not changed:
            raise ValidationError(_("This request has been settled otherwise meanwhile; look again."))
        record("settle-reply", request.story, by=by, request=request.pk, becomes=becomes.value)
    request.refresh_from_db()


def open_to(request: ReplyRequest) -> list[Reply]:
    """Return what may truthfully be said of a request now."""
    attempts = list(request.attempts.all())
    delivered = any(attempt.delivered for attempt in attempts)
    truthful = {
        Reply.ANSWERED: True,
        Reply.DECLINED: delivered,
        Reply.NO_ANSWER: delivered and request.deadline <= clock.now(),
        Reply.UNREACHABLE: bool(attempts) and not delivered,
    }
    return [reply for reply, true in truthful.items() if true and request.state in MAY_BECOME[reply]]


def insert_sentence(request: ReplyRequest, *, by: User) -> None:
    """Add the proposed sentence as the last paragraph of the story's newest draft."""
    must(by, "change", request.story)
    draft = request.story.get_latest_revision_as_object()
    words = sentence(request, draft.language)
    if not words:
        raise ValidationError(_("There is nothing to say yet: write down an attempt first."))
    paragraph = draft.body.stream_block.child_blocks["paragraph"]
    draft.body.append(("paragraph", paragraph.to_python(format_html("<p>{}</p>", words))))
    stories.save_draft(draft, by=by)


_WHY_NOT = {
    Reply.ANSWERED: lambda: _("An answer has been written down already."),
    Reply.DECLINED: lambda: _("Only who was reached can decline: write down the attempt that reached them."),
    Reply.NO_ANSWER: lambda: _(
        "“Has not answered” is only true once the question reached them and the deadline has passed."
    ),
    Reply.UNREACHABLE: lambda: _(
        "“Could not be reached” is only true after an attempt, and when none reached them."
    ),
}
