"""Finds the thread of a version: the item it names, or, for a kill, the copy it can only mean."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from difflib import SequenceMatcher
from hashlib import blake2b

from django.db.models import Exists, OuterRef, Q

from kabar.config import Paper
from kabar.wire.importers.incoming import short_key
from kabar.wire.models import Item
from kabar.wire.parsers.acts import bare
from kabar.wire.parsers.item import KILLED, PREVIOUS, WireItem
from kabar.wire.stacks import is_taken_back

#: A version that names no key of its predecessor is looked for this far back, by its slugline.
REMEMBERED = timedelta(hours=48)
#: What a kill may mean is looked for as far back as copy is kept.
KILLABLE = timedelta(days=30)
#: Copy that a kill outran is looked for this long after it.
OUTRUN = timedelta(hours=24)
#: Other names by which a kill may say what it means.
NAMING = (PREVIOUS, "reply", "associated", "derived")
ALIKE = 0.8
MOST = 200

Pair = tuple[WireItem, Item]


def digest(data: bytes) -> str:
    """Return what tells one text from another."""
    return blake2b(data, digest_size=16).hexdigest()


def thread_for(provider: str, key: str) -> str:
    """Return the thread of an agency's item."""
    return digest(f"{provider.casefold()}\n{key}".encode())


def join_threads(paper: Paper, pairs: list[Pair]) -> None:
    """Put rows on their threads, with an eye to what comes with them; what is known stays where it is."""
    pairs = _not_here(paper, pairs)
    plain = [(item, row) for item, row in pairs if not is_taken_back(row)]
    for place, (item, row) in enumerate(plain):
        for link in item.links:
            if link.rel == PREVIOUS and link.key and link.key != item.key:
                row.thread = _named(paper, link.key, row, [each for _, each in plain[:place]]) or row.thread
    rows = [row for _item, row in plain]
    for item, row in pairs:
        if is_taken_back(row):
            meant = _meant(paper, item, row, rows)
            row.thread = meant[0] if meant else row.thread
            row.in_doubt = meant[1:]  # type: ignore[attr-defined]
            rows.append(row)
    if plain:
        _fall_under(_kills_lately(paper, rows), plain)


def _not_here(paper: Paper, pairs: list[Pair]) -> list[Pair]:
    """Return what is new, and give what came once more the thread it lies on."""
    marks = [row.digest for _item, row in pairs]
    here = dict(Item.objects.filter(paper=paper.key, digest__in=marks).values_list("digest", "thread"))
    for _item, row in pairs:
        row.thread = here.get(row.digest, row.thread)
    return [(item, row) for item, row in pairs if row.digest not in here]


def _named(paper: Paper, key: str, row: Item, beside: list[Item]) -> str:
    """Return the thread of an earlier item, by its key, or by its slugline when no key is said."""
    exact = thread_for(row.provider, short_key(key))
    if any(each.thread == exact for each in beside):
        return exact
    since = (row.said_at or row.received_at) - REMEMBERED
    near = Item.objects.filter(
        paper=paper.key, provider=row.provider, slugline=key[:200], received_at__gte=since
    )
    found = Item.objects.filter(paper=paper.key, thread=exact).first()
    if found is None:
        same = [each for each in beside if each.slugline == key[:200] and _same_agency(each, row)]
        found = same[-1] if same else near.order_by("-pk").first()
    return found.thread if found else ""


def _meant(paper: Paper, item: WireItem, row: Item, beside: list[Item]) -> list[str]:
    """Return the thread a kill means, and, where it does not say which, those it may mean as well."""
    named = [link.key for link in item.links if link.rel in NAMING and link.key]
    for key in dict.fromkeys([item.key, *named]):
        if found := _of_key(paper, key, row, beside):
            return [found]
    return _of_words(paper, row, named, beside)


def _of_key(paper: Paper, key: str, row: Item, beside: list[Item]) -> str:
    """Return the thread of an item by its key; a kill may come under another name of its agency."""
    short = short_key(key)
    exact = thread_for(row.provider, short)
    of_paper = Item.objects.filter(paper=paper.key)
    if any(each.thread == exact for each in beside) or of_paper.filter(thread=exact).exists():
        return exact
    way = Q(provider="") | (Q(feed=row.feed_id) if row.feed_id else Q())
    ours = of_paper.filter(key=short) if not row.provider else of_paper.filter(way, key=short)
    found = ours.order_by("-pk").values_list("thread", flat=True).first()
    return found or next((each.thread for each in beside if each.key == short), "")


def _of_words(paper: Paper, row: Item, named: list[str], beside: list[Item]) -> list[str]:
    """Return the thread whose headline the kill repeats; without one those of its slugline, newest first."""
    sluglines = {each[:200] for each in (row.slugline, bare(row.slugline), *named) if each}
    headline = bare(row.headline)
    lately = Item.objects.filter(paper=paper.key, received_at__gte=row.received_at - KILLABLE).defer("said")
    alike = Q(slugline__in=sluglines) | (Q(headline__iexact=headline) if headline else Q(pk=None))
    there = [*beside[::-1], *lately.filter(alike).order_by("-pk")[:MOST]]
    ours = [each for each in there if _same_agency(each, row) and not is_taken_back(each)]
    same = [each.thread for each in ours if _alike(bare(each.headline), headline)]
    if same:
        return same[:1]
    since = (row.said_at or row.received_at) - REMEMBERED
    return list(
        dict.fromkeys(
            each.thread
            for each in ours
            if each.slugline in sluglines and (each.said_at or each.received_at) >= since
        )
    )


def _same_agency(one: Item, other: Item) -> bool:
    if one.provider.casefold() == other.provider.casefold():
        return True
    return one.feed_id is not None and one.feed_id == other.feed_id and not (one.provider and other.provider)


def _alike(one: str, other: str) -> bool:
    if not one or not other:
        return False
    return SequenceMatcher(None, one.casefold(), other.casefold(), autojunk=False).ratio() >= ALIKE


def _fall_under(kills: list[Item], plain: list[Pair]) -> None:
    """Put copy that comes after the kill that means it on the kill's thread, where it lies beneath."""
    for item, row in plain:
        for kill in kills:
            at = kill.said_at or kill.received_at
            late = row.said_at is not None and at - REMEMBERED <= row.said_at <= at
            if late and kill.thread != row.thread and _same_agency(kill, row):
                means = item.key in _names_of(kill) or _alike(bare(kill.headline), row.headline)
                row.thread = kill.thread if means else row.thread


def _names_of(kill: Item) -> list[str]:
    return [each.get("key", "") for each in kill.said.get("links", []) if each.get("rel") in NAMING]


def _kills_lately(paper: Paper, rows: Iterable[Item]) -> list[Item]:
    """Return the kills of a day that found nothing they could mean."""
    since = min(row.received_at for row in rows) - OUTRUN
    kills = Item.objects.filter(paper=paper.key, standing=KILLED, received_at__gte=since)
    alone = kills.exclude(
        Exists(Item.objects.filter(paper=paper.key, thread=OuterRef("thread")).exclude(standing=KILLED))
    )
    return list(alone.order_by("-pk")[:MOST])
