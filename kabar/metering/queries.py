"""Every named read of meters and gifts."""

from __future__ import annotations

from django.conf import settings
from django.core import signing
from django.db.models import QuerySet

from kabar import clock
from kabar.metering import months
from kabar.metering.models import Gift
from kabar.readers.models import Reader
from kabar.stories import access
from kabar.stories.models import Story
from kabar.stories.queries import at_path

#: Every link of a gift is signed, so that nobody finds one by counting.
SIGNER = signing.Signer(salt="kabar.metering.gift", sep="~")


def closed_story(paper: str, pk: int) -> Story | None:
    """Return a live story with a part that not everybody reads, as its page needs it."""
    path = Story.objects.filter(paper=paper, pk=pk, live=True).values_list("path", flat=True).first()
    found = at_path(paper, path) if path else None
    return found if found is not None and access.is_closed(found) else None


def gift_of(paper: str, token: str) -> Gift | None:
    """Return the gift whose link this is, running or not; None for a link that was made up."""
    try:
        pk = int(SIGNER.unsign(token))
    except (signing.BadSignature, ValueError):
        return None
    return Gift.objects.select_related("story").filter(pk=pk, story__paper=paper).first()


def link_of(gift: Gift) -> str:
    """Return the path at which a gift is opened."""
    return f"/-/gift/{SIGNER.sign(str(gift.pk))}"


def runs(gift: Gift) -> bool:
    """Tell whether a gift still opens its story."""
    return gift.revoked is None and gift.ends > clock.now()


def given_this_month(reader: Reader) -> int:
    """Return how many stories a reader gave away in the running month, those taken back among them."""
    paper = settings.PAPER.for_key(reader.paper)
    return Gift.objects.filter(reader=reader, made__gte=months.begun(paper)).count()


def gifts_of(reader: Reader) -> QuerySet[Gift]:
    """Return what a reader gave away, the last first."""
    return Gift.objects.filter(reader=reader).select_related("story")
