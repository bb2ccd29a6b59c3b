"""What departments above the story add to its form: a beginning, a word above it, panels beside it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils.safestring import SafeString, mark_safe
from wagtail.admin.ui.side_panels import BaseSidePanel, ChecksSidePanel

from kabar.stories.editor.asking import NewsroomRequest
from kabar.stories.models import Story

Begin = Callable[[NewsroomRequest, Story], None]
Above = Callable[[NewsroomRequest, Story], str]

_panels: list[type[BaseSidePanel]] = []
_beginnings: list[Begin] = []
_above: list[Above] = []


def add_panel(panel: type[BaseSidePanel]) -> None:
    """Show a panel beside every story form; call it in an app's `ready`."""
    _panels.append(panel)


def add_beginning(begin: Begin) -> None:
    """Let a department fill a new story in before its writer sees it; call it in an app's `ready`."""
    _beginnings.append(begin)


def add_above(above: Above) -> None:
    """Say something above the form of a story; call it in an app's `ready`. It returns escaped HTML."""
    _above.append(above)


def begun(request: NewsroomRequest, story: Story) -> Story:
    """Return a new story as the departments would have it begin."""
    for begin in _beginnings:
        begin(request, story)
    return story


class Beside:
    """A form of a story, with what departments add to it; theirs are the checks, not Wagtail's."""

    request: NewsroomRequest
    form: Any

    def get_side_panels(self) -> Any:
        """Put the departments' panels in the place of Wagtail's own checks."""
        panels = super().get_side_panels()  # type: ignore[misc]
        whole = any(isinstance(panel, ChecksSidePanel) for panel in panels)
        kept = [panel for panel in panels if not isinstance(panel, ChecksSidePanel)]
        added = [panel(self.form.instance, self.request) for panel in _panels] if whole else []
        return type(panels)([*kept, *added])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what is said above the form."""
        context = super().get_context_data(**kwargs)  # type: ignore[misc]
        said = (above(self.request, self.form.instance) for above in _above)
        context["above_form"] = mark_safe("".join(said)) if _above else SafeString("")
        return context
