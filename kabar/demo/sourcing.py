"""The source book of the edition, and where the claims of its stories come from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from kabar.sources.models import Source
from kabar.staff.models import User
from kabar.stories.attributions.entries import from_data
from kabar.stories.attributions.models import Attribution
from kabar.stories.attributions.services import give
from kabar.stories.models import Story


def enter(found: Iterable[Mapping[str, Any]]) -> None:
    """Enter the sources that are missing; one belongs to another that stands before it in the list."""
    for said in found:
        fields = dict(said)
        belongs = fields.pop("member_of", "")
        known = {name: fields.pop(name) for name in ("kind", "public_label")}
        fields["member_of"] = Source.objects.filter(public_label=belongs).first() if belongs else None
        Source.objects.get_or_create(**known, merged_into=None, defaults=fields)


def attributions_of(said: Iterable[Mapping[str, Any]]) -> list[Attribution]:
    """Return a manuscript's attributions; it names sources by their labels."""
    numbers = dict(Source.objects.filter(merged_into=None).values_list("public_label", "pk"))
    entries = []
    for each in said:
        via = each.get("via")
        way = None if via is None else [numbers[label] for label in via]
        entries.append({**each, "origin": numbers[each["origin"]], "via": way})
    return from_data(entries, {})


def approve(stories: Iterable[Story], by: User | None) -> None:
    """Let the unnamed sources of the edition stay so."""
    for story in stories:
        for attribution in story.attributions.all():
            if attribution.is_unnamed:
                give(story, attribution, by=by, by_name=str(by or "Rina Pramesti"))
