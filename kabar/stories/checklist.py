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
    """Whether a finding keeps a story from press, or only says so."""

    BLOCKS = "blocks"
    WARNS = "warns"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing a check saw: in words for the editor, and where.

    `field` is the name of a field of the form and `block` the id of a block of the body; either may be empty.
    """

    message: str
    weight: Weight = Weight.WARNS
    field: str = ""
    block: str = ""


Check = Callable[[Story], Iterable[Finding]]

_checks: dict[str, Check] = {}


def register(name: str, check: Check) -> None:
    """Add a check of a draft; call it in an app's `ready`. A check reads and writes nothing."""
    _checks[name] = check


def findings(draft: Story) -> list[Finding]:
    """Return everything the checks see in a draft, what blocks first."""
    seen = [finding for check in (has_headline, *_checks.values()) for finding in check(draft)]
    return sorted(seen, key=lambda finding: finding.weight is not Weight.BLOCKS)


def must_pass(draft: Story) -> None:
    """Raise ValidationError with every finding that blocks, each at its field."""
    blocking: dict[str, list[Any]] = {}
    for finding in findings(draft):
        if finding.weight is Weight.BLOCKS:
            blocking.setdefault(finding.field or "__all__", []).append(finding.message)
    if blocking:
        raise ValidationError(blocking)


def has_headline(draft: Story) -> Iterable[Finding]:
    """A story without a headline cannot be printed."""
    if not draft.headline.strip():
        yield Finding(_("A story needs a headline before it goes to press."), Weight.BLOCKS, field="headline")
