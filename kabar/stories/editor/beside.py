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
_panels_of_a_story: list[type[BaseSidePanel]] = []
_beginnings: list[Begin] = []
_above: list[Above] = []


def add_panel(panel: type[BaseSidePanel], *, of_a_story: bool = False) -> None:
    """Show a panel beside every story form; call it in an app's `ready`.

    One that is `of_a_story` tells what is written down about a story; beside a new one it says that it waits.
    """
    (_panels_of_a_story if of_a_story else _panels).append(panel)


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


def waiting(panel: type[BaseSidePanel]) -> type[BaseSidePanel]:
    """Return what holds the place of a panel until its story is kept and the page is given the real one."""

    class Waiting(BaseSidePanel):
        """The same name and button, and a sentence."""

        class SidePanelToggle(BaseSidePanel.SidePanelToggle):
            """The button of the panel, which counts nothing yet."""

            aria_label = panel.SidePanelToggle.aria_label
            icon_name = panel.SidePanelToggle.icon_name

        name, title, order = panel.name, panel.title, panel.order
        template_name = "kabar/stories/editor/not_yet.html"

        @property
        def media(self) -> Any:
            """Bring what the real one will need."""
            return panel(self.object, self.request).media

    return Waiting


class Beside:
    """A form of a story, with what departments add to it; theirs are the checks, not Wagtail's."""

    request: NewsroomRequest
    form: Any

    def get_side_panels(self) -> Any:
        """Put the departments' panels in the place of Wagtail's own checks."""
        panels = super().get_side_panels()  # type: ignore[misc]
        whole = any(isinstance(panel, ChecksSidePanel) for panel in panels)
        kept = [panel for panel in panels if not isinstance(panel, ChecksSidePanel)]
        added = [*(_panels if whole else ()), *self._of_this_story()]
        shown = [*kept, *(panel(self.form.instance, self.request) for panel in added)]
        return type(panels)(sorted(shown, key=lambda panel: panel.order))

    def _of_this_story(self) -> list[type[BaseSidePanel]]:
        """Return the panels of the story, or what holds their places; what saves itself leaves them alone."""
        if getattr(self, "expects_json_response", False):
            return []
        if self.form.instance.pk is None:
            return [waiting(panel) for panel in _panels_of_a_story]
        return _panels_of_a_story

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what is said above the form."""
        context = super().get_context_data(**kwargs)  # type: ignore[misc]
        said = (above(self.request, self.form.instance) for above in _above)
        context["above_form"] = mark_safe("".join(said)) if _above else SafeString("")
        return context
