"""Every named read of loans and translations."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TypeVar

from django.conf import settings
from django.db.models import Model, Q, QuerySet

from kabar.sections.models import Section
from kabar.sisters.guests import at_loan
from kabar.sisters.models import Loan, Stand, Translation
from kabar.staff.models import User
from kabar.staff.permissions import where
from kabar.stories import queries
from kabar.stories.access import Access
from kabar.stories.models import Story

Row = TypeVar("Row", bound=Model)

#: So many guests stand in lists; older ones are found where they came from.
IN_LISTS = 200


def readable() -> QuerySet[Loan]:
    """Return the loans that readers can open: what is its members' stays with a paper."""
    open_to_all = Q(story__live=True, story__access__in=("", Access.OPEN))
    return Loan.objects.filter(open_to_all, state=Stand.STANDING)


def guests(paper: str, section: int | None = None, limit: int = IN_LISTS) -> list[Story]:
    """Return the sisters' stories that stand in a paper, as they stand there, newest first."""
    if not settings.PAPER.sisters:
        return []
    found = readable().filter(paper=paper).exclude(story__paper=paper)
    if section is not None:
        found = found.filter(section=section)
    beside = ("lead_picture", "distributor", *queries.fetched_in_lists())
    rows = found.select_related("section", *(f"story__{name}" for name in beside))
    rows = rows.defer(*(f"story__{name}" for name in queries.HEAVY))
    newest = rows.order_by("-story__first_published_at", "-story_id")[:limit]
    return [at_loan(loan, loan.story) for loan in newest]


def at_path(paper: str, path: str) -> Loan | None:
    """Return the loan that has an address in a paper, whatever became of it."""
    if not settings.PAPER.sisters or "\0" in path:
        return None
    return Loan.objects.filter(paper=paper, path=path).select_related("story", "section").first()


def is_lent_to(paper: str, story: int) -> bool:
    """Tell whether readers of a paper can open a sister's story there."""
    return bool(settings.PAPER.sisters) and readable().filter(paper=paper, story=story).exists()


def is_held(paper: str, path: str) -> bool:
    """Tell whether an address belongs to a guest."""
    return bool(settings.PAPER.sisters) and Loan.objects.filter(paper=paper, path=path).exists()


def addresses_of_guests(story: Story) -> Iterator[tuple[str, str]]:
    """Yield where a story hangs in other papers, or once did: the paper and the path."""
    if settings.PAPER.sisters:
        for paper, path in Loan.objects.filter(story=story.pk).values_list("paper", "path"):
            if path:
                yield paper, path


def lent_at(paths: Iterable[str]) -> Iterator[tuple[tuple[str, str], int]]:
    """Yield what stands on loan at some addresses: the paper and the path, and the number of the story."""
    if settings.PAPER.sisters:
        found = readable().filter(path__in=set(paths)).values_list("paper", "path", "story")
        yield from (((paper, path or ""), story) for paper, path, story in found)


def of_story(story: Story) -> list[Loan]:
    """Return where a story was offered, asked for or lent, the newest first."""
    found = of_papers_here(Loan.objects.filter(story=story.pk))
    return list(found.select_related("section__desk", "begun_by").order_by("-pk"))


def concerning(user: User, limit: int = 100) -> list[Loan]:
    """Return the loans with which someone may do something, at either end; those that wait come first."""
    rows = of_papers_here(Loan.objects.exclude(state=Stand.ENDED), "paper", "story__paper").select_related(
        "story__section", "section__desk", "begun_by"
    )
    reach = where(user, "publish")
    if not reach.everywhere:
        ours, theirs = Q(section__desk__in=reach.desks), Q(story__section__desk__in=reach.desks)
        ours |= Q(section__desk=None, paper__in=reach.papers)
        theirs |= Q(story__section__desk=None, story__paper__in=reach.papers)
        rows = rows.filter(ours | theirs)
    return sorted(rows.order_by("-pk")[:limit], key=lambda loan: loan.state == Stand.STANDING)


def of_papers_here(rows: QuerySet[Row], *fields: str) -> QuerySet[Row]:
    """Leave out what belongs to a paper that this installation has given up."""
    here = [paper.key for paper in settings.PAPER.papers]
    return rows.filter(**{f"{field}__in": here for field in fields or ("paper",)})


def sections_of_sisters(paper: str) -> list[Section]:
    """Return the sections of all papers but one."""
    others = [other.key for other in settings.PAPER.papers if other.key != paper]
    return list(Section.objects.filter(paper__in=others).order_by("paper", "position", "name"))


def told_alike(story: Story) -> list[Story]:
    """Return the stories that tell the same in other languages, those readers can open, by language."""
    own: Translation | None = getattr(story, "translation", None)
    if own is None:
        return []
    others = Story.objects.filter(translation__work=own.work, live=True).exclude(pk=story.pk)
    return list(others.defer(*queries.HEAVY).order_by("language", "pk"))


def languages_of(works: Sequence[int]) -> list[str]:
    """Return the languages in which some works are told, each as often as it is."""
    told = Translation.objects.filter(work__in=works)
    return list(told.values_list("story__language", flat=True))
