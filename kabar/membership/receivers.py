"""Whoever signs in with an address of an institution reads by it."""

from __future__ import annotations

from typing import Any

from kabar.membership.refusals import Refused
from kabar.membership.services import institutions
from kabar.readers.models import Reader
from kabar.readers.signals import reader_signed_in


def connect() -> None:
    """Begin to listen."""
    reader_signed_in.connect(let_in_by_mail, dispatch_uid="kabar.membership.let_in_by_mail")


def let_in_by_mail(sender: Any, reader: Reader, **_more: Any) -> None:
    """Let a reader in by their address of mail, which the sign-in has proved; a full house is no error."""
    institution = institutions.by_mail(reader.paper, reader.email)
    if institution is None:
        return
    try:
        institutions.let_in(institution, reader)
    except Refused:
        return
