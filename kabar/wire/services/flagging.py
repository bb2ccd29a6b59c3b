"""When an agency changes, corrects or kills copy, every story made from it is flagged at once."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils import translation
from django.utils.translation import gettext as _

from kabar.config import Paper
from kabar.desk.models import Notice
from kabar.desk.services import flag
from kabar.staff.queries import editors_of
from kabar.wire.models import Derived, Item
from kabar.wire.parsers import item as words
from kabar.wire.stacks import is_taken_back
from kabar.wire.texts import changes, paragraphs_of

#: What a kill says in so many signs is its reason.
SHORT = 400


def flag_derived(fresh: Iterable[Item], paper: Paper) -> int:
    """Flag the stories made from earlier versions of some new items; return how many flags were put.

    A kill flags whatever lies above it by now; one that does not say what it means, all it may mean.
    """
    telling = [item for item in fresh if item.newest or is_taken_back(item)]
    in_doubt = {thread for item in telling for thread in _doubted(item)}
    threads = {item.thread for item in telling} | in_doubt
    if not threads:
        return 0
    made = _made_from(threads, {item.pk for item in telling}, paper)
    with translation.override(paper.language):
        for item in telling:
            for each in made.get(item.thread, ()):
                _flag(each, item, said_of(each.item, item))
            for thread in _doubted(item):
                for each in made.get(thread, ()):
                    _flag(each, item, _may_mean(each.item, item))
    return sum(len(made.get(thread, ())) for item in telling for thread in (item.thread, *_doubted(item)))


def _doubted(item: Item) -> list[str]:
    return getattr(item, "in_doubt", [])


def _made_from(threads: set[str], new: set[int], paper: Paper) -> dict[str, list[Derived]]:
    """Return the stories made from some threads, each with the newest version it was made from."""
    derived = (
        Derived.objects.filter(item__paper=paper.key, item__thread__in=threads)
        .exclude(item__in=new)
        .select_related("story__section", "item")
        .order_by("story", "-item")
    )
    newest: dict[tuple[int, str], Derived] = {}
    for each in derived:
        newest.setdefault((each.story_id, each.item.thread), each)
    made: dict[str, list[Derived]] = {}
    for each in newest.values():
        made.setdefault(each.item.thread, []).append(each)
    return made


def _flag(derived: Derived, newer: Item, said: str) -> None:
    story = derived.story
    told = [derived.by_id, *(editors_of(story.section.desk_id) if story.section.desk_id else ())]
    flag(story, said, kind=Notice.Kind.WIRE, key=f"{newer.pk}:{story.pk}", also=told)


def said_of(before: Item, newer: Item) -> str:
    """Return what the desk must know: what the agency did, what changed, and what to do."""
    what = {"agency": newer.provider or _("The agency"), "headline": before.headline or newer.headline}
    notes = newer.said.get("notes", [])[:3]
    if newer.standing == words.KILLED or newer.act == words.KILL:
        first = _("KILL: %(agency)s withdrew “%(headline)s”. Withdraw or correct this story.") % what
        return "\n".join([first, *notes, *_reasons(before, newer)])
    if newer.standing == words.WITHHELD:
        first = _("WITHHELD: %(agency)s forbids the use of “%(headline)s” until further notice.") % what
        return "\n".join([first, *notes])
    what["headline"] = newer.headline
    if newer.act == words.CORRECTION:
        first = _("CORRECTION: %(agency)s corrected “%(headline)s”. Whoever quotes must repeat it.") % what
    else:
        first = _("NEW VERSION: %(agency)s sent “%(headline)s” again.") % what
    lines = changes(before, newer) or [_("The text is the same; what stands beside it changed.")]
    return "\n".join([first, *notes, *lines])


def _may_mean(before: Item, killed: Item) -> str:
    what = {"agency": killed.provider or _("The agency"), "slugline": before.slugline}
    first = _("KILL: %(agency)s withdrew copy slugged “%(slugline)s” and does not say which. Ask it.") % what
    return "\n".join([first, *killed.said.get("notes", [])[:3], *_reasons(before, killed)])


def _reasons(before: Item, killed: Item) -> list[str]:
    """Return what a notice says in its text, which is short; a kill that repeats the story says nothing."""
    there = paragraphs_of(before.said)
    said = [line for line in paragraphs_of(killed.said) if line not in there]
    return said if len("".join(said)) <= SHORT else []
