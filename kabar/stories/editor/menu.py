"""What can be done with the story on screen: kept, sent to press, withdrawn, killed, spiked."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.menu import MenuItem
from wagtail.snippets.action_menu import ActionMenuItem, LockedMenuItem, PublishMenuItem, SaveMenuItem

from kabar.stories.models import State, Story
from kabar.stories.permissions import policy


class KeepAndSend(ActionMenuItem):
    """The two buttons every editor needs side by side."""

    template_name = "kabar/stories/editor/keep_and_send.html"

    def get_context_data(self, parent_context: dict[str, Any]) -> dict[str, Any]:
        """Render both; the form's own keyboard shortcut keeps the draft."""
        return {
            "keep": SaveMenuItem().render_html(parent_context),
            # Before the hour of an embargo nobody publishes; the panel says when it goes out.
            "send": "" if _is_embargoed(parent_context) else SendToPress().render_html(parent_context),
        }


def _is_embargoed(context: dict[str, Any]) -> bool:
    story = context.get("instance")
    return bool(story and story.embargo_until)


class SendToPress(PublishMenuItem):
    """Publishes, or publishes what changed."""

    template_name = "kabar/stories/editor/send_to_press.html"

    def get_context_data(self, parent_context: dict[str, Any]) -> dict[str, Any]:
        """Name it after what it does to this story."""
        context = super().get_context_data(parent_context)
        story = parent_context.get("instance")
        context["label"] = _("Publish changes") if story and story.live else pgettext_lazy("act", "Publish")
        return context


class Leads(ActionMenuItem):
    """Leads from the form to a page about the story; whoever offers it has asked who may."""

    def __init__(self, name: str, label: Promise | str, icon: str, page: str, order: int) -> None:
        super().__init__(order)
        self.name, self.label, self.icon_name, self.page = name, label, icon, page

    def get_url(self, parent_context: dict[str, Any]) -> str:
        """Return the page's address."""
        return reverse(self.page, args=[parent_context["instance"].pk])


class ForRight(MenuItem):
    """Leads those who hold a right on stories to a room of the newsroom."""

    def __init__(self, label: Promise | str, url: Promise | str, *, right: str, **more: Any) -> None:
        super().__init__(label, url, **more)
        self.right = right

    def is_shown(self, request: HttpRequest) -> bool:
        """Show it to those who hold the right at some desk."""
        return policy.user_has_permission(request.user, self.right)


class DeskAct(ActionMenuItem):
    """Leads to one act of the desk."""

    def __init__(
        self, name: str, label: Promise, icon: str, states: tuple[State, ...], order: int, right: str = ""
    ) -> None:
        super().__init__(order)
        self.name, self.label, self.icon_name, self.states = f"desk-{name}", label, icon, states
        self.act, self.right = name, right or name

    def is_shown(self, context: dict[str, Any]) -> bool:
        """Show it to those who may do it, while the story stands where it can be done."""
        story = context.get("instance")
        return bool(
            story
            and story.state in self.states
            and policy.user_has_permission_for_instance(context["request"].user, self.right, story)
        )

    def get_url(self, parent_context: dict[str, Any]) -> str:
        """Return the address of the page that asks."""
        return reverse(Story.snippet_viewset.get_url_name(self.act), args=[parent_context["instance"].pk])


ACTS = [
    DeskAct("withdraw", _("Withdraw…"), "download", (State.LIVE,), 20),
    DeskAct("kill", _("Kill…"), "cross", (State.LIVE,), 30),
    DeskAct("spike", _("Spike…"), "folder-inverse", (State.DRAFT, State.WITHDRAWN), 40),
    DeskAct("unspike", _("Take off the spike…"), "undo", (State.SPIKED,), 10, right="spike"),
]


def arrange(items: list[Any], request: Any, context: dict[str, Any]) -> None:
    """Replace Wagtail's choice of acts on a story by the desk's; `items` is changed in place."""
    if context["model"] is not Story:
        return
    acts = [act for act in ACTS if act.is_shown({**context, "request": request})]
    if context.get("locked_for_user"):
        items[:] = acts or [LockedMenuItem()]
    elif _allowed(request.user, "publish", context.get("instance")):
        items[:] = [KeepAndSend(), *acts]
    else:
        keep = [SaveMenuItem()] if _allowed(request.user, "change", context.get("instance")) else []
        items[:] = [*keep, *acts]


def _allowed(user: Any, act: str, story: Story | None) -> bool:
    """Tell whether someone may do this to the story on screen, or to one not yet kept."""
    if story is None or story.pk is None:
        return policy.user_has_permission(user, act)
    return policy.user_has_permission_for_instance(user, act, story)
