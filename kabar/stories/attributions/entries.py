"""Attributions as plain data: what the form sends and an export holds, checked before it is believed."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from kabar.sources.queries import by_number
from kabar.stories.attributions.evidence import Evidence
from kabar.stories.attributions.models import Attribution, Channel, Rel, Status, Terms
from kabar.stories.attributions.passages import KEY

#: A story holds no more than this.
MOST = 300
PLAIN = ("key", "is_quote", "lang", "channel", "terms", "unnamed_reason", "status")


def as_data(attribution: Attribution) -> dict[str, Any]:
    """Return an attribution as the form and an export hold it."""
    return {
        **{name: getattr(attribution, name) for name in PLAIN},
        "origin": attribution.source.pk,
        "via": attribution.via,
        "rel": attribution.rel,
        "evidence": attribution.evidence,
    }


def read(said: str, known: Iterable[Attribution]) -> list[Attribution]:
    """Return the attributions of a form's text, each the one it was if `known` has its key."""
    try:
        entries = json.loads(said or "[]")
        if not isinstance(entries, list) or len(entries) > MOST:
            raise ValueError
    except ValueError:
        raise ValidationError(_("The list of sources cannot be read; load the page again.")) from None
    there = {attribution.key: attribution for attribution in known}
    return from_data(entries, there)


def from_data(entries: Iterable[Any], there: Mapping[str, Attribution]) -> list[Attribution]:
    """Return attributions made of plain data; raise ValidationError for what is none."""
    entries = list(entries)
    sources = by_number(number for entry in entries for number in _numbers(entry))
    made = {}
    for entry in entries:
        attribution = _made(entry, there.get(str(entry["key"])), sources)
        made[attribution.key] = attribution
    for attribution in made.values():
        attribution.rel = [
            said for said in attribution.rel if said["to"] in made and said["to"] != attribution.key
        ]
    return list(made.values())


def _numbers(entry: Any) -> list[int]:
    if not isinstance(entry, dict) or not KEY.fullmatch(str(entry.get("key"))):
        raise ValidationError(_("An attribution needs a key and a source."))
    numbers = [entry.get("origin"), *(entry.get("via") or [])]
    if not all(isinstance(number, int) and not isinstance(number, bool) for number in numbers):
        raise ValidationError(_("An attribution needs a key and a source."))
    return numbers


def _made(entry: dict[str, Any], there: Attribution | None, sources: Mapping[int, Any]) -> Attribution:
    if entry["origin"] not in sources:
        raise ValidationError(_("A source of this story is not in the source book."))
    attribution = Attribution(pk=there.pk if there else None, key=entry["key"])
    attribution.origin = sources[entry["origin"]]
    via = entry.get("via")
    attribution.via = None if via is None else [sources[pk].pk for pk in via[:6] if pk in sources]
    attribution.is_quote = entry.get("is_quote") is True
    attribution.lang = str(entry.get("lang") or "")[:5]
    attribution.channel = _one_of(Channel, entry.get("channel") or "")
    attribution.terms = _one_of(Terms, entry.get("terms") or Terms.ON_RECORD)
    attribution.status = _one_of(Status, entry.get("status") or Status.SINGLE_SOURCE)
    attribution.unnamed_reason = " ".join(str(entry.get("unnamed_reason") or "").split())[:300]
    attribution.rel = [_relation(said) for said in entry.get("rel") or []]
    attribution.evidence = [Evidence.read(said).as_data() for said in entry.get("evidence") or []]
    return attribution


def _one_of(choices: Any, value: Any) -> str:
    if value == "off_record":
        raise ValidationError(_("What was said off the record is attached to no story."))
    if value not in choices.values:
        raise ValidationError(_("“%(value)s” is not one of the choices.") % {"value": value})
    return str(value)


def _relation(said: Any) -> dict[str, str]:
    if not isinstance(said, dict) or not KEY.fullmatch(str(said.get("to"))):
        raise ValidationError(_("A claim can confirm, dispute or deny another claim of the same story."))
    return {"rel": _one_of(Rel, said.get("rel")), "to": said["to"]}
