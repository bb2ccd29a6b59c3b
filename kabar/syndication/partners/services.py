"""The acts on partners: taken in, given a new key, closed, opened again."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from kabar import clock
from kabar.sections.models import Section
from kabar.staff.models import User
from kabar.staff.services import record
from kabar.stories.permissions import must
from kabar.syndication.models import Partner
from kabar.syndication.partners.keys import digest_of, new_key


class Conflict(Exception):
    """The partner no longer stands where the act needs it."""


def take_on(partner: Partner, sections: Iterable[Section] = (), *, by: User) -> str:
    """Enter a partner and return its key, which is never shown again."""
    must(by, "export", None)
    key = new_key()
    with transaction.atomic():
        partner.digest, partner.hint = digest_of(key), key[-4:]
        partner.made_by, partner.made_at, partner.key_at = by, clock.now(), clock.now()
        partner.save()
        partner.sections.set(sections)
        record("take on partner", partner, by=by, name=partner.name)
    return key


def new_key_for(partner: Partner, *, by: User) -> str:
    """Give a partner another key; the one before opens nothing from now on."""
    must(by, "export", None)
    key = new_key()
    with transaction.atomic():
        Partner.objects.filter(pk=partner.pk).update(digest=digest_of(key), hint=key[-4:], key_at=clock.now())
        record("new key of partner", partner, by=by)
    return key


def close(partner: Partner, *, by: User) -> None:
    """Let a partner's key open nothing."""
    _move(partner, Partner.State.OPEN, Partner.State.CLOSED, by, "close partner")


def reopen(partner: Partner, *, by: User) -> None:
    """Let a partner's key open what it opened before."""
    _move(partner, Partner.State.CLOSED, Partner.State.OPEN, by, "reopen partner")


def _move(partner: Partner, needed: str, becomes: str, by: User, act: str) -> None:
    must(by, "export", None)
    with transaction.atomic():
        if not Partner.objects.filter(pk=partner.pk, state=needed).update(state=becomes):
            raise Conflict(partner.name)
        record(act, partner, by=by)
