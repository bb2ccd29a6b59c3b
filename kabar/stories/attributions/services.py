"""The acts on attributions that are no writing: approving a source that stays unnamed."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from kabar import clock
from kabar.staff.models import User
from kabar.staff.services import record
from kabar.stories.attributions.models import Approval, Attribution
from kabar.stories.attributions.queries import digest
from kabar.stories.models import Story
from kabar.stories.permissions import must


def approve(story: Story, key: str, *, by: User, reason: str = "") -> Approval:
    """Let the source of a claim stay unnamed, as the newest version of the story has it.

    `reason` is the one the approver read; when it is not the story's any more, nothing is approved.
    """
    must(by, "approve", story)
    attribution = _asked_for(story, key)
    if reason and reason.strip() != attribution.unnamed_reason.strip():
        raise ValidationError(_("The reason was changed meanwhile. Read it again before you approve."))
    return give(story, attribution, by=by)


def give(
    story: Story, attribution: Attribution, *, by: User | None, by_name: str = "", at: datetime | None = None
) -> Approval:
    """Enter an approval; `by_name` and `at` are for one that came with an import."""
    with transaction.atomic():
        approval, made = Approval.objects.get_or_create(
            story=story,
            key=attribution.key,
            digest=digest(attribution),
            defaults={"by": by, "by_name": by_name or str(by), "at": at or clock.now()},
        )
        if made:
            said = {"attribution": attribution.key, "reason": attribution.unnamed_reason}
            record("approve source", story, by=by, source=attribution.source.pk, **said)
    return approval


def _asked_for(story: Story, key: str) -> Attribution:
    newest = story.get_latest_revision_as_object() if story.latest_revision_id else story
    found = next((each for each in newest.attributions.all() if each.key == key), None)
    if found is None:
        raise ValidationError(_("The newest version of the story has no such source. Save it first."))
    if not found.is_unnamed:
        raise ValidationError(_("This source is named; there is nothing to approve."))
    if not found.unnamed_reason.strip():
        raise ValidationError(_("First write down why the source is not named."))
    return found
