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
from kabar.wire.texts import changes


def flag_derived(fresh: Iterable[Item], paper: Paper) -> int:
    """Flag the stories made from earlier versions of some new items; return how many were."""
    by_thread = {item.thread: item for item in fresh if item.newest}
    if not by_thread:
        return 0
    derived = (
        Derived.objects.filter(item__paper=paper.key, item__thread__in=by_thread)
        .exclude(item__in=[item.pk for item in by_thread.values()])
        .select_related("story__section", "item")
        .order_by("story", "-item")
    )
    newest_of_story: dict[tuple[int, str], Derived] = {}
    for each in derived:
        newest_of_story.setdefault((each.story_id, each.item.thread), each)
    with translation.override(paper.language):
        for each in newest_of_story.values():
            _flag(each, by_thread[each.item.thread])
    return len(newest_of_story)


def _flag(derived: Derived, newer: Item) -> None:
    story = derived.story
    told = [derived.by_id, *(editors_of(story.section.desk_id) if story.section.desk_id else ())]
    flag(story, said_of(derived.item, newer), kind=Notice.Kind.WIRE, key=f"{newer.pk}:{story.pk}", also=told)


def said_of(before: Item, newer: Item) -> str:
    """Return what the desk must know: what the agency did, what changed, and what to do."""
    what = {"agency": newer.provider or _("The agency"), "headline": newer.headline}
    if newer.standing == words.KILLED or newer.act == words.KILL:
        first = _("KILL: %(agency)s withdrew “%(headline)s”. Withdraw or correct this story.") % what
        return "\n".join([first, *newer.said.get("notes", [])[:3]])
    if newer.act == words.CORRECTION:
        first = _("CORRECTION: %(agency)s corrected “%(headline)s”. Whoever quotes must repeat it.") % what
    else:
        first = _("NEW VERSION: %(agency)s sent “%(headline)s” again.") % what
    lines = changes(before, newer) or [_("The text is the same; what stands beside it changed.")]
    return "\n".join([first, *newer.said.get("notes", [])[:3], *lines])
