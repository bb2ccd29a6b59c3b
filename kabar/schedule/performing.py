"""Does one planned act: the act and the word that it is done are one transaction."""

from __future__ import annotations

import logging
import traceback

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from kabar.crash import crash_at
from kabar.editions.models import Edition
from kabar.schedule import turns
from kabar.schedule.models import Act, PlannedAct, Stand
from kabar.schedule.performers import Overtaken, Performer, performer_of, register
from kabar.stories import services
from kabar.stories.models import State, Story
from kabar.stories.refusals import StateConflict, UnderEmbargo

log = logging.getLogger(__name__)


class ClaimLost(Exception):
    """Another scheduler holds the act by now, or somebody cancelled it; nothing was done."""


def perform(planned: PlannedAct) -> None:
    """Do an act that was claimed; whatever goes wrong is written down and stops no other act."""
    try:
        _do(planned)
    except ClaimLost:
        log.warning("planned act %s was done by another scheduler", planned.pk)
    except Overtaken as news:
        turns.end(planned, Stand.CANCELLED, str(news))
    except UnderEmbargo as refusal:
        turns.hold(planned, str(refusal))
    except (StateConflict, ValidationError, PermissionDenied) as refusal:
        turns.give_up(planned, _said(refusal))
    except Exception as error:
        _report(planned, error)
        turns.fail(planned, f"{type(error).__name__}: {error}")


def _do(planned: PlannedAct) -> None:
    performer = performer_of(planned.act)
    if performer.prepare:
        performer.prepare(planned)
    crash_at("schedule:prepared")
    with transaction.atomic():
        # The story's row comes first, as in every act of people: two who lock in one order never deadlock.
        if planned.story_id:
            Story.objects.select_for_update().only("pk").get(pk=planned.story_id)
        if not turns.finish(planned):
            raise ClaimLost
        edition = performer.perform(planned)
        PlannedAct.objects.filter(pk=planned.pk).update(edition=edition.number)
        crash_at("schedule:performed")
    crash_at("schedule:committed")


def _said(refusal: Exception) -> str:
    if isinstance(refusal, ValidationError):
        return " ".join(refusal.messages)
    return str(refusal) or _("Whoever planned it has no right to do it.")


def _report(planned: PlannedAct, error: Exception) -> None:
    """Log where it went wrong, without the message: a database repeats in it what nobody may read yet."""
    steps = traceback.extract_tb(error.__traceback__)[-4:]
    where = " < ".join(f"{step.name}:{step.lineno}" for step in reversed(steps))
    log.error("planned act %s failed: %s in %s", planned.pk, type(error).__name__, where)


# --- what is done to stories --------------------------------------------------------------------------------


def register_acts_on_stories() -> None:
    """Publish, update and withdraw at their hour; called once, when the department is ready."""
    publication = Performer(_publish, prepare=_make_ready)
    register(Act.PUBLISH, publication)
    register(Act.UPDATE, publication)
    register(Act.WITHDRAW, Performer(_withdraw))


def _make_ready(planned: PlannedAct) -> None:
    story = Story.objects.get(pk=planned.story_id)
    _must_still_mean_something(planned, story)
    services.make_ready(story, planned.revision, by=planned.planned_by)


def _publish(planned: PlannedAct) -> Edition:
    story = Story.objects.get(pk=planned.story_id)
    _must_still_mean_something(planned, story)
    return services.publish(story, by=planned.planned_by, revision=planned.revision)


def _must_still_mean_something(planned: PlannedAct, story: Story) -> None:
    """Never bring back an older text, or a story somebody withdrew meanwhile."""
    if story.live and (story.live_revision_id or 0) > (planned.revision_id or 0):
        raise Overtaken(_("Readers see a newer version already."))
    if planned.act == Act.UPDATE and not story.live:
        raise Overtaken(_("The story was taken from readers before its update."))
    seen_since = story.last_published_at and story.last_published_at > planned.planned_at
    if story.state == State.WITHDRAWN and seen_since:
        raise Overtaken(_("The story was published and withdrawn after this was planned."))


def _withdraw(planned: PlannedAct) -> Edition:
    story = Story.objects.get(pk=planned.story_id)
    return services.withdraw(story, by=planned.planned_by, reason=planned.payload.get("reason", ""))
