"""Loads the demo edition; what is there already, and whatever editors made of it, is left alone."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from django.conf import settings
from django.db import transaction

from kabar import clock
from kabar.config import Paper
from kabar.demo import aftermath, desk, illustrations, series, sourcing, templates
from kabar.demo.bodies import Numbers, set_body
from kabar.demo.composing import compose, topics_of
from kabar.demo.manuscripts import Manuscript, foundations, manuscripts
from kabar.glossary.models import Term
from kabar.progress import Progress, Silent
from kabar.sections.models import Section
from kabar.sources.models import Distributor
from kabar.staff.models import Author, Desk, User
from kabar.staff.queries import desk_called
from kabar.staff.roles import Role
from kabar.staff.services import welcome
from kabar.stories.bulk import Filed, publish_many
from kabar.stories.models import State, Story
from kabar.topics.models import Topic

#: Who works at the demo paper, in which role and at which desk; Rina runs it.
STAFF = (
    ("rina", "Rina Pramesti", Role.ADMINISTRATOR, ""),
    ("wulan", "Wulan Maharani", Role.CHIEF, ""),
    ("damar", "Damar Sagara", Role.EDITOR, "global-ekonomi"),
    ("sekar", "Sekar Larasati", Role.SUBEDITOR, "nasional"),
    ("ayu", "Ayu Kinasih", Role.WRITER, "nasional"),
    ("tono", "Tono Wibisana", Role.OBSERVER, ""),
)


@dataclass(slots=True)
class Counts:
    """What a load added, and the passwords it made, which nobody can ask for again."""

    sections: int = 0
    topics: int = 0
    authors: int = 0
    distributors: int = 0
    pictures: int = 0
    stories: int = 0
    at_desk: int = 0
    passwords: dict[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        """Say what was added, and how to sign in."""
        if not self.stories and not self.at_desk:
            lines = ["the demo edition is in the paper already; nothing was changed"]
        else:
            lines = [f"{self.stories} stories in {self.sections} sections, {self.pictures} pictures"]
        if self.at_desk:
            lines.append(f"at the desk: {self.at_desk} drafts and assignments")
        keys = [f"  {name:<8} password  {password}" for name, password in self.passwords.items()]
        if keys and settings.PAPER.newsroom.second_factor:
            keys.append(
                "  rina, wulan and damar are asked for a passkey or an authenticator app; "
                "second_factor = false under [newsroom] in kabar.toml leaves that out"
            )
        return "\n".join([*lines, *(["sign in to the newsroom as", *keys] if keys else [])])


def load(paper: Paper, *, progress: Progress | None = None) -> Counts:
    """Fill a paper with the demo edition and say what was added.

    Stories are dated back from now and come all at once. Interrupted, it is finished by calling it again.
    """
    counts, now = Counts(), clock.now()
    _set_up_desks(paper)
    _welcome_staff(paper, counts)
    _lay_foundations(paper, counts)
    pictures, counts.pictures = illustrations.take_in_pictures()
    there = dict(Story.objects.filter(origin__startswith=_origin(paper, "")).values_list("origin", "pk"))
    waiting = [each for each in manuscripts() if _origin(paper, each.slug) not in there]
    numbers = Numbers(
        {name: picture.pk for name, picture in pictures.items()},
        _slugs(paper, there),
        illustrations.take_in_films(),
    )
    if waiting:
        illustrations.print_pictures(pictures.values(), progress or Silent())
        _send_to_press(paper, waiting, numbers, now)
        counts.stories = len(waiting)
    _tell_what_followed(paper)
    series.lay_out(paper, _origin(paper, ""))
    counts.at_desk = desk.lay_out(paper, numbers, now, origin=_origin(paper, "meja:"))
    return counts


def _set_up_desks(paper: Paper) -> None:
    for position, fields in enumerate(foundations()["desks"], 1):
        facts = {"name": fields["name"], "position": position}
        Desk.objects.get_or_create(paper=paper.key, slug=fields["slug"], defaults=facts)


def _welcome_staff(paper: Paper, counts: Counts) -> None:
    for username, name, role, slug in STAFF:
        if User.objects.filter(username=username).exists():
            continue
        desk = desk_called(slug, paper.key) if slug else None
        user, counts.passwords[username] = welcome(username, role=role, desk=desk, name=name)
        if role is Role.ADMINISTRATOR:
            user.is_staff = user.is_superuser = True
            user.save(update_fields=["is_staff", "is_superuser"])


@transaction.atomic
def _lay_foundations(paper: Paper, counts: Counts) -> None:
    """Make the sections, topics, authors, distributors and words explained that are missing."""
    found = foundations()
    desks = {
        section: desk_called(desk["slug"], paper.key)
        for desk in found["desks"]
        for section in desk["sections"]
    }
    for position, fields in enumerate(found["sections"], 1):
        desk = desks.get(fields["slug"])
        counts.sections += _missing(Section, fields, paper=paper.key, position=position, desk=desk)
    for fields in found["topics"]:
        counts.topics += _missing(Topic, fields, paper=paper.key)
    for fields in found["authors"]:
        counts.authors += _add_author(**fields)
    for fields in found["distributors"]:
        counts.distributors += _missing(Distributor, fields)
    for fields in found["terms"]:
        Term.objects.get_or_create(paper=paper.key, word=fields["word"], defaults=fields)
    templates.lay_out(paper.key)
    sourcing.enter(found["sources"])


def _missing(model: type[Section | Topic | Distributor], fields: dict[str, str], **also: object) -> bool:
    """Make a row unless one has its slug; tell whether it was made."""
    scope = {name: also.pop(name) for name in ("paper",) if name in also}
    _row, made = model.objects.get_or_create(slug=fields["slug"], **scope, defaults={**fields, **also})
    return made


def _add_author(slug: str, position: str, account: str = "", **told: str) -> bool:
    user = User.objects.filter(username=account, author=None).first() if account else None
    facts = {**told, "role_title": position, "user": user}
    _author, made = Author.objects.get_or_create(slug=slug, defaults=facts)
    return made


@transaction.atomic
def _send_to_press(paper: Paper, waiting: list[Manuscript], numbers: Numbers, now: datetime) -> None:
    """Give every story its number first, for they point to each other; then print them as one edition."""
    opened = {manuscript.slug: _open(paper, manuscript) for manuscript in waiting}
    stories = {**numbers.stories, **{slug: story.pk for slug, story in opened.items()}}
    numbers = replace(numbers, stories=stories)
    filed = [_filed(opened[manuscript.slug], manuscript, numbers, now) for manuscript in waiting]
    rina = User.objects.filter(username="rina").first()
    publish_many(filed, by=rina, source="demo edition")
    attributed = [manuscript for manuscript in waiting if manuscript.attributions]
    sourcing.approve([opened[manuscript.slug] for manuscript in attributed], rina)


def _open(paper: Paper, manuscript: Manuscript) -> Story:
    return Story.objects.create(
        paper=paper.key,
        origin=_origin(paper, manuscript.slug),
        section=Section.objects.get(paper=paper.key, slug=manuscript.section),
        headline=manuscript.headline,
        slug=manuscript.slug,
        slugline=manuscript.slugline,
        language=manuscript.language,
        live=False,
    )


def _filed(story: Story, manuscript: Manuscript, numbers: Numbers, now: datetime) -> Filed:
    """Set a manuscript on the story opened for it."""
    story.state = State.LIVE
    story.first_published_at = story.last_published_at = now - manuscript.age
    compose(story, manuscript, numbers)
    if manuscript.correction:
        body = json.dumps(set_body(manuscript.body, numbers))
        story.body = aftermath.as_first_printed(body, manuscript.correction)
    authors = Author.objects.in_bulk(list(manuscript.bylines), field_name="slug")
    return Filed(
        story,
        attributions=sourcing.attributions_of(manuscript.attributions),
        bylines=[(authors[slug].pk, role) for slug, role in manuscript.bylines.items()],
        topics=[topic.pk for topic in topics_of(manuscript, story.paper)],
    )


def _tell_what_followed(paper: Paper) -> None:
    """Correct and kill what the edition says was corrected and killed, unless that was done before."""
    rina = User.objects.filter(username="rina").first()
    if rina is None:
        return
    for manuscript in manuscripts():
        if manuscript.correction or manuscript.killed or manuscript.live:
            story = Story.objects.get(origin=_origin(paper, manuscript.slug))
            if manuscript.correction:
                aftermath.amend(story, manuscript.correction, by=rina)
            if manuscript.killed:
                aftermath.take_down(story, manuscript.killed, by=rina)
            if manuscript.live:
                aftermath.tell_live(story, manuscript.live, by=rina)


def _origin(paper: Paper, slug: str) -> str:
    """What tells the demo's stories from the paper's own."""
    return f"demo:{paper.key}:{slug}"


def _slugs(paper: Paper, there: Mapping[str, int]) -> dict[str, int]:
    """Return the numbers of the stories that are there by their slugs."""
    return {origin.removeprefix(_origin(paper, "")): number for origin, number in there.items()}
