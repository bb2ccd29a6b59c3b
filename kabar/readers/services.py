"""Every write to readers and to what they are entitled to."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from kabar import clock
from kabar.readers.models import Entitlement, Reader
from kabar.readers.signals import entitlements_changed


@transaction.atomic
def grant(
    reader: Reader, name: str, *, until: datetime | None, because: str, starts: datetime | None = None
) -> Entitlement:
    """Entitle a reader to something; once more for the same reason moves its end, and its start when said.

    What was revoked for that reason runs again.
    """
    said = {"ends": until, "revoked": None, **({"starts": starts} if starts else {})}
    kept, _made = Entitlement.objects.update_or_create(
        reader=reader,
        name=name,
        because=because,
        defaults=said,
        create_defaults={**said, "starts": starts or clock.now()},
    )
    _tell(reader)
    return kept


@transaction.atomic
def revoke(reader: Reader, name: str, *, because: str) -> None:
    """Take back what was granted for a reason; taken back twice it is taken back once."""
    standing = Entitlement.objects.filter(reader=reader, name=name, because=because, revoked=None)
    if standing.update(revoked=clock.now()):
        _tell(reader)


def _tell(reader: Reader) -> None:
    transaction.on_commit(lambda: entitlements_changed.send(Reader, reader=reader))
