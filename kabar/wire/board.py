"""What waits on the wire, as a band of the desk's day."""

from __future__ import annotations

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext, pgettext_lazy

from kabar import config
from kabar.desk.cards import Act, Card
from kabar.desk.queries import Narrowing
from kabar.staff.models import User
from kabar.stories.permissions import policy
from kabar.wire import queries
from kabar.wire.models import Item
from kabar.wire.parsers.item import KILLED

WIRE = ("wire", pgettext_lazy("band", "Wire"), _("Nothing waits on the wire."))
#: The desk's day shows the newest; the wire's own screen has them all.
SHOWN = 12

Band = tuple[tuple[str, Promise | str, Promise | str], list[Card]]


def waiting_band(user: User, paper: config.Paper, narrowing: Narrowing) -> Band:
    """Return the band of what waits for the desk that is looked at; nobody's own work is among it."""
    if narrowing.mine or narrowing.section:
        return WIRE, []
    writes = policy.user_has_permission(user, "add")
    words = narrowing.words.strip()
    if words:
        page = queries.found(paper.key, words, desk=narrowing.desk, limit=SHOWN, waits=True)
    else:
        page = queries.waiting(paper.key, desk=narrowing.desk, limit=SHOWN)
    return WIRE, [card_of(item, writes) for item in page.items]


def card_of(item: Item, writes: bool) -> Card:
    """Return the card of an item; whoever writes takes it with one press."""
    page = reverse("kabar_wire:item", args=[item.pk])
    killed = item.standing == KILLED
    takes = Act(pgettext("act", "Take"), reverse("kabar_wire:take", args=[item.pk]), at_once=True)
    return Card(
        key=f"wire:{item.pk}",
        title=item.headline,
        slugline=item.slugline,
        opens=page,
        section=item.provider or str(_("Wire")),
        state=str(_("withdrawn by its agency")) if killed else _urgency(item),
        tone="flagged" if killed or queries.is_urgent(item) else "",
        who=(item.place,) if item.place else (),
        since=item.said_at or item.received_at,
        embargo=item.embargo,
        next=takes if writes and not killed else Act(pgettext("act", "Read"), page),
    )


def _urgency(item: Item) -> str:
    return (
        str(_("urgent"))
        if queries.is_urgent(item)
        else str(_("priority %d") % item.priority if item.priority else "")
    )
