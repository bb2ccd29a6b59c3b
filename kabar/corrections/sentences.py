"""A sentence of nothing but facts on how somebody was asked for their side, in the language of the story."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from kabar.corrections.models import Reply, ReplyAttempt, ReplyRequest
from kabar.masthead.printed_time import day_and_minute
from kabar.stories.languages import spoken_by_us


def sentence(request: ReplyRequest, language: str) -> str:
    """Return what may be printed of a request as it stands; nothing before the first attempt."""
    attempts = list(request.attempts.all())
    if not attempts and request.state != Reply.ANSWERED:
        return ""
    with override(spoken_by_us(language, settings.PAPER.for_key(request.story.paper).language)):
        return _SAID[Reply(request.state)](request, attempts)


def _asked(request: ReplyRequest, attempts: list[ReplyAttempt]) -> str:
    reached = [attempt for attempt in attempts if attempt.delivered]
    if not reached:
        return _unreachable(request, attempts)
    said = _(
        "%(paper)s asked %(whom)s for a response by %(channel)s on %(asked)s and is waiting for an answer."
    )
    return said % _facts(request, reached[-1])


def _answered(request: ReplyRequest, attempts: list[ReplyAttempt]) -> str:
    said = _("Asked by %(paper)s, %(whom)s answered on %(settled)s: “%(answer)s”")
    return said % _facts(request, attempts[-1] if attempts else None)


def _no_answer(request: ReplyRequest, attempts: list[ReplyAttempt]) -> str:
    reached = [attempt for attempt in attempts if attempt.delivered]
    said = _(
        "%(whom)s had not answered the questions that %(paper)s put to them by %(channel)s on %(asked)s "
        "when the time given for an answer ended on %(deadline)s."
    )
    return said % _facts(request, reached[-1] if reached else None)


def _unreachable(request: ReplyRequest, attempts: list[ReplyAttempt]) -> str:
    said = _(
        "%(paper)s tried to reach %(whom)s for a response by %(channel)s, last on %(asked)s, without success."
    )
    facts = _facts(request, attempts[-1])
    channels = dict.fromkeys(str(attempt.get_channel_display()) for attempt in attempts)
    return said % {**facts, "channel": ", ".join(channels)}


def _declined(request: ReplyRequest, attempts: list[ReplyAttempt]) -> str:
    reached = [attempt for attempt in attempts if attempt.delivered]
    said = _("%(whom)s declined to respond when %(paper)s asked by %(channel)s on %(asked)s.")
    return said % _facts(request, reached[-1] if reached else None)


def _facts(request: ReplyRequest, attempt: ReplyAttempt | None) -> dict[str, str]:
    story = request.story
    return {
        "paper": settings.PAPER.for_key(story.paper).name,
        "whom": request.whom,
        "channel": str(attempt.get_channel_display()) if attempt else "",
        "asked": day_and_minute(attempt.at, story.place_zone) if attempt else "",
        "deadline": day_and_minute(request.deadline, story.place_zone),
        "settled": day_and_minute(request.settled_at, story.place_zone) if request.settled_at else "",
        "answer": request.answer,
    }


_SAID = {
    Reply.ASKED: _asked,
    Reply.ANSWERED: _answered,
    Reply.NO_ANSWER: _no_answer,
    Reply.UNREACHABLE: _unreachable,
    Reply.DECLINED: _declined,
}
