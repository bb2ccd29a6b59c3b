"""What is looked at before a story goes to press: each department adds its check, few of them may refuse."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import Enum
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from kabar.stories.models import Story


class Weight(Enum):
    """Whether a finding keeps a story from press, or only says so; the gravest first."""

    BLOCKS = "blocks"
    #: Goes to press all the same, and the record names who went ahead.
    URGES = "urges"
    WARNS = "warns"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing a check saw: in words for the editor, and where.

    `field` is the name of a field of the form and `block` the id of a block of the body; either may be empty.
    `name` stays the same while the words of the message change, so that it can be put aside once and for all.
    """

    message: str
    weight: Weight = Weight.WARNS
    field: str = ""
    block: str = ""
    name: str = ""


Check = Callable[[Story], Iterable[Finding]]

_checks: dict[str, Check] = {}
_advice: dict[str, Check] = {}


def register(name: str, check: Check, *, may_refuse: bool = True) -> None:
    """Add a check of a draft; call it in an app's `ready`. A check reads and writes nothing.

    One that never refuses is not asked when a story goes to press, only while it is written.
    """
    (_checks if may_refuse else _advice)[name] = check


def findings(draft: Story) -> list[Finding]:
    """Return everything the checks see in a draft, the gravest first."""
    return _seen(draft, (has_headline, *_checks.values(), *_advice.values()))


def _seen(draft: Story, checks: Iterable[Check]) -> list[Finding]:
    seen = [finding for check in checks for finding in check(draft)]
    return sorted(seen, key=lambda finding: list(Weight).index(finding.weight))


def must_pass(draft: Story) -> list[str]:
    """Raise ValidationError with every finding that blocks, each at its field; return what was urged."""
    seen = _seen(draft, (has_headline, *_checks.values()))
    blocking: dict[str, list[Any]] = {}
    for finding in seen:
        if finding.weight is Weight.BLOCKS:
            blocking.setdefault(finding.field or "__all__", []).append(finding.message)
    if blocking:
        raise ValidationError(blocking)
    return [finding.message for finding in seen if finding.weight is Weight.URGES]


def has_headline(draft: Story) -> Iterable[Finding]:
    """A story without a headline cannot be printed."""
    if not draft.headline.strip():
        yield Finding(_("A story needs a headline before it goes to press."), Weight.BLOCKS, field="headline")
