"""Every named read of the wire; each is bounded, whatever has come in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kabar import clock
from kabar.wire.models import Derived, Feed, Health, Item, Listening, RefusedCopy, Rule, Stand
from kabar.wire.parsers.item import USABLE
from kabar.wire.search import holding
from kabar.wire.stacks import ordered

#: From here on an item cannot wait.
URGENT = 2
#: What nobody took in this time is found by searching only.
REMEMBERED = timedelta(days=3)


def is_urgent(item: Item) -> bool:
    """Tell whether an item cannot wait."""
    return item.priority is not None and 1 <= item.priority <= URGENT


@dataclass(frozen=True, slots=True)
class Page:
    """Some items of the wire, and the number below which the next ones lie; 0 when these are the last."""

    items: list[Item]
    older: int = 0


def waiting(paper: str, *, desk: int | None = None, before: int = 0, limit: int = 50) -> Page:
    """Return what waits, the newest first, one of each group; routed elsewhere is not for this desk.

    What was taken back stands by itself, and nothing is folded beneath it.
    """
    lately = Item.objects.filter(
        paper=paper, newest=True, stand=Stand.WAITING, received_at__gte=clock.now() - REMEMBERED
    )
    here = _at_desk(lately, desk)
    folds = here.filter(standing=USABLE, group__gt=0)
    over = folds.filter(group=OuterRef("group"), pk__gt=OuterRef("pk"))
    page = _page(here.filter(Q(group=0) | ~Q(standing=USABLE) | ~Exists(over)), before, limit)
    groups = {item.group: item for item in page.items if item.group and item.standing == USABLE}
    for item in folds.filter(group__in=groups).exclude(pk__in=[each.pk for each in page.items]).defer("said"):
        shown = groups[item.group]
        shown.also = [*getattr(shown, "also", []), item]  # type: ignore[attr-defined]
    return page


def found(
    paper: str, words: str, *, desk: int | None = None, before: int = 0, limit: int = 50, waits: bool = False
) -> Page:
    """Return what holds some words, in its text as well, whatever became of it, the newest first."""
    items = Item.objects.filter(paper=paper, newest=True, **({"stand": Stand.WAITING} if waits else {}))
    return _page(holding(_at_desk(items, desk), words), before, limit)


def _at_desk(items: QuerySet[Item], desk: int | None) -> QuerySet[Item]:
    if not desk:
        return items
    routed = Item.desks.through.objects.filter(item=OuterRef("pk"))
    return items.filter(Exists(routed.filter(desk=desk)) | ~Exists(routed))


def _page(items: QuerySet[Item], before: int, limit: int) -> Page:
    items = items.filter(pk__lt=before) if before else items
    rows = list(items.defer("said").order_by("-pk")[: limit + 1])
    return Page(rows[:limit], rows[limit - 1].pk if len(rows) > limit else 0)


def versions(item: Item) -> list[Item]:
    """Return every version on an item's thread, the one that counts first."""
    found = Item.objects.filter(paper=item.paper, thread=item.thread).defer("said")
    return ordered(found.order_by("-pk")[:100])


def beside(item: Item) -> list[Item]:
    """Return what others say of the same, newest versions only."""
    if not item.group:
        return []
    same = Item.objects.filter(paper=item.paper, group=item.group, newest=True).exclude(thread=item.thread)
    return list(same.defer("said").order_by("-pk")[:20])


@dataclass(frozen=True, slots=True)
class Shown:
    """A picture of an item: what is said of it, and where the newsroom sees it, if it has come."""

    caption: str
    credit: str
    rights: str
    url: str


def pictures_of(item: Item) -> list[Shown]:
    """Return the pictures an item names, in its order."""
    here = {row.number: row.file.url for row in item.pictures.all()}
    credit, rights = item.said.get("credit", ""), item.said.get("rights", "")
    return [
        Shown(
            said.get("caption", ""), said.get("credit", "") or credit, said.get("rights", "") or rights,
            here.get(number, ""),
        )
        for number, said in enumerate(item.said.get("pictures", []))
    ]  # fmt: skip


def stories_of(item: Item) -> list[Derived]:
    """Return the stories made from any version of an item."""
    found = Derived.objects.filter(item__paper=item.paper, item__thread=item.thread)
    return list(found.select_related("story__section", "by", "item").order_by("-pk")[:20])


def refused(limit: int = 30) -> list[RefusedCopy]:
    """Return the copy that could not be read and that nobody has looked at."""
    return list(RefusedCopy.objects.filter(seen_at=None).select_related("feed").order_by("-pk")[:limit])


def rules(paper: str) -> list[Rule]:
    """Return the rules of a paper."""
    return list(Rule.objects.filter(paper=paper).select_related("desk"))


@dataclass(frozen=True, slots=True)
class Standing:
    """How a feed is doing, in words."""

    name: str
    kind: str
    health: str
    label: str
    answered_at: datetime | None
    today: int
    words: str


def feeds() -> list[Standing]:
    """Return how every configured feed is doing."""
    rows = {row.name: row for row in Feed.objects.select_related("subscription")}
    since = clock.now() - timedelta(hours=24)
    came = dict(
        Item.objects.filter(received_at__gte=since, feed__isnull=False)
        .values_list("feed__name")
        .annotate(Count("pk"))
        .order_by()
    )
    return [
        _standing(feed.name, feed.kind, rows.get(feed.name), came.get(feed.name, 0))
        for feed in settings.PAPER.feeds
    ]


def _is_told(row: Feed) -> bool:
    there = getattr(row, "subscription", None)
    return bool(there and there.state == Listening.STANDING and there.until > clock.now() and not there.error)


def _standing(name: str, kind: str, row: Feed | None, today: int) -> Standing:
    if row is None or row.health == Health.NEW:
        return Standing(
            name, kind, Health.NEW, str(Health.NEW.label), None, today, _("It has not been asked yet.")
        )
    if row.health == Health.WELL:
        words = ngettext("%d item in 24 hours.", "%d items in 24 hours.", today) % today
        words += f" {_('Its hub tells us at once.')}" if _is_told(row) else ""
    else:
        tries = ngettext("%d try failed", "%d tries failed in a row", row.failures) % row.failures
        words = f"{tries}: {row.error}"
    return Standing(name, kind, row.health, str(row.get_health_display()), row.answered_at, today, words)
