"""Stories for tests: each factory is a state a story may be in."""

from __future__ import annotations

from itertools import count
from typing import Any

from kabar.sections.models import Section
from kabar.staff.models import Author, User
from kabar.stories import services
from kabar.stories.models import Story, StoryByline
from kabar.stories.rules import Ground

_numbers = count(1)


def a_section(name: str = "Global", **fields: Any) -> Section:
    """Return the section of a name, made when it is missing."""
    slug = fields.pop("slug", name.lower().replace(" ", "-"))
    return Section.objects.get_or_create(
        paper=fields.pop("paper", "main"), slug=slug, defaults={"name": name, **fields}
    )[0]


def an_author(name: str = "Ayu Lestari") -> Author:
    """Return the author of a name, made when missing."""
    return Author.objects.get_or_create(slug=name.lower().replace(" ", "-"), defaults={"name": name})[0]


def rina(**fields: Any) -> User:
    """Return Rina, who edits and may do everything."""
    found = User.objects.filter(username="rina").first()
    return found or User.objects.create_superuser(
        "rina", "rina@example.id", "kopi-pahit-7", first_name="Rina", **fields
    )


def a_draft(
    headline: str = "", *, by: User | None = None, names: tuple[str, ...] = ("Ayu Lestari",), **fields: Any
) -> Story:
    """Return a story nobody outside has seen."""
    number = next(_numbers)
    fields.setdefault("section", None)
    story = Story(
        **{
            **fields,
            "headline": headline or f"Jembatan desa nomor {number} dibuka",
            "section": fields["section"] or a_section(),
            "body": fields.get(
                "body", [("paragraph", f"<p>Warga menyeberang sejak pagi, hari ke-{number}.</p>")]
            ),
        }
    )
    story.bylines = [StoryByline(author=an_author(name)) for name in names]
    services.save_draft(story, by=by)
    return story


def a_live_story(headline: str = "", *, at: Any = None, by: User | None = None, **fields: Any) -> Story:
    """Return a story that every reader sees."""
    story = a_draft(headline, by=by, **fields)
    services.publish(story, by=by, at=at)
    return Story.objects.get(pk=story.pk)


def a_killed_story(
    reason: str = "Melanggar privasi korban", ground: Ground = Ground.TRAUMA, **fields: Any
) -> Story:
    """Return a story that was live and was killed for a reason."""
    story = a_live_story(**fields)
    services.kill(story, by=rina(), reason=reason, ground=ground)
    return story
