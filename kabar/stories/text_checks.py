"""Whether a story says anything below its headline: one of a headline alone is not printed by accident."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from kabar.stories.access import MARKER
from kabar.stories.attributions.passages import plain
from kabar.stories.checklist import Finding, Weight
from kabar.stories.models import Story

Told = Callable[[Story], bool]

_told_by: list[Told] = []


def tell_by(told: Told) -> None:
    """Let stories go without a text that something else tells, as entries do; call it in `ready`."""
    if told not in _told_by:
        _told_by.append(told)


def has_text(draft: Story) -> Iterable[Finding]:
    """A story that says nothing below its headline is not printed."""
    if not says_something(draft.body.raw_data) and not may_go_without(draft):
        yield Finding(refusal(), Weight.BLOCKS, field="body")


def refusal() -> str:
    """Say what is missing."""
    return _("There is only a headline: write at least one sentence in the body before it goes to press.")


def says_something(blocks: Iterable[Mapping[str, Any]]) -> bool:
    """Tell whether a body holds words, a picture, a film or anything else that readers see."""
    return any(_is_seen(block["type"], block["value"]) for block in blocks)


def may_go_without(story: Story) -> bool:
    """Tell whether a story is told by something else, or stands before readers without a text already."""
    return story.pk is not None and (any(told(story) for told in _told_by) or _stands_without(story))


def _is_seen(kind: str, value: Any) -> bool:
    if kind == "paragraph":
        return bool(plain(value or ""))
    return kind not in ("heading", MARKER)


def _stands_without(story: Story) -> bool:
    """Of stories that came from elsewhere some have none, and are corrected all the same."""
    standing = Story.objects.filter(pk=story.pk, live=True).only("body").first()
    return standing is not None and not says_something(standing.body.raw_data)
