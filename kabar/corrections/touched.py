"""Which attributed claims of a story a correction, or a question to the other side, is about."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kabar.stories.attributions.claims import Claim, claims_of
from kabar.stories.models import Story

#: A claim is named by so much of it.
NAMED_BY = 90


class ClaimsField(forms.MultipleChoiceField):
    """The claims of a story to tick; a story without attributions has none."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Claims it is about"))
        super().__init__(required=False, widget=forms.CheckboxSelectMultiple, **kwargs)


def choices(story: Story) -> list[tuple[str, str]]:
    """Return the claims of a story by key, as an editor knows them: who says it, and what."""
    return [(claim.key, f"{claim.origin.label}: “{_short(claim.words)}”") for claim in claims_of(story)]


def claims(story: Story, keys: Collection[str]) -> list[Claim]:
    """Return those claims of the text readers see that were named; nothing is asked when none was."""
    return [claim for claim in claims_of(story) if claim.key in keys] if keys else []


def _short(words: str) -> str:
    return words if len(words) <= NAMED_BY else words[:NAMED_BY].rsplit(" ", 1)[0].rstrip(",;:") + "…"
