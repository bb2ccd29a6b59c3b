"""Sends items to desks as the rules say, tags them, and tells editors of what cannot wait."""

from __future__ import annotations

from collections.abc import Iterable

from kabar.config import Paper
from kabar.desk.models import Notice
from kabar.desk.services.notices import notify
from kabar.staff.queries import editors_of, editors_of_paper
from kabar.wire.models import Item, Rule
from kabar.wire.parsers.item import CORRECTION, KILL
from kabar.wire.queries import URGENT, is_urgent
from kabar.wire.texts import words_of


def route(items: Iterable[Item], rules: list[Rule], paper: Paper) -> None:
    """Apply the rules to items that are in the database.

    An urgent item rings where it goes; one that no rule sends anywhere rings at every desk of its paper.
    """
    items, links = list(items), []
    rung = _have_rung(paper, items)
    for item in items:
        fitting = [rule for rule in rules if fits(rule, item)]
        tags = list(dict.fromkeys(rule.tag for rule in fitting if rule.tag))
        if tags:
            Item.objects.filter(pk=item.pk).update(tags=tags)
            item.tags = tags
        desks = {rule.desk_id for rule in fitting if rule.desk_id}
        links += [Item.desks.through(item_id=item.pk, desk_id=desk) for desk in desks]
        loud = {rule.desk_id for rule in fitting if rule.desk_id and (rule.rings or is_urgent(item))}
        for desk in sorted(loud):
            _ring(item, editors_of(desk), f"{item.pk}:{desk}")
        if not desks and item.newest and is_urgent(item) and item.pk not in rung:
            _ring(item, editors_of_paper(paper.key), f"{item.pk}")
    Item.desks.through.objects.bulk_create(links, ignore_conflicts=True)


def _have_rung(paper: Paper, items: list[Item]) -> set[int]:
    """Return those of whom an earlier version was urgent already; what is killed or corrected rings again."""
    urgent = [
        each for each in items if each.newest and is_urgent(each) and each.act not in (KILL, CORRECTION)
    ]
    if not urgent:
        return set()
    earlier = Item.objects.filter(
        paper=paper.key, thread__in={each.thread for each in urgent}, priority__range=(1, URGENT)
    )
    threads = set(earlier.exclude(pk__in=[each.pk for each in urgent]).values_list("thread", flat=True))
    return {each.pk for each in urgent if each.thread in threads}


def fits(rule: Rule, item: Item) -> bool:
    """Tell whether all that a rule asks for is so."""
    said = item.said
    if rule.provider and rule.provider.casefold() not in item.provider.casefold():
        return False
    if rule.urgency and (item.priority is None or item.priority > rule.urgency):
        return False
    if rule.topic and not _is_about(rule.topic, said):
        return False
    if rule.place and not _is_of(rule.place, item):
        return False
    if rule.words:
        text = words_of(item).casefold()
        return all(word in text for word in rule.words.casefold().split())
    return True


def _is_about(topic: str, said: dict[str, object]) -> bool:
    """Tell whether an item has a topic; one of the seventeen at the top holds every subject code below it."""
    subjects: list[dict[str, str]] = said.get("subjects") or []  # type: ignore[assignment]
    wide = topic[:2] if topic.endswith("000000") and topic < "18" else ""
    return any(
        each.get("topic") == topic
        or (wide and each.get("code", "").startswith(wide) and each.get("code", "").isdigit())
        for each in subjects
    )


def _is_of(place: str, item: Item) -> bool:
    wanted = place.casefold()
    named = [
        item.place,
        *(f"{each.get('name', '')} {each.get('country', '')}" for each in item.said.get("places") or []),
    ]
    return any(wanted in name.casefold() for name in named)


def _ring(item: Item, people: Iterable[int], key: str) -> None:
    notify(Notice.Kind.WIRE, people, key=key, subject=f"{item.provider}: {item.headline}", by=None)
