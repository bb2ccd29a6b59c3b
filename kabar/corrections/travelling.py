"""Corrections, and requests for the other side, on their way to another paper.

Requests from outside stay where they were sent: they name private people, who asked this newsroom alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kabar.corrections.models import Channel, Correction, Kind, Reply, ReplyAttempt, ReplyRequest
from kabar.editions.models import Edition
from kabar.stories import companions
from kabar.stories.companions import Companion, Find, Record, instant, keys, moment, one_of, text
from kabar.stories.models import Story

TOLD = (
    "kind",
    "note",
    "was",
    "now",
    "before",
    "after",
    "affects",
    "serious",
    "compared",
    "hidden",
    "requested_by",
)


def register() -> None:
    """Have them travel with their stories."""
    companions.register(Companion("corrections", corrections, correction_is_here, take_in_correction))
    companions.register(Companion("replies", replies, reply_is_here, take_in_reply))


# --- corrections --------------------------------------------------------------------------------------------


def corrections(paper: str) -> Iterator[Record]:
    """Yield the corrections of a paper, the oldest first."""
    for one in Correction.objects.filter(paper=paper).order_by("pk").iterator():
        facts = {name: getattr(one, name) for name in TOLD}
        yield {"story": one.story_id, "at": one.at.isoformat(), "told_in": one.told_in_id, **facts}


def correction_is_here(said: Record, story: Story) -> bool:
    """Tell whether it was taken in before."""
    return Correction.objects.filter(story=story, at=moment(said, "at"), kind=said["kind"]).exists()


def take_in_correction(said: Record, story: Story, edition: Edition, find: Find) -> None:
    """Write it down as it was, dated as it was; who did it there has no account here."""
    Correction.objects.create(
        paper=story.paper,
        story=story,
        kind=one_of(Kind, said, "kind"),
        note=text(said, "note"),
        was=text(said, "was"),
        now=text(said, "now"),
        before=_passages(said["before"]),
        after=_passages(said["after"]),
        affects=keys(said, "affects"),
        serious=said["serious"] is True,
        compared=said["compared"] is True,
        hidden=said["hidden"] is True,
        told_in=find(said["told_in"]) if said["told_in"] else None,
        requested_by=text(said, "requested_by", 200),
        at=moment(said, "at"),
        edition=edition.number,
    )


def _passages(said: Any) -> list[list[Any]]:
    """Return a text as its passages; raise ValueError for what the page could not compare."""
    for passage in said:
        where, sentences = passage
        if not isinstance(where, str) or not all(isinstance(sentence, str) for sentence in sentences):
            raise ValueError("a text is passages of sentences")
    return list(said)


# --- requests for the other side ----------------------------------------------------------------------------


def replies(paper: str) -> Iterator[Record]:
    """Yield the requests for the other side, each with its attempts."""
    asked = ReplyRequest.objects.filter(story__paper=paper).order_by("pk").prefetch_related("attempts")
    for one in asked.iterator(chunk_size=500):
        yield {
            "story": one.story_id, "whom": one.whom, "claims": one.claims, "question": one.question,
            "deadline": one.deadline.isoformat(), "state": one.state, "answer": one.answer,
            "at": one.at.isoformat(), "settled_at": one.settled_at.isoformat() if one.settled_at else None,
            "attempts": [
                {"channel": each.channel, "delivered": each.delivered, "words": each.words,
                 "at": each.at.isoformat()}
                for each in one.attempts.all()
            ],
        }  # fmt: skip


def reply_is_here(said: Record, story: Story) -> bool:
    """Tell whether it was taken in before; what was written down since, there or here, is left alone."""
    return ReplyRequest.objects.filter(story=story, at=moment(said, "at"), whom=said["whom"]).exists()


def take_in_reply(said: Record, story: Story, edition: Edition, find: Find) -> None:
    """Write the request and every attempt down as they were."""
    request = ReplyRequest.objects.create(
        story=story,
        whom=text(said, "whom", 200),
        claims=keys(said, "claims"),
        question=text(said, "question"),
        deadline=moment(said, "deadline"),
        state=one_of(Reply, said, "state"),
        answer=text(said, "answer"),
        at=moment(said, "at"),
        settled_at=instant(said, "settled_at"),
    )
    ReplyAttempt.objects.bulk_create(
        ReplyAttempt(
            request=request,
            channel=one_of(Channel, each, "channel"),
            delivered=each["delivered"] is True,
            words=text(each, "words", 300),
            at=moment(each, "at"),
        )
        for each in said["attempts"]
    )
