"""A busy day at the desk of a paper, and the chores of those who sit there, done one at a time when told."""

from __future__ import annotations

import gc
import sys
import time
from collections.abc import Callable
from datetime import timedelta

from benchmarks import papers
from benchmarks.chores import Chores, timed

#: What a busy desk of a national paper has in hand.
IN_WRITING, IN_REVIEW, APPROVED, ASSIGNED, FLAGGED = 120, 25, 12, 60, 3


class Day(Chores):
    """The form, a save and the screen, as a browser asks for them."""

    def __init__(self) -> None:
        super().__init__()
        busy(self._editor)
        self._room = f"/{self._paper.words.newsroom}/"
        self._seen = ""

    def desk(self) -> Callable[[], object]:
        """Open the screen of the day."""
        return lambda: self._expect_ok(self._desk.get(self._room))

    def again(self) -> Callable[[], object]:
        """Look again at the part that changes, having seen it already."""
        address = f"{self._room}desk/now/"
        self._seen = self._desk.get(address)["ETag"]
        # Now and then a minute passes in between, and with it what is late: then the part has changed.
        return lambda: self._expect_ok(self._desk.get(address, headers={"if-none-match": self._seen}), 304)

    def save(self) -> Callable[[], object]:
        """Keep a changed story by its form."""
        from kabar.stories.tests.filled import form_of

        story = self._any()
        sent = form_of(
            story, *["Warga menyeberang sejak pagi."] * 5, headline=f"Diubah {time.monotonic_ns()}"
        )
        address = f"{self._room}stories/edit/{story.pk}/"
        return lambda: self._expect(302, self._desk.post(address, sent))

    @staticmethod
    def _expect(status: int, response) -> None:
        if response.status_code != status:
            sys.exit(f"a chore was answered {response.status_code}: {response.content[:200]!r}")


def busy(editor) -> None:
    """Fill the day once: drafts in every state, assignments, notes, and people in their stories."""
    from kabar.desk import services
    from kabar.desk.models import Assignment
    from kabar.sections.models import Section
    from kabar.stories.models import Story
    from kabar.stories.services import save_draft

    if Assignment.objects.exists():
        return
    sections = list(Section.objects.filter(paper="main"))
    body = [("paragraph", f"<p>{'Warga menyeberang sejak pagi. ' * 40}</p>")] * 5
    for number in range(IN_WRITING + IN_REVIEW + APPROVED):
        story = Story(headline=f"Naskah {number}", section=sections[number % len(sections)], body=body)
        save_draft(story, by=editor)
        if number % 3 == 0:
            services.note(story, "Siapa yang bilang?", by=editor)
        if number >= IN_WRITING:
            services.file(story, by=editor)
        if number >= IN_WRITING + IN_REVIEW:
            services.approve(story, by=editor)
        _sits_in(story, editor, number)
    _assign(sections, editor)
    for story in Story.objects.filter(live=True).order_by("-pk")[:FLAGGED]:
        services.note(story, "Angka keliru.", by=editor, urgent=True)


def _assign(sections, editor) -> None:
    from kabar import clock
    from kabar.desk import services

    for number in range(ASSIGNED):
        due = clock.now() + timedelta(minutes=20 * (number - 10))
        services.assign(f"Tugas {number}", section=sections[number % len(sections)], by=editor, due=due)


def _sits_in(story, editor, number: int) -> None:
    from django.contrib.contenttypes.models import ContentType
    from wagtail.admin.models import EditingSession

    from kabar import clock

    if number % 10 == 0:
        kind = ContentType.objects.get_for_model(story)
        EditingSession.objects.create(
            user=editor,
            content_type=kind,
            object_id=str(story.pk),
            last_seen_at=clock.now() + timedelta(days=1),
        )


def main() -> None:
    """Do the chore each line names and print its milliseconds, until there are no more lines."""
    import django

    django.setup()
    papers.prefer_database()
    day = Day()
    gc.collect()
    gc.freeze()
    print("ready", flush=True)
    for line in sys.stdin:
        print(timed(getattr(day, line.strip())()), flush=True)


if __name__ == "__main__":
    main()
