"""Puts items that say the same into one group, whichever agency they are from."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.db.models import Count

from kabar import clock
from kabar.wire.likeness import REMEMBERED, Telling, likeness, number, sketch, telling, weighed
from kabar.wire.models import Item, Piece
from kabar.wire.texts import paragraphs_of

#: From here on two items say the same; `benchmarks.duplicates` shows how well, on the half it may be set by.
ALIKE = 0.25
SHARED, COMPARED = 2, 40
BATCH = 200


def group_new(paper: str) -> int:
    """Group the items that have no group yet, the first that came first; return how many there were."""
    done = 0
    while found := list(Item.objects.filter(paper=paper, group=0).order_by("pk")[:BATCH]):
        with transaction.atomic():
            for item in found:
                _place(item, paper)
        done += len(found)
    return done


def _place(item: Item, paper: str) -> None:
    """Give an item the group of what it is most like, of its own earlier versions, or one of its own."""
    says = _telling(item)
    total, seen = _seen(paper, says.words)
    weights = weighed(says.words, seen, total)
    pieces = sketch(weights)
    earlier = Item.objects.filter(paper=paper, thread=item.thread, group__gt=0).exclude(pk=item.pk).first()
    group = earlier.group if earlier else _like(item, says, weights, pieces, seen, total) or item.pk
    Item.objects.filter(pk=item.pk).update(group=group)
    Piece.objects.bulk_create([Piece(paper=paper, value=value, item=item) for value in pieces])


def _telling(item: Item) -> Telling:
    return telling(item.headline, "\n".join([item.said.get("summary", ""), *paragraphs_of(item.said)]))


def _seen(paper: str, words: Mapping[str, int]) -> tuple[int, dict[str, int]]:
    """Return how many items are remembered and in how many sketches each word stands."""
    numbers = {number(word): word for word in words}
    counted = (
        Piece.objects.filter(paper=paper, value__in=numbers)
        .values_list("value")
        .annotate(Count("pk"))
        .order_by()
    )
    total = Item.objects.filter(paper=paper, received_at__gte=clock.now() - REMEMBERED).count()
    return total, {numbers[value]: count for value, count in counted}


def _like(
    item: Item,
    says: Telling,
    weights: dict[str, float],
    pieces: list[int],
    seen: dict[str, int],
    total: int,
) -> int | None:
    """Return the group of the most alike of those that share enough of the sketch."""
    lately = clock.now() - REMEMBERED
    near = (
        Piece.objects.filter(paper=item.paper, value__in=pieces, item__received_at__gte=lately)
        .values_list("item")
        .annotate(shared=Count("pk"))
        .filter(shared__gte=SHARED)
        .order_by("-shared", "-item")[:COMPARED]
    )
    best, group = ALIKE, None
    for other in Item.objects.filter(pk__in=[pk for pk, _shared in near]):
        theirs = _telling(other)
        known = {**seen, **_unseen(theirs.words, seen)}
        both = weights, weighed(theirs.words, known, total)
        alike = likeness(says, theirs, both, item.received_at - other.received_at)
        if alike >= best:
            best, group = alike, other.group
    return group


def _unseen(words: Mapping[str, int], seen: dict[str, int]) -> dict[str, int]:
    """A word only the other has is taken for one that stands in that one only."""
    return {word: 1 for word in words if word not in seen}
