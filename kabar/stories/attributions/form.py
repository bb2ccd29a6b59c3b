"""The sources of a story in its form: one text, which the page's script keeps and the server checks."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from django import forms

from kabar.stories.attributions.entries import as_data, read
from kabar.stories.attributions.models import Attribution
from kabar.stories.attributions.passages import passages
from kabar.stories.models import Story


class AttributionsField(forms.CharField):
    """Attributions as text; a form sent without it leaves them as they are."""

    widget = forms.Textarea(attrs={"hidden": True, "data-attributions": ""})

    def __init__(self) -> None:
        super().__init__(required=False, label="")

    def to_python(self, value: Any) -> str | None:
        """Tell a text that is not there from one that is empty."""
        return None if value is None else str(value)

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compare what is said, not how it is spelled."""
        return data is not None and _said(initial) != _said(data)


def _said(text: Any) -> Any:
    try:
        return json.loads(text or "[]")
    except ValueError:
        return text


def initial(story: Story) -> str:
    """Return what the form begins with."""
    attributions = list(story.attributions.all())
    return json.dumps([as_data(each) for each in attributions]) if attributions else ""


def kept(said: str, story: Story, raw: Iterable[Any]) -> list[Attribution]:
    """Return the attributions of a form whose passages stand in the body sent with it.

    Who deletes a passage deletes its attribution: nothing stays that nobody sees. The page remembers it, so
    that undoing brings back both.
    """
    anchored = passages(raw)
    return [each for each in read(said, story.attributions.all()) if each.key in anchored]
