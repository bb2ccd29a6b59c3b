"""The chain that seals the audit record: every entry's seal is made of its words and of the seal before."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction

from kabar.staff.models import AuditEntry

#: Held while entries are sealed, so that on PostgreSQL two hosts do not give one number twice.
SEALING_LOCK = 7_235_003
#: Seals made in one transaction, and entries read at once.
AT_ONCE = 1000


@dataclass(frozen=True, slots=True)
class Head:
    """The last link of the chain: how many entries are sealed, and the seal of the newest."""

    number: int = 0
    seal: str = ""

    def next(self, entry: AuditEntry) -> Head:
        """Return the link that an entry makes behind this one."""
        number = self.number + 1
        return Head(number, sha256(f"{number}\n{self.seal}\n{words_of(entry)}".encode()).hexdigest())

    def __str__(self) -> str:
        return f"{self.number} {self.seal}"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What came of reading the chain from its beginning: its head, or the first bad link."""

    head: Head
    broken: str = ""


def words_of(entry: AuditEntry) -> str:
    """Return all an entry says, in one spelling."""
    said = [
        entry.pk, entry.at.astimezone(UTC).isoformat(), entry.by_id, entry.act, entry.subject_type,
        entry.subject_id, entry.summary, entry.details,
    ]  # fmt: skip
    return json.dumps(said, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def head() -> Head:
    """Return the newest link; one without a number before the first."""
    newest = AuditEntry.objects.exclude(number=None).order_by("-number").first()
    return Head(newest.number or 0, newest.seal) if newest else Head()


def seal() -> int:
    """Seal the entries whose transactions have committed since the last time; return how many there were.

    Entries are numbered here and not when they are written: a transaction that had to hold its place in the
    chain until it commits would hold up every other act of the newsroom.
    """
    if not AuditEntry.objects.filter(seal="").exists():
        return 0
    with transaction.atomic():
        _take_turns()
        link = before = head()
        for entry in AuditEntry.objects.filter(seal="").order_by("id")[:AT_ONCE]:
            link = link.next(entry)
            AuditEntry.objects.filter(pk=entry.pk, seal="").update(number=link.number, seal=link.seal)
    if link.number > before.number:
        _note(link, before)
    return link.number - before.number


def verify() -> Verdict:
    """Seal what waits, then read the whole chain, and stop at the first link that does not hold."""
    while seal():
        pass
    link, noted = Head(), _noted()
    for entry in _links():
        expected = link.next(entry)
        wrong = _wrong(entry, expected)
        if wrong:
            return Verdict(link, wrong)
        if expected.number == noted.number and expected.seal != noted.seal:
            return Verdict(link, f"number {expected.number} is not the entry noted beside the database")
        link = expected
    if link.number < noted.number:
        missed = (
            f"the record ends at number {link.number}, but {noted.number} were sealed: its end is cut off"
        )
        return Verdict(link, missed)
    return Verdict(link)


def _wrong(entry: AuditEntry, expected: Head) -> str:
    """Return what is wrong with an entry that should stand at this place; nothing when it holds."""
    if entry.number != expected.number:
        return f"number {expected.number} is missing"
    if entry.seal != expected.seal:
        return f"number {entry.number} (entry {entry.pk}, “{entry}”) does not say what was sealed"
    return ""


def _links() -> Iterator[AuditEntry]:
    numbered, last = AuditEntry.objects.exclude(number=None).order_by("number"), 0
    while piece := list(numbered.filter(number__gt=last)[:AT_ONCE]):
        yield from piece
        last = piece[-1].number or 0


def _take_turns() -> None:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [SEALING_LOCK])


# --- the note beside the database: whoever cuts the end off the record must find it as well -----------------


def _file() -> Path:
    return settings.PAPER.var / "audit-head"


def _note(link: Head, before: Head) -> None:
    """Write down how far the chain reaches, unless it no longer holds what was noted before."""
    noted = _noted()
    holds = noted == before or AuditEntry.objects.filter(number=noted.number, seal=noted.seal).exists()
    if noted.number and not holds:
        return
    part = _file().with_suffix(".part")
    part.write_text(f"{link}\n", encoding="ascii")
    part.replace(_file())


def _noted() -> Head:
    if not _file().exists():
        return Head()
    number, _space, sealed = _file().read_text(encoding="ascii", errors="replace").strip().partition(" ")
    return Head(int(number), sealed) if number.isdecimal() else Head()
