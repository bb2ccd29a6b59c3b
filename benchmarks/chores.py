"""The chores of a paper, done one at a time when told, in a process that says how long each took."""

from __future__ import annotations

import gc
import random
import sys
import time
from collections.abc import Callable, Iterator
from itertools import cycle
from urllib.parse import urlencode

from benchmarks import papers

#: How often each chore is done before it counts.
WARMING = 3


class Chores:
    """A reader's pages and an editor's acts in one paper; Django is set up already."""

    def __init__(self) -> None:
        from django.conf import settings
        from django.test import Client

        from kabar.stories.models import Story

        self._chance = random.Random(11)
        self._paper = settings.PAPER
        self._stories = Story.objects
        # A day at the desk of the same paper leaves drafts, without pages; they come last.
        self._newest = Story.objects.filter(live=True).order_by("-pk").values_list("pk", flat=True)[0]
        self._editor = _editor()
        self._desk = Client(HTTP_HOST=self._paper.host)
        self._desk.force_login(self._editor)
        self._questions = cycle(questions(self._chance))
        self._section = f"/{papers.SECTIONS[0].lower()}/"

    def front(self) -> Callable[[], object]:
        """Make up the front page."""
        return lambda: self._render("/")

    def section(self) -> Callable[[], object]:
        """Make up a section's front."""
        return lambda: self._render(self._section)

    def story(self) -> Callable[[], object]:
        """Print a story whose plate is old: row, render, compress, hang."""
        from kabar.plates import Address
        from kabar.press import services as press
        from kabar.stories import press_keys

        story = self._any()
        press.make_stale([press_keys.story(story.pk)])
        return lambda: press.print_page(Address(self._paper.host, story.path))

    def search(self) -> Callable[[], object]:
        """Show the first sheet of a search; common, rare and paired words take turns."""
        query = urlencode({"q": next(self._questions)})
        return lambda: self._render(f"/{self._paper.words.search}/", query)

    def list(self) -> Callable[[], object]:
        """Open the newsroom's list of stories, signed in as an editor."""
        address = f"/{self._paper.words.newsroom}/stories/"
        return lambda: self._expect_ok(self._desk.get(address))

    def form(self) -> Callable[[], object]:
        """Open a story's form."""
        address = f"/{self._paper.words.newsroom}/stories/edit/{self._any().pk}/"
        return lambda: self._expect_ok(self._desk.get(address))

    def save(self) -> Callable[[], object]:
        """Keep a changed story as a draft."""
        from kabar.stories import services

        story = self._changed()
        return lambda: services.save_draft(story, by=self._editor)

    def publish(self) -> Callable[[], object]:
        """Send a changed story to press, until its pages are printed."""
        from kabar.stories import services

        story = self._changed()
        services.save_draft(story, by=self._editor)
        return lambda: services.publish(story, by=self._editor)

    def _any(self):
        return self._stories.get(pk=self._chance.randint(1, self._newest))

    def _changed(self):
        story = self._any()
        story.headline = f"{story.headline[:200]} {time.monotonic_ns()}"
        return story

    def _render(self, path: str, query: str = "") -> None:
        from kabar.plates import Address
        from kabar.press.render import render

        self._expect_ok(render(Address(self._paper.host, path), query))

    @staticmethod
    def _expect_ok(response, *also: int) -> None:
        if response.status_code not in (200, *also):
            sys.exit(f"a chore was answered {response.status_code}: {response.content[:200]!r}")


def questions(chance: random.Random) -> list[str]:
    """Return what readers ask: a common word, one that few stories hold, two words, in turn."""
    words = papers.vocabulary(random.Random(7))

    def turns() -> Iterator[str]:
        for number in range(12):
            yield papers.COMMON[number % len(papers.COMMON)]
            yield f"langka{number % 7}"
            yield f"{chance.choice(words)} {chance.choice(papers.COMMON)}"

    return list(turns())


def _editor():
    from kabar.staff.models import User
    from kabar.staff.roles import Role, give

    rina, _ = User.objects.get_or_create(username="rina", defaults={"is_active": True})
    give(rina, Role.EDITOR)
    return rina


def timed(work: Callable[[], object]) -> float:
    """Return the milliseconds something takes."""
    begun = time.perf_counter()
    work()
    return 1000 * (time.perf_counter() - begun)


def main() -> None:
    """Do the chore each line names and print its milliseconds, until there are no more lines."""
    import django

    django.setup()
    papers.prefer_database()
    chores = Chores()
    # As the supervisor does before it forks the web: what is loaded once is not looked through for garbage.
    gc.collect()
    gc.freeze()
    print("ready", flush=True)
    for line in sys.stdin:
        print(timed(getattr(chores, line.strip())()), flush=True)


if __name__ == "__main__":
    main()
