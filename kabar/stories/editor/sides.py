"""Panels beside the story's form that departments above the story add, such as the notes of the desk."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from wagtail.admin.ui.side_panels import BaseSidePanel

from kabar.stories.models import Story

Make = Callable[[Story, Any], BaseSidePanel]

_panels: dict[str, Make] = {}


def register(name: str, make: Make) -> None:
    """Have a panel stand beside the form of a story that exists; call it in an app's `ready`."""
    _panels[name] = make


def beside(story: Story, request: Any) -> Iterator[BaseSidePanel]:
    """Return the added panels for a story and who writes on it."""
    return (make(story, request) for make in _panels.values())
