"""Inside a paper whose embargoes are measured: what its newsroom does and sees, told by lines of JSON."""

from __future__ import annotations

import sys
import time
from collections import Counter
from datetime import UTC, datetime
from typing import Any

from benchmarks import measure

#: How long the peer is given after the last hour.
PATIENCE = 30
#: Where a colleague of another desk might see something.
OF_A_COLLEAGUE = (
    "", "stories/", "schedule/", "stories/edit/{pk}/", "stories/edit/{pk}/preview/", "stories/history/{pk}/",
    "schedule/story/{pk}/", "stories/choose/", "fronts/lead/{pk}/", "desk/notes/{pk}/",
)  # fmt: skip


class Newsroom:
    """Rina, who holds stories back, and Budi of another desk, who must not see them."""

    def __init__(self) -> None:
        from django.conf import settings
        from django.test import Client

        from kabar.sections.models import Section
        from kabar.staff.models import Desk, User
        from kabar.staff.roles import Role, give

        self._section = Section.objects.get(slug="nasional")
        elsewhere = Desk.objects.create(paper="main", slug="jeda", name="Jeda")
        budi = User.objects.create_user("budi")
        give(budi, Role.WRITER, elsewhere)
        self._colleague = Client(HTTP_HOST=settings.PAPER.host)
        self._colleague.force_login(budi)
        self._room = f"/{settings.PAPER.words.newsroom}/"

    def embargo(self, canary: str, due: int, picture: bool) -> dict[str, Any]:
        """Hold a story back until an instant; a canary is in its words, its topic and its picture."""
        from kabar.pictures.testing import a_picture
        from kabar.schedule import services
        from kabar.stories.models import Story
        from kabar.stories.services import save_draft
        from kabar.topics.models import Topic

        words = f"Kanari {canary}"
        shown = a_picture(480, 320, title=words, description=words, credit=words) if picture else None
        story = Story(
            section=self._section, headline=words, standfirst=words, kicker=canary, lead_picture=shown,
            body=[("paragraph", f"<p>{words} isi</p>")],
        )  # fmt: skip
        story.topics.set([Topic.objects.create(name=words, slug=f"kanari-{canary}")])
        save_draft(story)
        services.embargo(story, datetime.fromtimestamp(due, UTC), by=None)
        return {"story": story.pk, "picture": shown.pk if shown else 0}

    def told_to_colleague(self, pk: int, canary: str) -> list[str]:
        """Return the pages of the newsroom on which somebody of another desk is told of a story."""
        pages = [self._room + page.format(pk=pk) for page in OF_A_COLLEAGUE]
        if self._colleague.get(pages[0]).status_code != 200:
            sys.exit("the colleague does not get into the newsroom")
        return [page for page in pages if canary.encode() in self._colleague.get(page, follow=True).content]

    def how_all_stand(self, stories: list[int]) -> dict[str, Any]:
        """Return how many of the stories are live, how many went out twice, and how their plans stand."""
        from kabar.schedule.models import PlannedAct
        from kabar.staff.models import AuditEntry
        from kabar.stories.models import Story

        went = AuditEntry.objects.filter(
            subject_type="story", act="publish", subject_id__in=map(str, stories)
        )
        told = Counter(went.values_list("subject_id", flat=True))
        plans = PlannedAct.objects.filter(story__in=stories).values_list("state", flat=True)
        return {
            "live": Story.objects.filter(pk__in=stories, live=True).count(),
            "twice": sum(times > 1 for times in told.values()),
            "states": dict(Counter(plans)),
        }

    def let_wagtail(self, hours: list[int]) -> dict[str, Any]:
        """Do it Wagtail's way: versions approved for an hour, and its command run each second."""
        from django.core.management import call_command

        from kabar.stories.models import Story
        from kabar.stories.services import save_draft

        due = {}
        for hour in hours:
            story = Story(
                section=self._section, headline=f"Sebanding {hour}", body=[("paragraph", "<p>i</p>")]
            )
            save_draft(story)
            story.go_live_at = datetime.fromtimestamp(hour, UTC)
            story.save_revision(approved_go_live_at=story.go_live_at)
            due[story.pk] = hour
        took: dict[int, float] = {}
        while len(took) < len(due) and time.time() < hours[-1] + PATIENCE:
            begun = time.monotonic()
            call_command("publish_scheduled", verbosity=0)
            out = Story.objects.filter(pk__in=set(due) - set(took), live=True).values_list("pk", flat=True)
            took |= {pk: time.time() - due[pk] for pk in out}
            time.sleep(max(0.0, 1.0 - (time.monotonic() - begun)))
        return {"took": list(took.values())}


def main() -> None:
    """Do what each line says, and answer with a line."""
    import django

    django.setup()
    measure.answer(Newsroom())


if __name__ == "__main__":
    main()
