"""Every write to readers and to what they are entitled to."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import transaction

from kabar import clock
from kabar.config import Paper
from kabar.readers.door import passes
from kabar.readers.models import Consent, Entitlement, Reader
from kabar.readers.signals import entitlements_changed, reader_joined

#: What somebody agrees to who opens an account.
ACCOUNT = "account"


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
    passes.revoke_of(reader)
    transaction.on_commit(lambda: entitlements_changed.send(Reader, reader=reader))


def normalised(email: str) -> str:
    """Return an address as it is kept: nobody has two mailboxes that differ by capitals."""
    return email.strip().lower()


@transaction.atomic
def admit(paper: Paper, email: str, *, how: str, words: str, name: str = "") -> Reader:
    """Return the reader who showed that an address is theirs; their account is opened if they have none.

    What they agreed to by that is written down in the words that were shown.
    """
    reader, new = Reader.objects.get_or_create(
        paper=paper.key,
        email=normalised(email),
        erased=None,
        defaults={"language": paper.language, "name": name[:80]},
    )
    if new or not reader.consents.filter(what=ACCOUNT, given=True).exists():
        agree(reader, ACCOUNT, given=True, words=words, how=how)
        transaction.on_commit(lambda: reader_joined.send(Reader, reader=reader))
    return reader


def expect(paper: Paper, email: str, *, name: str, joined: datetime | None) -> tuple[Reader, bool]:
    """Return the account that waits for somebody whom another system's list names, and whether it is new.

    They have agreed to nothing here yet; `admit` asks them when they first come in.
    """
    return Reader.objects.get_or_create(
        paper=paper.key,
        email=normalised(email),
        erased=None,
        defaults={"language": paper.language, "name": name[:80], "joined": joined or clock.now()},
    )


def agree(reader: Reader, what: str, *, given: bool, words: str, how: str) -> Consent:
    """Write down what a reader agreed to or refused, in the words they read."""
    return Consent.objects.create(reader=reader, what=what, given=given, words=words, how=how)


def describe(reader: Reader, *, name: str, language: str) -> None:
    """Set what a reader is called, and the language in which they are written to."""
    known = {code for code, _name in settings.LANGUAGES}
    chosen = language if language in known else reader.language
    Reader.objects.filter(pk=reader.pk, erased=None).update(name=" ".join(name.split())[:80], language=chosen)
