"""Loads the demo edition; what is there already, and whatever editors made of it, is left alone."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.core.files.images import ImageFile
from django.db import transaction

from kabar import clock
from kabar.config import Paper
from kabar.demo.bodies import Numbers, set_body
from kabar.demo.manuscripts import Drawing, Manuscript, drawings, foundations, manuscripts
from kabar.pictures.models import Picture
from kabar.progress import Progress, Silent
from kabar.sections.models import Section
from kabar.sources.models import Distributor
from kabar.staff.models import Author, User
from kabar.staff.roles import Role
from kabar.staff.services import welcome
from kabar.stories.models import State, Story, StoryByline
from kabar.stories.services import publish, save_draft
from kabar.topics.models import Topic

ZONES = {"": "", "WIB": clock.WIB, "WITA": clock.WITA, "WIT": clock.WIT}

#: Who works at the demo paper: Rina edits and runs it, Ayu writes.
STAFF = (("rina", "Rina Pramesti", Role.ADMINISTRATOR), ("ayu", "Ayu Kinasih", Role.WRITER))


@dataclass(slots=True)
class Counts:
    """What a load added, and the passwords it made, which nobody can ask for again."""

    sections: int = 0
    topics: int = 0
    authors: int = 0
    distributors: int = 0
    pictures: int = 0
    stories: int = 0
    passwords: dict[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        """Say what was added, and how to sign in."""
        if not self.stories:
            lines = ["the demo edition is in the paper already; nothing was changed"]
        else:
            lines = [f"{self.stories} stories in {self.sections} sections, {self.pictures} pictures"]
        keys = [f"  {name:<8} password  {password}" for name, password in self.passwords.items()]
        return "\n".join([*lines, *(["sign in to the newsroom as", *keys] if keys else [])])


def load(paper: Paper, *, progress: Progress | None = None) -> Counts:
    """Fill a paper with the demo edition and say what was added.

    Stories are dated back from now. Interrupted, it is finished by calling it again.
    """
    counts, now = Counts(), clock.now()
    _welcome_staff(counts)
    _lay_foundations(paper, counts)
    written = manuscripts()
    numbers = Numbers(_hang_pictures(drawings(), counts), _open_stories(paper, written))
    _print(paper, written, numbers, now, counts, progress or Silent())
    return counts


def _welcome_staff(counts: Counts) -> None:
    for username, name, role in STAFF:
        if User.objects.filter(username=username).exists():
            continue
        user, counts.passwords[username] = welcome(username, role=role, name=name)
        if role is Role.ADMINISTRATOR:
            user.is_staff = user.is_superuser = True
            user.save(update_fields=["is_staff", "is_superuser"])


@transaction.atomic
def _lay_foundations(paper: Paper, counts: Counts) -> None:
    """Make the sections, topics, authors and distributors that are missing."""
    found = foundations()
    for position, fields in enumerate(found["sections"], 1):
        counts.sections += _missing(Section, fields, paper=paper.key, position=position)
    for fields in found["topics"]:
        counts.topics += _missing(Topic, fields, paper=paper.key)
    for fields in found["authors"]:
        counts.authors += _add_author(**fields)
    for fields in found["distributors"]:
        counts.distributors += _missing(Distributor, fields)


def _missing(model: type[Section | Topic | Distributor], fields: dict[str, str], **also: object) -> bool:
    """Make a row unless one has its slug; tell whether it was made."""
    scope = {name: also.pop(name) for name in ("paper",) if name in also}
    _row, made = model.objects.get_or_create(slug=fields["slug"], **scope, defaults={**fields, **also})
    return made


def _add_author(slug: str, name: str, position: str, bio: str, account: str = "") -> bool:
    user = User.objects.filter(username=account, author=None).first() if account else None
    facts = {"name": name, "role_title": position, "bio": bio, "user": user}
    _author, made = Author.objects.get_or_create(slug=slug, defaults=facts)
    return made


def _hang_pictures(drawn: Iterable[Drawing], counts: Counts) -> dict[str, int]:
    """Take in the pictures that are missing; return the number of each by its name."""
    there = dict(Picture.objects.filter(origin__startswith="demo:").values_list("origin", "pk"))
    for drawing in drawn:
        origin = f"demo:{drawing.name}"
        if origin not in there:
            there[origin] = _take_in(drawing, origin).pk
            counts.pictures += 1
    return {origin.removeprefix("demo:"): pk for origin, pk in there.items()}


def _take_in(drawing: Drawing, origin: str) -> Picture:
    with drawing.file.open("rb") as opened:
        picture = Picture(
            origin=origin,
            file=ImageFile(opened, drawing.file.name),
            title=drawing.title,
            description=drawing.alt,
            caption=drawing.caption,
            credit=drawing.credit,
            rights=drawing.rights,
        )
        # The public names of its sizes are made from the file's hash, which must therefore never come later.
        picture._set_image_file_metadata()
        picture.save()
    return picture


def _open_stories(paper: Paper, written: Iterable[Manuscript]) -> dict[str, int]:
    """Give every story its number before any is printed, for they point to each other."""
    there = dict(Story.objects.filter(origin__startswith=_origin(paper, "")).values_list("origin", "pk"))
    sections = dict(Section.objects.filter(paper=paper.key).values_list("slug", "pk"))
    numbers = {}
    for manuscript in written:
        origin = _origin(paper, manuscript.slug)
        numbers[manuscript.slug] = there.get(origin) or _open(paper, manuscript, origin, sections).pk
    return numbers


def _open(paper: Paper, manuscript: Manuscript, origin: str, sections: dict[str, int]) -> Story:
    return Story.objects.create(
        paper=paper.key,
        origin=origin,
        section_id=sections[manuscript.section],
        headline=manuscript.headline,
        slug=manuscript.slug,
        slugline=manuscript.slugline,
        language=manuscript.language,
        live=False,
    )


def _print(
    paper: Paper,
    written: list[Manuscript],
    numbers: Numbers,
    now: datetime,
    counts: Counts,
    progress: Progress,
) -> None:
    """Send to press every story that never was there; the oldest goes first."""
    editor = User.objects.filter(username="rina").first()
    waiting = set(_never_printed(paper))
    progress.begin("demo edition", len(written))
    for manuscript in written:
        if manuscript.slug in waiting:
            story = Story.objects.get(pk=numbers.stories[manuscript.slug])
            _fill(story, manuscript, numbers)
            revision = save_draft(story, by=editor)
            publish(story, by=editor, revision=revision, at=now - manuscript.age)
            counts.stories += 1
        progress.step()
    progress.end()


def _never_printed(paper: Paper) -> list[str]:
    """Return the slugs of the demo's stories that have not been to press."""
    prefix = _origin(paper, "")
    waiting = Story.objects.filter(origin__startswith=prefix, state=State.DRAFT, first_published_at=None)
    return [origin.removeprefix(prefix) for origin in waiting.values_list("origin", flat=True)]


def _fill(story: Story, manuscript: Manuscript, numbers: Numbers) -> None:
    """Set a manuscript on the story opened for it."""
    story.kicker, story.standfirst = manuscript.kicker, manuscript.standfirst
    story.dateline_place, story.dateline_zone = manuscript.place, ZONES[manuscript.zone]
    story.distributor = Distributor.objects.filter(slug=manuscript.distributor).first()
    story.lead_picture_id = numbers.pictures[manuscript.picture] if manuscript.picture else None
    story.lead_caption = manuscript.caption
    story.body = json.dumps(set_body(manuscript.body, numbers))
    story.topics.set(Topic.objects.filter(paper=story.paper, slug__in=manuscript.topics))
    authors = Author.objects.in_bulk(list(manuscript.bylines), field_name="slug")
    story.bylines = [
        StoryByline(author=authors[slug], role=role, sort_order=place)
        for place, (slug, role) in enumerate(manuscript.bylines.items())
    ]


def _origin(paper: Paper, slug: str) -> str:
    """What tells the demo's stories from the paper's own."""
    return f"demo:{paper.key}:{slug}"
