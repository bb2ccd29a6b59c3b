"""Lists of members as other systems write them: who they are, since when, and until when they have paid."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from kabar.readers.services import normalised
from kabar.wire.importers import dates, json_stream, lines, tables
from kabar.wire.reports import ImportRefused

#: What columns are called, by what they say; capitals, blanks and underscores make no difference.
EMAIL = ("email", "emailaddress", "mail", "surel", "alamatsurel")
NAME = ("name", "fullname", "nama", "namalengkap")
FIRST, LAST = ("firstname", "givenname"), ("lastname", "surname", "familyname")
JOINED = ("createdat", "subscribedat", "optintime", "dateadded", "startdate", "joined")
UNTIL = ("expiry", "expiresat", "until", "enddate", "subscriptionexpiresat")
#: What a row says of somebody who is no member there any more, or never was one.
LEFT = {
    "deletedat": "left there",
    "unsubscribedat": "unsubscribed there",
    "unsubtime": "unsubscribed there",
    "cleantime": "mail to them came back there",
}
LEFT_BY_STATUS = {
    "inactive": "unsubscribed there",
    "unsubscribed": "unsubscribed there",
    "cleaned": "mail to them came back there",
    "bounced": "mail to them came back there",
    "pending": "never confirmed their address there",
    "unconfirmed": "never confirmed their address there",
}
#: What stands in a column for nobody who paid: anything else there is the name of what they hold.
FREE = frozenset({"", "free", "default", "0", "none", "false"})
PAID = frozenset({"paid", "comped", "comp", "complimentary", "gift"})
#: Tables of a Ghost export that name members, wherever in it they stand.
MEMBERS = frozenset({"members", "subscribers"})


@dataclass(frozen=True, slots=True)
class Listed:
    """One member as a list names them."""

    email: str
    name: str
    joined: datetime | None
    paid: bool
    until: datetime | None
    #: Why they are no member there any more; empty while they are one.
    left: str


class Unread(ValueError):
    """A row that is no member, with the reason."""


def members(file: Path, zone: str) -> Iterator[tuple[str, Listed | Unread]]:
    """Yield the members of a list with where each stands; times without an offset are of the zone.

    Raise ImportRefused for a file that is no such list.
    """
    for at, row in _rows(file):
        yield at, _listed(row, zone)


def _rows(file: Path) -> Iterator[tuple[str, Any]]:
    kind = tables.kind_of(file)
    if kind == tables.JSON:
        yield from _of_ghost(file)
    elif kind == tables.CSV and (plain := _plain(file)):
        yield from plain
    else:
        for number, row in tables.rows_of(file, kind, ()):
            if isinstance(row, dict) and not _said(row).keys() & set(EMAIL):
                columns = ", ".join(row)
                raise ImportRefused(f"{file}:1: no column is called email; there are {columns}")
            yield f"{file.name}:{number}", row


def _of_ghost(file: Path) -> Iterator[tuple[str, Any]]:
    """Yield the members of a Ghost export, or of an array that stands alone."""
    found = 0
    for path, row in json_stream.rows(file, lambda path: not path or path[-1] in MEMBERS):
        if row is not None:
            found += 1
            yield f"{file.name}: {path[-1] if path else 'row'} {found}", row
    if not found:
        raise ImportRefused(
            f"{file}: it names no members; of Ghost, take the CSV of Members → Export all members"
        )


def _plain(file: Path) -> list[tuple[str, Any]]:
    """Return the addresses of a list that is nothing else; nothing for a table with columns."""
    found = []
    for number, line in lines.numbered(file):
        text = (line or b"").decode("utf-8", "replace").strip().lstrip("\ufeff")
        if text and (re.search(r"[,;\t]", text) or "@" not in text):
            return []
        if text:
            found.append((f"{file.name}:{number}", {"email": text}))
    return found


def _said(row: Mapping[str, Any]) -> dict[str, str]:
    """Return the cells of a row by what their columns mean."""
    return {
        re.sub(r"[\W_]", "", str(column)).casefold(): _text(value)
        for column, value in row.items()
        if value is not None and not isinstance(value, (dict, list))
    }


def _text(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return " ".join(str(value).split())


def _listed(row: Any, zone: str) -> Listed | Unread:
    if not isinstance(row, Mapping):
        return Unread(str(row))
    said = _said(row)
    email = normalised(_first(said, EMAIL))
    try:
        validate_email(email)
    except ValidationError:
        return Unread(f"{email[:80]!r} is no address of mail" if email else "no address of mail")
    written = _first(said, UNTIL)
    try:
        until = _instant(written, zone)
    except ValueError:
        return Unread(f"until when they have paid cannot be read: {written[:40]!r}")
    return Listed(email, _name(said), _since(said, zone), _paid(said), until, _left(said))


def _first(said: Mapping[str, str], names: tuple[str, ...]) -> str:
    return next((said[name] for name in names if said.get(name)), "")


def _name(said: Mapping[str, str]) -> str:
    return f"{_first(said, (*FIRST, *NAME))} {_first(said, LAST)}".strip()


def _since(said: Mapping[str, str], zone: str) -> datetime | None:
    try:
        return _instant(_first(said, JOINED), zone)
    except ValueError:
        return None


def _instant(text: str, zone: str) -> datetime | None:
    """Return an instant; offsets after a blank and UTC by its name are how half of the systems write them."""
    return dates.instant(
        re.sub(r"\s+(?:UTC|GMT|Z)$", "+00:00", re.sub(r"\s+(?=[+-]\d\d:?\d\d$)", "", text)), zone
    )


def _paid(said: Mapping[str, str]) -> bool:
    """Tell whether they hold there what readers pay for, whoever paid."""
    if said.get("complimentaryplan") == "true" or said.get("activesubscription") == "true":
        return True
    if said.get("status", "").casefold() in PAID or said.get("type", "").casefold() in PAID:
        return True
    return bool({said.get(column, "").casefold() for column in ("tier", "tiers", "plan")} - FREE)


def _left(said: Mapping[str, str]) -> str:
    by_column = next((why for column, why in LEFT.items() if said.get(column)), "")
    return by_column or LEFT_BY_STATUS.get(said.get("status", "").casefold(), "")
