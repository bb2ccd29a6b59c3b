"""Every named read of the source book."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet

from kabar.sources.models import Interest, Kind, Source, SourceWord
from kabar.sources.words import capitalised, folded

#: How many sources are offered while somebody types.
OFFERED = 8
#: A beginning that more words have than this is common; then the most used sources are looked through.
RARE = 1_500
#: So many words of a passage are looked up.
WORDS_OF_A_PASSAGE = 24


def suggest(typed: str, limit: int = OFFERED) -> list[Source]:
    """Return the sources of whose names every typed word begins a word, the most used first."""
    words = sorted(folded(typed)[:6], key=len, reverse=True)
    sources = _book()
    for word in words:
        sources = sources.filter(folded__contains=f" {word}")
    if not words:
        return list(sources[:limit])
    holding = SourceWord.objects.filter(_begins(words[0])).values_list("source_id", flat=True)
    found = list(holding[: RARE + 1])
    if len(found) <= RARE:
        sources = sources.filter(pk__in=set(found))
    return list(sources[:limit])


def named_in(passage: str, limit: int = 4) -> list[Source]:
    """Return the sources whose whole name stands in a passage, the longest name first."""
    words = capitalised(passage)
    if not words:
        return []
    said = " " + " ".join(folded(passage)) + " "
    asked = sorted(words, key=len, reverse=True)[:WORDS_OF_A_PASSAGE]
    holding = SourceWord.objects.filter(word__in=asked).values_list("source_id", flat=True)[:RARE]
    sources = _book().filter(pk__in=set(holding), unnamed=False)[:200]
    named = [(length, source) for source in sources if (length := _longest_name_in(source, said))]
    return [source for _length, source in sorted(named, key=lambda pair: (-pair[0], -pair[1].uses))][:limit]


def by_number(numbers: Iterable[int]) -> dict[int, Source]:
    """Return sources by the numbers they are or were known by, each as the one that stayed."""
    wanted = set(numbers)
    if not wanted:
        return {}
    found = Source.objects.filter(pk__in=wanted).select_related("member_of", "merged_into__member_of")
    return {source.pk: source.kept for source in found}


def alike(source: Source, limit: int = 20) -> QuerySet[Source]:
    """Return the sources that share a word of their name with one, the most used first."""
    words = folded(source.public_label)
    same = Q()
    for word in words:
        if len(word) > 2:
            same |= Q(folded__contains=f" {word}")
    holding = SourceWord.objects.filter(word__in=words).values("source_id")[:RARE]
    return (
        _book()
        .filter(same, pk__in=list(holding.values_list("source_id", flat=True)))
        .exclude(pk=source.pk)[:limit]
    )


def facts(source: Source) -> dict[str, Any]:
    """Return what the story form knows of a source."""
    belongs = source.member_of
    return {
        "id": source.pk,
        "label": source.public_label,
        "role": source.role,
        "of": belongs.public_label if belongs else "",
        "kind": source.kind,
        "kind_label": str(Kind(source.kind).label),
        "interest": str(Interest(source.interest).label) if source.interest else "",
        "unnamed": source.unnamed,
    }


def _book() -> QuerySet[Source]:
    return (
        Source.objects.filter(merged_into=None)
        .select_related("member_of")
        .defer("member_of__folded")
        .order_by("-uses", "id")
    )


def _begins(word: str) -> Q:
    """Each database has its own way of finding a beginning in an index."""
    if connection.vendor == "postgresql":
        return Q(word__startswith=word)
    return Q(word__gte=word, word__lt=word[:-1] + chr(ord(word[-1]) + 1))


def _longest_name_in(source: Source, said: str) -> int:
    names = [source.public_label, *source.other_names.split(",")]
    spoken = (" ".join(folded(name)) for name in names)
    return max((len(name) for name in spoken if name and f" {name} " in said), default=0)
