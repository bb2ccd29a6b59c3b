"""How the story form is kept: a new story, a draft, a version over a live story."""

from __future__ import annotations

from typing import Any

from wagtail.actions.create import CreateAction
from wagtail.actions.edit import EditAction

from kabar.stories.models import Story

#: What a form may write; the state, the address and the dates belong to `stories.services`.
WRITTEN = (
    "paper", "section", "slugline", "kicker", "headline", "standfirst", "slug", "language", "dateline_place",
    "dateline_zone", "distributor", "lead_picture", "lead_caption", "body", "topics", "bylines",
    "attributions",
    *Story.RULES,
)  # fmt: skip


class StartStory(CreateAction):
    """Keep a story for the first time."""

    def _save_instance(self) -> None:
        self.instance.paper = self.instance.section.paper
        super()._save_instance()


class SaveStory(EditAction):
    """Keep a version; the text of a story that readers do not see is kept on the story as well."""

    def _save_instance(self) -> None:
        if self.form:
            self.instance = self.form.save(commit=False)
        self.instance.paper = self.instance.section.paper
        if not stands_live(self.instance):
            self.instance.save(update_fields=WRITTEN)


def stands_live(story: Story) -> bool:
    """Tell whether readers see a story now, and hold it so until the transaction ends."""
    return bool(Story.objects.select_for_update().values_list("live", flat=True).get(pk=story.pk))


def restore(form: Any, *, by: Any, revision: Any) -> Any:
    """Keep an earlier version, as it came back from the form, as the newest one."""
    action = SaveStory(
        form.instance, user=by, form=form, previous_revision=revision, log_action="wagtail.revert"
    )
    action.execute(skip_permission_checks=True)
    return action.revision
